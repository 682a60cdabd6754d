"""A sheet is a rectangle: each of its positions is covered, whatever its pages printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extraction.grid import Box
from pipelines.interpretation.sheets.sheet import SheetCell


def rectangular(cells: Sequence[SheetCell], row_count: int, column_count: int) -> tuple[SheetCell, ...]:
    """The cells, and empty ones where a page's part is narrower than the others. `cells` must not be empty."""
    owner = {
        (row, column): cell
        for cell in cells
        for row in range(cell.row, cell.row_end)
        for column in range(cell.column, cell.column_end)
    }
    return (*cells, *_missing(owner, cells[-1], row_count, column_count))


def _missing(
    owner: dict[tuple[int, int], SheetCell], last: SheetCell, row_count: int, column_count: int
) -> Iterator[SheetCell]:
    """A cell without text for each position that is not covered, on its row's page, of no width."""
    for row in range(row_count):
        beside = next((owner[(row, column)] for column in range(column_count) if (row, column) in owner), last)
        box = beside.box and Box(beside.box.x1, beside.box.y0, beside.box.x1, beside.box.y1)
        for column in range(column_count):
            if (row, column) not in owner:
                yield SheetCell(row, column, 1, 1, text="", page=beside.page, box=box)
