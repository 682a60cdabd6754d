"""Glyphs that stand on one another: copies of one character, and characters that can't be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.printed import PrintedGlyph

_SAME_SPOT = 0.25
"""As a part of the glyph's advance: how far a bold or shadowed text's copy is moved."""

_COVERED = 0.2
"""As a part of the smaller glyph's ink box."""

_GRID = 8.0
"""Points: glyphs are looked for in the squares around one."""


def twins(glyphs: Sequence[PrintedGlyph]) -> Iterator[tuple[int, int]]:
    """Pairs of indices (first, copy) of a character printed twice on one spot."""
    seen: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
    for index, glyph in enumerate(glyphs):
        x, y = glyph.origin
        reach = _SAME_SPOT * max(glyph.advance.width, glyph.advance.height / 3, 1.0)
        left, right = round((x - reach) / _GRID), round((x + reach) / _GRID)
        low, high = round((y - reach) / _GRID), round((y + reach) / _GRID)
        near = (
            other
            for column in range(left, right + 1)
            for row in range(low, high + 1)
            for other in seen.get((glyph.char, column, row), ())
        )
        for other in near:
            apart = glyphs[other].origin
            if abs(apart[0] - x) < reach and abs(apart[1] - y) < reach:
                yield other, index
                break
        seen[(glyph.char, round(x / _GRID), round(y / _GRID))].append(index)


def collisions(boxes: Iterable[tuple[int, Box]]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers whose boxes cover each other by more than their edges."""
    seen: defaultdict[tuple[int, int], list[tuple[int, Box]]] = defaultdict(list)
    for number, box in boxes:
        squares = [
            (column, row)
            for column in range(int(box.x0 // _GRID), int(box.x1 // _GRID) + 1)
            for row in range(int(box.y0 // _GRID), int(box.y1 // _GRID) + 1)
        ]
        found = {other: beside for square in squares for other, beside in seen[square]}
        yield from ((other, number) for other, beside in found.items() if _cover(box, beside))
        for square in squares:
            seen[square].append((number, box))


def _cover(one: Box, other: Box) -> bool:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    if width <= 0 or height <= 0:
        return False
    return width * height > _COVERED * min(one.width * one.height, other.width * other.height)
