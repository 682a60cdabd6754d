"""The grids of a document joined into sheets: a table goes on over pages, a page break cuts cells and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.extraction.grid import Cell, Grid, Page, TextLine
from pipelines.extraction.layout import (
    columns_of,
    common_columns,
    has_first_columns,
    has_last_columns,
    is_left_of,
    lines_above,
    lines_below,
    reaches_into,
    same_width,
)
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.captions import captions
from pipelines.interpretation.declared.forms import form_openings, indicator_levels
from pipelines.interpretation.declared.header import header_words
from pipelines.interpretation.declared.tables import declared_labels
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.sheets.captions import (
    body_lines,
    caption_rows,
    is_title,
    read_caption,
    with_whole_titles,
    without_broken_unit,
)
from pipelines.interpretation.sheets.frames import tables_in_frame
from pipelines.interpretation.sheets.header import is_number_row
from pipelines.interpretation.sheets.page_breaks import holds_amount, mend_break, mend_repeated
from pipelines.interpretation.sheets.reaching_down import reaching_down
from pipelines.interpretation.sheets.recognition import recognise_title
from pipelines.interpretation.sheets.rectangle import rectangular
from pipelines.interpretation.sheets.sheet import Caption, Sheet, SheetCell
from pipelines.interpretation.sheets.wide_tables import has_its_rows, with_shared_unit
from pipelines.interpretation.words.labels import label_key

_CELLS_OF_A_FORM_ROW = 4
_FRAGMENT = re.compile(r"[\u4e00-\u9fff]{1,6}")


@dataclass(frozen=True)
class Part:
    """One grid with its caption; `first` and `last` tell whether it opens and closes its page's grids."""

    grid: Grid
    caption: Caption
    bare: bool
    """Nothing but running heads stands above the grid."""
    first: bool
    last: bool
    beside: tuple[Grid, ...] = ()
    """Further columns of the same rows, printed on the next pages."""
    left: tuple[TextLine, ...] = ()
    """The lines beside the grid, left of it."""


def join_sheets(pages: Sequence[Page]) -> tuple[Sheet, ...]:
    """Join the grids of a document into sheets, in printed order."""
    groups: list[list[Part]] = []
    # What stands above what is told on pages whose text is upright.
    for part in _parts([with_whole_titles(page.upright()) for page in pages]):
        if groups and continues(groups[-1], part):
            groups[-1].append(part)
        elif groups and _is_wider(groups[-1], part):
            groups[-1] = [replace(groups[-1][0], beside=(*groups[-1][0].beside, part.grid), last=part.last)]
        else:
            groups.append([part])
    sheets = [_sheet(number, group) for number, group in enumerate(groups, start=1)]
    as_shown = {page.number: page for page in pages if page.turns}
    return tuple(_with_boxes_as_shown(with_shared_unit(sheet, sheets), as_shown) for sheet in sheets)


def _with_boxes_as_shown(sheet: Sheet, turned: Mapping[int, Page]) -> Sheet:
    if not any(cell.page in turned for cell in sheet.cells):
        return sheet
    cells = (
        replace(cell, box=turned[cell.page].shown(cell.box)) if cell.page in turned else cell for cell in sheet.cells
    )
    return replace(sheet, cells=tuple(cells))


def _parts(pages: Sequence[Page]) -> Iterator[Part]:
    lines = body_lines(pages)
    left_at_foot: tuple[str, ...] = ()
    for page in pages:
        page = replace(page, grids=tuple(table for grid in page.grids for table in tables_in_frame(grid)))
        for index, grid in enumerate(page.grids):
            above = [line.text for line in lines_above(grid, page, lines[page.number])]
            below = [line.text for line in lines_below(grid, page, lines[page.number])]
            cut = {line.text for line in lines_above(grid, page, lines[page.number]) if reaches_into(line, grid)}
            bare = all(_is_fragment(text) or text in cut for text in above)
            if index == 0 and bare and left_at_foot:
                above, bare = list(left_at_foot), False
            inside = [cell.text for row in range(caption_rows(grid)) for cell in grid.row(row) if cell.text]
            caption = read_caption([*above, *inside], below)
            left = tuple(line for line in page.lines if is_left_of(line, grid))
            is_last = index == len(page.grids) - 1
            yield Part(without_broken_unit(grid, above), caption, bare, index == 0, is_last, left=left)
        left_at_foot = _caption_at_foot(page, lines)


