"""What the reading of the pages says of itself: pages read in part, doubted cells, numbers left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import yaml

from pipelines.extraction.grid import Cell, Grid, Page
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status

_READING = "reading"


def check_pages(pages: Iterable[Page]) -> Iterator[Observation]:
    """The doubts of the reading, with their places; nothing where there are none."""
    for page in pages:
        for fault in page.faults:
            yield _fault(page, fault)
        for grid in page.grids:
            yield from (_doubt(grid, cell) for cell in grid.cells if cell.doubt)
        missing = page.numbers_seen - page.numbers_accounted
        if missing > 0:
            yield Observation(
                "numbers_accounted",
                Status.FAIL,
                f"第{page.number}页有{missing}个可见的数未能读出。",
                f"{missing} numbers that show on page {page.number} are not read.",
                at={"page": page.number},
                cause=_READING,
            )


def document_columns(pages: Sequence[Page]) -> dict[str, int]:
    """The columns of `documents` that follow from how the pages were read."""
    return {
        "damaged_pages": sum(1 for page in pages if page.faults),
        "numbers_seen": sum(page.numbers_seen for page in pages),
        "numbers_accounted": sum(page.numbers_accounted for page in pages),
    }


def _fault(page: Page, fault: str) -> Observation:
    why = _declared()["faults"][fault]
    return Observation(
        "page_whole",
        Status.FAIL,
        f"第{page.number}页只能部分读出：{why['zh']}。",
        f"Page {page.number} could be read only in part: {why['en']}.",
        at={"page": page.number},
        cause=_READING,
    )


def _doubt(grid: Grid, cell: Cell) -> Observation:
    why = _declared()["doubts"][cell.doubt]
    box = cell.box
    return Observation(
        "figures_shown",
        Status.FAIL,
        f"单元格“{cell.text}”未采信：{why['zh']}。",
        f"The cell “{cell.text}” is not taken for certain: {why['en']}.",
        at={"page": grid.page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1, "source_text": cell.text},
        cause=_READING,
    )


@cache
def _declared() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = (resources.files("pipelines.reconciliation.observed") / "pages.yaml").read_text("utf-8")
    return yaml.safe_load(text)
