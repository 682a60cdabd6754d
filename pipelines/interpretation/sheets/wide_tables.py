"""Tables too wide for their page: the next page prints further columns of the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.extraction.grid import Grid
from pipelines.foundation.text import fold_text
from pipelines.interpretation.sheets.page_breaks import holds_amount
from pipelines.interpretation.sheets.sheet import Sheet

_ROWS_OF_A_WIDE_TABLE = 3
_SAME_HEIGHT = 1.5
"""Points."""


def has_its_rows(grid: Grid, table: Grid) -> bool:
    """Whether a grid has a table's rows, each as high, a header of its own, and under it nothing but amounts."""
    heights, own = _row_heights(table), _row_heights(grid)
    if len(own) < _ROWS_OF_A_WIDE_TABLE or len(own) != len(heights):
        return False
    header = [fold_text(cell.text) for cell in grid.row(0)]
    below = [cell.text for row in range(1, grid.row_count) for cell in grid.row(row) if cell.text]
    return (
        all(abs(one - other) < _SAME_HEIGHT for one, other in zip(own, heights, strict=True))
        and all(header)
        and not any(holds_amount(text) for text in header)
        and bool(below)
        and all(holds_amount(text) for text in below)
    )


def _row_heights(grid: Grid) -> list[float]:
    """The heights of a grid's rows; those that no cell of one row has are 0."""
    heights = [0.0] * grid.row_count
    for cell in grid.cells:
        if cell.row_span == 1:
            heights[cell.row] = cell.box.height if cell.box else 0.0
    return heights


def with_shared_unit(sheet: Sheet, sheets: Sequence[Sheet]) -> Sheet:
    """A sheet too wide for its page is printed in two parts: the unit stands over one of them."""
    if sheet.caption.title is None or sheet.caption.printed_unit is not None:
        return sheet
    units = {
        other.caption.printed_unit
        for other in sheets[max(sheet.number - 2, 0) : sheet.number + 1]
        if other.caption.printed_unit is not None
        and (other.caption.title == sheet.caption.title or _are_its_columns(other, sheet))
    }
    if len(units) != 1:
        return sheet
    return replace(sheet, caption=replace(sheet.caption, printed_unit=units.pop()))


def _are_its_columns(other: Sheet, sheet: Sheet) -> bool:
    """Whether a sheet without a title on the page after a table is the rest of its columns: its rows are as high."""
    own, of_table = _levels(other), _levels(sheet)
    return (
        other.caption.title is None
        and other.first_page == sheet.last_page + 1
        and len(own) > _ROWS_OF_A_WIDE_TABLE
        and all(any(abs(level - ruled) < _SAME_HEIGHT for ruled in of_table) for level in own)
    )


def _levels(sheet: Sheet) -> frozenset[float]:
    """Where rules divide the rows of a sheet's first page."""
    return frozenset(
        round(cell.box.y0, 1)
        for cell in sheet.cells
        if cell.page == sheet.first_page and cell.row_span == 1 and cell.box
    )
