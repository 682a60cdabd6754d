"""Several tables in one outer frame: each begins with the row that prints its title over the full width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from pipelines.extraction.grid import Box, Cell, Grid
from pipelines.interpretation.declared.captions import captions
from pipelines.interpretation.sheets.captions import is_title, names_a_part
from pipelines.interpretation.sheets.recognition import recognise_title


def tables_in_frame(grid: Grid) -> Iterator[Grid]:
    """The tables of a grid, top to bottom: the grid itself where no title of a known table stands between its rows."""
    starts = [0, *(row for row in range(1, grid.row_count - 1) if _opens_a_table(grid, row)), grid.row_count]
    if len(starts) == 2:
        yield grid
        return
    for start, end in pairwise(starts):
        cells = tuple(replace(cell, row=cell.row - start) for cell in grid.cells if start <= cell.row < end)
        yield replace(grid, box=_around(cells), row_count=end - start, cells=cells)


def _around(cells: Iterable[Cell]) -> Box | None:
    """The box that holds all cells; None in a source without points."""
    boxes = [cell.box for cell in cells if cell.box]
    if not boxes:
        return None
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _opens_a_table(grid: Grid, row: int) -> bool:
    """Whether a row prints one text over all columns, the title of a known table, and no cell reaches into it."""
    texts = [cell for cell in grid.row(row) if cell.text]
    if (
        len(texts) != 1
        or texts[0].column_span < grid.column_count
        or not captions().named_a_table.search(texts[0].text.rstrip())
    ):
        return False
    if any(cell.row < row < cell.row_end for cell in grid.cells) or names_a_part(texts[0].text):
        return False
    return is_title(texts[0].text) and recognise_title(texts[0].text) is not None
