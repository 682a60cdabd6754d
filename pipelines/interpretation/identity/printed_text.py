"""What a document prints as plain text, by where it stands: on the front, in lines, in the cells of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipelines.extraction.grid import Page
from pipelines.interpretation.identity.titles import front_lines, plain, plain_lines


@dataclass(frozen=True)
class PrintedText:
    """A document's plain texts: the lines before its first heading, all its lines, the rows of its tables."""

    front: tuple[str, ...]
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> Iterator[str]:
        """The texts of all cells of tables."""
        return (cell for row in self.rows for cell in row)

    @property
    def prose(self) -> str:
        """All lines as one text: a sentence goes on over their ends."""
        return "".join(self.lines)

    def count(self, words: re.Pattern[str]) -> int:
        """How often the lines print some words."""
        return sum(len(words.findall(line)) for line in self.lines)


def printed_text(pages: Sequence[Page]) -> PrintedText:
    """The plain texts of a document's pages."""
    return PrintedText(
        front=front_lines(pages),
        lines=tuple(text for page in pages for text in (*_lines_in_frames(page), *_plain(page))),
        rows=tuple(
            tuple(plain(cell.text) for cell in grid.row(row))
            for page in pages
            for grid in page.grids
            for row in range(grid.row_count)
        ),
    )


def _plain(page: Page) -> Iterator[str]:
    return (text for _, text in plain_lines(page))


def _lines_in_frames(page: Page) -> Iterator[str]:
    """What tables print over their full width above their header, inside the frame: title, organisation, unit."""
    for grid in page.grids:
        rows = takewhile(lambda cells: len(cells) == 1, (grid.row(row) for row in range(grid.row_count)))
        yield from (plain(cell.text) for (cell,) in rows if cell.column_span > 1)
