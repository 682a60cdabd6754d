"""Glyphs that stand on one another: copies of one character, and characters that can't be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.extraction.pdf.arrays import Indices, Numbers, from_each, portions
from pipelines.extraction.pdf.printed import PrintedText

_SAME_SPOT = 0.25
"""As a part of the glyph's advance: how far a bold or shadowed text's copy is moved."""

_PAIRS_AT_ONCE = 1_000_000

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Pairs of glyphs, by index and in order, whose ink boxes cover each other: the area, and that of the smaller."""

    pairs: Indices
    covered: Numbers
    smaller: Numbers

    def over(self, part: float) -> Indices:
        """The pairs that cover more than a part of the smaller one."""
        return self.pairs[self.covered > part * self.smaller]


def twins(text: PrintedText) -> Sequence[Pair]:
    """Pairs of indices (first, copy) of a character printed twice on one spot, with all of the text it stands in.

    Where only a part of two texts stands on each other, one is hidden in part: 预算数 over the end of 政府预算 that
    its cell cuts off.
    """
    width, height = (text.advances[:, 2:] - text.advances[:, :2]).T
    reach = _SAME_SPOT * np.maximum(np.maximum(width, height / 3), 1.0)
    found: list[Pair] = []
    for one, other in _near(text.origins[:, 0], text.origins[:, 0] + reach):
        alike = text.codes[one] == text.codes[other]
        one, other = one[alike], other[alike]
        apart = np.abs(text.origins[one] - text.origins[other])
        limit = np.minimum(reach[one], reach[other])
        same = (apart[:, 0] < limit) & (apart[:, 1] < limit)
        found += zip(one[same].tolist(), other[same].tolist(), strict=True)
    return _of_whole_texts(text, sorted((min(pair), max(pair)) for pair in found))


def _of_whole_texts(text: PrintedText, pairs: Sequence[Pair]) -> Sequence[Pair]:
    length = np.bincount(text.sources).tolist()
    covered: defaultdict[Pair, set[int]] = defaultdict(set)
    sources = [(int(text.sources[one]), int(text.sources[other])) for one, other in pairs]
    for pair, of in zip(pairs, sources, strict=True):
        shorter = min((0, 1), key=lambda side: length[of[side]])
        covered[of].add(pair[shorter])

    def whole(of: Pair) -> bool:
        return of[0] == of[1] or len(covered[of]) == min(length[source] for source in of)

    return tuple(pair for pair, of in zip(pairs, sources, strict=True) if whole(of))


def overlaps(text: PrintedText) -> Overlaps:
    """The glyphs of a page whose ink boxes cover each other."""
    x0, y0, x1, y1 = text.inks.T
    area = np.maximum((x1 - x0) * (y1 - y0), 1e-6)
    pairs, covered = [np.zeros((0, 2), int)], [np.zeros(0)]
    for one, other in _near(x0, x1):
        height = np.minimum(y1[one], y1[other]) - np.maximum(y0[one], y0[other])
        level = height > 0
        one, other, height = one[level], other[level], height[level]
        width = np.minimum(x1[one], x1[other]) - np.maximum(x0[one], x0[other])
        pairs.append(np.column_stack([np.minimum(one, other), np.maximum(one, other)]))
        covered.append(np.maximum(width, 0) * height)
    together, areas = np.vstack(pairs), np.concatenate(covered)
    order = np.lexsort((together[:, 1], together[:, 0]))
    together, areas = together[order], areas[order]
    return Overlaps(together, areas, area[together].min(axis=1))


def _near(start: Numbers, end: Numbers) -> Iterator[tuple[Indices, Indices]]:
    """Pairs of spans that meet, each pair once, not all of them at once."""
    order = np.argsort(start, kind="stable")
    begins, ends = start[order], end[order]
    places = np.arange(len(order))
    reached = np.maximum(np.searchsorted(begins, ends) - places - 1, 0)
    for part in portions(reached, _PAIRS_AT_ONCE):
        first = np.repeat(places[part], reached[part])
        yield order[first], order[from_each(places[part] + 1, reached[part])]
