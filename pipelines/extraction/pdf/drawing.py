"""Glyphs drawn large, one by one, and what their shapes say against the characters their fonts name."""

from __future__ import annotations

import math

import numpy as np
import pypdfium2 as pdfium

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.arrays import median_of_bytes
from pipelines.extraction.pdf.canvas import Paper, Part, draw
from pipelines.extraction.pdf.printed import PrintedText
from pipelines.extraction.pdf.shapes import Gray, likeness, trimmed
from pipelines.foundation.text import fold_width

_TALL = 36
"""Dots from a digit's head to its foot."""

_THINNEST = 0.05
_MARGIN = 0.04
"""As a part of the glyph's height, over and under it."""


class Drawing:
    """Draws glyphs of one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._paper = Paper()
        self._left, self._bottom, right, top = page.get_cropbox(fallback_ok=True) or (0.0, 0.0, *page.get_size())
        self._size = (right - self._left, top - self._bottom)
        self._turns = page.get_rotation() // 90

    def speaks_against(self, text: PrintedText, index: int) -> bool:
        """Whether what is drawn is clearly not the figure that the font's map says it is."""
        char = fold_width(text.chars[index])
        if char not in "0123456789.,-":
            return False
        box, quarter = Box(*text.inks[index].tolist()), int(text.quarters[index])
        ink = self._ink(box, quarter)
        if not ink.size:
            return False
        tall = box.width if quarter % 2 else box.height
        height, width = (dots * tall / _TALL / text.drawn_by(index).size for dots in ink.shape)
        if char.isdigit():
            return height < 0.25 or (height > 0.4 and likeness(ink).speaks_against(int(char)))
        if char == "-":
            return height > 0.4
        return height > 0.45 or width > 0.45

    def _ink(self, box: Box, quarter: int) -> Gray:
        """The ink of a glyph set at clockwise quarter turns, upright and trimmed; of no size where nothing is drawn."""
        left, bottom = self._left, self._bottom
        box = Box(box.x0 - left, box.y0 - bottom, box.x1 - left, box.y1 - bottom).turned(self._turns, *self._size)
        height = self._size[1] if self._turns % 2 == 0 else self._size[0]
        quarter = (quarter + self._turns) % 4
        tall = max(box.width if quarter % 2 else box.height, 1e-3)
        margin = _MARGIN * tall
        across, along = (margin, 0.0) if quarter % 2 else (0.0, margin)
        if box.width < _THINNEST or box.height < _THINNEST or tall > height or box.x0 < 0 or box.y1 > height:
            return np.zeros((0, 0))
        scale = _TALL / tall
        part = Part(
            left=math.floor((box.x0 - across) * scale),
            top=math.floor((height - box.y1 - along) * scale),
            width=math.ceil((box.width + 2 * across) * scale) + 1,
            height=math.ceil((box.height + 2 * along) * scale) + 1,
        )
        picture = draw(self._page, scale, self._paper, part, gray=True)
        gray = np.rot90(picture.reshape(picture.shape[:2]), quarter)
        edges = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
        ink = np.abs(gray - median_of_bytes(edges))
        most = float(ink.max())
        return trimmed(ink / most) if most > 20 else np.zeros((0, 0))
