"""Changes of a page that leave what a reader sees of its figures as it was, each a function that edits an open PDF."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Disguise = Callable[[pdfium.PdfDocument], None]
Colour = tuple[int, int, int, int]

_BLACK: Colour = (0, 0, 0, 255)
_MODES = pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP


def _pages(document: pdfium.PdfDocument) -> Iterator[pdfium.PdfPage]:
    """The pages of a document; what was changed of them is kept."""
    for page in document:
        yield page
        page.gen_content()
        page.close()


def _texts(page: pdfium.PdfPage) -> list[pdfium.PdfObject]:
    return list(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,)))


def _write(
    document: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    text: str,
    matrix: tuple[float, float, float, float, float, float],
    colour: Colour = _BLACK,
    mode: int = pdfium_c.FPDF_TEXTRENDERMODE_FILL,
    size: float = 9.0,
) -> None:
    item = pdfium_c.FPDFPageObj_NewTextObj(document, b"Helvetica", size)
    units = (text + "\0").encode("utf-16-le")
    pdfium_c.FPDFText_SetText(item, (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units))
    pdfium_c.FPDFPageObj_SetFillColor(item, *colour)
    pdfium_c.FPDFTextObj_SetTextRenderMode(item, mode)
    pdfium_c.FPDFPageObj_SetMatrix(item, pdfium_c.FS_MATRIX(*matrix))
    pdfium_c.FPDFPage_InsertObject(page, item)


def _unseen_over_figures(document: pdfium.PdfDocument, colour: Colour = _BLACK, mode: int = 0, size: float = 9) -> None:
    """Other figures on every figure of the page, which nobody sees."""
    for page in _pages(document):
        for item in _texts(page):
            x0, y0, _, _ = item.get_bounds()
            _write(document, page, "9,999.99", (1, 0, 0, 1, x0 + 1, y0 + 1), colour, mode, size)


def _unseen_beside_figures(
    document: pdfium.PdfDocument, colour: Colour = _BLACK, mode: int = 0, size: float = 9
) -> None:
    """Figures where none are printed, which nobody sees."""
    for page in _pages(document):
        for item in _texts(page):
            _, y0, x1, _ = item.get_bounds()
            _write(document, page, "777.77", (1, 0, 0, 1, x1 + 1, y0), colour, mode, size)


def _off_the_page(document: pdfium.PdfDocument) -> None:
    for page in _pages(document):
        for number in range(20):
            _write(document, page, "888.88", (1, 0, 0, 1, -200, 40.0 * number))


def _under_a_box(document: pdfium.PdfDocument) -> None:
    """Figures in the margin under a white box."""
    for page in _pages(document):
        for number in range(1, 20):
            _write(document, page, "888.88", (1, 0, 0, 1, 5, 40.0 * number))
        box = pdfium_c.FPDFPageObj_CreateNewRect(0, 0, 42, 842)
        pdfium_c.FPDFPageObj_SetFillColor(box, 255, 255, 255, 255)
        pdfium_c.FPDFPath_SetDrawMode(box, pdfium_c.FPDF_FILLMODE_WINDING, False)
        pdfium_c.FPDFPage_InsertObject(page, box)


def _tiled(
    document: pdfium.PdfDocument, text: str, colour: Colour, degrees: float = 0.0, size: float = 10.0, step: float = 97
) -> None:
    """A watermark over and over the page."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    for page in _pages(document):
        width, height = page.get_size()
        for column in range(int(width // step) + 1):
            for row in range(int(height // step) + 1):
                matrix = (cos, sin, -sin, cos, 13 + column * step, 11 + row * step)
                _write(document, page, text, matrix, colour, size=size)


def _coloured(document: pdfium.PdfDocument, colour: Colour) -> None:
    for page in _pages(document):
        for item in _texts(page):
            pdfium_c.FPDFPageObj_SetFillColor(item, *colour)


def _outlined(document: pdfium.PdfDocument) -> None:
    """Letters filled and drawn along their edges: bold made of a regular font."""
    for page in _pages(document):
        for item in _texts(page):
            pdfium_c.FPDFPageObj_SetStrokeColor(item, *_BLACK)
            pdfium_c.FPDFPageObj_SetStrokeWidth(item, 0.3)
            pdfium_c.FPDFTextObj_SetTextRenderMode(item, pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE)


def _on_a_ground(document: pdfium.PdfDocument, colour: Colour) -> None:
    for page in _pages(document):
        ground = pdfium_c.FPDFPageObj_CreateNewRect(0, 0, *page.get_size())
        pdfium_c.FPDFPageObj_SetFillColor(ground, *colour)
        pdfium_c.FPDFPath_SetDrawMode(ground, pdfium_c.FPDF_FILLMODE_WINDING, False)
        pdfium_c.FPDFPage_InsertObjectAtIndex(page, ground, 0)


def _turned(document: pdfium.PdfDocument, degrees: int) -> None:
    for page in _pages(document):
        page.set_rotation(degrees)


def _boxed(document: pdfium.PdfDocument, left: float, bottom: float, right: float, top: float) -> None:
    """A media box that goes beyond the page, or a smaller crop box."""
    for page in _pages(document):
        width, height = page.get_size()
        page.set_mediabox(min(left, 0), min(bottom, 0), width + max(right, 0), height + max(top, 0))
        page.set_cropbox(left, bottom, width + right, height + top)


DISGUISES: Mapping[str, Disguise] = {
    "nothing": lambda document: None,
    **{f"unseen over figures, mode {mode}": partial(_unseen_over_figures, mode=mode) for mode in _MODES},
    "unseen over figures, transparent": partial(_unseen_over_figures, colour=(0, 0, 0, 0)),
    "unseen over figures, nearly transparent": partial(_unseen_over_figures, colour=(0, 0, 0, 8)),
    "unseen over figures, too small": partial(_unseen_over_figures, size=0.4),
    **{f"unseen beside figures, mode {mode}": partial(_unseen_beside_figures, mode=mode) for mode in _MODES},
    "unseen beside figures, white": partial(_unseen_beside_figures, colour=(255, 255, 255, 255)),
    "unseen beside figures, nearly white": partial(_unseen_beside_figures, colour=(250, 250, 250, 255)),
    "unseen beside figures, transparent": partial(_unseen_beside_figures, colour=(0, 0, 0, 0)),
    "unseen beside figures, too small": partial(_unseen_beside_figures, size=1.2),
    "unseen beside the page": _off_the_page,
    "unseen under a box": _under_a_box,
    "tiled digits, light": partial(_tiled, text="2025", colour=(217, 217, 217, 255)),
    "tiled digits, transparent": partial(_tiled, text="2025", colour=(0, 0, 0, 40)),
    "tiled digits, light red": partial(_tiled, text="2025", colour=(255, 190, 190, 255)),
    "tiled digits, light, close": partial(_tiled, text="31", colour=(210, 210, 210, 255), step=41),
    "tiled letters, light": partial(_tiled, text="COPY", colour=(217, 217, 217, 255)),
    "tiled digits, light, larger": partial(_tiled, text="2025", colour=(217, 217, 217, 255), size=24),
    **{
        f"tiled digits, light, at {degrees} degrees": partial(
            _tiled, text="2025", colour=(217, 217, 217, 255), degrees=degrees
        )
        for degrees in (15, 30, 45, 60, -45)
    },
    "tiled digits, black, at 45 degrees": partial(_tiled, text="2025", colour=(0, 0, 0, 90), degrees=45, size=14),
    **{
        f"text in colour {colour}": partial(_coloured, colour=colour)
        for colour in ((0, 0, 128, 255), (192, 0, 0, 255), (60, 60, 60, 255), (0, 0, 0, 200), (120, 120, 120, 255))
    },
    "bold by its edges": _outlined,
    **{
        f"on a ground of {colour}": partial(_on_a_ground, colour=colour)
        for colour in ((255, 255, 204, 255), (220, 230, 241, 255), (0, 0, 0, 20))
    },
    **{f"turned by {degrees}": partial(_turned, degrees=degrees) for degrees in (90, 180, 270)},
    "a larger media box": partial(_boxed, left=-40, bottom=-30, right=50, top=60),
    "a smaller crop box": partial(_boxed, left=20, bottom=10, right=-20, top=-10),
}
"""By name: what stays as it was is the figures that a reader sees, and where."""