def _is_fragment(text: str) -> bool:
    """Whether a line is a piece of a merged cell's text: centred over the page break, it stands above the grid."""
    folded = fold_text(text)
    return (
        _FRAGMENT.fullmatch(folded) is not None and not is_title(text) and not captions().opens_a_caption.match(folded)
    )


def _caption_at_foot(page: Page, lines: Mapping[int, Sequence[TextLine]]) -> tuple[str, ...]:
    """The lines at the foot of a page from the last title on, where a title stands under everything else."""
    under = lines_below(page.grids[-1], page, lines[page.number]) if page.grids else lines[page.number]
    texts = [line.text for line in under]
    titles = [index for index, text in enumerate(texts) if is_title(text)]
    if not titles or len(texts) - titles[-1] > 3:
        return ()
    return tuple(texts[titles[-1] :])


def continues(group: Sequence[Part], part: Part) -> bool:
    """Whether a grid is the next page's part of the table that the group makes."""
    before = group[-1]
    if not (part.first and before.last and part.grid.page == before.grid.page + 1):
        return False
    same_header = _repeated_header_rows(group[0].grid, part.grid) > 0
    if _opens_a_form(part.grid) or (_opens_with_title(part.grid) and _opens_with_title(group[0].grid)):
        return False
    if caption_rows(part.grid) and part.caption.title != group[0].caption.title:
        return False
    if part.bare or _repeats_number_only(group[0], part):
        same_columns = part.grid.column_count == before.grid.column_count
        same_edges = same_width(before.grid, part.grid) or has_first_columns(part.grid, before.grid)
        return same_header or same_columns or same_edges or _is_right_of(group, part.grid)
    same_caption = (
        part.caption.title == group[0].caption.title
        and part.caption.organisation == group[0].caption.organisation
        and part.caption.number in (None, group[0].caption.number)
    )
    if same_caption and _goes_on_in_indicators(part) and same_width(before.grid, part.grid):
        return True
    return same_caption and same_header and part.grid.column_count == group[0].grid.column_count


def _repeats_number_only(first: Part, part: Part) -> bool:
    """Whether nothing but the table's own number stands above a grid: 表14."""
    caption = part.caption
    is_alone = caption.title is None and caption.organisation is None and caption.printed_unit is None
    return is_alone and caption.number is not None and caption.number == first.caption.number


def _goes_on_in_indicators(part: Part) -> bool:
    """Whether a form goes on under its repeated title without its header: its first row prints levels of indicators."""
    declared = recognise_title(part.caption.title) if part.caption.title else None
    levels = {label_key(text) for text in _row_texts(part.grid, 0)} & indicator_levels()
    return declared is not None and declared.reader == "form" and bool(levels)


def _is_wider(group: Sequence[Part], part: Part) -> bool:
    """Whether a grid is the next page's columns of a table of one page."""
    before = group[0]
    follows = part.grid.page == before.grid.page + len(before.beside) + 1
    return (
        len(group) == 1
        and follows
        and part.bare
        and part.first
        and before.last
        and has_its_rows(part.grid, before.grid)
    )


def _opens_a_form(grid: Grid) -> bool:
    texts = _row_texts(grid, 0)
    if not 1 < len(texts) <= _CELLS_OF_A_FORM_ROW or all(read_label(text).known for text in texts):
        # Where all are labels it is the header of a list: 单位名称, 科目名称, 基本支出.
        return False
    return texts[0] in header_words().form_openings and grid.column_count > 2


