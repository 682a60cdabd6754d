"""The page's text layer, glyph by glyph, in the frame in which its text reads upright."""

from __future__ import annotations

import ctypes
import math
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.frame import Frame

_UPRIGHT_TOLERANCE_DEGREES = 5
_LEVEL_RADIANS = 1e-4
_SMALLEST_WATERMARK = 30.0
_NOT_CHARACTERS = frozenset({0xFFFE, 0xFFFF, 0x200B, 0xFEFF})


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the reading frame: its box as wide as its advance and as high as its ink, and its baseline."""

    char: str
    box: Box
    baseline: float

    @property
    def x(self) -> float:
        return (self.box.x0 + self.box.x1) / 2

    @property
    def y(self) -> float:
        return (self.box.y0 + self.box.y1) / 2


@dataclass(frozen=True)
class TextLayer:
    """A page's glyphs in the reading frame: the one in which most of its text is upright and level."""

    page: int
    frame: Frame
    glyphs: tuple[Glyph, ...]
    may_hold_tables: bool
    """Something is drawn on the page beside its text: it may be a table's rulings."""
    picture: bool
    """A page-filling picture without text."""


def read_text_layer(page: pdfium.PdfPage, number: int, unit: float = 1.0) -> TextLayer:
    """Read the glyphs of one page, whose user space has units of `unit` points.

    Left out: white space (it is derived from positions), control characters, and text that is not upright or far
    larger than the page's other text, which is a watermark.
    """
    visible = Box(*page.get_bbox())
    rotation = page.get_rotation() // 90
    raw_glyphs = _raw_glyphs(page)
    angles = Counter((raw.quarter + rotation) % 4 for raw in raw_glyphs)
    upright = angles.most_common(1)[0][0] if angles else 0
    kept = [raw for raw in raw_glyphs if (raw.quarter + rotation) % 4 == upright]
    skew = -statistics.median(raw.slope for raw in kept) if kept else 0.0
    # A character drawn at n clockwise quarter turns is brought upright by 4 - n more.
    frame = Frame(visible, rotation, -upright % 4, skew if abs(skew) > _LEVEL_RADIANS else 0.0, unit)
    glyphs = [_in_frame(raw, frame) for raw in kept]
    drawn = _drawn_objects(page)
    return TextLayer(
        page=number,
        frame=frame,
        glyphs=tuple(_without_oversized(glyphs)),
        may_hold_tables=bool(glyphs) and bool(drawn),
        picture=pdfium_c.FPDF_PAGEOBJ_IMAGE in drawn and not glyphs,
    )


@dataclass(frozen=True, slots=True)
class _RawGlyph:
    """A character in user space: ink box, advance box, origin, clockwise quarter turns it is drawn at and, in radians,
    what it is turned clockwise beyond them."""

    char: str
    ink: Box
    advance: Box
    origin: tuple[float, float]
    quarter: int
    slope: float


def _in_frame(raw: _RawGlyph, frame: Frame) -> Glyph:
    ink, advance = frame.box(raw.ink), frame.box(raw.advance)
    return Glyph(raw.char, Box(advance.x0, ink.y0, advance.x1, ink.y1), frame.point(*raw.origin)[1])


def _raw_glyphs(page: pdfium.PdfPage) -> list[_RawGlyph]:
    text_page = page.get_textpage()
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    loose = pdfium_c.FS_RECTF()
    glyphs: list[_RawGlyph] = []
    for index, char in _characters(text_page):
        degrees = math.degrees(pdfium_c.FPDFText_GetCharAngle(text_page, index))
        slope = degrees - 90 * round(degrees / 90)
        if abs(slope) > _UPRIGHT_TOLERANCE_DEGREES:
            continue
        pdfium_c.FPDFText_GetCharBox(text_page, index, x0, x1, y0, y1)
        ink = Box(x0.value, y0.value, x1.value, y1.value)
        pdfium_c.FPDFText_GetLooseCharBox(text_page, index, loose)
        advance = Box(loose.left, loose.bottom, loose.right, loose.top)
        pdfium_c.FPDFText_GetCharOrigin(text_page, index, x0, y0)
        origin = (x0.value, y0.value)
        glyphs.append(_RawGlyph(char, ink, advance, origin, round(degrees / 90) % 4, math.radians(slope)))
    return glyphs


def _characters(text_page: pdfium.PdfTextPage) -> Iterator[tuple[int, str]]:
    """Printed characters with their index; surrogate pairs are joined."""
    high = 0
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        char = chr(code)
        if code < 0x20 or char.isspace() or code in _NOT_CHARACTERS:
            continue
        if pdfium_c.FPDFText_IsGenerated(text_page, index) != 1:
            yield index, char


def _without_oversized(glyphs: list[Glyph]) -> list[Glyph]:
    """Drop watermark text: upright letters several times as large as the page's median text."""
    heights = [glyph.box.height for glyph in glyphs if glyph.box.height > 0]
    if len(heights) < 60:
        return glyphs
    limit = max(4 * statistics.median(heights), _SMALLEST_WATERMARK)
    return [glyph for glyph in glyphs if glyph.box.height <= limit]


def _drawn_objects(page: pdfium.PdfPage) -> frozenset[int]:
    """The kinds of what is drawn on a page beside its text; what stands inside a form is not looked for."""
    return frozenset(pdfium_c.FPDFPageObj_GetType(item) for item in page.get_objects(max_depth=1)) - {
        pdfium_c.FPDF_PAGEOBJ_TEXT
    }
