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

Handle = ctypes.c_void_p
"""What pdfium gives for an object of its own."""

_DEEPEST_FORM = 30


@dataclass(frozen=True)
class PageObjects:
    """The text objects of a page, the kinds of what else is drawn on it, and the area of the largest picture in square
    units of the page."""

    texts: Sequence[Handle]
    kinds: frozenset[int]
    largest_picture: float


def read_objects(page: pdfium.PdfPage) -> PageObjects:
    """Go through a page's objects once."""
    texts: list[Handle] = []
    kinds: set[int] = set()
    largest = 0.0
    for handle, kind in _objects(pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, page.raw, 1):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts.append(handle)
            continue
        kinds.add(kind)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = bounds(handle)
            largest = max(largest, (x1 - x0) * (y1 - y0))
    return PageObjects(texts, frozenset(kinds), largest)


def _objects(
    count: Callable[[Handle], int], get: Callable[[Handle, int], Handle], holder: Handle, depth: int
) -> Iterator[tuple[Handle, int]]:
    for index in range(count(holder)):
        handle = get(holder, index)
        kind = pdfium_c.FPDFPageObj_GetType(handle)
        yield handle, kind
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            yield from _objects(pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject, handle, depth + 1)


def bounds(handle: Handle) -> tuple[float, float, float, float]:
    """Where an object stands in its holder's coordinates: left, bottom, right, top."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def addresses(handles: Sequence[Handle]) -> list[int]:
    """What tells objects apart: each call gives a handle of its own for the same one."""
    pointers = (pdfium_c.FPDF_PAGEOBJECT * len(handles))(*handles)
    return np.frombuffer(memoryview(pointers).cast("B"), np.uintp).tolist() if handles else []


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
    deque(map(pdfium_c.FPDFPageObj_SetIsActive, handles, repeat(drawn)), maxlen=0)
