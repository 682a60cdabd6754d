"""Glyphs that stand on one another: copies of one character, and characters that can't be told apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from pipelines.extraction.pdf.printed import PrintedGlyph

_SAME_SPOT = 0.25
"""As a part of the glyph's advance: how far a bold or shadowed text's copy is moved."""

Pairs = np.ndarray[tuple[int, int], np.dtype[np.int64]]


def twins(glyphs: Sequence[PrintedGlyph]) -> Sequence[tuple[int, int]]:
    """Pairs of indices (first, copy) of a character printed twice on one spot, with all of the text it stands in.

    Where only a part of two texts stands on each other, one is hidden in part: 预算数 over the end of 政府预算 that
    its cell cuts off.
    """
    if not glyphs:
        return ()
    chars = np.array([ord(glyph.char) for glyph in glyphs])
    places = np.array([glyph.origin for glyph in glyphs])
    reach = _SAME_SPOT * np.array([max(g.advance.width, g.advance.height / 3, 1.0) for g in glyphs])
    found: list[tuple[int, int]] = []
    for one, other in _near(places[:, 0], places[:, 0] + reach):
        apart = np.abs(places[one] - places[other])
        limit = np.minimum(reach[one], reach[other])
        same = (chars[one] == chars[other]) & (apart[:, 0] < limit) & (apart[:, 1] < limit)
        found += zip(one[same].tolist(), other[same].tolist(), strict=True)
    return _of_whole_texts(glyphs, sorted((min(pair), max(pair)) for pair in found))


def _of_whole_texts(glyphs: Sequence[PrintedGlyph], pairs: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    length = Counter(glyph.source for glyph in glyphs)
    covered: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for pair in pairs:
        sources = (glyphs[pair[0]].source, glyphs[pair[1]].source)
        shorter = min((0, 1), key=lambda side: length[sources[side]])
        covered[sources].add(pair[shorter])

    def whole(pair: tuple[int, int]) -> bool:
        sources = (glyphs[pair[0]].source, glyphs[pair[1]].source)
        return sources[0] == sources[1] or len(covered[sources]) == min(length[source] for source in sources)

    return tuple(pair for pair in pairs if whole(pair))


def collisions(glyphs: Sequence[PrintedGlyph], part: float) -> Sequence[tuple[int, int]]:
    """Pairs of indices of glyphs whose ink boxes cover more than a part of the smaller one."""
    if not glyphs:
        return ()
    x0, y0, x1, y1 = np.array([(g.ink.x0, g.ink.y0, g.ink.x1, g.ink.y1) for g in glyphs]).T
    area = np.maximum((x1 - x0) * (y1 - y0), 1e-6)
    found: list[tuple[int, int]] = []
    for one, other in _near(x0, x1):
        width = np.minimum(x1[one], x1[other]) - np.maximum(x0[one], x0[other])
        height = np.minimum(y1[one], y1[other]) - np.maximum(y0[one], y0[other])
        covered = np.maximum(width, 0) * np.maximum(height, 0) > part * np.minimum(area[one], area[other])
        found += zip(one[covered].tolist(), other[covered].tolist(), strict=True)
    return tuple(sorted((min(pair), max(pair)) for pair in found))


def _near(start: np.ndarray, end: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of spans that meet, each pair once: those that begin one after the other, then two after, and so on."""
    order = np.argsort(start, kind="stable")
    begins, ends = start[order], end[order]
    reached = np.searchsorted(begins, ends) - np.arange(len(order)) - 1
    for step in range(1, int(reached.max(initial=0)) + 1):
        first = np.flatnonzero(reached >= step)
        yield order[first], order[first + step]
