"""Which characters show: the page is drawn with and without its text, and where it doesn't change none is seen."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium

from pipelines.extraction.pdf.arrays import (
    Colours,
    Flags,
    Indices,
    Numbers,
    counted,
    from_each,
    median_of_bytes,
    portions,
)
from pipelines.extraction.pdf.canvas import Papers, Pixels, draw
from pipelines.extraction.pdf.overprint import Overlaps, Pair
from pipelines.extraction.pdf.page_objects import Handle, without
from pipelines.extraction.pdf.places import Point, View, places_of
from pipelines.extraction.pdf.printed import PrintedText

_DOTS_PER_POINT = 110 / 72
_MOST_DOTS = 4_000_000
_MOST_LAYERS = 12
_DOTS_AT_ONCE = 1_000_000
_PLAIN = 24
"""Of 255: ground that differs less from its usual colour is plain."""
_LEAST_PLAIN = 1 / 3
_SMALLEST_GROUND = 12
"""Dots, of its sides."""
_COLOURS = 3
_BRIGHTNESS = np.array([0.30, 0.59, 0.11])
"""What red, green and blue are worth to pdfium when it draws in gray."""
_TOUCHING = 0.03
"""As a part of the smaller ink box."""
LEAST_INK = 24
"""Of 255: what changes the page less is not seen."""
_LOWEST = 8
"""Dots, of the height of a glyph that can be cut."""
_EDGE = np.array([-1, -1, 1, 1])
"""Dots: what a place leaves out of a glyph's ink on each side."""
_PARTS = 3
_LEAST_SHOWN, _MOST_SHOWN = 0.25, 0.62
"""As parts of its height: of what is cut off to less nobody can tell what it is, and more is as good as all."""


class Rest(NamedTuple):
    """What is left of a glyph that is cut off: its middle in the page's own coordinates, and its part of the height."""

    middle: Point
    part: float


@dataclass(frozen=True, eq=False)
class Ink:
    """How much each glyph changes the page where it stands: 0 for not at all, 255 for black on white.

    Where it `crosses` something, the ground under it is of several colours: it changes that more than it would paper.
    `rests` is what is left of glyphs that are cut off along their middle.
    """

    changes: Indices
    crosses: Flags
    rests: dict[int, Rest]


def measure_ink(
    page: pdfium.PdfPage,
    text: PrintedText,
    copies: Iterable[Pair],
    overlaps: Overlaps,
    stamps: Set[int],
    papers: Papers,
    *,
    gray: bool = False,
) -> Ink:
    """How much each glyph changes the page.

    `stamps` are text objects laid over the page: what is printed under them still counts, and they don't. The others
    are taken away in layers in which none stands on another, so that a change is each one's own. The `copies`, pairs of
    glyphs of one text on one spot, go together: without one of them the page looks the same. What has no shape on this
    machine changes the page as its colour would.

    In `gray`, which costs less, a change is that of the brightness: that of the colours is as large or larger.
    """
    ink = Ink(np.zeros(len(text), int), np.zeros(len(text), bool), {})
    if not len(text):
        return ink
    scale = _scale(page)
    with without(_handles(text, stamps)):
        whole = draw(page, scale, papers.whole, gray=gray)
        view = View.of(page, whole)
        places = places_of(view, text.inks)
        # Letters too small to be read are ground: their ink runs over into the places of those beside them.
        tiny = frozenset(text.sources[~text.legible].tolist())
        for layer in _layers(text, copies, overlaps, stamps | tiny):
            with without(_handles(text, layer)):
                ground = draw(page, scale, papers.ground, gray=gray)
            in_layer = np.zeros(len(text.objects), bool)
            in_layer[list(layer)] = True
            _measure(ink, text, np.flatnonzero(in_layer[text.sources]), view, places, whole, ground)
        shapeless = np.flatnonzero(text.shapeless)
        if shapeless.size:
            ink.changes[shapeless] = _contrasts(text, shapeless, _usual_colours(whole, places[shapeless]))
        if ink.rests:
            _settle(ink, text)
    return ink


def _handles(text: PrintedText, sources: Iterable[int]) -> Iterator[Handle]:
    for source in sources:
        yield from (text.objects[source].handle, *text.objects[source].copies)


