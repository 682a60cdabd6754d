"""Changes of how a page's rules and its frame are drawn that leave its figures as a reader sees them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Disguise = Callable[[pdfium.PdfDocument], None]
Bounds = tuple[float, float, float, float]
Drawn = Callable[[pdfium.PdfPage, Iterable[Bounds]], None]

_BLACK = (0, 0, 0, 255)
_WHITE = (255, 255, 255, 255)


def _pages(document: pdfium.PdfDocument) -> Iterator[pdfium.PdfPage]:
    """The pages of a document; what was changed of them is kept."""
    for number in range(len(document)):
        page = document[number]
        yield page
        page.gen_content()
        page.close()


def _moved_box(document: pdfium.PdfDocument, right: float, up: float) -> None:
    """The content stands elsewhere in user space, and the page's box with it."""
    for page in _pages(document):
        left, bottom, end, top = page.get_bbox()
        for item in page.get_objects(max_depth=1):
            item.transform(pdfium.PdfMatrix().translate(right, up))
        page.set_mediabox(left + right, bottom + up, end + right, top + up)


def _crop(document: pdfium.PdfDocument, margin: float) -> None:
    """The page is cut (or, below 0, its media grow and the crop box stays)."""
    for page in _pages(document):
        left, bottom, right, top = page.get_bbox()
        if margin < 0:
            page.set_mediabox(left + margin, bottom + margin, right - margin, top - margin)
            page.set_cropbox(left, bottom, right, top)
        else:
            page.set_cropbox(left + margin, bottom + margin, right - margin, top - margin)


def _inverted_box(document: pdfium.PdfDocument) -> None:
    for page in _pages(document):
        left, bottom, right, top = page.get_bbox()
        page.set_mediabox(right, top, left, bottom)


def _rotate(document: pdfium.PdfDocument, degrees: int) -> None:
    for page in _pages(document):
        page.set_rotation(degrees)


def _skew(document: pdfium.PdfDocument, degrees: float) -> None:
    for page in _pages(document):
        width, height = page.get_size()
        askew = pdfium.PdfMatrix().translate(-width / 2, -height / 2).rotate(degrees).translate(width / 2, height / 2)
        for item in page.get_objects(max_depth=1):
            item.transform(askew)


def _in_form(document: pdfium.PdfDocument, depth: int) -> None:
    """The whole page as a form XObject, in a form, in a form."""
    for number in range(len(document)):
        for _ in range(depth):
            page = document[number]
            width, height = page.get_size()
            page.close()
            source = pdfium_c.FPDF_NewXObjectFromPage(document, document, number)
            holder = document.new_page(width, height, number)
            pdfium_c.FPDFPage_InsertObject(holder, pdfium_c.FPDF_NewFormObjectFromXObject(source))
            holder.gen_content()
            holder.close()
            pdfium_c.FPDF_CloseXObject(source)
            document.del_page(number + 1)


def _redraw(document: pdfium.PdfDocument, draw: Drawn) -> None:
    """The page's rules drawn in another way."""
    for page in _pages(document):
        paths = list(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=1))
        bounds = [path.get_bounds() for path in paths]
        for path in paths:
            page.remove_obj(path)
        draw(page, bounds)


def _add(document: pdfium.PdfDocument, draw: Drawn) -> None:
    """Something drawn beside the page's rules, which stay."""
    for page in _pages(document):
        draw(page, [path.get_bounds() for path in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=1)])


