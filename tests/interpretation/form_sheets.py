"""Sheets of forms, built row by row as they are printed, cells with their spans."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extraction.grid import Box
from pipelines.interpretation.declared.forms import FormTable
from pipelines.interpretation.declared.tables import declarations
from pipelines.interpretation.forms.reader import FormReading, read_form
from pipelines.interpretation.sheets.reading import Context, Disposition
from pipelines.interpretation.sheets.sheet import Caption, Sheet, SheetCell

YEAR = 2026
Printed = str | tuple[str, int, int]
"""A cell's text, or its text with the rows and the columns it spans."""


def sheet(
    *rows: Sequence[Printed], caption: Caption | None = None, page_starts: tuple[int, ...] = (0,), number: int = 1
) -> Sheet:
    """A sheet of rows; a cell that reaches down leaves no room for one in the rows under it."""
    cells: list[SheetCell] = []
    covered: set[tuple[int, int]] = set()
    for row, printed in enumerate(rows):
        column = 0
        for each in printed:
            text, down, across = (each, 1, 1) if isinstance(each, str) else each
            while (row, column) in covered:
                column += 1
            box = Box(10.0 * column, 800.0 - 10 * (row + down), 10.0 * (column + across), 800.0 - 10 * row)
            cells.append(SheetCell(row, column, down, across, text, 1, box))
            covered |= {(row + i, column + j) for i in range(down) for j in range(across)}
    return Sheet(
        number=number,
        caption=caption or Caption(),
        row_count=1 + max(row for row, _ in covered),
        column_count=1 + max(column for _, column in covered),
        cells=tuple(cells),
        page_starts=page_starts,
    )


def declared(table: str) -> FormTable:
    """The declaration of a kind of form."""
    return next(each for each in declarations() if isinstance(each, FormTable) and each.table == table)


def read(printed: Sheet, table: str = "project_performance") -> FormReading:
    """The reading of a sheet as a kind of form, in a document of 2026."""
    return read_form(printed, declared(table), Context(YEAR))


def dispositions(reading: FormReading, printed: Sheet) -> dict[str, Disposition]:
    """What became of each text."""
    return {cell.text: reading.uses[cell.row, cell.column].disposition for cell in printed.cells if cell.text}


WAN_YUAN = Caption(printed_unit="万元")
HEADER = ("一级指标", "二级指标", "三级指标", "指标值")
