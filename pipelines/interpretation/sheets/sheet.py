"""A printed table as one sheet: the grids of its pages joined, cells cut by a page break made whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipelines.extraction.grid import Box, Span


@dataclass(frozen=True, slots=True)
class SheetCell(Span):
    """A cell of a sheet. `page` and `box` tell where its first part is printed; `text` has its white space folded
    but for newlines, which are the author's own line ends."""

    text: str
    page: int
    box: Box | None
    indent: float = 0.0
    proven: bool = True
    goes_on: bool = False
    """It is cut by the end of its page."""
    torn_head: str = ""
    torn_foot: str = ""
    """Its first and its last line where half of their height is cut off."""


@dataclass(frozen=True)
class Caption:
    """What is printed around a table: the lines above it (top to bottom), the title among them, the unit, notes."""

    lines: tuple[str, ...] = ()
    title: str | None = None
    number: str | None = None
    """The table's printed number, such as `表5-1`."""
    printed_unit: str | None = None
    """The unit of money printed for the table: 元, 千元, 万元, 亿元."""
    organisation: str | None = None
    """The department or unit the table is printed for."""
    year: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A printed table over all its pages: `row_count` x `column_count` positions, each covered by one cell.

    A merged cell can reach over a page break; a header that is repeated there stands before it.
    """

    number: int
    """Order in the document, from 1."""
    caption: Caption
    row_count: int
    column_count: int
    cells: tuple[SheetCell, ...]
    page_starts: tuple[int, ...] = (0,)
    """The row with which each page's part begins."""
    caption_rows: int = 0
    """Rows at the top that print the caption inside the rules: title, unit, organisation."""
    repeated_header_rows: frozenset[int] = frozenset()
    """Rows in which a continuation page prints the header again."""

    @cached_property
    def _by_position(self) -> dict[tuple[int, int], SheetCell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row_end)
            for column in range(cell.column, cell.column_end)
        }

    def at(self, row: int, column: int) -> SheetCell:
        """The cell that covers a position."""
        return self._by_position[(row, column)]

    def row(self, row: int) -> tuple[SheetCell, ...]:
        """The cells that start in a row, left to right."""
        return self._by_row.get(row, ())

    @cached_property
    def _by_row(self) -> dict[int, tuple[SheetCell, ...]]:
        rows: dict[int, list[SheetCell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return {row: tuple(sorted(cells, key=lambda cell: cell.column)) for row, cells in rows.items()}

    @cached_property
    def first_page(self) -> int:
        return min(cell.page for cell in self.cells)

    @cached_property
    def last_page(self) -> int:
        return max(cell.page for cell in self.cells)
