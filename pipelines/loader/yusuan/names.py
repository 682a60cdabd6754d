"""Names beside codes and keys: official names of the year's edition, the bodies that keys are of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pyarrow as pa

SCHEMES: Mapping[str, str] = {
    "function_code": "function",
    "economic_code": "economic",
    "government_economic_code": "government_economic",
    "catalogue_code": "procurement_catalogue",
    "directory_code": "service_purchase",
    "division_code": "admin_division",
}
"""The columns that hold codes of one official list; `code` is of the list that `scheme` names."""
ENDING = "_official_name"
"""What is added to a column's name for the column of names."""


class Edition(NamedTuple):
    """A name of a code in the list of a year."""

    year: int
    name: str


def with_names(table: pa.Table, read: Callable[[str], pa.Table]) -> pa.Table:
    """The table with a column of names after each column of codes, and name and kind of the body after its key.

    No row is doubled or lost. `read` gives the other datasets. A name is null where the lists have no such code.
    """
    coded = [column for column in (*SCHEMES, "code") if column in table.column_names]
    if coded and ("code" not in coded or "scheme" in table.column_names):
        names = _official_names(read("classifications"))
        for column in coded:
            schemes = table["scheme"].to_pylist() if column == "code" else [SCHEMES[column]] * table.num_rows
            found = _names_of(zip(schemes, table[column].to_pylist(), _years(table), strict=True), names)
            table = _after(table, column, f"{column}{ENDING}", found)
    if "department_key" in table.column_names and "kind" not in table.column_names:
        bodies = {row["department_key"]: row for row in read("departments").to_pylist()}
        keys = table["department_key"].to_pylist()
        for name, column in (("department_kind", "kind"), ("department", "name")):
            told = [bodies[key][column] if key in bodies else None for key in keys]
            table = _after(table, "department_key", name, told)
    return table


def _official_names(lists: pa.Table) -> Mapping[tuple[str, str], list[Edition]]:
    """The names of each code of each list, by edition."""
    names: dict[tuple[str, str], list[Edition]] = {}
    for row in lists.select(["scheme", "code", "edition", "name"]).to_pylist():
        names.setdefault((row["scheme"], row["code"]), []).append(Edition(row["edition"], row["name"]))
    return {code: sorted(editions) for code, editions in names.items()}


def _names_of(
    codes: Iterable[tuple[str | None, str | None, int | None]], names: Mapping[tuple[str, str], list[Edition]]
) -> list[str | None]:
    seen: dict[tuple[str | None, str | None, int | None], str | None] = {}
    found: list[str | None] = []
    for each in codes:
        if each not in seen:
            scheme, code, year = each
            seen[each] = _name_in(names.get((scheme or "", code or ""), []), year)
        found.append(seen[each])
    return found


def _name_in(editions: list[Edition], year: int | None) -> str | None:
    """The name in the last edition up to a year, in the first where all are later, in the last for no year."""
    if not editions:
        return None
    current = [edition for edition in editions if year is None or edition.year <= year]
    return (current[-1] if current else editions[0]).name


def _years(table: pa.Table) -> list[int | None]:
    years = "fiscal_year" if "fiscal_year" in table.column_names else None
    return table[years].to_pylist() if years else [None] * table.num_rows


def _after(table: pa.Table, column: str, name: str, texts: list[str | None]) -> pa.Table:
    return table.add_column(table.column_names.index(column) + 1, name, pa.array(texts, pa.string()))
