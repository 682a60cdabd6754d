"""The text outside the tables as paragraphs under their headings: wrapped lines joined, page breaks bridged."""

from __future__ import annotations

import re
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


def read_prose(pages: Sequence[Page]) -> Iterator[Paragraph]:
    """The paragraphs of a document in printed order, headings left out; page numbers and running heads dropped."""
    headings: dict[int, str] = {}
    contents_page: int | None = None
    for block in _blocks(pages):
        page = block.lines[0].page
        if contents_page is not None and page != contents_page:
            headings, contents_page = {}, None
        if narrative().contents.fullmatch(block.text):
            contents_page = page
            continue
        level, length = _heading(block)
        if level is not None:
            headings = {outer: text for outer, text in headings.items() if outer < level}
            headings[level] = block.text[:length].rstrip("。：:")
        if length < len(block.text):
            within = tuple(headings[inner] for inner in sorted(headings) if inner > 0)
            yield replace(block, part=headings.get(0), headings=within)


def _heading(block: Paragraph) -> tuple[int | None, int]:
    """The level of the heading a paragraph is or begins with, and its length; (None, 0) for plain text."""
    for level, number in enumerate(narrative().heading_numbers):
        if not (match := number.match(block.text)):
            continue
        rest = block.text[match.end() :]
        alone = narrative().heading.fullmatch(rest.rstrip("：:")) or narrative().heading_line.fullmatch(
            rest.rstrip("。")
        )
        if alone and narrative().amount.search(rest[:40]) is None:
            return level, len(block.text)
        run_in = narrative().run_in_heading.match(rest)
        if run_in and not narrative().amount.search(run_in.group()):
            return level, match.end() + run_in.end()
        return None, 0
    alone = narrative().unnumbered_heading.fullmatch(block.text) and not narrative().amount.search(block.text)
    return (0, len(block.text)) if alone else (None, 0)


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
    token = _TOKEN.match(next_text)
    needed = _width(token.group()) if token else 1.0
    if here.right - line.box.x1 > (needed + 1.5) * here.size:
        return False
    is_indented = following.box.x0 - there.left > there.size
    if _is_heading_line(text) or (text[-1:] in _SENTENCE_END and (is_indented or _begins_an_item(next_text))):
        return False
    indent = following.box.x0 - line.box.x0
    return min(indent, indent - there.left + here.left) < there.size


def _is_heading_line(text: str) -> bool:
    return _begins_an_item(text) and narrative().heading_line.fullmatch(text) is not None


def _begins_an_item(text: str) -> bool:
    return any(number.match(text) for number in narrative().heading_numbers)


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
