"""Which characters show: the page is drawn with and without its text, and where it doesn't change none is seen."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.pdf.canvas import Pixels, draw
from pipelines.extraction.pdf.overprint import collisions
from pipelines.extraction.pdf.printed import PrintedGlyph, PrintedText, TextObject

_DOTS_PER_POINT = 110 / 72
_MOST_DOTS = 4_000_000
_MOST_LAYERS = 12
_TOUCHING = 0.03
"""As a part of the smaller ink box."""


def measure_ink(
    page: pdfium.PdfPage, text: PrintedText, copies: Iterable[tuple[int, int]], stamps: Set[int]
) -> tuple[int, ...]:
    """How much each glyph changes the page where it stands: 0 for not at all, 255 for black on white.

    `stamps` are text objects laid over the page: what is printed under them still counts, and they don't. The others
    are taken away in layers in which none stands on another, so that a change is each one's own. The `copies`, pairs of
    glyphs of one text on one spot, go together: without one of them the page looks the same. What has no shape on this
    machine changes the page as its colour would.
    """
    if not text.glyphs:
        return ()
    scale = _scale(page)
    changes = [0] * len(text.glyphs)
    with _without(text.objects[source] for source in stamps):
        whole = draw(page, scale)
        places = _places(page, text.glyphs, whole)
        for layer in _layers(text, copies, stamps):
            with _without(text.objects[source] for source in layer):
                change = cv2.absdiff(whole, draw(page, scale))
            for index, glyph in enumerate(text.glyphs):
                if glyph.source in layer:
                    left, top, right, bottom = places[index]
                    spot = change[top:bottom, left:right]
                    changes[index] = int(spot.max()) if spot.size else 0
        for index, glyph in enumerate(text.glyphs):
            if glyph.shapeless:
                left, top, right, bottom = places[index]
                changes[index] = _contrast(text.drawn_by(glyph), whole[top:bottom, left:right])
    return tuple(changes)


def _contrast(text: TextObject, ground: Pixels) -> int:
    """How much a text would change its ground if it were drawn."""
    if not text.drawn or not ground.size:
        return 0
    *colour, opacity = text.colour
    most = np.abs(np.median(ground, axis=(0, 1)) - np.array(colour[::-1])).max()
    return int(most * opacity / 255)


def _scale(page: pdfium.PdfPage) -> float:
    width, height = page.get_size()
    return min(_DOTS_PER_POINT, math.sqrt(_MOST_DOTS / max(width * height, 1.0)))


@contextmanager
def _without(objects: Iterable[TextObject]) -> Iterator[None]:
    taken = [handle for each in objects for handle in (each.handle, *each.copies)]
    for handle in taken:
        pdfium_c.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in taken:
            pdfium_c.FPDFPageObj_SetIsActive(handle, True)


def _places(
    page: pdfium.PdfPage, glyphs: Sequence[PrintedGlyph], picture: Pixels
) -> Sequence[tuple[int, int, int, int]]:
    """The dots (left, top, right, bottom; ends excluded) well inside each glyph's ink box; none outside the page."""
    height, width = picture.shape[:2]
    to_dots = _to_dots(page, width, height)
    corners = np.array([(glyph.ink.x0, glyph.ink.y0, glyph.ink.x1, glyph.ink.y1) for glyph in glyphs])
    first, second = to_dots(corners[:, :2]), to_dots(corners[:, 2:])
    low, high = np.minimum(first, second), np.maximum(first, second)
    # Its neighbours' ink runs over by half a dot; that of a thin stroke can stand half a dot beside its box.
    inset = np.where(high - low > 3, 0.75, np.where(high - low < 2, -0.5, 0.0))
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


def _layers(text: PrintedText, copies: Iterable[tuple[int, int]], stamps: Set[int]) -> Sequence[frozenset[int]]:
    """Text objects in few layers; in each none stands on another."""
    groups = _together(text, copies)
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in collisions(text.glyphs, _TOUCHING):
        left, right = groups[text.glyphs[one].source], groups[text.glyphs[other].source]
        if left != right:
            beside[left].add(right)
            beside[right].add(left)
    layer_of: dict[int, int] = {}
    for group in sorted(set(groups)):
        taken = {layer_of.get(other) for other in beside[group]}
        layer_of[group] = next((layer for layer in range(_MOST_LAYERS) if layer not in taken), _MOST_LAYERS - 1)
    members: defaultdict[int, set[int]] = defaultdict(set)
    for source, group in enumerate(groups):
        if source not in stamps:
            members[layer_of[group]].add(source)
    return [frozenset(sources) for sources in members.values()]


def _together(text: PrintedText, copies: Iterable[tuple[int, int]]) -> Sequence[int]:
    """For each text object the first of those that print one text on one spot."""
    first = list(range(len(text.objects)))

    def find(source: int) -> int:
        while first[source] != source:
            source = first[source]
        return source

    for one, other in copies:
        left, right = find(text.glyphs[one].source), find(text.glyphs[other].source)
        first[max(left, right)] = min(left, right)
    return [find(source) for source in range(len(text.objects))]
