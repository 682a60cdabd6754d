"""Names beside codes and keys: official names of the year's edition, the bodies that keys are of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import pyarrow as pa

ENDING = "_official_name"
"""What is added to a column's name for the column of names."""


class _Coded(NamedTuple):
    """A column of codes, their list (None: each row names its own), the columns that may say of which edition."""

    codes: str
    scheme: str | None
    editions: tuple[str, ...]


_CODED = (
    _Coded("code", None, ("edition",)),
    _Coded("function_code", "function", ("function_edition", "edition")),
    _Coded("economic_code", "economic", ("economic_edition", "edition")),
    _Coded("government_economic_code", "government_economic", ("government_economic_edition",)),
    _Coded("catalogue_code", "procurement_catalogue", ("edition",)),
    # These have one list each.
    _Coded("directory_code", "service_purchase", ()),
    _Coded("division_code", "admin_division", ()),
)


def with_names(table: pa.Table, read: Callable[[str], pa.Table]) -> pa.Table:
    """The table with a column of names after each column of codes, and name and kind of the body after its key.

    No row is doubled or lost. `read` gives the other datasets. A name is null where the lists have no such code.
    """
    coded = [each for each in _CODED if each.codes in table.column_names and _has_scheme(each, table)]
    names = _official_names(read("classifications")) if coded else {}
    for each in coded:
        told = [names.get(key) for key in _keys(each, table)]
        table = _after(table, each.codes, f"{each.codes}{ENDING}", told)
    if "department_key" in table.column_names and "kind" not in table.column_names:
        bodies = {row["department_key"]: row for row in read("departments").to_pylist()}
        keys = table["department_key"].to_pylist()
        for name, column in (("department_kind", "kind"), ("department", "name")):
            table = _after(
                table, "department_key", name, [bodies[key][column] if key in bodies else None for key in keys]
            )
    return table


def _has_scheme(coded: _Coded, table: pa.Table) -> bool:
    return coded.scheme is not None or "scheme" in table.column_names


def _keys(coded: _Coded, table: pa.Table) -> Iterator[tuple[object, ...]]:
    """List, code and edition of each row; without the edition where no column says it."""
    schemes = table["scheme"].to_pylist() if coded.scheme is None else [coded.scheme] * table.num_rows
    edition = next((column for column in coded.editions if column in table.column_names), None)
    codes = table[coded.codes].to_pylist()
    yield from (
        zip(schemes, codes, table[edition].to_pylist(), strict=True) if edition else zip(schemes, codes, strict=True)
    )


def _official_names(lists: pa.Table) -> Mapping[tuple[object, ...], str]:
    """The name of each list, code and edition, and of each list and code in its last edition."""
    names: dict[tuple[object, ...], str] = {}
    rows = lists.select(["scheme", "code", "edition", "name"]).to_pylist()
    for row in sorted(rows, key=lambda row: row["edition"]):
        names[row["scheme"], row["code"], row["edition"]] = row["name"]
        names[row["scheme"], row["code"]] = row["name"]
    return names


def _after(table: pa.Table, column: str, name: str, texts: list[str | None]) -> pa.Table:
    return table.add_column(table.column_names.index(column) + 1, name, pa.array(texts, pa.string()))
