"""The text outside the tables as paragraphs under their headings: wrapped lines joined, page breaks bridged."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipelines.extraction.grid import Page, TextLine
from pipelines.extraction.layout import grid_above, grid_below, grid_between
from pipelines.interpretation.declared.narrative import narrative
from pipelines.interpretation.identity.titles import plain
from pipelines.interpretation.sheets.captions import body_lines

_LONG_LINE = 12
_MANY_LINES = 5
_MOST_OF_A_LINE = 0.8
_TEN = 10
_SENTENCE_END = frozenset("。；：！？;:!?")
_TOKEN = re.compile(r"[0-9A-Za-z.,%-]+|.")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph's plain text, the printed lines it is made of, and the headings above it.

    `part` is the heading of the document's part, `headings` are those within it, the outer first.
    """

    text: str
    lines: tuple[TextLine, ...]
    starts: tuple[int, ...]
    """Where in the text each line begins."""
    part: str | None = None
    headings: tuple[str, ...] = ()

    def line_at(self, position: int) -> TextLine:
        """The printed line a position of the text stands in."""
        return self.lines[bisect_right(self.starts, position) - 1]


class _Headings:
    """The headings above the paragraph that is read, by their levels."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._numbers: dict[int, int] = {}
        self._in_list: set[int] = set()

    def part(self) -> str | None:
        return self._texts.get(0)

    def within_part(self) -> tuple[str, ...]:
        return tuple(self._texts[level] for level in sorted(self._texts) if level > 0)

    def open(self, level: int, number: int, text: str) -> None:
        self._close(level)
        self._texts[level], self._numbers[level] = text, number

    def pass_item(self, level: int, number: int) -> None:
        """Leave what an item that is no heading is not under: the headings below its level, and that of its own level
        which it comes after. Where its number begins anew it is in a list under the heading, and so is what follows."""
        self._close(level + 1)
        if level not in self._texts:
            return
        if number <= self._numbers[level]:
            self._in_list.add(level)
        elif level not in self._in_list:
            self._close(level)

    def _close(self, level: int) -> None:
        self._texts = {outer: text for outer, text in self._texts.items() if outer < level}
        self._in_list = {outer for outer in self._in_list if outer < level}


def read_prose(pages: Sequence[Page]) -> Iterator[Paragraph]:
    """The paragraphs of a document in printed order, headings left out; page numbers and running heads dropped."""
    headings = _Headings()
    contents_page: int | None = None
    alone: Paragraph | None = None
    for block in _blocks(pages):
        page = block.lines[0].page
        if contents_page is not None and page != contents_page:
            headings, contents_page = _Headings(), None
        if narrative().contents.fullmatch(block.text):
            contents_page = page
            continue
        item = _item(block.text)
        length = _heading_length(block.text, item)
        if length:
            level, number = (item.level, item.number) if item else (0, 0)
            headings.open(level, number, block.text[:length].rstrip("。：:"))
        elif item:
            headings.pass_item(item.level, item.number)
            if alone and _follows(item, _item(alone.text)):
                # A heading of nothing, which an item of its level follows, is the first item of that list.
                yield replace(alone, part=headings.part(), headings=headings.within_part())
        alone = block if length == len(block.text) else None
        if length < len(block.text):
            yield replace(block, part=headings.part(), headings=headings.within_part())


@dataclass(frozen=True)
class _Item:
    """The list number a text begins with: the level of its form, what it counts, where the text after it begins."""

    level: int
    number: int
    end: int


def _item(text: str) -> _Item | None:
    for level, form in enumerate(narrative().heading_numbers):
        if match := form.match(text):
            return _Item(level, _counted(match["number"]), match.end())
    return None


def _follows(item: _Item, before: _Item | None) -> bool:
    return before is not None and item.level == before.level and item.number == before.number + 1


def _counted(number: str) -> int:
    """The value of a list number in plain or Chinese digits, of 99 at most."""
    if number.isdecimal():
        return int(number)
    value = 0
    for digit in (int(unicodedata.numeric(each)) for each in number):
        value = (value or 1) * digit if digit == _TEN else value + digit
    return value


def _heading_length(text: str, item: _Item | None) -> int:
    """How much of a paragraph is the heading that it is or begins with; 0 for plain text."""
    if item is None:
        alone = narrative().unnumbered_heading.fullmatch(text) and not narrative().amount.search(text)
        return len(text) if alone else 0
    rest = text[item.end :]
    alone = narrative().heading.fullmatch(rest.rstrip("：:")) or narrative().heading_line.fullmatch(rest.rstrip("。"))
    if alone and narrative().amount.search(rest) is None:
        return len(text)
    run_in = narrative().run_in_heading.match(rest)
    return item.end + run_in.end() if run_in and not narrative().amount.search(run_in.group()) else 0


@dataclass(frozen=True)
class _Margins:
    """Where a page's text begins and ends, and how wide its characters are, in points."""

    left: float
    right: float
    size: float


