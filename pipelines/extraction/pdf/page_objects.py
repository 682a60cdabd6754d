"""The objects of which pdfium makes a page, those in its forms included."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.pdf.arrays import Numbers
from pipelines.extraction.pdf.calls import ADDRESS, address_of, direct, told

Handle = int
"""The address at which pdfium keeps an object of its own."""

_DEEPEST_FORM = 30

_COUNT_ON_PAGE = direct(pdfium_c.FPDFPage_CountObjects, ctypes.c_int, ADDRESS)
_GET_FROM_PAGE = direct(pdfium_c.FPDFPage_GetObject, ADDRESS, ADDRESS, ADDRESS)
_COUNT_IN_FORM = direct(pdfium_c.FPDFFormObj_CountObjects, ctypes.c_int, ADDRESS)
_GET_FROM_FORM = direct(pdfium_c.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ADDRESS)
_KIND = direct(pdfium_c.FPDFPageObj_GetType, ctypes.c_int, ADDRESS)
_BOUNDS = direct(pdfium_c.FPDFPageObj_GetBounds, ctypes.c_int, *[ADDRESS] * 5)
_FILL = direct(pdfium_c.FPDFPageObj_GetFillColor, ctypes.c_int, *[ADDRESS] * 5)
_STROKE = direct(pdfium_c.FPDFPageObj_GetStrokeColor, ctypes.c_int, *[ADDRESS] * 5)
_SET_ACTIVE = direct(pdfium_c.FPDFPageObj_SetIsActive, ctypes.c_int, ADDRESS, ADDRESS)


@dataclass(frozen=True)
class PageObjects:
    """The text objects of a page, the kinds of what else is drawn on it, and the area of the largest picture in square
    units of the page."""

    texts: Sequence[Handle]
    kinds: frozenset[int]
    largest_picture: float
    is_plain: bool
    """Only lines and areas are drawn beside the text, and no colour depends on the one under it."""
    is_gray: bool
    """It is plain, and each of its lines and areas is known to be black, white or gray."""


def read_objects(page: pdfium.PdfPage, *, has_patterns: bool) -> PageObjects:
    """Go through a page's objects once. Of an area painted with a pattern pdfium tells a gray, whatever its colours."""
    found = objects_of(page)
    pictures = bounds([handle for handle, kind in found if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE])
    kinds = frozenset(kind for _, kind in found) - {pdfium_c.FPDF_PAGEOBJ_TEXT}
    is_plain = kinds <= {pdfium_c.FPDF_PAGEOBJ_PATH} and not pdfium_c.FPDFPage_HasTransparency(page)
    return PageObjects(
        texts=[handle for handle, kind in found if kind == pdfium_c.FPDF_PAGEOBJ_TEXT],
        kinds=kinds,
        largest_picture=float(np.fmax.reduce((pictures[:, 2:] - pictures[:, :2]).prod(axis=1), initial=0.0)),
        is_plain=is_plain,
        is_gray=is_plain
        and not has_patterns
        and _are_gray([handle for handle, kind in found if kind == pdfium_c.FPDF_PAGEOBJ_PATH]),
    )


def _are_gray(paths: Sequence[Handle]) -> bool:
    red, green, blue, _ = np.vstack([told(of, [paths], len(paths), 4, np.uint32) for of in (_FILL, _STROKE)]).T
    return bool(((red == green) & (red == blue)).all())


def objects_of(page: pdfium.PdfPage, deepest: int = _DEEPEST_FORM) -> Sequence[tuple[Handle, int]]:
    """The objects of a page with their kinds, after each form those in it: the page is the first level, and the
    `deepest` the last."""
    return _objects(_COUNT_ON_PAGE, _GET_FROM_PAGE, address_of(page.raw), deepest)


def _objects(
    count: Callable[[Handle], int], get: Callable[[Handle, int], Handle], holder: Handle, levels: int
) -> Sequence[tuple[Handle, int]]:
    handles = list(map(get, repeat(holder), range(count(holder))))
    kinds = list(map(_KIND, handles))
    objects = zip(handles, kinds, strict=True)
    if pdfium_c.FPDF_PAGEOBJ_FORM not in kinds or levels == 1:
        return list(objects)
    return [each for handle, kind in objects for each in ((handle, kind), *_inside(handle, kind, levels - 1))]


def _inside(handle: Handle, kind: int, levels: int) -> Sequence[tuple[Handle, int]]:
    is_form = kind == pdfium_c.FPDF_PAGEOBJ_FORM
    return _objects(_COUNT_IN_FORM, _GET_FROM_FORM, handle, levels) if is_form else ()


def bounds(handles: Sequence[Handle]) -> Numbers:
    """Where objects stand in their holder's coordinates: left, bottom, right, top."""
    return told(_BOUNDS, [handles], len(handles), 4, np.float32).astype(float)


@contextmanager
def without(handles: Iterable[Handle]) -> Iterator[None]:
    """Objects are not drawn while the `with` block runs."""
    taken = list(handles)
    _draw_or_not(taken, False)
    try:
        yield
    finally:
        _draw_or_not(taken, True)


def _draw_or_not(handles: Iterable[Handle], drawn: bool) -> None:
    deque(map(_SET_ACTIVE, handles, repeat(drawn)), maxlen=0)
