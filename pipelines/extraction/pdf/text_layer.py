"""The page's text layer, glyph by glyph, in the frame in which its text reads upright: what shows, and no more."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.frame import Frame
from pipelines.extraction.pdf.numbers import count_numbers
from pipelines.extraction.pdf.printed import PrintedGlyph, PrintedText, read_printed
from pipelines.extraction.pdf.proof import NUMERIC, prove

_MIDDLE = 0.42
"""As a part of the size: a little over the middle (0.36), as text that has no room runs over the rule under it."""

_LEVEL_DEGREES = 0.005
_PICTURE_OF_A_PAGE = 0.5
"""As a part of the page: a picture of that size with unseen text on it is a scan."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the reading frame: its box as wide as its advance and as high as its ink, its baseline and size.

    `doubt` says why a figure can't be trusted; empty where nothing speaks against it.
    """

    char: str
    box: Box
    baseline: float
    size: float
    doubt: str = ""

    @property
    def x(self) -> float:
        return (self.box.x0 + self.box.x1) / 2

    @property
    def y(self) -> float:
        """About the middle of digits and ideographs; boxes are made of ascents that fonts get wrong."""
        return self.baseline + _MIDDLE * self.size

    @property
    def numeric(self) -> bool:
        return self.char in NUMERIC


@dataclass(frozen=True)
class TextLayer:
    """A page's glyphs in the reading frame: the one in which most of its text is upright and level."""

    page: int
    frame: Frame
    glyphs: tuple[Glyph, ...]
    may_hold_tables: bool
    """Something is drawn on the page beside its text: it may be a table's rulings."""
    picture: bool
    """A page-filling picture without text, or with text that doesn't show."""
    numbers_aside: int = 0
    """Numbers that show on the page and are set in another direction than most of its text."""


def read_text_layer(page: pdfium.PdfPage, number: int, fonts: Fonts, unit: float = 1.0) -> TextLayer:
    """Read the glyphs of one page that show, whose user space has units of `unit` points.

    Left out: white space (it is derived from positions), control characters, watermarks and stamps, text that is not
    upright, and text that no reader of the page sees.
    """
    visible = Box(*page.get_bbox())
    text = read_printed(page)
    read = prove(page, text, fonts)
    frame = _frame(visible, page.get_rotation() // 90, unit, [text.glyphs[index] for index in read.indices])
    drawn_at = -(frame.rotation + frame.turns) % 4
    glyphs = tuple(
        _in_frame(text, text.glyphs[index], frame, read.doubts.get(index, ""))
        for index in read.indices
        if text.glyphs[index].quarter == drawn_at
    )
    aside = "".join(
        text.glyphs[index].char if text.glyphs[index].quarter != drawn_at else " " for index in read.indices
    )
    drawn, largest = _drawn_objects(page)
    scan = largest > _PICTURE_OF_A_PAGE * visible.width * visible.height and read.hidden > len(glyphs)
    return TextLayer(
        page=number,
        frame=frame,
        glyphs=glyphs,
        may_hold_tables=bool(glyphs) and bool(drawn),
        picture=pdfium_c.FPDF_PAGEOBJ_IMAGE in drawn and (not glyphs or scan),
        numbers_aside=count_numbers(aside),
    )


def _frame(visible: Box, rotation: int, unit: float, glyphs: Sequence[PrintedGlyph]) -> Frame:
    """The frame in which most glyphs are upright and half of them rise, half fall."""
    angles = Counter(glyph.quarter for glyph in glyphs)
    upright = angles.most_common(1)[0][0] if angles else -rotation
    slopes = [glyph.degrees - 90 * round(glyph.degrees / 90) for glyph in glyphs if glyph.quarter == upright]
    skew = -statistics.median(slopes) if slopes else 0.0
    # A character drawn at n clockwise quarter turns is brought upright by 4 - n more.
    turns = -(upright + rotation) % 4
    return Frame(visible, rotation, turns, math.radians(skew) if abs(skew) > _LEVEL_DEGREES else 0.0, unit)


def _in_frame(text: PrintedText, printed: PrintedGlyph, frame: Frame, doubt: str) -> Glyph:
    ink, advance = frame.box(printed.ink), frame.box(printed.advance)
    box = Box(advance.x0, ink.y0, advance.x1, ink.y1)
    return Glyph(printed.char, box, frame.point(*printed.origin)[1], frame.unit * text.drawn_by(printed).size, doubt)


def _drawn_objects(page: pdfium.PdfPage) -> tuple[frozenset[int], float]:
    """The kinds of what is drawn beside the text, and the area of the largest picture in square units of the page."""
    kinds: set[int] = set()
    largest = 0.0
    for item in page.get_objects(max_depth=4):
        kinds.add(pdfium_c.FPDFPageObj_GetType(item))
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds()
            largest = max(largest, (x1 - x0) * (y1 - y0))
    return frozenset(kinds - {pdfium_c.FPDF_PAGEOBJ_TEXT}), largest
