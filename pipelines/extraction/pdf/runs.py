"""Glyphs set one after the other in one manner, whether one text object draws them or each has one of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.extraction.pdf.arrays import Flags, Indices, Numbers
from pipelines.extraction.pdf.printed import PrintedText

_REACH = 1.5
"""As a part of the advance: how far from one glyph the next begins at most."""
_LEVEL = 0.2
"""As a part of the size."""
_NEXT_LINE = (0.8, 1.6)
_LONGEST_LINE = 8.0
"""As parts of the size: how far a text's next line is, and how long a number is."""


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs of glyphs, each in a manner, which `looks` numbers: where in `glyphs` each begins and ends, and how low and
    high it reaches."""

    glyphs: Indices
    looks: Indices
    starts: Indices
    ends: Indices
    lows: Numbers
    highs: Numbers

    def of(self, run: int) -> list[int]:
        return self.glyphs[self.starts[run] : self.ends[run]].tolist()


def looks_of(text: PrintedText) -> Indices:
    """The manner in which each text object is set, as a number."""
    ways = [(each.font.address, each.colour, each.size, each.degrees) for each in text.objects]
    looks = {way: (*way[:2], round(way[2], 1), round(way[3])) for way in dict.fromkeys(ways)}
    numbers = {look: number for number, look in enumerate(dict.fromkeys(looks.values()))}
    number_of = {way: numbers[look] for way, look in looks.items()}
    return np.array([number_of[way] for way in ways], int)


def goes_on(text: PrintedText, looks: Indices, before: Indices, after: Indices) -> Flags:
    """Whether each glyph of `after` stands after its one of `before`, in the same manner."""
    apart = np.abs(text.origins[after] - text.origins[before])
    advances = text.advances[before]
    reach = _REACH * (advances[:, 2:] - advances[:, :2]).max(axis=1)
    alike = looks[text.sources[after]] == looks[text.sources[before]]
    return alike & (apart.sum(axis=1) <= reach) & (apart.min(axis=1) <= _LEVEL * text.sizes[before])


def goes_on_below(text: PrintedText, looks: Indices, before: Indices, after: Indices) -> Flags:
    """Whether each glyph of `after` stands on the line next to that of its one of `before`, in the same manner."""
    right, up = np.abs(text.origins[after] - text.origins[before]).T
    sizes = text.sizes[before]
    is_upright = text.quarters[before] % 2 == 0
    across, along = np.where(is_upright, up, right), np.where(is_upright, right, up)
    alike = looks[text.sources[after]] == looks[text.sources[before]]
    is_next = (_NEXT_LINE[0] * sizes <= across) & (across <= _NEXT_LINE[1] * sizes)
    return alike & is_next & (along <= _LONGEST_LINE * sizes)


def runs_of(text: PrintedText, looks: Indices, glyphs: Indices) -> Runs:
    """Some glyphs in runs: each begins where a glyph doesn't go on after the one before."""
    first = np.ones(len(glyphs[:1]), bool)
    starts = np.flatnonzero(np.append(first, ~goes_on(text, looks, glyphs[:-1], glyphs[1:])))
    return Runs(
        glyphs=glyphs,
        looks=looks[text.sources[glyphs[starts]]],
        starts=starts,
        ends=np.append(starts[1:], len(glyphs)),
        lows=np.minimum.reduceat(text.inks[glyphs, 1], starts),
        highs=np.maximum.reduceat(text.inks[glyphs, 3], starts),
    )
