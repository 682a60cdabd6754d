"""The lines around a grid: running heads set aside; title, number, unit, organisation and notes recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.extraction.grid import Grid, Page, TextLine
from pipelines.extraction.layout import runs_through
from pipelines.foundation.amounts import YUAN, YUAN_PER_UNIT
from pipelines.foundation.text import fold_space, fold_text, printed_year
from pipelines.interpretation.declared.captions import captions
from pipelines.interpretation.declared.tables import declared_labels
from pipelines.interpretation.identity.titles import organisation
from pipelines.interpretation.sheets.sheet import Caption
from pipelines.interpretation.words.codes import CodeKind, code_and_name
from pipelines.interpretation.words.labels import label_key

_LONGEST_TITLE = 60
_PAGES_OF_A_RUNNING_HEAD = 4


def body_lines(pages: Sequence[Page]) -> Mapping[int, tuple[TextLine, ...]]:
    """The lines of each page without page numbers and running heads, by page number."""
    running = _running_heads(pages)
    return {
        page.number: tuple(
            line
            for line in page.lines
            if not captions().page_number.fullmatch(line.text) and fold_text(line.text) not in running
        )
        for page in pages
    }


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Lines with which several pages begin or end; a table's title, number, unit or organisation is none."""
    seen: Counter[str] = Counter()
    for page in pages:
        texts = [fold_text(line.text) for line in page.lines if not captions().page_number.fullmatch(line.text)]
        seen.update({texts[0], texts[-1]} if texts else ())
    return frozenset(
        text
        for text, count in seen.items()
        if count >= _PAGES_OF_A_RUNNING_HEAD
        and not (_is_caption(text) or captions().note.match(text) or captions().ends_as_caption.search(text))
    )


def read_caption(above: Sequence[str], below: Sequence[str]) -> Caption:
    """Read the lines around a table. The title is the last line above that ends like one and is no sentence."""
    folded = [fold_text(line) for line in above]
    numbers = [
        match.group().rstrip(".、:")
        for line in folded
        if (match := captions().number.fullmatch(line) or captions().number_before_title.match(line))
    ]
    organisations = _organisations(folded)
    # The label and its value can stand on two lines.
    units = captions().unit.findall("\n".join(folded)) or _broken_units(folded) or _bare_units(above)
    title = _last_title(folded)
    return Caption(
        lines=tuple(above),
        title=title,
        number=numbers[-1] if numbers else None,
        printed_unit=units[-1] if units else None,
        organisation=organisations[-1] if organisations else None,
        year=printed_year(title or ""),
        notes=tuple(fold_space(line) for line in _notes(below)),
    )


def _organisations(folded: Sequence[str]) -> list[str]:
    """The organisations that labelled lines name, without what a wrapped unit leaves in their line."""
    names: list[str] = []
    for index, line in enumerate(folded):
        if not (match := captions().organisation.search(line)):
            continue
        name = code_and_name(match["name"], CodeKind.UNIT).name
        before, after = (folded[at] if 0 <= at < len(folded) else "" for at in (index - 1, index + 1))
        rest = captions().rest_of_a_name.match(after) if match.end() == len(line) else None
        if rest and not organisation(name) and organisation(name + rest["rest"]):
            name += rest["rest"]
        names.append(name.removesuffix(YUAN) if captions().unit_head.search(before) else name)
    return names


def _broken_units(folded: Sequence[str]) -> list[str]:
    """A unit that wraps: `单位:万` at the end of one line, `元` at the end of the next or lost in the table's rules."""
    heads = [
        (match["head"], index) for index, line in enumerate(folded) if (match := captions().unit_head.search(line))
    ]
    units = [
        head + YUAN for head, index in heads if head or (index + 1 < len(folded) and folded[index + 1].endswith(YUAN))
    ]
    return [unit for unit in units if unit in YUAN_PER_UNIT]


def _bare_units(above: Sequence[str]) -> list[str]:
    """A unit that stands alone at the end of a line, without the label 单位: `511-某局 万元`; behind a number it is the
    number's."""
    matches = (captions().bare_unit.search(fold_space(line)) for line in above)
    return [match["unit"] for match in matches if match]