def _measure(
    ink: Ink, text: PrintedText, glyphs: Indices, view: View, places: Indices, whole: Pixels, ground: Pixels
) -> None:
    """Fill in how much some glyphs change their `ground`.

    What has the colour of its ground and shows only where it crosses a rule or other letters can't be read.
    """
    for spots in _spots(places, glyphs, ground.shape[1]):
        over, under = spots.of(whole), spots.of(ground)
        by_part = np.maximum.reduceat(_change(_channels(over), _channels(under)), spots.parts).reshape(-1, _PARTS)
        most = by_part.max(axis=1)
        is_cut = ((by_part[:, 0] >= LEAST_INK) != (by_part[:, -1] >= LEAST_INK)) & (spots.highs >= _LOWEST)
        mixed = np.maximum.reduceat(under, spots.starts) != np.minimum.reduceat(under, spots.starts)
        ink.changes[spots.glyphs] = most
        ink.crosses[spots.glyphs] = mixed
        for index in spots.glyphs[is_cut].tolist():
            if rest := _rest(whole, ground, places[index]):
                ink.rests[index] = rest._replace(middle=view.to_page(rest.middle))
        on_mixed = spots.glyphs[mixed & (most > 0)]
        if not on_mixed.size:
            continue
        colours = _usual_colours(ground, map(_around, places[on_mixed]))
        alike = _contrasts(text, on_mixed, colours) < _PLAIN
        for index, colour in zip(on_mixed[alike].tolist(), colours[alike], strict=True):
            ink.changes[index] = _on_plain_ground(_part(whole, places[index]), _part(ground, places[index]), colour)


def _rest(whole: Pixels, ground: Pixels, place: Indices) -> Rest | None:
    """What is left, in dots, of a glyph that is cut off along its middle; None where it is whole or nearly so."""
    left, top, right, bottom = (place + _EDGE).tolist()
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, whole.shape[1]), min(bottom, len(whole))
    around = np.array([left, top, right, bottom])
    rows = top + np.flatnonzero((_change(_part(whole, around), _part(ground, around)) >= LEAST_INK).any(axis=1))
    first, last = int(rows[0]), int(rows[-1]) + 1
    part = (last - first) / (bottom - top)
    return Rest(((left + right) / 2, (first + last) / 2), part) if part <= _MOST_SHOWN else None


def _settle(ink: Ink, text: PrintedText) -> None:
    """Let what a line's signs tell together count: they are cut off all, or none is.

    A text of which no glyph shows more than a sliver doesn't show.
    """
    cut = np.zeros(len(text), bool)
    cut[list(ink.rests)] = True
    parts = np.zeros(len(text.objects))
    np.maximum.at(parts, text.sources[cut], [ink.rests[index].part for index in np.flatnonzero(cut).tolist()])
    of_each, shown = (np.bincount(text.sources[of], minlength=len(parts)) for of in (cut, ink.changes >= LEAST_INK))
    is_whole, is_sliver = 2 * of_each < shown, parts < _LEAST_SHOWN
    ink.changes[cut & (is_sliver & ~is_whole)[text.sources]] = 0
    for index in np.flatnonzero(cut & (is_whole | is_sliver)[text.sources]).tolist():
        del ink.rests[index]


def _channels(colours: Colours) -> Pixels:
    return colours.view(np.uint8).reshape(len(colours), -1)


def _change(one: Pixels, other: Pixels) -> Pixels:
    """How far each dot of a picture is from that of another, in the colour in which it is farthest."""
    apart = cv2.absdiff(one, other).reshape(one.shape)
    return reduce(np.maximum, np.moveaxis(apart, -1, 0)[:_COLOURS])


