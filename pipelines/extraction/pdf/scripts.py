"""Subscripts and superscripts: signs set smaller than what they stand beside, and lower or higher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pipelines.extraction.pdf.arrays import Flags, Indices, Numbers
from pipelines.extraction.pdf.proof import DIGITS, FIRST_IDEOGRAPH

RAISED = "raised"
"""The doubt about a small number that is set lower or higher beside a digit: the mark of a note, or a power."""

_SMALLER = 0.85
"""As a part of the size of what it stands beside."""
_APART = (0.1, 0.65)
_REACH = 0.36
_LEVEL = 0.05
"""As parts of the larger size: how much lower or higher it is, how far away where no space parts them, and how level
its own signs are."""
_LONGEST = 8
_LONGEST_NUMBER = 3
_IN_NUMBERS = DIGITS | frozenset(".,%．，％")


def level_scripts(
    chars: Sequence[str], boxes: Numbers, baselines: Numbers, sizes: Numbers
) -> tuple[Numbers, frozenset[int]]:
    """The baselines of glyphs in the order in which they are set, those of subscripts and superscripts their
    neighbour's: they are read in its line. And the places of those that stay, as they would make another number of it.

    Boxes, baselines and sizes in points.
    """
    steps = _steps(boxes, baselines, sizes)
    if not steps.size:
        return baselines, frozenset()
    level = baselines.copy()
    raised: set[int] = set()
    for run, neighbours in _runs(steps.tolist(), sizes, _goes_on(boxes, baselines, sizes)):
        signs = [chars[place] for place in run]
        if not DIGITS.isdisjoint(signs) and any(chars[place] in _IN_NUMBERS for place in neighbours):
            raised.update(run if len(run) <= _LONGEST_NUMBER else ())
        elif len(run) <= _LONGEST and max(signs) < FIRST_IDEOGRAPH:
            level[run] = baselines[neighbours[0]]
    return level, frozenset(raised)


def _steps(boxes: Numbers, baselines: Numbers, sizes: Numbers) -> Indices:
    """The places of the glyphs beside which the next is set larger or smaller, and lower or higher."""
    larger, smaller = np.maximum(sizes[1:], sizes[:-1]), np.minimum(sizes[1:], sizes[:-1])
    gap, rise = np.abs(boxes[1:, 0] - boxes[:-1, 2]), np.abs(np.diff(baselines))
    least, most = _APART
    is_apart = (least * larger < rise) & (rise < most * larger)
    return np.flatnonzero((smaller < _SMALLER * larger) & is_apart & (gap < _REACH * larger))


def _goes_on(boxes: Numbers, baselines: Numbers, sizes: Numbers) -> Flags:
    """Whether each glyph but the last goes on with the next one, level with it and as large."""
    reach = sizes[:-1]
    is_level = (np.abs(np.diff(baselines)) < _LEVEL * reach) & (np.abs(np.diff(sizes)) < _LEVEL * reach)
    return is_level & (np.abs(boxes[1:, 0] - boxes[:-1, 2]) < _REACH * reach)


def _runs(steps: Sequence[int], sizes: Numbers, goes_on: Flags) -> Iterator[tuple[list[int], list[int]]]:
    """The places of each run of small glyphs, and of the larger ones beside it, that before it first."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for place in steps:
        is_after = sizes[place + 1] < sizes[place]
        start = end = place + is_after
        while is_after and end < len(goes_on) and goes_on[end]:
            end += 1
        while not is_after and start > 0 and goes_on[start - 1]:
            start -= 1
        _, neighbours = found.setdefault(start, (list(range(start, end + 1)), []))
        neighbours.append(place + (not is_after))
    yield from found.values()
