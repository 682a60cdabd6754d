"""Which characters show: the page is drawn with and without its text, and where it doesn't change none is seen."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.pdf.overprint import twins
from pipelines.extraction.pdf.printed import PrintedGlyph, PrintedText, TextObject

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
"""Rows, columns and, where there are colours, three of them."""

_DOTS_PER_POINT = 110 / 72
_MOST_DOTS = 4_000_000
_MOST_LAYERS = 12


def measure_ink(page: pdfium.PdfPage, text: PrintedText) -> tuple[int, ...]:
    """How much each glyph changes the page where it stands: 0 for not at all, 255 for black on white.

    Text objects are taken away in layers in which none stands on another, so that a change is each one's own.
    Copies of one text on one spot go together: without one of them the page looks the same.
    """
    if not text.glyphs:
        return ()
    scale = _scale(page)
    whole = _draw(page, scale)
    places = _places(page, text.glyphs, whole)
    changes = [0] * len(text.glyphs)
    for layer in _layers(text, places, whole.shape[:2]):
        with _without(text.objects[source] for source in layer):
            change = difference(whole, _draw(page, scale))
        for index, glyph in enumerate(text.glyphs):
            if glyph.source in layer:
                left, top, right, bottom = places[index]
                spot = change[top:bottom, left:right]
                changes[index] = int(spot.max()) if spot.size else 0
    return tuple(changes)


def difference(one: Pixels, other: Pixels) -> Pixels:
    """The greatest difference of the colours of two pictures, dot by dot."""
    apart = np.maximum(one, other) - np.minimum(one, other)
    return np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])


def _scale(page: pdfium.PdfPage) -> float:
    width, height = page.get_size()
    return min(_DOTS_PER_POINT, math.sqrt(_MOST_DOTS / max(width * height, 1.0)))


def _draw(page: pdfium.PdfPage, scale: float) -> Pixels:
    return page.render(scale=scale).to_numpy()


@contextmanager
def _without(objects: Iterable[TextObject]) -> Iterator[None]:
    taken = tuple(objects)
    for each in taken:
        pdfium_c.FPDFPageObj_SetIsActive(each.handle, False)
    try:
        yield
    finally:
        for each in taken:
            pdfium_c.FPDFPageObj_SetIsActive(each.handle, True)


def _places(
    page: pdfium.PdfPage, glyphs: Sequence[PrintedGlyph], picture: Pixels
) -> Sequence[tuple[int, int, int, int]]:
    """The dots (left, top, right, bottom; ends excluded) well inside each glyph's ink box; none outside the page."""
    height, width = picture.shape[:2]
    to_dots = _to_dots(page, width, height)
    corners = np.array([(glyph.ink.x0, glyph.ink.y0, glyph.ink.x1, glyph.ink.y1) for glyph in glyphs])
    first, second = to_dots(corners[:, :2]), to_dots(corners[:, 2:])
    low, high = np.minimum(first, second), np.maximum(first, second)
    # Its neighbours' ink runs over by half a dot.
    inset = np.where(high - low > 3, 0.75, 0.0)
    begin = np.floor(low + inset)
    end = np.maximum(np.ceil(high - inset), begin + 1)
    limit = np.array([width, height])
    places = np.hstack([np.clip(begin, 0, limit), np.clip(end, 0, limit)]).astype(int)
    return [(left, top, right, bottom) for left, top, right, bottom in places.tolist()]


def _to_dots(page: pdfium.PdfPage, width: int, height: int) -> Callable[[np.ndarray], np.ndarray]:
    """The way from the page's own coordinates to dots, whatever its boxes and its rotation."""
    x, y = ctypes.c_double(), ctypes.c_double()

    def on_page(dot: tuple[int, int]) -> np.ndarray:
        pdfium_c.FPDF_DeviceToPage(page, 0, 0, width, height, 0, *dot, x, y)
        return np.array([x.value, y.value])

    origin = on_page((0, 0))
    axes = np.column_stack([(on_page((width, 0)) - origin) / width, (on_page((0, height)) - origin) / height])
    inverse = np.linalg.inv(axes)
    return lambda points: (points - origin) @ inverse.T


def _layers(
    text: PrintedText, places: Sequence[tuple[int, int, int, int]], shape: tuple[int, ...]
) -> Sequence[frozenset[int]]:
    """Text objects in few layers; in each none covers another's place."""
    groups = _together(text)
    by_group: dict[int, list[int]] = {}
    for index, glyph in enumerate(text.glyphs):
        by_group.setdefault(groups[glyph.source], []).append(index)
    taken: list[np.ndarray] = []
    members: list[set[int]] = []
    for indices in by_group.values():
        spots = [(slice(top, bottom), slice(left, right)) for left, top, right, bottom in (places[i] for i in indices)]
        level = next(
            (number for number, layer in enumerate(taken) if not any(layer[spot].any() for spot in spots)), len(taken)
        )
        if level == len(taken):
            if level == _MOST_LAYERS:
                level -= 1
            else:
                taken.append(np.zeros(shape, dtype=bool))
                members.append(set())
        for spot in spots:
            taken[level][spot] = True
        members[level].update(text.glyphs[index].source for index in indices)
    return [frozenset(sources) for sources in members]


def _together(text: PrintedText) -> Sequence[int]:
    """For each text object the first of those that print one text on one spot."""
    first = list(range(len(text.objects)))

    def find(source: int) -> int:
        while first[source] != source:
            source = first[source]
        return source

    for one, other in twins(text.glyphs):
        left, right = find(text.glyphs[one].source), find(text.glyphs[other].source)
        first[max(left, right)] = min(left, right)
    return [find(source) for source in range(len(text.objects))]
