"""What the reading of the pages says of itself: pages read in part, doubted cells, numbers left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipelines.extraction.grid import Cell, Grid, Page
from pipelines.extraction.layout import edges
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status

_READING = "read_in_part"


def check_pages(pages: Iterable[Page]) -> Iterator[Observation]:
    """The doubts of the reading, with their places; nothing where there are none."""
    for page in pages:
        at = {"page": page.number}
        for fault in page.faults:
            why, _, error = fault.partition(":")
            told = {**at, "error": error} if error else at
            yield Observation("page_whole", Status.FAIL, why, told, at=at, cause=_READING)
        for grid in page.grids:
            yield from (_doubt(grid, cell) for cell in grid.cells if cell.doubt)
        left = page.numbers_seen - page.numbers_accounted
        if left > 0:
            yield Observation("numbers_accounted", Status.FAIL, "left", {**at, "count": left}, at=at, cause=_READING)


def document_columns(pages: Sequence[Page]) -> dict[str, int]:
    """The columns of `documents` that follow from how the pages were read."""
    return {
        "damaged_pages": sum(1 for page in pages if page.faults),
        "numbers_seen": sum(page.numbers_seen for page in pages),
        "numbers_accounted": sum(page.numbers_accounted for page in pages),
    }


def _doubt(grid: Grid, cell: Cell) -> Observation:
    at = {"page": grid.page, **edges(cell.box), "source_text": cell.text}
    return Observation("figures_shown", Status.FAIL, cell.doubt, {"text": cell.text}, at=at, cause=_READING)
