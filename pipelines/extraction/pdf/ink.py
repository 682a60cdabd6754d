"""Which characters show: the page is drawn with and without its text, and where it doesn't change none is seen."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from cv2.typing import MatLike

from pipelines.extraction.pdf.arrays import Indices, Numbers
from pipelines.extraction.pdf.canvas import Pixels, draw
from pipelines.extraction.pdf.overprint import Overlaps, Pair
from pipelines.extraction.pdf.page_objects import Handle, without
from pipelines.extraction.pdf.printed import PrintedText

_DOTS_PER_POINT = 110 / 72
_MOST_DOTS = 4_000_000
_MOST_LAYERS = 12
_LARGEST_SPOT = 500
"""Dots; of larger ones no copies are made."""
_TOUCHING = 0.03
"""As a part of the smaller ink box."""


def measure_ink(
    page: pdfium.PdfPage, text: PrintedText, copies: Iterable[Pair], overlaps: Overlaps, stamps: Set[int]
) -> Indices:
    """How much each glyph changes the page where it stands: 0 for not at all, 255 for black on white.

    `stamps` are text objects laid over the page: what is printed under them still counts, and they don't. The others
    are taken away in layers in which none stands on another, so that a change is each one's own. The `copies`, pairs of
    glyphs of one text on one spot, go together: without one of them the page looks the same. What has no shape on this
    machine changes the page as its colour would.
    """
    changes = np.zeros(len(text), int)
    if not len(text):
        return changes
    scale = _scale(page)
    with without(_handles(text, stamps)):
        whole = draw(page, scale)
        places = _places(page, text.inks, whole)
        for layer in _layers(text, copies, overlaps, stamps):
            with without(_handles(text, layer)):
                without_layer = draw(page, scale)
            change = cv2.absdiff(whole, without_layer, dst=without_layer)
            members = np.flatnonzero(np.isin(text.sources, list(layer)))
            changes[members] = _most(change, places[members])
        for same_size, grounds in _spots(whole, places, np.flatnonzero(text.shapeless)):
            changes[same_size] = _contrasts(text, same_size, grounds)
    return changes


def _handles(text: PrintedText, sources: Iterable[int]) -> Iterator[Handle]:
    for source in sources:
        yield from (text.objects[source].handle, *text.objects[source].copies)


def _most(picture: MatLike, places: Indices) -> Sequence[int]:
    """The largest value in each place of a picture; 0 where a place has no size."""
    return [
        int(picture[top:bottom, left:right].max()) if right > left and bottom > top else 0
        for left, top, right, bottom in places.tolist()
    ]


def _spots(picture: MatLike, places: Indices, glyphs: Indices) -> Iterator[tuple[Indices, MatLike]]:
    """Glyphs whose places are of one size, and what is in the picture there, one glyph after the other; none where a
    place has no size."""
    sides = (places[:, 2:] - places[:, :2])[glyphs]
    sizes = sides[:, 0] * (picture.shape[0] + 1) + sides[:, 1]
    for size in np.unique(sizes).tolist():
        width, height = divmod(size, picture.shape[0] + 1)
        alike = glyphs[sizes == size]
        if width * height > _LARGEST_SPOT:
            for index in alike.tolist():
                left, top, right, bottom = places[index]
                yield np.array([index]), picture[None, top:bottom, left:right]
        elif width > 0 and height > 0:
            rows = places[alike, 1][:, None, None] + np.arange(height)[:, None]
            columns = places[alike, 0][:, None, None] + np.arange(width)
            yield alike, picture[rows, columns]


def _contrasts(text: PrintedText, glyphs: Indices, grounds: MatLike) -> Numbers:
    """How much each of some texts would change its ground if it were drawn."""
    ground = np.median(grounds, axis=(1, 2))
    objects = [text.drawn_by(index) for index in glyphs.tolist()]
    colours = np.array([each.colour for each in objects])
    most = np.abs(ground - colours[:, 2::-1]).max(axis=1)
    return most * colours[:, 3] / 255 * [each.drawn for each in objects]


def _scale(page: pdfium.PdfPage) -> float:
    width, height = page.get_size()
    return min(_DOTS_PER_POINT, math.sqrt(_MOST_DOTS / max(width * height, 1.0)))


def _places(page: pdfium.PdfPage, inks: Numbers, picture: Pixels) -> Indices:
    """The dots (left, top, right, bottom; ends excluded) well inside each ink box; none outside the page."""
    height, width = picture.shape[:2]
    to_dots = _to_dots(page, width, height)
    first, second = to_dots(inks[:, :2]), to_dots(inks[:, 2:])
    low, high = np.minimum(first, second), np.maximum(first, second)
    # Its neighbours' ink runs over by half a dot; that of a thin stroke can stand half a dot beside its box.
    inset = np.where(high - low > 3, 0.75, np.where(high - low < 2, -0.5, 0.0))
    begin = np.floor(low + inset)
    end = np.maximum(np.ceil(high - inset), begin + 1)
    limit = np.array([width, height])
    return np.hstack([np.clip(begin, 0, limit), np.clip(end, 0, limit)]).astype(int)


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
    text: PrintedText, copies: Iterable[Pair], overlaps: Overlaps, stamps: Set[int]
) -> Sequence[frozenset[int]]:
    """Text objects in few layers; in each none stands on another."""
    groups = _together(text, copies)
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in overlaps.over(_TOUCHING):
        left, right = groups[text.sources[one]], groups[text.sources[other]]
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


def _together(text: PrintedText, copies: Iterable[Pair]) -> Sequence[int]:
    """For each text object the first of those that print one text on one spot."""
    first = list(range(len(text.objects)))

    def find(source: int) -> int:
        while first[source] != source:
            source = first[source]
        return source

    for one, other in copies:
        left, right = find(text.sources[one]), find(text.sources[other])
        first[max(left, right)] = min(left, right)
    return [find(source) for source in range(len(text.objects))]
