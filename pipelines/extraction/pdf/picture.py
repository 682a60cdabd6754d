"""A page drawn without its text, in the reading frame: rules, fills, pictures and forms as they show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.pdf.arrays import Indices
from pipelines.extraction.pdf.canvas import Paper
from pipelines.extraction.pdf.frame import Frame
from pipelines.extraction.pdf.page_objects import PageObjects, without

Dots = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
"""Rows, columns and three colours, or one gray."""

DOTS_PER_POINT = 2.0
_MOST_DOTS = 8_000_000
_ROWS_AT_ONCE = 128


@dataclass(frozen=True, eq=False)
class Picture:
    """A page without its text: its `dots`, so many (`scale`) a point."""

    dots: Dots
    scale: float

    @cached_property
    def rows(self) -> Indices:
        """The rows that differ at all from the one after them: most don't."""
        # Few at a time, as the picture is large.
        starts = range(0, len(self.dots), _ROWS_AT_ONCE)
        parts = [self.dots[start : start + _ROWS_AT_ONCE + 1] for start in starts]
        return np.flatnonzero(np.concatenate([(part[1:] != part[:-1]).any(axis=(1, 2)) for part in parts]))

    @cached_property
    def unlike(self) -> Dots:
        """The last of each of the stretches of rows that are alike."""
        return self.dots[np.append(self.rows, len(self.dots) - 1)]

    @cached_property
    def columns(self) -> Indices:
        """The columns that differ at all from the one after them."""
        return np.flatnonzero((self.unlike[:, 1:] != self.unlike[:, :-1]).any(axis=0).any(axis=1))


def draw_without_text(page: pdfium.PdfPage, objects: PageObjects, frame: Frame, paper: Paper) -> Picture:
    """The picture of a page without its texts; the dots of a huge page are fewer."""
    width, height = frame.reading_size
    scale = min(DOTS_PER_POINT, math.sqrt(_MOST_DOTS / max(width * height, 1.0)))
    columns, rows = max(math.ceil(width * scale), 1), max(math.ceil(height * scale), 1)
    sheet = paper.white(columns, rows, 1 if objects.is_gray else 3)
    flags = pdfium_c.FPDF_GRAYSCALE if objects.is_gray else 0
    with without(objects.texts):
        pdfium_c.FPDF_RenderPageBitmapWithMatrix(
            sheet.bitmap, page, _matrix(page, frame, scale), pdfium_c.FS_RECTF(0, 0, columns, rows), flags
        )
    return Picture(sheet.dots, scale)


def _matrix(page: pdfium.PdfPage, frame: Frame, scale: float) -> pdfium_c.FS_MATRIX:
    """From the page as pdfium shows it (origin at its upper left, y down) to the dots of the reading frame."""
    width, height = page.get_size()

    def dot(x: float, y: float) -> tuple[float, float]:
        reading_x, reading_y = frame.of_shown(x * frame.unit, (height - y) * frame.unit)
        return reading_x * scale, (frame.reading_size[1] - reading_y) * scale

    (e, f), (right_x, right_y), (down_x, down_y) = dot(0, 0), dot(width, 0), dot(0, height)
    a, b = (right_x - e) / width, (right_y - f) / width
    c, d = (down_x - e) / height, (down_y - f) / height
    return pdfium_c.FS_MATRIX(a, b, c, d, e, f)
