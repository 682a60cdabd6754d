"""Pages drawn by pdfium, whole or in part, as a reader sees them."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
"""Rows, columns and, where there are colours, blue, green, red and perhaps a fourth that is always the same."""

_KINDS = {1: pdfium_c.FPDFBitmap_Gray, 3: pdfium_c.FPDFBitmap_BGR, 4: pdfium_c.FPDFBitmap_BGRx}
"""By the bytes of a dot."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page's picture in dots: from the left and from the top, how wide and how high."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, eq=False, slots=True)
class Sheet:
    """A bitmap that pdfium draws on, and its dots."""

    bitmap: pdfium.PdfBitmap
    dots: Pixels


class Paper:
    """Paper to draw on, used again: fresh memory costs about what drawing a page does. A picture on it lasts until it
    is made white for the next."""

    def __init__(self) -> None:
        self._dots = np.empty(0, np.uint8)
        self._sheet: Sheet | None = None

    def white(self, width: int, height: int, bytes_of_dot: int) -> Sheet:
        """So many dots wide and high."""
        shape = (height, width, bytes_of_dot)
        # Most pages of a document are of one size.
        if self._sheet is None or self._sheet.dots.shape != shape:
            self._sheet = self._cut(*shape)
        self._sheet.dots.fill(255)
        return self._sheet

    def _cut(self, height: int, width: int, bytes_of_dot: int) -> Sheet:
        size = width * height * bytes_of_dot
        if self._dots.size < size:
            self._dots = np.empty(size, np.uint8)
        buffer = (ctypes.c_ubyte * size).from_buffer(self._dots.data)
        bitmap = pdfium.PdfBitmap.new_native(width, height, _KINDS[bytes_of_dot], buffer=buffer)
        return Sheet(bitmap, self._dots[:size].reshape(height, width, bytes_of_dot))


@dataclass(frozen=True)
class Papers:
    """What pages of a document are drawn on: `whole` as they are, as the `ground` of their text, for their `rules`."""

    whole: Paper = field(default_factory=Paper)
    ground: Paper = field(default_factory=Paper)
    rules: Paper = field(default_factory=Paper)


def draw(page: pdfium.PdfPage, scale: float, paper: Paper, part: Part | None = None, *, gray: bool = False) -> Pixels:
    """Draw a page, notes on it included, at `scale` dots a point: in gray, or four bytes for the colours of a dot."""
    width, height = (max(math.ceil(side * scale), 1) for side in page.get_size())
    part = part or Part(0, 0, width, height)
    sheet = paper.white(part.width, part.height, 1 if gray else 4)
    flags = pdfium_c.FPDF_ANNOT | (pdfium_c.FPDF_GRAYSCALE if gray else 0)
    pdfium_c.FPDF_RenderPageBitmap(sheet.bitmap, page, -part.left, -part.top, width, height, 0, flags)
    return sheet.dots
