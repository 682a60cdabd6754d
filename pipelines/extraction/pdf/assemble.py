"""Rulings and glyphs to grids: spans from missing rules, each glyph to the cell that holds its centre."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product, starmap

from pipelines.extraction.grid import Box, Cell, Grid
from pipelines.extraction.pdf.drawn import Drawn
from pipelines.extraction.pdf.lines import Line, abuts, cell_text, group_lines, in_one_number, text_runs
from pipelines.extraction.pdf.proof import CUT
from pipelines.extraction.pdf.ruling import RuledTable
from pipelines.extraction.pdf.text_layer import Glyph, TextLayer

_SHORTEST_OVERFLOW = 4
_CUT_SIGN = 0.2
"""As a part of its width: how much of a sign shows at least in the cell whose edge cuts its text off."""
DRAWN = "drawn"
"""The doubt about a cell in which something is drawn that is no text, or a part of its number."""


_Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Region:
    """Lattice cells that no rule divides, as a rectangle of rows and columns (ends excluded)."""

    row: int
    column: int
    row_end: int
    column_end: int


def assemble_grids(
    layer: TextLayer, tables: Sequence[RuledTable], drawn: Drawn | None = None
) -> tuple[tuple[Grid, ...], tuple[Glyph, ...]]:
    """The grids of a page, top to bottom, and the glyphs that stand in none of them.

    `drawn` is what stands on the page beside its text.
    """
    grids: list[Grid] = []
    left_over = list(layer.glyphs)
    for table in tables:
        x0, y0, x1, y1 = table.box
        stands_inside = [x0 <= glyph.x <= x1 and y0 <= glyph.y <= y1 for glyph in left_over]
        inside: list[Glyph] = []
        outside: list[Glyph] = []
        for glyph, is_inside in zip(_with_parted_doubted(left_over, stands_inside), stands_inside, strict=True):
            (inside if is_inside else outside).append(glyph)
        left_over = outside
        grids.append(_assemble(layer, table, inside, drawn))
    return tuple(grids), tuple(left_over)


def _assemble(layer: TextLayer, table: RuledTable, glyphs: Sequence[Glyph], drawn: Drawn | None) -> Grid:
    regions = _regions(table)
    printed: list[list[Glyph]] = [[] for _ in regions]
    region_at = {
        (row, column): number
        for number, region in enumerate(regions)
        for row in range(region.row, region.row_end)
        for column in range(region.column, region.column_end)
    }
    lattice = _Lattice(table)
    positions = lattice.positions(glyphs)
    for run in text_runs(glyphs):
        positions[run] = _places(glyphs[run], positions[run], lattice)
    for index in tuple(_cut_ends(glyphs, positions, table)):
        positions[index] = positions[index - 1]
    places = [region_at[position] for position in positions]
    # Hardly any page has a line that is torn.
    has_cuts = any(glyph.doubt == CUT for glyph in glyphs)
    for glyph, place in zip(_with_parted_doubted(glyphs, places), places, strict=True):
        printed[place].append(glyph)
    make = partial(_cell, layer, table, drawn=drawn, has_cuts=has_cuts)
    cells = tuple(starmap(make, zip(regions, printed, strict=True)))
    return Grid(
        page=layer.page,
        box=layer.frame.shown(table.box),
        row_count=len(table.rows),
        column_count=len(table.columns),
        cells=cells,
        engine=table.engine,
    )


def _cell(
    layer: TextLayer,
    table: RuledTable,
    region: _Region,
    glyphs: Sequence[Glyph],
    *,
    drawn: Drawn | None,
    has_cuts: bool,
) -> Cell:
    box = Box(
        table.columns[region.column][0],
        table.rows[region.row_end - 1][1],
        table.columns[region.column_end - 1][1],
        table.rows[region.row][0],
    )
    lines = group_lines(glyphs)
    return Cell(
        row=region.row,
        column=region.column,
        row_span=region.row_end - region.row,
        column_span=region.column_end - region.column,
        box=layer.frame.shown(box),
        text=cell_text(lines, box),
        indent=lines[0].glyphs[0].box.x0 - box.x0 if lines else 0.0,
        doubt=_doubt(glyphs) or (DRAWN if drawn and _is_drawn(drawn, box, lines) else ""),
        torn_head=_torn(lines[:1]) if has_cuts else "",
        torn_foot=_torn(lines[-1:]) if has_cuts else "",
        goes_on=region.row_end == len(table.rows)
        and not any(table.bottom_ruled[-1][region.column : region.column_end]),
    )


def _is_drawn(drawn: Drawn, cell: Box, lines: Sequence[Line]) -> bool:
    """Whether a figure is drawn in a cell without text, or a part of one in a number that is printed."""
    if not lines:
        return drawn.figure_in(cell)
    numbers = (line for line in lines if all(glyph.numeric for glyph in line.glyphs))
    return any(drawn.sign_at(line.box, cell) for line in numbers)


def _doubt(glyphs: Iterable[Glyph]) -> str:
    """What speaks against the first figure that something speaks against."""
    return next((glyph.doubt for glyph in glyphs if glyph.doubt and glyph.numeric), "")


def _torn(lines: Sequence[Line]) -> str:
    """The text of a line of which hardly more shows than halves of its signs."""
    return next((line.text for line in lines if _is_torn(line)), "")


def _is_torn(line: Line) -> bool:
    return 2 * sum(glyph.doubt == CUT for glyph in line.glyphs) > len(line.glyphs)


def _places(run: Sequence[Glyph], positions: Sequence[_Position], lattice: _Lattice) -> Sequence[_Position]:
    """Where the glyphs of a run belong: a name that overflows its cell stays whole in the cell of its middle."""
    if len(run) < _SHORTEST_OVERFLOW or len(set(positions)) == 1 or len({row for row, _ in positions}) > 1:
        return positions
    column = lattice.column((run[0].box.x0 + run[-1].box.x1) / 2)
    return [(row, column) for row, _ in positions]


def _cut_ends(glyphs: Sequence[Glyph], positions: Sequence[_Position], table: RuledTable) -> Iterator[int]:
    """The last signs of texts that the edges of their cells cut off: a part of each shows, its middle is beyond."""
    for index, ((row, column), beyond) in enumerate(pairwise(positions), start=1):
        if beyond != (row, column + 1) or glyphs[index].numeric or not abuts(glyphs[index - 1], glyphs[index]):
            continue
        box = glyphs[index].box
        ends = index + 1 == len(glyphs) or not abuts(glyphs[index], glyphs[index + 1])
        if ends and table.columns[column][1] - box.x0 > _CUT_SIGN * box.width:
            yield index


def _with_parted_doubted(glyphs: Sequence[Glyph], places: Sequence[int]) -> Sequence[Glyph]:
    """Glyphs, those doubted with which a number goes on from one place to another: nobody can tell where it belongs."""
    parted = [index for index, (one, other) in enumerate(pairwise(places)) if one != other]
    cut = [index for index in parted if in_one_number(glyphs[index], glyphs[index + 1])]
    if not cut:
        return glyphs
    doubted = list(glyphs)
    for index in {*cut, *(index + 1 for index in cut)}:
        doubted[index] = glyphs[index]._replace(doubt=glyphs[index].doubt or CUT)
    return doubted


class _Lattice:
    """Finds the lattice cell at a point."""

    def __init__(self, table: RuledTable) -> None:
        # What is beyond the last edge is in the last row or column too.
        self._rights = [right for _, right in table.columns[:-1]]
        self._bottoms = [-bottom for _, bottom in table.rows[:-1]]

    def column(self, x: float) -> int:
        return bisect_left(self._rights, x)

    def positions(self, glyphs: Sequence[Glyph]) -> list[_Position]:
        """The row and column at the middle of each glyph."""
        rights, bottoms = self._rights, self._bottoms
        return [(bisect_left(bottoms, -glyph.y), bisect_left(rights, glyph.x)) for glyph in glyphs]


def _regions(table: RuledTable) -> tuple[_Region, ...]:
    """Rectangles of undivided lattice cells, in reading order.

    Where missing rules leave a shape that is no rectangle, the shape is cut into its rows.
    """
    parent = {position: position for position in product(range(len(table.rows)), range(len(table.columns)))}

    def find(position: _Position) -> _Position:
        while parent[position] != position:
            position = parent[position]
        return position

    for row, column in _without(table.right_ruled):
        parent[find((row, column + 1))] = find((row, column))
    for row, column in _without(table.bottom_ruled[:-1]):
        parent[find((row + 1, column))] = find((row, column))
    shapes: defaultdict[_Position, list[_Position]] = defaultdict(list)
    for position in parent:
        shapes[find(position)].append(position)
    return tuple(
        sorted(
            (region for shape in shapes.values() for region in _rectangles(shape)),
            key=lambda region: (region.row, region.column),
        )
    )


def _without(ruled: Sequence[Sequence[bool]]) -> Iterator[_Position]:
    """The lattice cells that no rule divides from the next one."""
    for row, in_row in enumerate(ruled):
        if not all(in_row):
            yield from ((row, column) for column, is_ruled in enumerate(in_row) if not is_ruled)


def _rectangles(shape: Sequence[_Position]) -> Iterable[_Region]:
    if len(shape) == 1:
        ((row, column),) = shape
        yield _Region(row, column, row + 1, column + 1)
        return
    rows, columns = zip(*shape, strict=True)
    top, bottom, left, right = min(rows), max(rows), min(columns), max(columns)
    if len(shape) == (bottom - top + 1) * (right - left + 1):
        yield _Region(top, left, bottom + 1, right + 1)
        return
    by_row: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in shape:
        by_row[row].append(column)
    for row, in_row in by_row.items():
        in_row.sort()
        start = in_row[0]
        for column, following in zip(in_row, [*in_row[1:], -1], strict=True):
            if following != column + 1:
                yield _Region(row, start, row + 1, column + 1)
                start = following
