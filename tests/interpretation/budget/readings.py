"""Readings of budget tables, built by hand or typeset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.budget.reader import read_budget
from pipelines.interpretation.declared.budget import BudgetTable
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.reading import Context, Disposition, Reading
from pipelines.interpretation.sheets.recognition import recognise
from pipelines.interpretation.sheets.sheet import Caption, Sheet
from tests.printed import Printed, sheet
from tests.typesetting import Item, Line, Style, typeset

YEAR = 2026


def caption(title: str, unit: str | None = "万元") -> Caption:
    """The caption of a table with a title and a unit."""
    return Caption(title=fold_text(title), printed_unit=unit)


def table(title: str, *rows: Sequence[Printed], unit: str | None = "万元", stage: str = "budget") -> Reading:
    """The reading of a budget table of 2026 built by hand; its title must be a declared one."""
    return reading(sheet(*rows, caption=caption(title, unit)), stage)


def reading(printed: Sheet, stage: str = "budget", units: frozenset[str] = frozenset()) -> Reading:
    """The reading of a sheet of 2026."""
    declaration = recognise(printed)
    assert isinstance(declaration, BudgetTable)
    return read_budget(printed, read_header(printed), declaration, Context(YEAR, stage=stage, units=units))


def lines(records: Reading | Mapping[str, Sequence[Record]], *columns: str) -> list[tuple[object, ...]]:
    """The columns of the budget lines, in printed order; amounts as printed."""
    rows = records.records if isinstance(records, Reading) else records
    return [tuple(row[column] for column in columns) for row in rows["budget_lines"]]


def unread(records: Mapping[str, Sequence[Record]]) -> list[object]:
    """What is printed in tables and was read by nobody, with the reason."""
    unused = {Disposition.UNKNOWN_TABLE, Disposition.UNKNOWN_COLUMN, Disposition.UNPARSED, Disposition.UNREAD}
    return [(cell["disposition"], cell["source_text"]) for cell in records["cells"] if cell["disposition"] in unused]


def interpreted(
    path: Path, items: Sequence[Item], context: Context | None = None, style: Style | None = None
) -> Mapping[str, Sequence[Record]]:
    """What is read of typeset items, from the PDF on."""
    pages = list(read_pages(typeset(path / "typeset.pdf", items, style)))
    return interpret(pages, context or Context(YEAR)).records


def final_accounts() -> Context:
    """The final accounts of 2024."""
    return replace(Context(2024), stage="final_accounts")


def head(number: str, title: str, left: str = "", right: str = "单位：万元") -> tuple[Line, ...]:
    """The lines above a table: its number, its title, whose it is and its unit."""
    return (Line(left=number), Line(centre=title, size=14), Line(left=left, right=right))
