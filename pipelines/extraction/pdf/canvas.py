"""Pages drawn by pdfium, whole or in part, as a reader sees them."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
"""Rows, columns and, where there are colours, three of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page's picture in dots: from the left and from the top, how wide and how high."""

    left: int
    top: int
    width: int
    height: int


def blank(width: int, height: int, *, gray: bool = False) -> pdfium.PdfBitmap:
    """White paper to draw on, so many dots wide and high."""
    kind, channels = (pdfium_c.FPDFBitmap_Gray, 1) if gray else (pdfium_c.FPDFBitmap_BGR, 3)
    white = bytearray(b"\xff") * (width * height * channels)
    return pdfium.PdfBitmap.new_native(width, height, kind, buffer=(ctypes.c_ubyte * len(white)).from_buffer(white))


def draw(page: pdfium.PdfPage, scale: float, part: Part | None = None, *, gray: bool = False) -> Pixels:
    """Draw a page, notes on it included, at `scale` dots a point."""
    width, height = (max(math.ceil(side * scale), 1) for side in page.get_size())
    part = part or Part(0, 0, width, height)
    bitmap = blank(part.width, part.height, gray=gray)
    flags = pdfium_c.FPDF_ANNOT | (pdfium_c.FPDF_GRAYSCALE if gray else 0)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page, -part.left, -part.top, width, height, 0, flags)
    return bitmap.to_numpy()