def without_broken_unit(grid: Grid, above: Sequence[str]) -> Grid:
    """The grid without the `元` that a unit wrapping over the table's upper rule leaves in a cell of its first row:
    over it stands `单位:万`. Nothing is taken away where several cells begin with 元."""
    match = captions().unit_head.search(fold_text(above[-1])) if above else None
    cut = [cell for cell in grid.row(0) if cell.text.startswith(YUAN) and cell.text != YUAN]
    if match is None or not match["head"] or len(cut) != 1:
        return grid
    mended = replace(cut[0], text=cut[0].text.removeprefix(YUAN).lstrip())
    return replace(grid, cells=tuple(mended if cell is cut[0] else cell for cell in grid.cells))


def with_whole_titles(page: Page) -> Page:
    """The page with titles made whole that are wider than the frame in whose rows they stand: their two ends are a
    line on both sides of the cell."""
    for grid in page.grids:
        for cell in grid.row(0):
            ends = [line for line in page.lines if runs_through(line, cell)]
            parts = ends[0].text.split() if len(ends) == 1 else []
            if len(parts) != 2 or not is_title(whole := parts[0] + cell.text + parts[1]):
                continue
            mended = replace(grid, cells=tuple(replace(cell, text=whole) if c is cell else c for c in grid.cells))
            page = replace(
                page,
                lines=tuple(line for line in page.lines if line is not ends[0]),
                grids=tuple(mended if other is grid else other for other in page.grids),
            )
    return page


def is_title(line: str) -> bool:
    """Whether a printed line reads as a table's title."""
    return _title_text(fold_text(line)) is not None


def caption_rows(grid: Grid) -> int:
    """How many rows at the top of a grid print its caption: nothing but titles, numbers, units, organisations, and
    rows that are empty beside one of these.

    A part of a form can be called a table as well, 年度绩效目标表: it is none.
    """
    count, is_printed = 0, False
    while count < grid.row_count - 1:
        texts = [fold_text(cell.text) for cell in grid.row(count) if cell.text]
        if not all(_is_caption(text) and label_key(text) not in declared_labels() for text in texts):
            break
        is_printed = is_printed or bool(texts)
        count += 1
    return count if is_printed else 0


def _is_caption(text: str) -> bool:
    return bool(
        captions().number.fullmatch(text)
        or captions().unit.search(text)
        or captions().organisation.search(text)
        or (_title_text(text) and captions().named_a_table.search(text) and not names_a_part(text))
    )


def names_a_part(text: str) -> bool:
    """Whether a text heads a part of a form that is called a table as well: 长期绩效目标表."""
    return label_key(text) in declared_labels()


def _last_title(folded: Sequence[str]) -> str | None:
    for index in range(len(folded) - 1, -1, -1):
        title = _title_text(folded[index])
        before = folded[index - 1] if index else ""
        if captions().title_rest.fullmatch(folded[index]) and not captions().named_a_table.search(before):
            title = _title_text(before + folded[index]) or title
        if title is not None:
            return before + title if _opens_a_title(before, title) else title
    return None


def _title_text(line: str) -> str | None:
    """The line as a title, or None: a sentence, a unit line, a number alone are none."""
    cut = captions().title_cut.split(line)[0]
    if not 3 <= len(cut) <= _LONGEST_TITLE or captions().no_title.search(cut) or captions().number.fullmatch(cut):
        return None
    return cut if captions().title_end.search(cut) and _ends_as_title(cut) else None


def _ends_as_title(line: str) -> bool:
    return any(match.end() == len(line) for match in captions().title_end.finditer(line))


def _opens_a_title(line: str, rest: str) -> bool:
    """Whether a title was broken before `rest`: the line ends inside a bracket or a quotation, or in 及, or begins with
    a table's number and ends as no title."""
    open_bracket = line.count("(") > line.count(")")
    number = captions().number.match(line)
    is_begun = number is not None and number.end() < len(line) and _title_text(line) is None and not _is_caption(line)
    goes_on = captions().title_goes_on.search(line) is not None
    is_open = open_bracket or line.count('"') % 2 == 1 or goes_on or is_begun
    return is_open and len(line) + len(rest) <= _LONGEST_TITLE


def _notes(below: Sequence[str]) -> list[str]:
    """The notes under a table: from the first line that opens one, or that tells why the table is empty."""
    for index, line in enumerate(below):
        folded = fold_text(line)
        if captions().note.match(folded) or captions().emptiness.search(folded):
            return list(below[index:])
    return []
