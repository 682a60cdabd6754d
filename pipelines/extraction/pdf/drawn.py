"""Ink in a cell that no text accounts for: figures, or a figure's signs, drawn as outlines or in a picture."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.picture import Picture

_INSET = 2.5
"""Points: what is nearer to a cell's edge is its rule."""

_LEAST_CHANGE = 96
_HEIGHTS = (3.5, 40.0)
_WIDTHS = (0.8, 60.0)
"""Points, of a figure drawn."""

_SIGN = (0.6, 12.0)
"""Points, of the longer side of a point, a minus or a digit drawn."""
_THINNEST = 0.3
_BESIDE = 1.2
_ABOVE = 0.15
"""How far beside a number, and over and under it, its signs stand, as parts of its height."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """What stands on a page beside its text: the `picture` of it, in the reading frame."""

    picture: Picture

    def figure_in(self, cell: Box) -> bool:
        """Whether something as large as a figure is drawn well inside a cell."""
        return any(
            _HEIGHTS[0] <= height <= _HEIGHTS[1] and _WIDTHS[0] <= width <= _WIDTHS[1]
            for width, height in self._marks(_inside(cell))
        )

    def sign_at(self, number: Box, cell: Box) -> bool:
        """Whether something as large as a point, a minus or a digit is drawn within the number that a cell prints, or
        beside it."""
        beside, above = _BESIDE * number.height, _ABOVE * number.height
        inside = _inside(cell)
        place = Box(
            max(number.x0 - beside, inside.x0),
            max(number.y0 - above, inside.y0),
            min(number.x1 + beside, inside.x1),
            min(number.y1 + above, inside.y1),
        )
        return any(
            max(sides) <= _SIGN[1] and min(sides) >= _SIGN[0] / 2 and max(sides) >= _SIGN[0]
            for sides in self._marks(place)
        )

    @cached_property
    def _rows(self) -> Sequence[int]:
        return self.picture.rows.tolist()

    @cached_property
    def _columns(self) -> Sequence[int]:
        return self.picture.columns.tolist()

    def _marks(self, place: Box) -> Iterator[tuple[float, float]]:
        """The width and height in points of what is drawn in a place and doesn't reach out of it."""
        scale = self.picture.scale
        rows, columns = self.picture.dots.shape[:2]
        left, right = max(round(place.x0 * scale), 0), min(max(round(place.x1 * scale), 0), columns)
        top, bottom = max(rows - round(place.y1 * scale), 0), max(rows - round(place.y0 * scale), 0)
        if not _any_within(self._rows, top, bottom) and not _any_within(self._columns, left, right):
            return
        inside = self.picture.dots[top:bottom, left:right]
        dots = inside.tobytes()
        # Most places are of one gray, and to see that costs less than to look for their brightest and darkest dot.
        if dots == dots[:1] * len(dots) or int(inside.max()) - int(inside.min()) < _LEAST_CHANGE:
            return
        ground = np.median(inside.reshape(-1, inside.shape[2]), axis=0)
        ink = (np.abs(inside - ground).max(axis=2) >= _LEAST_CHANGE).astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        high, wide = ink.shape
        for x, y, width, height, _ in stats[1:count].tolist():
            if x > 0 and y > 0 and x + width < wide and y + height < high:
                yield width / scale, height / scale


def _any_within(changing: Sequence[int], start: int, end: int) -> bool:
    """Whether any of the dots from start to end differ from the next, which is before the end too."""
    first = bisect_left(changing, start)
    return first < len(changing) and changing[first] < end - 1


def _inside(cell: Box) -> Box:
    return Box(cell.x0 + _INSET, cell.y0 + _INSET, cell.x1 - _INSET, cell.y1 - _INSET)
