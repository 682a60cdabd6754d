"""Watermarks and stamps: text laid over a page, told from its print by size, ink and repetition."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.extraction.pdf.arrays import Flags, Indices
from pipelines.extraction.pdf.ink import Ink
from pipelines.extraction.pdf.printed import CODES, Colour, PrintedText
from pipelines.extraction.pdf.runs import Runs, looks_of, runs_of

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


@dataclass(frozen=True, slots=True)
class _Colour:
    """A colour in which glyphs are printed, and how much most of them change the page at least, as points and thin
    strokes change it less. What crosses print or rules changes them more than its colour would change paper: it counts
    only where all that has the colour does."""

    colour: Colour
    glyphs: int
    typical: int


def no_faint_colour(text: PrintedText, ink: Ink) -> bool:
    """Whether no text of the page is faint if each glyph changes it by so much, or by more."""
    return all(each.typical > _FAINT for each in _by_colour(text, ink, text.legible))


def find_stamps(text: PrintedText, ink: Ink, shown: Sequence[int], overlaid: Iterable[tuple[int, int]]) -> Stamps:
    """Tell the stamps among the glyphs that show; `overlaid` are pairs of those that stand on one another."""
    large = _oversized(text, shown)
    rest = np.array([index for index in shown if index not in large], int)
    # What hardly shows counts for its colour too. Letters too small to be read say nothing of it: of however strong a
    # colour, they change the page little.
    inked = (ink.changes > 0) & text.legible
    inked[list(large)] = False
    faint = _faint_colours(text, ink, inked)
    looks = looks_of(text)
    of_faint = {look for look, each in zip(looks.tolist(), text.objects, strict=True) if each.colour in faint}
    in_question = of_faint | _repeated(text, looks, rest)
    if not in_question:
        return Stamps(large, frozenset())
    certain: set[int] = set(large)
    doubtful: set[int] = set()
    stamped: Counter[int] = Counter()
    unsure: list[tuple[int, list[int]]] = []
    crossed = {each for pair in overlaid if large.isdisjoint(pair) for each in pair}
    runs = runs_of(text, looks, rest)
    for look in sorted(in_question):
        members = np.flatnonzero(runs.looks == look)
        is_faint = look in of_faint
        if not members.size or (not is_faint and not _are_copies(runs, members)):
            continue
        alike = _alike(text, runs, members)
        for copies in alike:
            stands = [runs.of(run) for run in copies]
            stray = any(crossed.intersection(each) for each in stands) or _beyond(runs, look, copies)
            if is_faint and stray:
                stamped[look] += sum(map(len, stands))
                certain.update(*stands)
            elif is_faint:
                unsure += [(look, each) for each in stands]
            elif stray and len(alike) == 1:
                doubtful.update(*stands)
    left: Counter[int] = Counter()
    for look, glyphs in unsure:
        left[look] += len(glyphs)
    for look, glyphs in unsure:
        # What looks like a stamp and is mostly one is one, however little of it shows here and there.
        (certain if stamped[look] > left[look] else doubtful).update(glyphs)
    return Stamps(frozenset(certain), frozenset(doubtful))


def _oversized(text: PrintedText, shown: Sequence[int]) -> frozenset[int]:
    """Letters several times as large as the page's other text."""
    indices = np.array(shown, int)
    heights = np.minimum(text.inks[indices, 3] - text.inks[indices, 1], text.sizes[indices])
    standing = heights[heights > 0]
    if len(standing) < _LARGE_AMONG or not (heights > _SMALLEST_LARGE).any():
        return frozenset()
    limit = max(_TIMES_LARGER * float(np.median(standing)), _SMALLEST_LARGE)
    return frozenset(indices[heights > limit].tolist())


def _faint_colours(text: PrintedText, ink: Ink, counted: Flags) -> frozenset[object]:
    """Colours whose text is faint on a page that has stronger text too."""
    colours = _by_colour(text, ink, counted)
    changes = np.sort(np.repeat([each.typical for each in colours], [each.glyphs for each in colours]))
    if len(changes) < _STRONG_GLYPHS:
        return frozenset()
    printed = changes[-_STRONG_GLYPHS]
    limit = _FAINT if printed > _FAINT else _FAINTER * printed
    return frozenset(each.colour for each in colours if each.typical <= limit)


def _by_colour(text: PrintedText, ink: Ink, counted: Flags) -> Sequence[_Colour]:
    """The colours of the glyphs that are counted."""
    found = [(colour, glyphs[counted[glyphs]]) for colour, glyphs in text.by_colour.items()]
    return [_Colour(colour, len(glyphs), _typical(ink, glyphs)) for colour, glyphs in found if glyphs.size]


def _typical(ink: Ink, glyphs: Indices) -> int:
    clear = glyphs[~ink.crosses[glyphs]]
    changes = np.sort(ink.changes[clear if clear.size else glyphs])
    return int(changes[3 * len(changes) // 4])


def _repeated(text: PrintedText, looks: Indices, glyphs: Indices) -> frozenset[int]:
    """The looks of some glyphs, but for those with a character that is seldom printed: they are no text printed again
    and again."""
    kinds, counts = np.unique(looks[text.sources[glyphs]] * CODES + text.codes[glyphs], return_counts=True)
    return frozenset((kinds // CODES).tolist()).difference((kinds[counts < _REPEATED] // CODES).tolist())


def _are_copies(runs: Runs, members: Indices) -> bool:
    """Whether there are many of some runs and all are as long, as copies of one text are."""
    lengths = (runs.ends - runs.starts)[members]
    return len(members) >= _REPEATED and bool((lengths == lengths[0]).all())


def _alike(text: PrintedText, runs: Runs, members: Indices) -> Sequence[list[int]]:
    """Some of the runs, those of one text together."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for run in members.tolist():
        alike["".join(text.chars[index] for index in runs.of(run))].append(run)
    return list(alike.values())


def _beyond(runs: Runs, look: int, copies: Sequence[int]) -> bool:
    """Whether a text that is repeated stands where nothing else is printed: over or under everything."""
    others = runs.looks != look
    if len(copies) < _REPEATED or not others.any():
        return False
    lowest = min(runs.lows[others].min(), runs.highs[others].min())
    highest = max(runs.lows[others].max(), runs.highs[others].max())
    return any(runs.highs[run] < lowest or runs.lows[run] > highest for run in copies)
