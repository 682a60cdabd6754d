"""How lines, grids and columns stand to one another on a page: in points, or in reading order where there are none.

Everything above reads where things stand through these functions, and does not calculate with boxes itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.extraction.grid import Box, Cell, Grid, Page, TextLine

_TOUCHING = 3.0
_SAME_EDGE = 3.0


def edges(box: Box | None) -> dict[str, object]:
    """The columns that say where a row was printed: x0, y0, x1, y1 in points, empty in a source without them."""
    if box is None:
        return {"x0": None, "y0": None, "x1": None, "y1": None}
    return {"x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}


def lines_above(grid: Grid, page: Page, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Those of the lines between a grid and the grid above it (or the top of the page), top to bottom."""
    top = _reach(grid, page)[1]
    floors = [_reach(other, page)[0] for other in page.grids if other is not grid]
    ceiling = min((floor for floor in floors if floor >= top - _TOUCHING), default=float("inf"))
    between = (line for line in lines if top - _TOUCHING <= _middle(line, page) <= ceiling + _TOUCHING)
    return tuple(line for line in between if not _is_beside(line, grid, page))


def lines_below(grid: Grid, page: Page, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Those of the lines between a grid and the next grid (or the foot of the page), top to bottom."""
    foot = _reach(grid, page)[0]
    tops = [_reach(other, page)[1] for other in page.grids if other is not grid]
    floor = max((top for top in tops if top <= foot + _TOUCHING), default=float("-inf"))
    between = (line for line in lines if floor - _TOUCHING <= _middle(line, page) <= foot + _TOUCHING)
    return tuple(line for line in between if not _is_beside(line, grid, page))


def _is_beside(line: TextLine, grid: Grid, page: Page) -> bool:
    """Whether a line stands over or under a grid beside this one, and not over or under this one."""
    if line.box is None or grid.box is None or _share_columns(line.box, grid.box):
        return False
    beside = (other.box for other in page.grids if other.box and _share_rows(other.box, grid.box))
    return any(_share_columns(line.box, other) for other in beside)


def reaches_into(line: TextLine, grid: Grid) -> bool:
    """Whether a line stands across the upper rule of a grid within a column: what a page cuts off a cell's text."""
    if line.box is None or grid.box is None or not line.box.y0 < grid.box.y1 < line.box.y1:
        return False
    columns = (cell.box for cell in grid.row(0) if cell.box and cell.column_span < grid.column_count)
    return any(box.x0 <= line.box.x0 and line.box.x1 <= box.x1 for box in columns)


def runs_through(line: TextLine, cell: Cell) -> bool:
    """Whether a line stands left and right of a cell, at its height: what of a text is wider than its cell."""
    if line.box is None or cell.box is None:
        return False
    middle = (line.box.y0 + line.box.y1) / 2
    return line.box.x0 < cell.box.x0 and line.box.x1 > cell.box.x1 and cell.box.y0 < middle < cell.box.y1


def is_left_of(line: TextLine, grid: Grid) -> bool:
    """Whether a line stands beside a grid, left of it; not one that the foot of the page cuts, which the next shows."""
    if line.box is None or grid.box is None:
        return False
    return line.box.x1 < grid.box.x0 + _TOUCHING and grid.box.y0 < (line.box.y0 + line.box.y1) / 2 < grid.box.y1


def is_within_columns(line: TextLine, box: Box | None) -> bool:
    """Whether a line stands between the left and the right edge of a cell."""
    return line.box is not None and box is not None and box.x0 <= line.box.x0 and line.box.x1 <= box.x1


def _share_columns(one: Box, other: Box) -> bool:
    return one.x1 > other.x0 and one.x0 < other.x1


def _share_rows(one: Box, other: Box) -> bool:
    return one.y1 > other.y0 and one.y0 < other.y1


def grid_between(line: TextLine, following: TextLine, page: Page) -> bool:
    """Whether a grid stands between two lines of a page."""
    foot, top = _reach(line, page)[0], _reach(following, page)[1]
    return any(top <= high and low <= foot for low, high in _grids(page))


def grid_above(line: TextLine, page: Page) -> bool:
    """Whether a grid reaches as high as a line or higher."""
    return any(high >= _reach(line, page)[1] for _, high in _grids(page))


def grid_below(line: TextLine, page: Page) -> bool:
    """Whether a grid reaches as low as a line or lower."""
    return any(low <= _reach(line, page)[0] for low, _ in _grids(page))


def is_under_a_grid(line: TextLine, page: Page) -> bool:
    """Whether a line's foot is lower than the top of a grid: it stands beneath or beside one."""
    return any(_reach(line, page)[0] < high for _, high in _grids(page))


def _grids(page: Page) -> Iterator[tuple[float, float]]:
    return (_reach(grid, page) for grid in page.grids)


def _middle(line: TextLine, page: Page) -> float:
    low, high = _reach(line, page)
    return (low + high) / 2


def _reach(item: TextLine | Grid, page: Page) -> tuple[float, float]:
    """From how low to how high a line or grid of a page reaches; reading order counts down, far apart."""
    if item.box is not None:
        return item.box.y0, item.box.y1
    if isinstance(item, Grid):
        place = item.lines_before + next(index for index, grid in enumerate(page.grids) if grid is item)
    else:
        index = next(index for index, line in enumerate(page.lines) if line is item)
        place = index + sum(grid.lines_before <= index for grid in page.grids)
    return -place * 4 * _TOUCHING - _TOUCHING, -place * 4 * _TOUCHING


def same_width(one: Grid, other: Grid) -> bool:
    """Whether two grids begin and end at the same x; not where there are no points."""
    if one.box is None or other.box is None:
        return False
    return abs(one.box.x0 - other.box.x0) < 2 * _SAME_EDGE and abs(one.box.x1 - other.box.x1) < 2 * _SAME_EDGE


def has_last_columns(grid: Grid, above: Sequence[Grid]) -> bool:
    """Whether a grid has the last columns only of the grids above it; not where there are no points."""
    rights = [other.box.x1 for other in above if other.box is not None]
    if grid.box is None or not rights:
        return False
    known = [edge for other in above for edge in _column_edges(other)]
    return abs(grid.box.x1 - max(rights)) < 2 * _SAME_EDGE and all(
        any(abs(edge - other) < _SAME_EDGE for other in known) for edge in _column_edges(grid)
    )


def has_first_columns(grid: Grid, above: Grid) -> bool:
    """Whether a grid has the first columns only of the grid above it; not where there are no points."""
    own, known = sorted({*_column_edges(grid)}), sorted({*_column_edges(above)})
    return (
        bool(own)
        and len(known) > len(own)
        and all(abs(edge - other) < _SAME_EDGE for edge, other in zip(own, known, strict=False))
    )


def common_columns(grids: Sequence[Grid]) -> tuple[float, ...] | None:
    """The column edges of all grids together; None where each column is the one of its number: all grids have as
    many columns, or one has no points."""
    if len({grid.column_count for grid in grids}) == 1 or any(grid.box is None for grid in grids):
        return None
    together: list[float] = []
    for edge in sorted(edge for grid in grids for edge in _column_edges(grid)):
        if not together or edge - together[-1] > _SAME_EDGE:
            together.append(edge)
    return tuple(together)


def columns_of(cell: Cell, columns: tuple[float, ...] | None) -> tuple[int, int]:
    """A cell's first column and how many it covers, among common column edges."""
    if columns is None or cell.box is None:
        return cell.column, cell.column_span
    column = _nearest(columns, cell.box.x0)
    return column, max(_nearest(columns, cell.box.x1) - column, 1)


def _column_edges(grid: Grid) -> Iterator[float]:
    return (edge for cell in grid.cells if cell.box is not None for edge in (cell.box.x0, cell.box.x1))


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - x))
