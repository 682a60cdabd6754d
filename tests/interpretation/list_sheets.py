"""Sheets of list tables, built from the texts of their rows, and readings of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.extraction.grid import Box
from pipelines.interpretation.declared.lists import ListTable
from pipelines.interpretation.declared.tables import declarations
from pipelines.interpretation.lists.reader import read_list
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.reading import Context, Disposition, Reading
from pipelines.interpretation.sheets.sheet import Caption, Sheet, SheetCell

WIDTH, HEIGHT = 60.0, 20.0
CONTEXT = Context(fiscal_year=2025)


def sheet(
    rows: Sequence[Sequence[str]], unit: str | None = "万元", title: str = "", pages: Sequence[int] = (0,)
) -> Sheet:
    """A sheet of the rows' cells. `<` joins a cell to its left neighbour, `^` to the one above; full-width spaces in
    front indent a text."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column in range(len(texts)):
            top, left = row, column
            while rows[top][left] == "^":
                top -= 1
            while rows[top][left] == "<":
                left -= 1
            height, width = spans.get((top, left), (1, 1))
            spans[(top, left)] = (max(height, row - top + 1), max(width, column - left + 1))
    cells = tuple(
        _cell(rows[row][column], row, column, height, width) for (row, column), (height, width) in spans.items()
    )
    return Sheet(1, Caption(title=title, printed_unit=unit), len(rows), len(rows[0]), cells, tuple(pages))


def _cell(text: str, row: int, column: int, height: int, width: int) -> SheetCell:
    indent = 10.0 * (len(text) - len(text.lstrip("　")))
    box = Box(column * WIDTH, -(row + height) * HEIGHT, (column + width) * WIDTH, -row * HEIGHT)
    return SheetCell(row, column, height, width, text.strip("　"), 1, box, indent)


def declared(table: str) -> ListTable:
    """The list table of that name as the project declares it."""
    return next(each for each in declarations() if isinstance(each, ListTable) and each.table == table)


def read(table: str, printed: Sheet, *units: str, year: int = 2025) -> Reading:
    """What is read from a sheet of a declared list, in a document of these units."""
    return read_list(
        printed, read_header(printed), declared(table), replace(CONTEXT, fiscal_year=year, units=frozenset(units))
    )


def rows_of(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of the records of a reading; amounts as numbers of yuan."""
    (records,) = reading.records.values()
    return [tuple(_plain(record.get(column)) for column in columns) for record in records]


def _plain(value: object) -> object:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def where(reading: Reading, disposition: Disposition) -> set[tuple[int, int]]:
    """The cells whose content went one way."""
    return {place for place, use in reading.uses.items() if use.disposition is disposition}
