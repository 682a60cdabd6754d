"""Glyphs drawn large, one by one, and what their shapes say against the characters their fonts name."""

from __future__ import annotations

import numpy as np
import pypdfium2 as pdfium

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.printed import PrintedGlyph
from pipelines.extraction.pdf.shapes import Gray, likeness, trimmed
from pipelines.foundation.text import fold_width

_TALL = 36
"""Dots from a digit's head to its foot."""

_MARGIN = 0.04
"""As a part of the glyph's height, over and under it."""


class Drawing:
    """Draws glyphs of one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._left, self._bottom, right, top = page.get_cropbox(fallback_ok=True) or (0.0, 0.0, *page.get_size())
        self._size = (right - self._left, top - self._bottom)
        self._turns = page.get_rotation() // 90

    def speaks_against(self, glyph: PrintedGlyph, size: float) -> bool:
        """Whether what is drawn is clearly not the figure that the font's map says it is."""
        char = fold_width(glyph.char)
        if char not in "0123456789.,-":
            return False
        ink = self._ink(glyph)
        if not ink.size:
            return False
        scale = _TALL / max(min(glyph.ink.width, glyph.ink.height) if glyph.quarter % 2 else glyph.ink.height, 1e-3)
        height, width = ink.shape[0] / scale / size, ink.shape[1] / scale / size
        if char.isdigit():
            return height < 0.25 or (height > 0.4 and likeness(ink).speaks_against(int(char)))
        if char == "-":
            return height > 0.4
        return height > 0.45 or width > 0.45

    def _ink(self, glyph: PrintedGlyph) -> Gray:
        """The glyph's ink, upright and trimmed; of no size where nothing is drawn."""
        box = Box(
            glyph.ink.x0 - self._left,
            glyph.ink.y0 - self._bottom,
            glyph.ink.x1 - self._left,
            glyph.ink.y1 - self._bottom,
        ).turned(self._turns, *self._size)
        width, height = self._size if self._turns % 2 == 0 else self._size[::-1]
        quarter = (glyph.quarter + self._turns) % 4
        tall = max(box.width if quarter % 2 else box.height, 1e-3)
        margin = _MARGIN * tall
        across, along = (margin, 0.0) if quarter % 2 else (0.0, margin)
        crop = (
            max(box.x0 - across, 0.0),
            max(box.y0 - along, 0.0),
            max(width - box.x1 - across, 0.0),
            max(height - box.y1 - along, 0.0),
        )
        if box.width < 0.05 or box.height < 0.05 or crop[0] + crop[2] >= width or crop[1] + crop[3] >= height:
            return np.zeros((0, 0))
        picture = self._page.render(scale=_TALL / tall, crop=crop, grayscale=True).to_numpy()
        gray = np.rot90(picture.reshape(picture.shape[:2]), quarter).astype(float)
        edges = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
        ink = np.abs(gray - np.median(edges))
        most = float(ink.max())
        return trimmed(ink / most) if most > 20 else np.zeros((0, 0))
