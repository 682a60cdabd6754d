"""Tables as they are printed, built from the texts of their rows: as sheets, and on pages as the extraction gives them.

A cell is its text, or its text with the rows and the columns it spans; rows leave out what such a cell covers. `^`
merges a position into the cell above it, `<` into the one to its left. Full-width spaces in front indent a text.
Positions that a short row leaves open are empty cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extraction.grid import Box, Cell, Grid, Page, Span, TextLine
from pipelines.interpretation.sheets.sheet import Caption, Sheet, SheetCell

Printed = str | tuple[str, int, int]
"""A cell's text, or its text with the rows and the columns it spans."""

ABOVE, BEFORE, INDENT = "^", "<", "\u3000"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP = 72.0, 523.0, 770.0
STEP, SIZE = 24.0, 12.0
WAN_YUAN = Caption(printed_unit="万元")


def sheet(
    *rows: Sequence[Printed], caption: Caption | None = None, page_starts: tuple[int, ...] = (0,), number: int = 1
) -> Sheet:
    """A sheet of rows."""
    table = grid(rows)
    cells = tuple(
        SheetCell(cell.row, cell.column, cell.row_span, cell.column_span, cell.text, table.page, cell.box, cell.indent)
        for cell in table.cells
    )
    return Sheet(number, caption or Caption(), table.row_count, table.column_count, cells, page_starts)


def texts_of(sheet: Sheet) -> list[list[str]]:
    """What a sheet's cells print, by row."""
    return [[cell.text for cell in sheet.row(row)] for row in range(sheet.row_count)]


def page(number: int, lines: Sequence[str] = (), *tables: Sequence[Sequence[Printed]], foot: str = "") -> Page:
    """Lines from the top of the page, then tables of rows, and a line at the foot.

    A character is as wide as it is high, an ASCII one half as wide.
    """
    printed = [_line(number, text, TOP - STEP * index) for index, text in enumerate(lines) if text]
    top = TOP - STEP * len(lines)
    grids: list[Grid] = []
    for rows in tables:
        grids.append(grid(rows, number, top))
        top -= STEP * (len(rows) + 1)
    if foot:
        printed.append(_line(number, foot, 40.0))
    return Page(number, WIDTH, HEIGHT, tuple(printed), tuple(grids))


def grid(rows: Sequence[Sequence[Printed]], number: int = 1, top: float = TOP) -> Grid:
    """A table on a page, as wide as its text."""
    cells = list(_cells(rows))
    row_count = max(span.row_end for span, _ in cells)
    column_count = max(span.column_end for span, _ in cells)
    width = (RIGHT - LEFT) / column_count
    return Grid(
        page=number,
        box=Box(LEFT, top - STEP * row_count, RIGHT, top),
        row_count=row_count,
        column_count=column_count,
        cells=tuple(_cell(span, text, width, top) for span, text in cells),
        engine="vector",
    )


def _cells(rows: Sequence[Sequence[Printed]]) -> Iterator[tuple[Span, str]]:
    """What each cell covers, and its text, in the order they begin."""
    texts: dict[tuple[int, int], str] = {}
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for row, printed in enumerate(rows):
        column = 0
        for each in printed:
            text, down, across = (each, 1, 1) if isinstance(each, str) else each
            while (row, column) in first:
                column += 1
            merged = {ABOVE: (row - 1, column), BEFORE: (row, column - 1)}.get(text)
            start = first[merged] if merged else (row, column)
            texts.setdefault(start, text)
            first |= {(row + i, column + j): start for i in range(down) for j in range(across)}
    columns = 1 + max(column for _, column in first)
    for place in ((row, column) for row in range(len(rows)) for column in range(columns)):
        start = first.setdefault(place, place)
        if start == place:
            covered = [at for at, found in first.items() if found == start]
            row_span, column_span = (1 + max(at[axis] for at in covered) - start[axis] for axis in (0, 1))
            yield Span(*start, row_span, column_span), texts.get(start, "")


def _cell(span: Span, text: str, width: float, top: float) -> Cell:
    box = Box(
        LEFT + width * span.column,
        top - STEP * span.row_end,
        LEFT + width * span.column_end,
        top - STEP * span.row,
    )
    indent = SIZE * (len(text) - len(text.lstrip(INDENT)))
    return Cell(span.row, span.column, span.row_span, span.column_span, box, text.strip(INDENT), indent)


def _line(number: int, text: str, top: float) -> TextLine:
    left, printed = LEFT + SIZE * (len(text) - len(text.lstrip(INDENT))), text.strip(INDENT)
    width = sum(0.5 if char.isascii() else 1.0 for char in printed)
    return TextLine(number, Box(left, top - SIZE, left + SIZE * width, top), printed)
