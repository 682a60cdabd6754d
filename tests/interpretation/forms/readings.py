"""Readings of forms."""

from __future__ import annotations

from pipelines.interpretation.declared.forms import FormTable
from pipelines.interpretation.declared.tables import declarations
from pipelines.interpretation.forms.reader import FormReading, read_form
from pipelines.interpretation.sheets.reading import Context, Disposition
from pipelines.interpretation.sheets.sheet import Sheet

YEAR = 2026
HEADER = ("一级指标", "二级指标", "三级指标", "指标值")


def declared(table: str) -> FormTable:
    """The declaration of a kind of form."""
    return next(each for each in declarations() if isinstance(each, FormTable) and each.table == table)


def read(printed: Sheet, table: str = "project_performance") -> FormReading:
    """The reading of a sheet as a kind of form, in a document of 2026."""
    return read_form(printed, declared(table), Context(YEAR))


def dispositions(reading: FormReading, printed: Sheet) -> dict[str, Disposition]:
    """What became of each text."""
    return {cell.text: reading.uses[cell.row, cell.column].disposition for cell in printed.cells if cell.text}
