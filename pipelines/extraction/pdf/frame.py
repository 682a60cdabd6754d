"""One frame for all that stands on a page: from the PDF's user space to where the page's text reads upright."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipelines.extraction.grid import Box


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

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in the reading frame, in points."""
        x, y = (x - self.visible.x0) * self.unit, (y - self.visible.y0) * self.unit
        upright = Box(x, y, x, y).turned(self.rotation + self.turns, *self._sides(0))
        return self._level(upright.x0, upright.y0, -self.skew)

    def of_shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as shown (in points, origin at its lower left) in the reading frame."""
        upright = Box(x, y, x, y).turned(self.turns, *self.shown_size)
        return self._level(upright.x0, upright.y0, -self.skew)

    def box(self, box: Box) -> Box:
        """A box of user space in the reading frame; it keeps its sides where the page is askew."""
        left, bottom = self.visible.x0, self.visible.y0
        moved = Box(
            (box.x0 - left) * self.unit,
            (box.y0 - bottom) * self.unit,
            (box.x1 - left) * self.unit,
            (box.y1 - bottom) * self.unit,
        )
        return self._levelled(moved.turned(self.rotation + self.turns, *self._sides(0)), -self.skew)

    def shown(self, box: Box) -> Box:
        """A box of the reading frame as a box on the page as shown."""
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

    def _level(self, x: float, y: float, angle: float) -> tuple[float, float]:
        if not angle:
            return x, y
        width, height = self.reading_size
        x, y = x - width / 2, y - height / 2
        cos, sin = math.cos(angle), math.sin(angle)
        return width / 2 + x * cos - y * sin, height / 2 + x * sin + y * cos
