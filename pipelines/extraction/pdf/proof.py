"""Which glyphs of a page are read, and what speaks against them: their ink, their shape, what stands on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from pipelines.extraction.pdf.drawing import Drawing
from pipelines.extraction.pdf.ink import measure_ink
from pipelines.extraction.pdf.overprint import collisions, twins
from pipelines.extraction.pdf.printed import PrintedGlyph, PrintedText
from pipelines.extraction.pdf.stamps import find_stamps

_LEAST_INK = 24
"""Of 255: what changes the page less is not seen."""

_SMALLEST_SIZE = 1.5
"""Points: no eye reads smaller letters."""

NUMERIC = frozenset("0123456789.,-%()０１２３４５６７８９．，－−–—（）％")
"""What numbers are printed with."""


@dataclass(frozen=True)
class Read:
    """The indices of the glyphs that are part of the page's text, in order, and the doubts about some of them."""

    indices: Sequence[int]
    doubts: Mapping[int, str]
    hidden: int
    """How many characters of the page's content don't show on it."""


def prove(page: pdfium.PdfPage, text: PrintedText) -> Read:
    """Take the glyphs that show, each once and without stamps; doubt those that can't be told for certain."""
    ink = measure_ink(page, text)
    visible = [ink[i] >= _LEAST_INK and text.drawn_by(g).size >= _SMALLEST_SIZE for i, g in enumerate(text.glyphs)]
    copies = {copy for _, copy in twins(text.glyphs)}
    shown = [i for i, glyph in enumerate(text.glyphs) if visible[i] and i not in copies and glyph.upright]
    stamps = find_stamps(text, ink, shown)
    kept = [i for i in shown if i not in stamps.certain]
    doubts = dict.fromkeys(stamps.doubtful, "stamp")
    doubts |= dict.fromkeys(_cut(text, visible), "cut")
    doubts |= dict.fromkeys(_overprinted(text, kept), "overprint")
    doubts |= dict.fromkeys(_misread(page, text, kept), "shape")
    return Read(kept, doubts, len(visible) - sum(visible))


def _overprinted(text: PrintedText, kept: Sequence[int]) -> Iterator[int]:
    for one, other in collisions((index, text.glyphs[index].ink) for index in kept):
        if text.glyphs[one].char in NUMERIC or text.glyphs[other].char in NUMERIC:
            yield from (one, other)


def _cut(text: PrintedText, visible: Sequence[bool]) -> Iterator[int]:
    """Figures beside others of the same text that don't show: the rest of the number is hidden."""
    for index, (glyph, following) in enumerate(zip(text.glyphs, text.glyphs[1:], strict=False)):
        together = glyph.source == following.source and {glyph.char, following.char} <= NUMERIC
        if together and visible[index] != visible[index + 1]:
            yield index if visible[index] else index + 1


def _misread(page: pdfium.PdfPage, text: PrintedText, kept: Sequence[int]) -> Iterator[int]:
    """The figures of fonts whose map and shapes disagree."""
    samples: dict[int, dict[str, PrintedGlyph]] = defaultdict(dict)
    for index in kept:
        glyph = text.glyphs[index]
        if glyph.char in NUMERIC:
            samples[text.drawn_by(glyph).font].setdefault(glyph.char, glyph)
    drawing = Drawing(page)
    wrong = {
        font
        for font, chars in samples.items()
        if any(drawing.speaks_against(glyph, text.drawn_by(glyph).size) for glyph in chars.values())
    }
    for index in kept:
        glyph = text.glyphs[index]
        if glyph.char in NUMERIC and text.drawn_by(glyph).font in wrong:
            yield index
