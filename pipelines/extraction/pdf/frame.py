"""One frame for all that stands on a page: from the PDF's user space to where the page's text reads upright."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.arrays import Numbers

_Place = TypeVar("_Place", float, Numbers)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a point of the content stream is seen, under any MediaBox, CropBox, UserUnit, /Rotate and skew.

    `visible` is the part of user space that is shown, `rotation` the page's own clockwise quarter turns, `turns` those
    that bring its text upright from there, `skew` the angle in radians that its baselines then still rise (or, below
    0, fall) to the right, `unit` the points in one unit of user space.
    """

    visible: Box
    rotation: int = 0
    turns: int = 0
    skew: float = 0.0
    unit: float = 1.0

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height of the page as shown, in points."""
        return self._sides(self.rotation)

    @property
    def reading_size(self) -> tuple[float, float]:
        """Width and height of the page in the reading frame, in points."""
        return self._sides(self.rotation + self.turns)

    def points(self, points: Numbers) -> Numbers:
        """Points of user space, each a row (x, y), in the reading frame, in points."""
        moved = (points - (self.visible.x0, self.visible.y0)) * self.unit
        upright = self._turned(np.hstack([moved, moved]))
        return np.column_stack(self._level(upright[:, 0], upright[:, 1], -self.skew))

    def of_shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as shown (in points, origin at its lower left) in the reading frame."""
        upright = Box(x, y, x, y).turned(self.turns, *self.shown_size)
        return self._level(upright.x0, upright.y0, -self.skew)

    def boxes(self, boxes: Numbers) -> Numbers:
        """Boxes of user space, each a row (x0, y0, x1, y1), in the reading frame; they keep their sides where the page
        is askew."""
        left, bottom = self.visible.x0, self.visible.y0
        upright = self._turned((boxes - (left, bottom, left, bottom)) * self.unit)
        if not self.skew:
            return upright
        x0, y0, x1, y1 = upright.T
        x, y = self._level((x0 + x1) / 2, (y0 + y1) / 2, -self.skew)
        width, height = x1 - x0, y1 - y0
        return np.column_stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2])

    def shown(self, box: Box) -> Box:
        """A box of the reading frame as a box on the page as shown."""
        if not self.turns and not self.skew:
            return box
        return self._levelled(box, self.skew).turned(-self.turns, *self.reading_size)

    def _sides(self, turns: int) -> tuple[float, float]:
        width, height = self.visible.width * self.unit, self.visible.height * self.unit
        return (height, width) if turns % 2 else (width, height)

    def _levelled(self, box: Box, angle: float) -> Box:
        """The box moved as its middle moves where the page is turned by an angle."""
        if not angle:
            return box
        x, y = self._level((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, angle)
        return Box(x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)

    def _turned(self, boxes: Numbers) -> Numbers:
        """Boxes of user space, its origin moved to what is shown, by the quarter turns that bring text upright."""
        width, height = self._sides(0)
        for _ in range((self.rotation + self.turns) % 4):
            x0, y0, x1, y1 = boxes.T
            boxes = np.column_stack([y0, width - x1, y1, width - x0])
            width, height = height, width
        return boxes

    def _level(self, x: _Place, y: _Place, angle: float) -> tuple[_Place, _Place]:
        if not angle:
            return x, y
        width, height = self.reading_size
        x, y = x - width / 2, y - height / 2
        cos, sin = math.cos(angle), math.sin(angle)
        return width / 2 + x * cos - y * sin, height / 2 + x * sin + y * cos
