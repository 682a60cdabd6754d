"""The sheets of a document some of whose grids can't be joined: these stand each by itself, and are not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipelines.extraction.grid import Grid, Page
from pipelines.interpretation.sheets.attempts import or_fault
from pipelines.interpretation.sheets.reading import Fault
from pipelines.interpretation.sheets.sheet import Caption, Sheet, SheetCell


@dataclass(frozen=True)
class Joined:
    """The sheets of a document in printed order, and why some of them are no whole tables, by their number."""

    sheets: tuple[Sheet, ...]
    faults: Mapping[int, Fault]


Join = Callable[[Sequence[Page]], tuple[Sheet, ...]]
"""Joins the grids of pages into sheets: `join_sheets`."""


def join_each(pages: Sequence[Page], join: Join) -> Joined:
    """Join the grids of a document. Where that raises, it costs the pages that follow one another with tables.

    What is left of their tables are pieces, a sheet for each grid: a piece may lack its header or a part of a row.
    """
    whole = _joined(pages, pages, join)
    if not isinstance(whole, Fault):
        return Joined(whole, {})
    sheets: list[Sheet] = []
    faults: dict[int, Fault] = {}
    for run in _runs(pages):
        joined = _joined(pages, run, join)
        for sheet in _pieces(pages, run, join) if isinstance(joined, Fault) else joined:
            sheets.append(replace(sheet, number=len(sheets) + 1))
            if isinstance(joined, Fault):
                faults[len(sheets)] = replace(joined, page=sheet.first_page, table_no=len(sheets))
    return Joined(tuple(sheets), faults)


def _runs(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """The pages with tables that follow one another: no table goes on over a page without one."""
    run: list[Page] = []
    for page in pages:
        if run and (not page.grids or page.number != run[-1].number + 1):
            yield run
            run = []
        if page.grids:
            run.append(page)
    if run:
        yield run


def _joined(pages: Sequence[Page], of: Sequence[Page], join: Join) -> tuple[Sheet, ...] | Fault:
    """The sheets of some pages; the lines of the others tell what is printed on every page."""
    numbers = {page.number for page in of}
    alone = [page if page.number in numbers else replace(page, grids=()) for page in pages]
    return or_fault(partial(join, alone), partial(Fault, page=min(numbers, default=1)))


def _pieces(pages: Sequence[Page], run: Sequence[Page], join: Join) -> Iterator[Sheet]:
    """The grids of pages that can't be joined, with their captions where these can be read."""
    for page in run:
        alone = _joined(pages, [page], join)
        yield from map(_bare, page.grids) if isinstance(alone, Fault) else alone


def _bare(grid: Grid) -> Sheet:
    """A grid as it is printed, without what stands around it."""
    cells = tuple(
        SheetCell(
            cell.row, cell.column, cell.row_span, cell.column_span, cell.text, grid.page, cell.box, proven=cell.proven
        )
        for cell in grid.cells
    )
    return Sheet(1, Caption(), grid.row_count, grid.column_count, cells)
