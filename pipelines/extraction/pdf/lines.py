"""Glyphs to lines of text: baselines group them, gaps become spaces, wraps inside a cell are undone."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter, lt

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.proof import FIRST_IDEOGRAPH
from pipelines.extraction.pdf.scripts import RAISED
from pipelines.extraction.pdf.text_layer import Glyph
from pipelines.foundation.text import strip_list_number

_SPACE_BETWEEN_IDEOGRAPHS = 1.0
_SPACE_BETWEEN_OTHERS = 0.35
_WIDEST_PADDING = 0.75
_TOUCHING = 0.12
_DIGITS = frozenset("0123456789")
_POINTS = frozenset(".,")
_LEVEL = 0.45
"""As a part of the height: what is lower by less is on the same line."""
_LEAST_HEIGHT = 2.0


@dataclass(frozen=True)
class Line:
    """Glyphs of one printed line, left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def box(self) -> Box:
        x0, y0, x1, y1 = zip(*(glyph.box for glyph in self.glyphs), strict=True)
        return Box(min(x0), min(y0), max(x1), max(y1))

    @cached_property
    def size(self) -> float:
        """About the font size, in points."""
        boxes = [glyph.box for glyph in self.glyphs]
        return max(statistics.median([y1 - y0 for _, y0, _, y1 in boxes]), 0.5 * max(x1 - x0 for x0, _, x1, _ in boxes))

    @cached_property
    def text(self) -> str:
        """The characters, with a space where the gap is wider than the letters' own."""
        chars = [glyph.char for glyph in self.glyphs]
        boxes = [glyph.box for glyph in self.glyphs]
        gaps = [right[0] - left[2] for left, right in pairwise(boxes)]
        widest = max(gaps, default=0.0)
        # Most letters stand close: no pair of them allows less than this.
        if widest <= 0 or widest <= _SPACE_BETWEEN_OTHERS * self.size:
            return "".join(chars)
        parts = [chars[0]]
        for gap, (left, right) in zip(gaps, pairwise(chars), strict=True):
            if gap > 0 and gap > self._widest_gap(left, right):
                parts.append(" ")
            parts.append(right)
        return "".join(parts)

    def _widest_gap(self, left: str, right: str) -> float:
        wide = is_ideograph(left) or is_ideograph(right)
        return (_SPACE_BETWEEN_IDEOGRAPHS if wide else _SPACE_BETWEEN_OTHERS) * self.size


def is_ideograph(char: str) -> bool:
    return char >= FIRST_IDEOGRAPH


def text_runs(glyphs: Sequence[Glyph]) -> Iterator[slice]:
    """Where ideographs that touch stand one after the other, among glyphs in the order in which they were set."""
    cuts = [place for place, (left, right) in enumerate(pairwise(glyphs), start=1) if not _touches(left, right)]
    yield from (slice(start, end) for start, end in pairwise([0, *cuts, len(glyphs)]) if end - start > 1)


def _touches(left: Glyph, right: Glyph) -> bool:
    return left.char >= FIRST_IDEOGRAPH and right.char >= FIRST_IDEOGRAPH and abuts(left, right)


def in_one_number(left: Glyph, right: Glyph) -> bool:
    """Whether a figure goes on with the next glyph: full cells may abut too, but one text draws a number."""
    return left.source == right.source and left.numeric and right.numeric and abuts(left, right)


def abuts(left: Glyph, right: Glyph) -> bool:
    """Whether a glyph stands right after another, on its line."""
    (start, _, end, _), (next_start, _, next_end, _) = left.box, right.box
    size = max(end - start, next_end - next_start)
    return abs(left.baseline - right.baseline) < 0.1 * size and abs(next_start - end) < _TOUCHING * size


