"""What is read of an invented budget, in the form of the figures that it prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipelines.foundation.record import Record
from tests.invented.accounts import YEAR
from tests.invented.table import Figure


def figures_read(records: Mapping[str, Sequence[Record]], *, is_final: bool = False) -> list[Figure]:
    """The published figures."""
    return [
        *(_line(row, is_final) for row in records.get("budget_lines", ())),
        *(_of_project(row) for row in records.get("projects", ()) if row.get("amount_yuan") is not None),
        *(_purchase(row) for row in records.get("procurement", ())),
        *_funding(records.get("project_funding", ())),
        *(_target(row) for row in records.get("performance_targets", ())),
    ]


def _line(row: Record, is_final: bool) -> Figure:
    line = "total" if row["line"] == "grand_total" else str(row["line"])
    code = row["code"] or row["name"]
    if row["scheme"] == "revenue" or line != "item":
        # A total is of a unit or of all.
        code = None if line == "item" else row["unit_name"]
    if row["scheme"] is None and line == "item":
        # 基本支出 in the place of a function is a measure.
        code = row["measure"]
    if row["phase"] != ("final" if is_final else "budget"):
        line = f"{line}, {row['phase']}"
    if row["amount_year"] != YEAR:
        line = f"{line} of {row['amount_year']}"
    return str(row["table"]), line, code, str(row["fund"]), str(row["measure"]), _yuan(row)


def _of_project(row: Record) -> Figure:
    return "projects", str(row["project_name"]), row.get("project_code"), str(row["fund"]), None, _yuan(row)


def _purchase(row: Record) -> Figure:
    name = str(row.get("project_name") or "")
    return "procurement", name, row.get("catalogue_code"), None, str(row["catalogue_name"]), _yuan(row)


def _funding(rows: Sequence[Record]) -> Iterator[Figure]:
    for row in rows:
        yield "project_funding", str(row["project_name"]), None, str(row["fund"]), None, _yuan(row)


def _target(row: Record) -> Figure:
    levels = f"{row['level1']}/{row['level2']}/{row['indicator']}"
    value = Decimal(str(row["target_value"])).normalize() if row["target_value"] is not None else Decimal()
    return "targets", str(row["project_name"]), row["goal"], levels, f"{row['comparator']}{row['target_unit']}", value


def _yuan(row: Record) -> Decimal:
    amount = row["amount_yuan"]
    assert isinstance(amount, Decimal)
    return amount
