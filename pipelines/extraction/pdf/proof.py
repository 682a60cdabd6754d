"""Which glyphs of a page are read, and what speaks against them: their ink, their shape, what stands on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.ink import measure_ink
from pipelines.extraction.pdf.overprint import collisions, twins
from pipelines.extraction.pdf.printed import PrintedGlyph, PrintedText
from pipelines.extraction.pdf.stamps import find_stamps

_LEAST_INK = 24
"""Of 255: what changes the page less is not seen."""

_COVERED = 0.2
"""As a part of the smaller ink box: letters set close cover each other by less."""

_LEVEL = 0.1
_BESIDE = 0.26
"""As parts of the size: two numbers on one spot have digits nearer to each other than half a digit's width."""

_SMALLEST_SIZE = 1.5
"""Points: no eye reads smaller letters."""

DIGITS = frozenset("0123456789０１２３４５６７８９")
NUMERIC = DIGITS | frozenset(".,-%()．，－−–—（）％")
"""What numbers are printed with."""


@dataclass(frozen=True)
class Read:
    """The indices of the glyphs that are part of the page's text, in order, and the doubts about some of them."""

    indices: Sequence[int]
    doubts: Mapping[int, str]
    hidden: int
    """How many characters of the page's content don't show on it."""


def prove(page: pdfium.PdfPage, text: PrintedText, fonts: Fonts) -> Read:
    """Take the glyphs that show, each once and without stamps; doubt those that can't be told for certain."""
    askew = frozenset(glyph.source for glyph in text.glyphs if not glyph.upright)
    pairs = twins(text.glyphs)
    copies = {copy for _, copy in pairs}
    ink = measure_ink(page, text, pairs, askew)
    close = collisions(text.glyphs, _COVERED)
    shown = [index for index in _read(text, ink) if index not in copies]
    overlaid = _among(shown, close)
    stamps = find_stamps(text, ink, shown, overlaid)
    if stamps.certain:
        over = frozenset(text.glyphs[index].source for index in stamps.certain)
        ink = measure_ink(page, text, pairs, askew | over)
        shown = [index for index in _read(text, ink) if index not in copies]
        overlaid = _among(shown, close)
    visible = _visible(text, ink)
    kept = [i for i in shown if i not in stamps.certain]
    doubts = dict.fromkeys(stamps.doubtful, "stamp")
    doubts |= dict.fromkeys(_cut(text, visible), "cut")
    doubts |= dict.fromkeys(_overprinted(text, overlaid), "overprint")
    doubts |= dict.fromkeys(fonts.misread(page, text, [i for i in kept if text.glyphs[i].char in NUMERIC]), "shape")
    return Read(kept, doubts, visible.count(False))


def _visible(text: PrintedText, ink: Sequence[int]) -> list[bool]:
    return [
        change >= _LEAST_INK and text.drawn_by(glyph).size >= _SMALLEST_SIZE
        for glyph, change in zip(text.glyphs, ink, strict=True)
    ]


def _read(text: PrintedText, ink: Sequence[int]) -> Sequence[int]:
    """The glyphs that show, and the letters at the end of a text that its cell cuts off: a reader of the page tells
    which label it is. Figures count only as far as they show.
    """
    visible = _visible(text, ink)
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for index, glyph in enumerate(text.glyphs):
        runs[glyph.source].append(index)
    for run in runs.values():
        seen = [index for index in run if visible[index]]
        if 2 * len(seen) > len(run) > len(seen) and seen == run[run.index(seen[0]) : run.index(seen[-1]) + 1]:
            for index in run:
                visible[index] |= text.glyphs[index].char not in NUMERIC
    return [index for index, each in enumerate(visible) if each]


def _among(shown: Sequence[int], pairs: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    standing = frozenset(shown)
    return [pair for pair in pairs if standing.issuperset(pair)]


def _overprinted(text: PrintedText, overlaid: Iterable[tuple[int, int]]) -> Iterator[int]:
    for pair in overlaid:
        one, other = (text.glyphs[index] for index in pair)
        if DIGITS & {one.char, other.char} and not _beside(one, other, text.drawn_by(one).size):
            yield from pair


def _beside(one: PrintedGlyph, other: PrintedGlyph, size: float) -> bool:
    """Whether a glyph is set after the other on its line: the boxes of leaning letters reach over their neighbours."""
    right, up = abs(one.origin[0] - other.origin[0]), abs(one.origin[1] - other.origin[1])
    along, across = (up, right) if one.quarter % 2 else (right, up)
    return across < _LEVEL * size < _BESIDE * size < along


def _cut(text: PrintedText, visible: Sequence[bool]) -> Iterator[int]:
    """Figures beside others of the same text that don't show: the rest of the number is hidden."""
    for index, (glyph, following) in enumerate(zip(text.glyphs, text.glyphs[1:], strict=False)):
        together = glyph.source == following.source and {glyph.char, following.char} <= NUMERIC
        if together and visible[index] != visible[index + 1]:
            yield index if visible[index] else index + 1