def group_lines(glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Group glyphs into lines, top to bottom; a glyph printed twice on one spot (bold by overprinting) counts once."""
    return tuple([Line(tuple(_without_overprint(line))) for line in _levels(list(glyphs))])


def _levels(glyphs: Sequence[Glyph]) -> Sequence[Sequence[Glyph]]:
    """The glyphs on each level, top to bottom."""
    # Most cells print one line, of one baseline.
    if len({glyph.baseline for glyph in glyphs}) == 1:
        return [glyphs]
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=attrgetter("baseline"), reverse=True):
        if lines and _is_level(lines[-1][0], glyph) and _is_raised(lines[-1][0]) == _is_raised(glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _is_raised(glyph: Glyph) -> bool:
    return glyph.doubt == RAISED


def _is_level(first: Glyph, glyph: Glyph) -> bool:
    lower = first.baseline - glyph.baseline
    box = glyph.box
    return lower <= _LEVEL * _LEAST_HEIGHT or lower <= _LEVEL * max(box.height, 0.6 * box.width)


def apart(line: Line, tables: Sequence[Box]) -> Iterator[Line]:
    """The pieces of a line that stand over (or beside) tables side by side: each belongs to its own table."""
    if len(tables) < 2:
        yield line
        return
    gaps = [(left.box.x1, right.box.x0) for left, right in pairwise(line.glyphs)]
    cuts = [
        index + 1
        for index, (start, end) in enumerate(gaps)
        if end - start > line.size and any(start < gutter < end for gutter in _gutters(line.box, tables))
    ]
    for start, end in pairwise([0, *cuts, len(line.glyphs)]):
        yield Line(line.glyphs[start:end])


def _gutters(line: Box, tables: Sequence[Box]) -> Iterator[float]:
    """Where the tables under a line leave a gap between them; a table that stands between hides those under it."""
    for left in tables:
        for right in tables:
            beside = left.x1 < right.x0 and left.y1 > right.y0 and left.y0 < right.y1
            floor, top = min(left.y0, right.y0), max(left.y1, right.y1)
            between = any(other.y0 > top - 3 and other.y0 < line.y0 for other in tables)
            if beside and line.y0 > floor and not between:
                yield (left.x1 + right.x0) / 2


def _without_overprint(line: Sequence[Glyph]) -> Sequence[Glyph]:
    if len(line) == 1:
        return line
    starts = [glyph.box[0] for glyph in line]
    in_order = line if all(map(lt, starts, starts[1:])) else sorted(line, key=attrgetter("box.x0", "char"))
    if len({glyph.char for glyph in line}) == len(line):
        return in_order
    kept: list[Glyph] = []
    chars: set[str] = set()
    for glyph in in_order:
        if glyph.char not in chars or not any(_is_copy(glyph, other) for other in kept[-3:]):
            chars.add(glyph.char)
            kept.append(glyph)
    return kept


def _is_copy(glyph: Glyph, other: Glyph) -> bool:
    return other.char == glyph.char and abs(other.x - glyph.x) < 0.2 * max(glyph.box.width, 1.0)


def cell_text(lines: Sequence[Line], cell: Box) -> str:
    """The text of a cell: a line that fills the cell's width was wrapped and goes on without a break.

    Other line ends stay as newlines: two amounts under each other must not become one.
    """
    if not lines:
        return ""
    parts = [lines[0].text]
    for line, following in pairwise(lines):
        joined = _is_wrapped(line, following, cell)
        parts.append(following.text if joined else "\n" + following.text)
    return "".join(parts)


def _is_wrapped(line: Line, following: Line, cell: Box) -> bool:
    """Whether the next line's first character (or, in a Latin text, word) would not have fitted on this one."""
    left, right = line.box.x0 - cell.x0, cell.x1 - line.box.x1
    padding = min(left, right, _WIDEST_PADDING * line.size)
    room = left + right - 2 * padding
    last, first = line.glyphs[-1], following.glyphs[0]
    if strip_list_number(following.text)[0]:
        return False
    if {last.char, first.char} & _POINTS and {last.char, first.char} & _DIGITS:
        return True
    if is_ideograph(first.char) or (last.char in _DIGITS and first.char in _DIGITS):
        return room < 1.2 * first.box.width
    word = following.text.split(" ")[0]
    count = next((i for i, char in enumerate(word) if is_ideograph(char)), len(word))
    return room < sum(glyph.box.width for glyph in following.glyphs[:count])
