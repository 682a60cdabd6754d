"""Watermarks and stamps: text laid over a page, told from its print by size, ink and repetition."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.extraction.pdf.printed import PrintedGlyph, PrintedText, TextObject

_FAINT = 115
"""Of 255: a text that nowhere differs more from its ground is no print among black print."""

_STRONG_GLYPHS = 10
_REPEATED = 4
_LARGE_AMONG = 60
_TIMES_LARGER = 4
_SMALLEST_LARGE = 30.0


@dataclass(frozen=True)
class Stamps:
    """Glyphs (by index) that are laid over the page, and those that may be."""

    certain: frozenset[int]
    doubtful: frozenset[int]


@dataclass(frozen=True)
class _Run:
    """Glyphs set one after the other in one manner."""

    text: str
    look: tuple[object, ...]
    indices: tuple[int, ...]
    low: float
    high: float


def find_stamps(
    text: PrintedText, ink: Sequence[int], shown: Sequence[int], overlaid: Iterable[tuple[int, int]]
) -> Stamps:
    """Tell the stamps among the glyphs that show.

    `ink` is how much each changes the page, `overlaid` pairs of those that stand on one another.
    """
    large = _oversized(text, shown)
    rest = [index for index in shown if index not in large]
    faint = _faint_colours(text, ink, rest)
    crossed = {each for pair in overlaid if large.isdisjoint(pair) for each in pair}
    certain: set[int] = set(large)
    doubtful: set[int] = set()
    runs = list(_runs(text, rest))
    alike: defaultdict[tuple[object, ...], list[_Run]] = defaultdict(list)
    texts: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for run in runs:
        alike[(*run.look, run.text)].append(run)
        texts[run.look].add(run.text)
    for copies in alike.values():
        look = copies[0].look
        others = (run for run in runs if run.look != look)
        stray = any(crossed.intersection(run.indices) for run in copies) or _beyond(copies, others)
        is_faint = text.drawn_by(text.glyphs[copies[0].indices[0]]).colour in faint
        indices = {index for run in copies for index in run.indices}
        if is_faint and stray:
            certain |= indices
        elif is_faint or (stray and len(copies) >= _REPEATED and len(texts[look]) == 1):
            doubtful |= indices
    return Stamps(frozenset(certain), frozenset(doubtful))


def _oversized(text: PrintedText, shown: Sequence[int]) -> frozenset[int]:
    """Letters several times as large as the page's other text."""
    heights = {index: min(text.glyphs[index].ink.height, text.drawn_by(text.glyphs[index]).size) for index in shown}
    standing = [height for height in heights.values() if height > 0]
    if len(standing) < _LARGE_AMONG:
        return frozenset()
    limit = max(_TIMES_LARGER * statistics.median(standing), _SMALLEST_LARGE)
    return frozenset(index for index, height in heights.items() if height > limit)


def _faint_colours(text: PrintedText, ink: Sequence[int], indices: Iterable[int]) -> frozenset[object]:
    """Colours whose text is faint on a page that has strong text too."""
    changes: defaultdict[object, list[int]] = defaultdict(list)
    for index in indices:
        changes[text.drawn_by(text.glyphs[index]).colour].append(ink[index])
    # Points and thin strokes change less, and a faint letter that lies on a black one more than its colour does.
    typical = {colour: sorted(each)[3 * len(each) // 4] for colour, each in changes.items()}
    if sum(len(changes[colour]) for colour, change in typical.items() if change > _FAINT) < _STRONG_GLYPHS:
        return frozenset()
    return frozenset(colour for colour, change in typical.items() if change <= _FAINT)


def _runs(text: PrintedText, indices: Iterable[int]) -> Iterator[_Run]:
    run: list[int] = []
    for index in indices:
        if run and not _goes_on(text, run[-1], index):
            yield _run(text, run)
            run = []
        run.append(index)
    if run:
        yield _run(text, run)


def _goes_on(text: PrintedText, before: int, index: int) -> bool:
    left, right = text.glyphs[before], text.glyphs[index]
    one, other = text.drawn_by(left), text.drawn_by(right)
    if _look(left, one) != _look(right, other):
        return False
    reach = 1.5 * max(left.advance.width, left.advance.height)
    return (
        abs(left.origin[0] - right.origin[0]) + abs(left.origin[1] - right.origin[1]) <= reach
        and min(abs(left.origin[0] - right.origin[0]), abs(left.origin[1] - right.origin[1])) <= 0.2 * one.size
    )


def _run(text: PrintedText, run: Sequence[int]) -> _Run:
    glyphs = [text.glyphs[index] for index in run]
    return _Run(
        text="".join(glyph.char for glyph in glyphs),
        look=_look(glyphs[0], text.drawn_by(glyphs[0])),
        indices=tuple(run),
        low=min(glyph.ink.y0 for glyph in glyphs),
        high=max(glyph.ink.y1 for glyph in glyphs),
    )


def _look(glyph: PrintedGlyph, drawn_by: TextObject) -> tuple[object, ...]:
    return drawn_by.font, round(drawn_by.size, 1), drawn_by.colour, round(glyph.degrees)


def _beyond(copies: Sequence[_Run], others: Iterable[_Run]) -> bool:
    """Whether a text that is repeated stands where nothing else is printed: over or under everything."""
    if len(copies) < _REPEATED:
        return False
    edges = [edge for run in others for edge in (run.low, run.high)]
    if not edges:
        return False
    return any(run.high < min(edges) or run.low > max(edges) for run in copies)