def _middle(bounds: Bounds) -> Bounds:
    """The ends of the rule that is drawn within bounds."""
    x0, y0, x1, y1 = bounds
    if x1 - x0 >= y1 - y0:
        return x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    return (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _fill(page: pdfium.PdfPage, path: ctypes.c_void_p, colour: tuple[int, int, int, int]) -> None:
    pdfium_c.FPDFPageObj_SetFillColor(path, *colour)
    pdfium_c.FPDFPath_SetDrawMode(path, pdfium_c.FPDF_FILLMODE_WINDING, False)
    pdfium_c.FPDFPage_InsertObject(page, path)


def _rectangles(
    page: pdfium.PdfPage, rules: Iterable[Bounds], thickness: float, colour: tuple[int, int, int, int] = _BLACK
) -> None:
    for x0, y0, x1, y1 in map(_middle, rules):
        rectangle = pdfium_c.FPDFPageObj_CreateNewRect(
            x0 - thickness / 2, y0 - thickness / 2, x1 - x0 + thickness, y1 - y0 + thickness
        )
        _fill(page, rectangle, colour)


def _double(page: pdfium.PdfPage, rules: Iterable[Bounds], apart: float) -> None:
    for x0, y0, x1, y1 in map(_middle, rules):
        right, up = (0.0, apart / 2) if x1 - x0 >= y1 - y0 else (apart / 2, 0.0)
        _rectangles(page, [(x0 - right, y0 - up, x1 - right, y1 - up), (x0 + right, y0 + up, x1 + right, y1 + up)], 0.5)


def _one_path(page: pdfium.PdfPage, rules: Iterable[Bounds]) -> None:
    """All rules as the sub-paths of one filled path."""
    path = pdfium_c.FPDFPageObj_CreateNewPath(0, 0)
    for x0, y0, x1, y1 in map(_middle, rules):
        left, bottom, right, top = x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25
        pdfium_c.FPDFPath_MoveTo(path, left, bottom)
        for x, y in ((right, bottom), (right, top), (left, top)):
            pdfium_c.FPDFPath_LineTo(path, x, y)
        pdfium_c.FPDFPath_Close(path)
    _fill(page, path, _BLACK)


def _strokes(
    page: pdfium.PdfPage,
    rules: Iterable[Bounds],
    colour: tuple[int, int, int, int],
    dash: float = 0.0,
    width: float = 0.5,
) -> None:
    for x0, y0, x1, y1 in map(_middle, rules):
        path = pdfium_c.FPDFPageObj_CreateNewPath(x0, y0)
        pdfium_c.FPDFPath_LineTo(path, x1, y1)
        pdfium_c.FPDFPageObj_SetStrokeColor(path, *colour)
        pdfium_c.FPDFPageObj_SetStrokeWidth(path, width)
        if dash:
            pdfium_c.FPDFPageObj_SetDashArray(path, (pdfium_c.c_float * 2)(dash, dash), 2, 0.0)
        pdfium_c.FPDFPath_SetDrawMode(path, pdfium_c.FPDF_FILLMODE_NONE, True)
        pdfium_c.FPDFPage_InsertObject(page, path)


def _on_ground(
    page: pdfium.PdfPage, rules: Iterable[Bounds], ground: tuple[int, int, int, int], colour: tuple[int, int, int, int]
) -> None:
    """Rules on a ground under all of the page."""
    area = pdfium_c.FPDFPageObj_CreateNewRect(0, 0, *page.get_size())
    pdfium_c.FPDFPageObj_SetFillColor(area, *ground)
    pdfium_c.FPDFPath_SetDrawMode(area, pdfium_c.FPDF_FILLMODE_WINDING, False)
    pdfium_c.FPDFPage_InsertObjectAtIndex(page, area, 0)
    _strokes(page, rules, colour)


def _unseen_rules(page: pdfium.PdfPage, rules: Iterable[Bounds], colour: tuple[int, int, int, int]) -> None:
    """Lines through the middle of everything, which nobody sees."""
    width, height = page.get_size()
    upright = [(x, 0.0, x, height) for x in range(20, math.ceil(width), 23)]
    level = [(0.0, y, width, y) for y in range(20, math.ceil(height), 31)]
    _strokes(page, [*upright, *level], colour)


def _in_pieces(page: pdfium.PdfPage, rules: Iterable[Bounds], length: float) -> None:
    """Each rule as many short lines that touch."""
    for x0, y0, x1, y1 in map(_middle, rules):
        count = max(round(math.hypot(x1 - x0, y1 - y0) / length), 1)
        steps = [(x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count + 1)]
        _strokes(page, [(*one, *other) for one, other in pairwise(steps)], _BLACK)


DISGUISES_OF_RULES: Mapping[str, Disguise] = {
    "box moved right and up": partial(_moved_box, right=100.0, up=37.5),
    "box moved below 0": partial(_moved_box, right=-300.0, up=-41.25),
    "box inverted": _inverted_box,
    "crop box smaller than the media": partial(_crop, margin=20.0),
    "media larger than the crop box": partial(_crop, margin=-60.0),
    "rotated by 90": partial(_rotate, degrees=90),
    "rotated by 180": partial(_rotate, degrees=180),
    "rotated by 270": partial(_rotate, degrees=270),
    "askew by 0.3": partial(_skew, degrees=0.3),
    "askew by -1": partial(_skew, degrees=-1.0),
    "askew by 3": partial(_skew, degrees=3.0),
    "in a form": partial(_in_form, depth=1),
    "in six forms": partial(_in_form, depth=6),
    "rules as hairlines": partial(_redraw, draw=partial(_strokes, colour=_BLACK, width=0.05)),
    "rules in grey": partial(_redraw, draw=partial(_strokes, colour=(200, 200, 200, 255))),
    "rules in pale yellow": partial(_redraw, draw=partial(_strokes, colour=(255, 240, 150, 255))),
    # Both have the brightness 216: in gray there would be no rule.
    "rules as bright as their ground": partial(
        _redraw, draw=partial(_on_ground, ground=(255, 200, 200, 255), colour=(150, 245, 246, 255))
    ),
    "rules as thin rectangles": partial(_redraw, draw=partial(_rectangles, thickness=0.3)),
    "rules as thick rectangles": partial(_redraw, draw=partial(_rectangles, thickness=2.0)),
    "rules 1.5 apart": partial(_redraw, draw=partial(_double, apart=1.5)),
    "rules 3 apart": partial(_redraw, draw=partial(_double, apart=3.0)),
    "rules in one path": partial(_redraw, draw=_one_path),
    "rules dashed by 1": partial(_redraw, draw=partial(_strokes, colour=_BLACK, dash=1.0)),
    "rules dashed by 3": partial(_redraw, draw=partial(_strokes, colour=_BLACK, dash=3.0)),
    "rules in pieces": partial(_redraw, draw=partial(_in_pieces, length=4.0)),
    "white rules over all": partial(_add, draw=partial(_unseen_rules, colour=_WHITE)),
    "transparent rules over all": partial(_add, draw=partial(_unseen_rules, colour=(0, 0, 0, 0))),
}
