"""What is printed on a page: text lines, and grids of cells with spans and boxes. Nothing is interpreted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

_ROW = attrgetter("row")


class Box(NamedTuple):
    """A rectangle in PDF points; the origin is the page's lower left as the page is shown."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def contains(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def turned(self, turns: int, width: float, height: float) -> Box:
        """The box after clockwise quarter turns of its sheet, which is `width` x `height` before them."""
        box = self
        for _ in range(turns % 4):
            box = Box(box.y0, width - box.x1, box.y1, width - box.x0)
            width, height = height, width
        return box

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True)
class Span:
    """The rows and columns of a table that a cell covers, counted from 0."""

    row: int
    column: int
    row_span: int
    column_span: int

    @property
    def row_end(self) -> int:
        return self.row + self.row_span

    @property
    def column_end(self) -> int:
        return self.column + self.column_span


@dataclass(frozen=True, slots=True)
class Cell(Span):
    """One printed cell; `box` is None in a source that has no points.

    `text` has one line per printed line that its author broke; wraps are undone.

    `goes_on`: the page's end cuts it: at the foot of its table no rule stands under it, and one under others.
    `torn_head` and `torn_foot`: its first and its last line where half of their height is cut off.

    `indent` is the distance in points from the cell's left rule to its first glyph. `doubt`: why its figures can't be
    trusted (`shape`, `overprint`, `stamp`, `cut`, `raised`, `drawn`); empty where ink and shapes are theirs.
    """

    box: Box | None
    text: str
    indent: float = 0.0
    doubt: str = ""
    goes_on: bool = False
    torn_head: str = ""
    torn_foot: str = ""
    address: str | None = None
    """Its place in a source without points, such as `预算!C4`."""

    @property
    def proven(self) -> bool:
        """Whether the page shows the figures that are read."""
        return not self.doubt


@dataclass(frozen=True)
class Grid:
    """A table on one page: its cells cover `row_count` x `column_count` without overlap."""

    page: int
    box: Box | None
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    engine: str
    lines_before: int = 0
    """How many of the page's lines stand before it, where no points tell."""

    @cached_property
    def _by_position(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row_end)
            for column in range(cell.column, cell.column_end)
        }

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers a position; a spanning cell covers several."""
        return self._by_position[(row, column)]

    def row(self, row: int) -> tuple[Cell, ...]:
        """The cells that start in a row, in their order."""
        return self._by_row.get(row, ())

    @cached_property
    def _by_row(self) -> dict[int, tuple[Cell, ...]]:
        return {row: tuple(cells) for row, cells in groupby(sorted(self.cells, key=_ROW), key=_ROW)}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text outside the grids."""

    page: int
    box: Box | None
    text: str


@dataclass(frozen=True)
class Page:
    """One page as read: size as shown, lines outside its grids (top to bottom) and its grids (top to bottom).

    A source without points gives pages of size 0, without boxes; its `lines` are whole paragraphs.
    """

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    grids: tuple[Grid, ...]
    picture: bool = False
    """A page that is a picture: no text to read on it."""
    turns: int = 0
    """Clockwise quarter turns that bring its text upright: a table can be set sideways on the page as shown."""
    faults: tuple[str, ...] = ()
    """Why it could be read only in part: `content`, `operator`, `font`; or not: `too_long`, `error:` and its kind."""
    numbers_seen: int = 0
    """Numbers that show on a page with a table."""
    numbers_accounted: int = 0
    """Of those, in a cell, in a line, or in a cell whose figures are doubted."""

    def upright(self) -> Page:
        """The page turned so that its text reads upright."""
        if not self.turns:
            return self
        return replace(
            self,
            width=self.height if self.turns % 2 else self.width,
            height=self.width if self.turns % 2 else self.height,
            lines=tuple(replace(line, box=self._turned(line.box)) for line in self.lines),
            grids=tuple(
                replace(
                    grid,
                    box=self._turned(grid.box),
                    cells=tuple(replace(cell, box=self._turned(cell.box)) for cell in grid.cells),
                )
                for grid in self.grids
            ),
            turns=0,
        )

    def shown(self, box: Box | None) -> Box | None:
        """A box of the upright page as a box on the page as shown."""
        if box is None:
            return None
        sides = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        return box.turned(-self.turns, *sides)

    def _turned(self, box: Box | None) -> Box | None:
        return box and box.turned(self.turns, self.width, self.height)