def _around(place: Indices) -> Indices:
    """A place with what is about it if it is small: a point can stand on a rule wholly."""
    margin = np.maximum((_SMALLEST_GROUND - (place[2:] - place[:2]) + 1) // 2, 0)
    return np.concatenate([np.maximum(place[:2] - margin, 0), place[2:] + margin])


def _on_plain_ground(part: Pixels, ground: Pixels, usual: Numbers) -> int:
    """The largest change of a ground where it has its usual colour; anywhere if hardly any has, as in a photograph."""
    change = _change(part, ground)
    plain = np.abs(ground[..., :_COLOURS] - usual).max(axis=2) < _PLAIN
    return int(change[plain].max()) if plain.mean() >= _LEAST_PLAIN else int(change.max())


def _usual_colour(ground: Pixels) -> Numbers:
    return np.array([*map(median_of_bytes, ground.reshape(-1, ground.shape[2]).T[:_COLOURS])])


def _usual_colours(picture: Pixels, places: Iterable[Indices]) -> Numbers:
    """The usual colour of each place; 0 where a place has no size."""
    parts = [_part(picture, place) for place in places]
    none = np.zeros(min(picture.shape[2], _COLOURS))
    return np.array([_usual_colour(part) if part.size else none for part in parts])


def _part(picture: Pixels, place: Indices) -> Pixels:
    left, top, right, bottom = place.tolist()
    return picture[top:bottom, left:right]


@dataclass(frozen=True, eq=False)
class _Spots:
    """The places of some glyphs in a picture: their dots one after the other, row by row, and where each begins."""

    glyphs: Indices
    dots: Indices
    starts: Indices
    highs: Indices
    """Of the place of each glyph, in dots."""
    parts: Indices
    """Where the upper, the middle and the lower part of each begin."""

    def of(self, picture: Pixels) -> Colours:
        """The colours of the dots, each as one number."""
        return picture.view(f"u{picture.shape[2]}").reshape(-1).take(self.dots)


def _spots(places: Indices, glyphs: Indices, width: int) -> Iterator[_Spots]:
    """The places of glyphs in a picture so many dots wide, few at a time; those that have no size are left out."""
    wides, highs = (places[:, 2:] - places[:, :2]).T
    glyphs = glyphs[np.minimum(wides, highs)[glyphs] > 0]
    for part in portions((wides * highs)[glyphs], _DOTS_AT_ONCE):
        some = glyphs[part]
        if some.size:
            wide, high = wides[some], highs[some]
            # Numbers of half the length: with so many of them, memory is what costs.
            corners = (places[some, 1] * width + places[some, 0]).astype(np.int32)
            rows = np.repeat(corners, high) + width * counted(high.astype(np.int32))
            dots = from_each(rows, np.repeat(wide.astype(np.int32), high))
            starts = np.cumsum(wide * high) - wide * high
            parts = starts[:, None] + np.arange(_PARTS) * high[:, None] // _PARTS * wide[:, None]
            yield _Spots(some, dots, starts, high, parts.ravel())


def _contrasts(text: PrintedText, glyphs: Indices, grounds: Numbers) -> Numbers:
    """How much each of some texts would change its ground, of a colour (blue, green, red) or a brightness, if it were
    drawn in its own."""
    objects = [text.drawn_by(index) for index in glyphs.tolist()]
    colours = np.array([each.colour for each in objects])
    own = colours[:, 2::-1] if grounds.shape[-1] == _COLOURS else colours[:, :_COLOURS] @ _BRIGHTNESS[:, None]
    most = np.abs(grounds - own).max(axis=1)
    return most * colours[:, 3] / 255 * [each.drawn for each in objects]


def _scale(page: pdfium.PdfPage) -> float:
    width, height = page.get_size()
    return min(_DOTS_PER_POINT, math.sqrt(_MOST_DOTS / max(width * height, 1.0)))


def _layers(
    text: PrintedText, copies: Iterable[Pair], overlaps: Overlaps, left_out: Set[int]
) -> Sequence[frozenset[int]]:
    """Text objects in few layers, but for those left out; in each none stands on another."""
    groups = np.array(_together(text, copies), int)
    beside: defaultdict[int, set[int]] = defaultdict(set)
    touching = groups[text.sources[overlaps.over(_TOUCHING)]]
    for left, right in touching[touching[:, 0] != touching[:, 1]].tolist():
        beside[left].add(right)
        beside[right].add(left)
    layer_of: dict[int, int] = {}
    for group in sorted(beside):
        taken = {layer_of.get(other) for other in beside[group]}
        layer_of[group] = next((layer for layer in range(_MOST_LAYERS) if layer not in taken), _MOST_LAYERS - 1)
    members: defaultdict[int, set[int]] = defaultdict(set)
    for source, group in enumerate(groups.tolist()):
        if source not in left_out:
            members[layer_of.get(group, 0)].add(source)
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