def _opens_with_title(grid: Grid) -> bool:
    """Whether the grid begins with a form's title over its full width, as one form after another does."""
    texts = _row_texts(grid, 0)
    if len(texts) != 1 or grid.row_count == 1 or grid.column_count == 1:
        return False
    key = label_key(texts[0])
    if key in declared_labels():
        return key in form_openings()
    declared = recognise_title(texts[0])
    return declared is not None and declared.reader == "form"


def _row_texts(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(fold_text(cell.text) for cell in grid.row(row))


def _is_right_of(group: Sequence[Part], grid: Grid) -> bool:
    """Whether the grid has the table's last columns only: a merged cell left of them has no rule on this page."""
    return has_last_columns(grid, [part.grid for part in group])


def _sheet(number: int, group: Sequence[Part]) -> Sheet:
    columns = common_columns([part.grid for part in group])
    cells: list[SheetCell] = []
    starts: list[int] = []
    repeated: set[int] = set()
    for index, part in enumerate(group):
        start = max((cell.row_end for cell in cells), default=0)
        placed = [_place(cell, start, columns, part.grid) for cell in part.grid.cells]
        if index:
            header = _repeated_header_rows(group[0].grid, part.grid)
            repeated.update(range(start, start + header))
            if header < start:
                # Where nothing but the header stands above the break, no row is cut.
                cells, placed = mend_break(*mend_repeated(cells, placed, start + header), start + header)
            cells = reaching_down(cells, placed, start, part.grid.row_count, part.left)
        cells.extend(placed)
        cells.extend(_beside(part, start))
        starts.append(start)
    caption = group[0].caption
    notes = tuple(note for part in group for note in part.caption.notes)
    row_count, column_count = max(cell.row_end for cell in cells), max(cell.column_end for cell in cells)
    return Sheet(
        number=number,
        caption=replace(caption, notes=notes),
        row_count=row_count,
        column_count=column_count,
        cells=rectangular(cells, row_count, column_count),
        page_starts=tuple(starts),
        caption_rows=caption_rows(group[0].grid),
        repeated_header_rows=frozenset(repeated),
    )


def _beside(part: Part, start: int) -> Iterator[SheetCell]:
    """The cells of a part's further columns, right of those before them."""
    column = part.grid.column_count
    for grid in part.beside:
        yield from (
            replace(placed, column=placed.column + column)
            for placed in (_place(cell, start, None, grid) for cell in grid.cells)
        )
        column += grid.column_count


def _place(cell: Cell, start: int, columns: tuple[float, ...] | None, grid: Grid) -> SheetCell:
    column, span = columns_of(cell, columns)
    return SheetCell(
        row=start + cell.row,
        column=column,
        row_span=cell.row_span,
        column_span=span,
        text=cell.text,
        page=grid.page,
        box=cell.box,
        indent=cell.indent,
        proven=cell.proven,
        goes_on=cell.goes_on,
        torn_head=cell.torn_head,
        torn_foot=cell.torn_foot,
    )


def _repeated_header_rows(first: Grid, grid: Grid) -> int:
    """How many rows at the top of a continuation repeat those at the top of the table, word by word.

    A caption inside the frame need not be repeated with the header under it.
    """
    top = 0 if _row_texts(grid, 0) == _row_texts(first, 0) else caption_rows(first)
    count = 0
    while count < min(first.row_count - top, grid.row_count) and _is_repeated(
        _row_texts(first, top + count), _row_texts(grid, count)
    ):
        count += 1
    if 0 < count < min(first.row_count - top, grid.row_count) and is_number_row(grid.row(count)):
        # 栏次, 1, 2 under the header.
        count += _row_texts(first, top + count) == _row_texts(grid, count)
    return count


def _is_repeated(texts: tuple[str, ...], again: tuple[str, ...]) -> bool:
    """Whether a row repeats another; one of its cells may hold what a page cuts off the text under it."""
    if not any(texts) or any(holds_amount(text) for text in texts) or len(texts) != len(again):
        return False
    others = [(text, printed) for text, printed in zip(texts, again, strict=True) if text != printed]
    is_cut = len(others) == 1 < len(texts) - 1 and bool(others[0][0]) and others[0][1].startswith(others[0][0])
    return not others or is_cut
