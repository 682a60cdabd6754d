"""Watermarks and stamps: text laid over a page, told from its print by size, ink and repetition."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.extraction.pdf.arrays import Indices
from pipelines.extraction.pdf.printed import PrintedText, TextObject

_FAINT = 115
"""Of 255: a text that nowhere differs more from its ground is no print among black print."""

_FAINTER = 0.6
"""As a part of the ink of a page's print that is itself no stronger."""
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
    """Glyphs set one after the other in one manner, which `look` numbers."""

    text: str
    look: int
    indices: tuple[int, ...]
    low: float
    high: float


def find_stamps(text: PrintedText, ink: Indices, shown: Sequence[int], overlaid: Iterable[tuple[int, int]]) -> Stamps:
    """Tell the stamps among the glyphs that show.

    `ink` is how much each changes the page, `overlaid` pairs of those that stand on one another.
    """
    large = _oversized(text, shown)
    rest = [index for index in shown if index not in large]
    # What hardly shows counts for its colour too: where it crosses black print it changes the page much more. Letters
    # too small to be read say nothing of it: of however strong a colour, they change the page little.
    inked = np.flatnonzero((ink > 0) & text.legible).tolist()
    faint = _faint_colours(text, ink, [index for index in inked if index not in large])
    crossed = {each for pair in overlaid if large.isdisjoint(pair) for each in pair}
    certain: set[int] = set(large)
    doubtful: set[int] = set()
    stamped: Counter[int] = Counter()
    runs = list(_runs(text, rest))
    alike: defaultdict[tuple[int, str], list[_Run]] = defaultdict(list)
    texts: defaultdict[int, set[str]] = defaultdict(set)
    for run in runs:
        alike[run.look, run.text].append(run)
        texts[run.look].add(run.text)
    unsure: list[_Run] = []
    for copies in alike.values():
        look = copies[0].look
        others = (run for run in runs if run.look != look)
        stray = any(crossed.intersection(run.indices) for run in copies) or _beyond(copies, others)
        is_faint = text.drawn_by(copies[0].indices[0]).colour in faint
        if is_faint and stray:
            stamped[look] += sum(len(run.indices) for run in copies)
            certain.update(*(run.indices for run in copies))
        elif is_faint:
            unsure += copies
        elif stray and len(copies) >= _REPEATED and len(texts[look]) == 1:
            doubtful.update(*(run.indices for run in copies))
    left = Counter(run.look for run in unsure for _ in run.indices)
    for run in unsure:
        # What looks like a stamp and is mostly one is one, however little of it shows here and there.
        (certain if stamped[run.look] > left[run.look] else doubtful).update(run.indices)
    return Stamps(frozenset(certain), frozenset(doubtful))


def _oversized(text: PrintedText, shown: Sequence[int]) -> frozenset[int]:
    """Letters several times as large as the page's other text."""
    indices = np.array(shown, int)
    heights = np.minimum(text.inks[indices, 3] - text.inks[indices, 1], text.sizes[indices])
    standing = heights[heights > 0]
    if len(standing) < _LARGE_AMONG:
        return frozenset()
    limit = max(_TIMES_LARGER * float(np.median(standing)), _SMALLEST_LARGE)
    return frozenset(indices[heights > limit].tolist())


def _faint_colours(text: PrintedText, ink: Indices, indices: Sequence[int]) -> frozenset[object]:
    """Colours whose text is faint on a page that has stronger text too."""
    colours = list(dict.fromkeys(each.colour for each in text.objects))
    numbers = {colour: number for number, colour in enumerate(colours)}
    glyphs = np.array(indices, int)
    of_colour = np.array([numbers[each.colour] for each in text.objects], int)[text.sources[glyphs]]
    changes = {number: np.sort(ink[glyphs[of_colour == number]]) for number in np.unique(of_colour).tolist()}
    # Points and thin strokes change less, and a faint letter that lies on a black one more than its colour does.
    typical = {colours[number]: int(each[3 * len(each) // 4]) for number, each in changes.items()}
    strongest = sorted((typical[colours[number]] for number, each in changes.items() for _ in each), reverse=True)
    if len(strongest) < _STRONG_GLYPHS:
        return frozenset()
    printed = strongest[_STRONG_GLYPHS - 1]
    limit = _FAINT if printed > _FAINT else _FAINTER * printed
    return frozenset(colour for colour, change in typical.items() if change <= limit)


def _runs(text: PrintedText, indices: Sequence[int]) -> Iterator[_Run]:
    """The glyphs in runs: each begins where a glyph doesn't go on after the one before."""
    if not indices:
        return
    glyphs = np.array(indices)
    looks = [_look(each) for each in text.objects]
    numbers = {look: number for number, look in enumerate(dict.fromkeys(looks))}
    look = np.array([numbers[each] for each in looks])[text.sources[glyphs]]
    apart = np.abs(np.diff(text.origins[glyphs], axis=0))
    advances = text.advances[glyphs[:-1]]
    reach = 1.5 * (advances[:, 2:] - advances[:, :2]).max(axis=1)
    goes_on = (
        (look[1:] == look[:-1]) & (apart.sum(axis=1) <= reach) & (apart.min(axis=1) <= 0.2 * text.sizes[glyphs[:-1]])
    )
    starts = np.flatnonzero(np.append(True, ~goes_on))
    ends = [*starts[1:].tolist(), len(glyphs)]
    lows = np.minimum.reduceat(text.inks[glyphs, 1], starts).tolist()
    highs = np.maximum.reduceat(text.inks[glyphs, 3], starts).tolist()
    for start, end, low, high in zip(starts.tolist(), ends, lows, highs, strict=True):
        run = indices[start:end]
        yield _Run("".join(text.chars[index] for index in run), int(look[start]), tuple(run), low, high)


def _look(drawn_by: TextObject) -> tuple[object, ...]:
    return drawn_by.font, round(drawn_by.size, 1), drawn_by.colour, round(drawn_by.degrees)


def _beyond(copies: Sequence[_Run], others: Iterable[_Run]) -> bool:
    """Whether a text that is repeated stands where nothing else is printed: over or under everything."""
    if len(copies) < _REPEATED:
        return False
    edges = [edge for run in others for edge in (run.low, run.high)]
    if not edges:
        return False
    return any(run.high < min(edges) or run.low > max(edges) for run in copies)
