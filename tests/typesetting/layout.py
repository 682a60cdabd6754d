"""The layout of tables: wrapped lines, row heights, pages, and the pieces of cells that page breaks make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.typesetting.content import Cell, Table

FONT = "YusuanTestSans"
SIZE = 8.0
LEADING = 11.0
PADDING = 3.0

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Placed:
    """A cell at its place in the table's lattice, its text wrapped into lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]
    align: Align


@dataclass(frozen=True)
class Piece:
    """What of a cell stands on one page: its rectangle from the table's top left (down is positive), its lines."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    align: Align


def wrap(text: str, width: float, size: float = SIZE) -> tuple[str, ...]:
    """Break a text into lines of at most `width` points, between any two characters."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for char in part:
            if line and stringWidth(line + char, FONT, size) > width:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return tuple(line for line in lines if line)


def place(table: Table, total: float) -> tuple[list[Placed], list[float]]:
    """The cells of a table in its lattice, and the left edges of its columns (and the right one) in points."""
    unit = total / sum(table.widths)
    edges = [0.0]
    for width in table.widths:
        edges.append(edges[-1] + width * unit)
    taken: set[tuple[int, int]] = set()
    cells: list[Placed] = []
    for row, printed in enumerate([*table.header, *table.body]):
        column = 0
        for item in printed:
            while (row, column) in taken:
                column += 1
            cell = item if isinstance(item, Cell) else Cell(item)
            taken |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            width = edges[column + cell.columns] - edges[column] - 2 * PADDING
            align = "centre" if row < len(table.header) else _align(cell.text)
            cells.append(Placed(row, column, cell.rows, cell.columns, wrap(cell.text, width), align))
            column += cell.columns
    return cells, edges


def _align(text: str) -> Align:
    return "right" if text and all(char in "0123456789.,-%" for char in text) else "left"


def row_heights(cells: Sequence[Placed], count: int, spacing: float) -> list[float]:
    """The heights of the rows: as high as their cells' lines; a merged cell stretches its last row."""
    heights = [LEADING + 2 * spacing] * count
    for cell in sorted(cells, key=lambda cell: cell.rows):
        needed = len(cell.lines) * LEADING + 2 * spacing
        have = sum(heights[cell.row : cell.row + cell.rows])
        if needed > have:
            heights[cell.row + cell.rows - 1] += needed - have
    return heights


def paginate(table: Table, width: float, first_room: float, room: float) -> Iterator[list[Piece]]:
    """The pieces of a table page by page; `first_room` points are left on the first page, `room` on the others."""
    cells, edges = place(table, width)
    head = len(table.header)
    heights = row_heights(cells, head + len(table.body), table.spacing)
    pages = _bands(table, heights, head, first_room, room)
    shown: dict[int, int] = {}
    for page in pages:
        tops, top = {}, 0.0
        for band in page:
            tops[band.row] = (top, band)
            top += band.height
        pieces: list[Piece] = []
        for index, cell in enumerate(cells):
            rows = [row for row in range(cell.row, cell.row + cell.rows) if row in tops]
            if not rows:
                continue
            y, height = tops[rows[0]][0], sum(tops[row][1].height for row in rows)
            start = 0 if cell.row < head else shown.get(index, 0)
            fit = int((height - 2 * table.spacing + 0.1) // LEADING)
            lines = cell.lines[start : start + max(fit, 0)]
            shown[index] = start + len(lines)
            x = edges[cell.column]
            pieces.append(Piece(x, y, edges[cell.column + cell.columns] - x, height, lines, cell.align))
        yield pieces


@dataclass(frozen=True)
class _Band:
    """A row, or the part of it that stands on a page."""

    row: int
    height: float


def _bands(table: Table, heights: Sequence[float], head: int, first_room: float, room: float) -> list[list[_Band]]:
    header = [_Band(row, heights[row]) for row in range(head)]
    pages: list[list[_Band]] = [list(header)]
    left = first_room - sum(band.height for band in header)
    for row in range(head, len(heights)):
        height = heights[row]
        while height > left + 0.1:
            cut = 0.0
            if row - head in table.cut_rows and left > LEADING + 2 * table.spacing:
                cut = ((left - 2 * table.spacing) // LEADING) * LEADING + 2 * table.spacing
                pages[-1].append(_Band(row, cut))
                height -= cut - 2 * table.spacing
            repeated = list(header) if table.repeat_header else []
            pages.append(repeated)
            left = room - sum(band.height for band in repeated)
        pages[-1].append(_Band(row, height))
        left -= height
    return pages
