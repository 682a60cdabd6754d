"""Pages that stand in a file twice: their tables are one, and are read once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.extraction.grid import Page


def repeated_pages(pages: Sequence[Page]) -> frozenset[int]:
    """The numbers of the pages with tables that print all of the page before once more, its page number included."""
    contents = ((page, _content(page)) for page in pages)
    return frozenset(
        page.number for (_, before), (page, content) in pairwise(contents) if page.grids and content == before
    )


def without_repeated(pages: Sequence[Page]) -> Sequence[Page]:
    """The pages but those that print the one before once more."""
    repeated = repeated_pages(pages)
    return [page for page in pages if page.number not in repeated] if repeated else pages


def _content(page: Page) -> object:
    cells = [(cell.row, cell.column, cell.text, cell.box) for grid in page.grids for cell in grid.cells]
    return [(line.text, line.box) for line in page.lines], cells
