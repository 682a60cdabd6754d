"""Where glyphs stand in a picture of their page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.pdf.arrays import Indices, Numbers
from pipelines.extraction.pdf.canvas import Pixels

Point = tuple[float, float]


@dataclass(frozen=True, eq=False)
class View:
    """The way between a page's own coordinates and the dots of its picture, so many wide and high, whatever the page's
    boxes and its rotation."""

    width: int
    height: int
    origin: Numbers
    axes: Numbers
    inverse: Numbers

    @staticmethod
    def of(page: pdfium.PdfPage, picture: Pixels) -> View:
        height, width = picture.shape[:2]
        x, y = ctypes.c_double(), ctypes.c_double()

        def on_page(dot: tuple[int, int]) -> np.ndarray:
            pdfium_c.FPDF_DeviceToPage(page, 0, 0, width, height, 0, *dot, x, y)
            return np.array([x.value, y.value])

        origin = on_page((0, 0))
        axes = np.column_stack([(on_page((width, 0)) - origin) / width, (on_page((0, height)) - origin) / height])
        return View(width, height, origin, axes, np.linalg.inv(axes).astype(np.float64))

    def to_dots(self, points: Numbers) -> Numbers:
        return (points - self.origin) @ self.inverse.T

    def to_page(self, dot: Point) -> Point:
        x, y = (self.origin + np.array(dot) @ self.axes.T).tolist()
        return x, y


def places_of(view: View, inks: Numbers) -> Indices:
    """The dots (left, top, right, bottom; ends excluded) well inside each ink box; none outside the page."""
    first, second = view.to_dots(inks[:, :2]), view.to_dots(inks[:, 2:])
    low, high = np.minimum(first, second), np.maximum(first, second)
    # Its neighbours' ink runs over by half a dot; that of a thin stroke can stand half a dot beside its box.
    inset = np.where(high - low > 3, 0.75, np.where(high - low < 2, -0.5, 0.0))
    begin = np.floor(low + inset)
    end = np.maximum(np.ceil(high - inset), begin + 1)
    limit = np.array([view.width, view.height])
    return np.hstack([np.clip(begin, 0, limit), np.clip(end, 0, limit)]).astype(int)
