"""Pages drawn by pdfium, whole or in part, as a reader sees them."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

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


def blank(width: int, height: int, bytes_of_dot: int = 3) -> pdfium.PdfBitmap:
    """White paper to draw on, so many dots wide and high."""
    white = bytearray(b"\xff") * (width * height * bytes_of_dot)
    buffer = (ctypes.c_ubyte * len(white)).from_buffer(white)
    return pdfium.PdfBitmap.new_native(width, height, _KINDS[bytes_of_dot], buffer=buffer)


def draw(page: pdfium.PdfPage, scale: float, part: Part | None = None, *, gray: bool = False) -> Pixels:
    """Draw a page, notes on it included, at `scale` dots a point: in gray, or four bytes for the colours of a dot."""
    width, height = (max(math.ceil(side * scale), 1) for side in page.get_size())
    part = part or Part(0, 0, width, height)
    bitmap = blank(part.width, part.height, 1 if gray else 4)
    flags = pdfium_c.FPDF_ANNOT | (pdfium_c.FPDF_GRAYSCALE if gray else 0)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page, -part.left, -part.top, width, height, 0, flags)
    return bitmap.to_numpy()
