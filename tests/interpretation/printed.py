"""Pages as the extraction gives them, built from the texts printed on them."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extraction.grid import Box, Cell, Grid, Page, TextLine

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP = 72.0, 523.0, 770.0
STEP, SIZE = 24.0, 12.0


def page(number: int, lines: Sequence[str] = (), *tables: Sequence[Sequence[str]], foot: str = "") -> Page:
    """Lines from the top of the page, then tables of rows of cells, and a line at the foot.

    A character is as wide as it is high, an ASCII one half as wide. Full-width spaces before a line indent it.
    """
    printed = [_line(number, text, TOP - STEP * index) for index, text in enumerate(lines) if text]
    top = TOP - STEP * len(lines)
    grids: list[Grid] = []
    for rows in tables:
        grids.append(_grid(number, rows, top))
        top -= STEP * (len(rows) + 1)
    if foot:
        printed.append(_line(number, foot, 40.0))
    return Page(number, WIDTH, HEIGHT, tuple(printed), tuple(grids))


def _line(number: int, text: str, top: float) -> TextLine:
    indent = len(text) - len(text.lstrip("\u3000"))
    left, printed = LEFT + SIZE * indent, text.strip("\u3000")
    width = sum(0.5 if char.isascii() else 1.0 for char in printed)
    return TextLine(number, Box(left, top - SIZE, left + SIZE * width, top), printed)


def _grid(number: int, rows: Sequence[Sequence[str]], top: float) -> Grid:
    columns = max(len(row) for row in rows)
    width = (RIGHT - LEFT) / columns
    cells = tuple(
        Cell(
            row,
            column,
            1,
            1,
            Box(LEFT + width * column, top - STEP * (row + 1), LEFT + width * (column + 1), top - STEP * row),
            text,
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate([*texts, *[""] * (columns - len(texts))])
    )
    box = Box(LEFT, top - STEP * len(rows), RIGHT, top)
    return Grid(number, box, len(rows), columns, cells, "vector")