def _blocks(pages: Sequence[Page]) -> Iterator[Paragraph]:
    """The lines joined into paragraphs, headings among them."""
    by_number = {page.number: page for page in pages}
    lines = body_lines(pages)
    margins = _margins(pages, lines)
    group: list[TextLine] = []
    for line in (line for page in pages for line in lines[page.number]):
        if group and (_table_between(group[-1], line, by_number) or not _goes_on(group[-1], line, margins)):
            yield _joined(group)
            group = []
        group.append(line)
    if group:
        yield _joined(group)


def _margins(pages: Sequence[Page], lines: Mapping[int, Sequence[TextLine]]) -> dict[int, _Margins]:
    """Each page's margins; a page of few lines has those of all pages of its width."""
    long = {number: [line for line in on_page if line.box and _is_long(line)] for number, on_page in lines.items()}
    alike: defaultdict[float, list[TextLine]] = defaultdict(list)
    for page in pages:
        alike[page.width].extend(long[page.number])
    margins: dict[int, _Margins] = {}
    for page in pages:
        full = next((some for some in (long[page.number], alike[page.width]) if len(some) >= _MANY_LINES), ())
        if some := full or [line for line in lines[page.number] if line.box]:
            margins[page.number] = _margins_of(some, page.width, known=bool(full))
    return margins


def _is_long(line: TextLine) -> bool:
    return len(plain(line.text)) >= _LONG_LINE


def _margins_of(lines: Sequence[TextLine], width: float, known: bool) -> _Margins:
    """The extent of the lines; where they are too few to tell, the text is as far from the right as from the left."""
    placed = [(line.box, line.text) for line in lines if line.box]
    left = min(box.x0 for box, _ in placed)
    right = max(box.x1 for box, _ in placed)
    size = median(box.width / _width(plain(text)) for box, text in placed)
    return _Margins(left, right if known else max(right, width - left), size)


def _width(text: str) -> float:
    """Printed width in characters: letters and digits take half of one."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore")) or 1.0


def _goes_on(line: TextLine, following: TextLine, margins: Mapping[int, _Margins]) -> bool:
    """Whether a line is full and the following one, not indented against it, continues its paragraph."""
    if line.box is None or following.box is None:
        # A source without points has no wrapped lines: each is a paragraph of its author's.
        return False
    here, there = margins[line.page], margins[following.page]
    text, next_text = plain(line.text), plain(following.text)
    if narrative().cut_amount.search(f"{text}\n{next_text}"):
        return True
    is_indented = following.box.x0 - there.left > there.size
    if not is_indented and _breaks_off(line, text, here) and not _begins_an_item(next_text):
        return True
    token = _TOKEN.match(next_text)
    needed = _width(token.group()) if token else 1.0
    if here.right - line.box.x1 > (needed + 1.5) * here.size:
        return False
    if _is_heading_line(text) or (text[-1:] in _SENTENCE_END and (is_indented or _begins_an_item(next_text))):
        return False
    indent = following.box.x0 - line.box.x0
    return min(indent, indent - there.left + here.left) < there.size


def _breaks_off(line: TextLine, text: str, margins: _Margins) -> bool:
    """Whether a line ends within a sentence, where the right edge of the text is ragged."""
    is_long = line.box is not None and line.box.x1 - margins.left > _MOST_OF_A_LINE * (margins.right - margins.left)
    return is_long and narrative().breaks_off.search(text) is not None


def _is_heading_line(text: str) -> bool:
    return _begins_an_item(text) and narrative().heading_line.fullmatch(text) is not None


def _begins_an_item(text: str) -> bool:
    return _item(text) is not None


def _table_between(line: TextLine, following: TextLine, pages: Mapping[int, Page]) -> bool:
    if line.page == following.page:
        return grid_between(line, following, pages[line.page])
    below = grid_below(line, pages[line.page])
    above = grid_above(following, pages[following.page])
    skipped = any(pages[number].grids for number in range(line.page + 1, following.page) if number in pages)
    return below or above or skipped


def _joined(lines: Sequence[TextLine]) -> Paragraph:
    texts = [plain(line.text) for line in lines]
    starts = tuple(sum(len(text) for text in texts[:index]) for index in range(len(texts)))
    return Paragraph("".join(texts), tuple(lines), starts)
