"""Ink in a cell that no text accounts for: figures drawn as outlines, or in a picture."""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.picture import Dots

_INSET = 2.5
"""Points: what is nearer to a cell's edge is its rule."""

_LEAST_CHANGE = 96
_HEIGHTS = (3.5, 40.0)
_WIDTHS = (0.8, 60.0)
"""Points, of a figure drawn."""


def ink_in(dots: Dots, scale: float, cell: Box) -> bool:
    """Whether something as large as a figure is drawn well inside a cell of the reading frame.

    `dots` is the page without its text, `scale` its dots a point.
    """
    rows, columns = dots.shape[:2]
    left, right = round((cell.x0 + _INSET) * scale), round((cell.x1 - _INSET) * scale)
    top, bottom = rows - round((cell.y1 - _INSET) * scale), rows - round((cell.y0 + _INSET) * scale)
    inside = dots[max(top, 0) : max(bottom, 0), max(left, 0) : min(right, columns)]
    if not inside.size or int(inside.max()) - int(inside.min()) < _LEAST_CHANGE:
        return False
    ground = np.median(inside.reshape(-1, inside.shape[2]), axis=0)
    ink = (np.abs(inside - ground).max(axis=2) >= _LEAST_CHANGE).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    high, wide = ink.shape
    return any(
        _HEIGHTS[0] <= height / scale <= _HEIGHTS[1]
        and _WIDTHS[0] <= width / scale <= _WIDTHS[1]
        and x > 0
        and y > 0
        and x + width < wide
        and y + height < high
        for x, y, width, height, _ in stats[1:count].tolist()
    )
