"""Which glyphs of a page are read, and what speaks against them: their ink, their shape, what stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

from pipelines.extraction.pdf.arrays import Flags
from pipelines.extraction.pdf.canvas import Papers
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.ink import LEAST_INK, Ink, measure_ink
from pipelines.extraction.pdf.overprint import Pair, overlaps, twins
from pipelines.extraction.pdf.places import Point
from pipelines.extraction.pdf.printed import PrintedText
from pipelines.extraction.pdf.runs import goes_on, goes_on_below, looks_of
from pipelines.extraction.pdf.stamps import find_stamps, no_faint_colour

CUT = "cut"
"""The doubt about a number of which a part is hidden, or stands elsewhere, and a sign of which half is cut off."""

_COVERED = 0.2
"""As a part of the smaller ink box: letters set close cover each other by less."""

_LEVEL = 0.1
_BESIDE = 0.26
"""As parts of the size: two numbers on one spot have digits nearer to each other than half a digit's width."""

DIGITS = frozenset("0123456789０１２３４５６７８９")
NUMERIC = DIGITS | frozenset(".,-%()．，－−–—（）％")
"""What numbers are printed with."""
FIRST_IDEOGRAPH = "\u2e80"
"""The first sign of those as wide as high: what Chinese is written with, and full-width signs."""


@dataclass(frozen=True)
class Read:
    """The indices of the glyphs that are part of the page's text, in order, and the doubts about some of them."""

    indices: Sequence[int]
    doubts: Mapping[int, str]
    hidden: int
    """How many characters of the page's content don't show on it."""
    rests: Mapping[int, Point]
    """Where what is left of text objects stands that are cut off along their length, in the page's own coordinates."""


def prove(page: pdfium.PdfPage, text: PrintedText, fonts: Fonts, papers: Papers, *, plain: bool) -> Read:
    """Take the glyphs that show, each once and without stamps; doubt those that can't be told for certain.

    On a `plain` page nothing but lines and areas is drawn beside the text, each over what is under it.
    """
    askew = frozenset(text.sources[~text.upright].tolist())
    pairs = twins(text)
    copies = {copy for _, copy in pairs}
    over = overlaps(text)
    close = [(one, other) for one, other in over.over(_COVERED).tolist()]
    ink = measure_ink(page, text, pairs, over, askew, papers, gray=plain)
    if plain and not _told_in_gray(text, ink):
        ink = measure_ink(page, text, pairs, over, askew, papers)
    shown = [index for index in _read(text, ink) if index not in copies]
    overlaid = _among(shown, close)
    stamps = find_stamps(text, ink, shown, overlaid)
    if stamps.certain:
        laid_over = askew.union(text.sources[list(stamps.certain)].tolist())
        ink = measure_ink(page, text, pairs, over, laid_over, papers)
        shown = [index for index in _read(text, ink) if index not in copies]
        overlaid = _among(shown, close)
    visible = _visible(text, ink)
    kept = [index for index in shown if index not in stamps.certain]
    doubts = dict.fromkeys(stamps.doubtful, "stamp")
    rests = {int(text.sources[index]): rest.middle for index, rest in ink.rests.items()}
    cut_off = (index for index in kept if text.sources[index] in rests)
    # A point or a bracket, which stand in texts too, is none by itself.
    doubts |= dict.fromkeys((index for index in cut_off if text.chars[index] not in NUMERIC - DIGITS), CUT)
    doubts |= dict.fromkeys(_cut(text, visible), CUT)
    doubts |= dict.fromkeys(_overprinted(text, overlaid), "overprint")
    doubts |= dict.fromkeys(fonts.misread(page, text, [i for i in kept if text.chars[i] in NUMERIC]), "shape")
    return Read(kept, doubts, int(np.count_nonzero(~visible)), rests)


def _told_in_gray(text: PrintedText, ink: Ink) -> bool:
    """Whether colours would tell no more: every glyph shows by its brightness alone, and none is faint."""
    return bool((ink.changes[text.legible] >= LEAST_INK).all()) and no_faint_colour(text, ink)


def _visible(text: PrintedText, ink: Ink) -> Flags:
    return (ink.changes >= LEAST_INK) & text.legible


def _read(text: PrintedText, ink: Ink) -> Sequence[int]:
    """The glyphs that show, and the letters at the end of a text that its cell cuts off: a reader of the page tells
    which label it is. Figures count only as far as they show.
    """
    visible = _visible(text, ink)
    length = np.bincount(text.sources)
    seen = np.bincount(text.sources[visible], minlength=len(length))
    for source in np.flatnonzero((seen < length) & (2 * seen > length)).tolist():
        run = np.flatnonzero(text.sources == source)
        standing = np.flatnonzero(visible[run])
        if standing[-1] - standing[0] + 1 == len(standing):
            visible[run] |= [text.chars[index] not in NUMERIC for index in run.tolist()]
    return np.flatnonzero(visible).tolist()


def _among(shown: Sequence[int], pairs: Iterable[Pair]) -> Sequence[Pair]:
    standing = frozenset(shown)
    return [pair for pair in pairs if standing.issuperset(pair)]


def _overprinted(text: PrintedText, overlaid: Iterable[Pair]) -> Iterator[int]:
    for one, other in overlaid:
        if DIGITS & {text.chars[one], text.chars[other]} and not _beside(text, one, other):
            yield from (one, other)


def _beside(text: PrintedText, one: int, other: int) -> bool:
    """Whether a glyph is set after the other on its line: the boxes of leaning letters reach over their neighbours."""
    right, up = np.abs(text.origins[one] - text.origins[other]).tolist()
    along, across = (up, right) if text.quarters[one] % 2 else (right, up)
    size = text.drawn_by(one).size
    return across < _LEVEL * size < _BESIDE * size < along


def _cut(text: PrintedText, visible: Flags) -> Iterator[int]:
    """Figures beside others of the same number that don't show: the rest of it is hidden."""
    last = np.flatnonzero(visible[1:] != visible[:-1])
    numeric = [{text.chars[index], text.chars[index + 1]} <= NUMERIC for index in last.tolist()]
    before = last[np.array(numeric, bool)]
    if not before.size:
        return
    after = before + 1
    looks = looks_of(text)
    on_line = (text.sources[before] == text.sources[after]) | goes_on(text, looks, before, after)
    together = on_line | goes_on_below(text, looks, before, after)
    yield from np.where(visible[before], before, after)[together].tolist()
