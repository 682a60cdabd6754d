"""What the reading of the pages says of itself: pages read in part or once for twice, doubted cells, numbers left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipelines.extraction.grid import Cell, Grid, Page
from pipelines.extraction.layout import edges
from pipelines.foundation.amounts import is_oddly_grouped, parse_amount
from pipelines.foundation.record import Record
from pipelines.interpretation.sheets.repeated_pages import repeated_pages
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status

_READING = "read_in_part"
_IN_TEXT = {
    "shape": "shape_in_text",
    "overprint": "overprint_in_text",
    "stamp": "stamp_in_text",
    "cut": "cut_in_text",
    "raised": "raised_in_text",
    "drawn": "drawn_in_text",
}
"""How it is said of a text that its figures are in doubt, by the doubt."""
_NOT_READ = frozenset({"unparsed", "unread", "unknown_column", "unknown_table"})


def check_pages(pages: Iterable[Page], cells: Iterable[Record] = ()) -> Iterator[Observation]:
    """The doubts of the reading, with their places; nothing where there are none. `cells` are those of the tables."""
    known = {(cell["page"], cell["x0"], cell["y1"]): cell["disposition"] for cell in cells}
    for page in pages:
        at = {"page": page.number}
        for fault in page.faults:
            why, _, error = fault.partition(":")
            told = {**at, "error": error} if error else at
            yield Observation("page_whole", Status.FAIL, why, told, at=at, cause=_READING)
        for grid in page.grids:
            doubted = ((cell, known.get(_place(grid, cell))) for cell in grid.cells if cell.doubt)
            yield from (_doubt(grid, cell, became) for cell, became in doubted if not _is_made_whole(cell, became))
        left = page.numbers_seen - page.numbers_accounted
        if left > 0:
            yield Observation("numbers_accounted", Status.FAIL, "left", {**at, "count": left}, at=at, cause=_READING)


def check_groups(cells: Iterable[Record]) -> Iterator[Observation]:
    """The numbers whose commas part no thousands, and that no sum proves to be read rightly."""
    for cell in cells:
        if cell["disposition"] in _NOT_READ and is_oddly_grouped(text := str(cell["source_text"] or "")):
            yield Observation("figures_shown", Status.FAIL, "grouping", {"text": text}, at=cell, cause=_READING)


def check_repetition(pages: Sequence[Page]) -> Iterator[Observation]:
    """The pages that stand in the file twice, and are read once."""
    for number in sorted(repeated_pages(pages)):
        at = {"page": number}
        yield Observation("pages_once", Status.FAIL, "again", {**at, "before": number - 1}, at=at)


def check_columns(cells: Iterable[Record]) -> Iterator[Observation]:
    """Pages on which a table has fewer columns than its head: in their place stand cells without width."""
    pages: defaultdict[object, set[object]] = defaultdict(set)
    narrow: dict[tuple[object, object], None] = {}
    for cell in cells:
        pages[cell["table_no"]].add(cell["page"])
        if cell["x0"] is not None and cell["x0"] == cell["x1"]:
            narrow[cell["table_no"], cell["page"]] = None
    for _, page in narrow:
        at = {"page": page}
        yield Observation("columns_on_every_page", Status.FAIL, "narrow", at, at=at)
    if not narrow and any(len(found) > 1 for found in pages.values()):
        yield Observation("columns_on_every_page", Status.PASS, "whole")


def document_columns(pages: Sequence[Page]) -> dict[str, int]:
    """The columns of `documents` that follow from how the pages were read."""
    return {
        "damaged_pages": sum(1 for page in pages if page.faults),
        "numbers_seen": sum(page.numbers_seen for page in pages),
        "numbers_accounted": sum(page.numbers_accounted for page in pages),
    }


def _is_made_whole(cell: Cell, became: object) -> bool:
    """Whether a cell's line that a page's end cuts was read with the half of it that the other page shows."""
    return bool(cell.goes_on and cell.torn_foot and became == "published") or bool(cell.torn_head and became is None)


def _place(grid: Grid, cell: Cell) -> tuple[object, object, object]:
    at = edges(cell.box)
    return grid.page, at["x0"], at["y1"]


def _doubt(grid: Grid, cell: Cell, became: object) -> Observation:
    """What a cell is doubted for. What is published though its figures are in doubt is a text; so is what became
    nothing that is known, if it is no number."""
    at = {"page": grid.page, **edges(cell.box), "source_text": cell.text}
    is_text = became == "published" or (became not in _NOT_READ and parse_amount(cell.text) is None)
    why = _IN_TEXT[cell.doubt] if is_text and cell.text else cell.doubt
    return Observation("figures_shown", Status.FAIL, why, {"text": cell.text}, at=at, cause=_READING)
