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

_MIN_PATHS_OF_A_TABLE = 6
_UPRIGHT_TOLERANCE_DEGREES = 5
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
    """A page's glyphs in the reading frame.

    `width` and `height` are of the page as shown, in points. `turns` counts the quarter turns (clockwise) that
    lead from the page as shown to the frame in which most of its text is upright.
    """

    page: int
    width: float
    height: float
    turns: int
    glyphs: tuple[Glyph, ...]
    may_hold_tables: bool
    """There are enough drawn paths, or a picture, for a table's rulings."""
    picture: bool
    """A page-filling picture without text."""

    def shown(self, box: Box) -> Box:
        """A box of the reading frame as a box on the page as shown."""
        return box.turned(-self.turns, *self.reading_size)

    @property
    def reading_size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)


def read_text_layer(page: pdfium.PdfPage, number: int) -> TextLayer:
    """Read the glyphs of one page; characters that are neither upright nor part of the text are left out.

    Left out: white space (it is derived from positions), control characters, and text set askew or far larger
    than the page's other text, which is a watermark.
    """
    left, bottom, right, top = page.get_cropbox(fallback_ok=True) or (0.0, 0.0, *page.get_size())
    rotation = page.get_rotation() // 90
    size = (right - left, top - bottom)
    raw_glyphs = _raw_glyphs(page, left, bottom)
    angles = Counter((raw.quarter + rotation) % 4 for raw in raw_glyphs)
    upright = angles.most_common(1)[0][0] if angles else 0
    # A character drawn at n clockwise quarter turns is brought upright by 4 - n more.
    turns = -upright % 4
    to_reading = (rotation + turns) % 4
    glyphs = [_upright_glyph(raw, to_reading, size) for raw in raw_glyphs if (raw.quarter + rotation) % 4 == upright]
    shown_width, shown_height = size if rotation % 2 == 0 else size[::-1]
    paths, pictures = _drawn_objects(page)
    return TextLayer(
        page=number,
        width=shown_width,
        height=shown_height,
        turns=turns,
        glyphs=tuple(_without_oversized(glyphs)),
        may_hold_tables=bool(glyphs) and (paths >= _MIN_PATHS_OF_A_TABLE or pictures > 0),
        picture=pictures > 0 and not glyphs,
    )


@dataclass(frozen=True, slots=True)
class _RawGlyph:
    """A character in the unrotated page: ink box, advance box, origin, clockwise quarter turns it is drawn at."""

    char: str
    ink: Box
    advance: Box
    origin: tuple[float, float]
    quarter: int


def _upright_glyph(raw: _RawGlyph, turns: int, size: tuple[float, float]) -> Glyph:
    ink, advance = raw.ink.turned(turns, *size), raw.advance.turned(turns, *size)
    origin = Box(*raw.origin, *raw.origin).turned(turns, *size)
    return Glyph(raw.char, Box(advance.x0, ink.y0, advance.x1, ink.y1), origin.y0)


def _raw_glyphs(page: pdfium.PdfPage, left: float, bottom: float) -> list[_RawGlyph]:
    text_page = page.get_textpage()
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    loose = pdfium_c.FS_RECTF()
    glyphs: list[_RawGlyph] = []
    for index, char in _characters(text_page):
        degrees = math.degrees(pdfium_c.FPDFText_GetCharAngle(text_page, index))
        if abs(degrees - 90 * round(degrees / 90)) > _UPRIGHT_TOLERANCE_DEGREES:
            continue
        pdfium_c.FPDFText_GetCharBox(text_page, index, x0, x1, y0, y1)
        ink = Box(x0.value - left, y0.value - bottom, x1.value - left, y1.value - bottom)
        pdfium_c.FPDFText_GetLooseCharBox(text_page, index, loose)
        advance = Box(loose.left - left, loose.bottom - bottom, loose.right - left, loose.top - bottom)
        pdfium_c.FPDFText_GetCharOrigin(text_page, index, x0, y0)
        origin = (x0.value - left, y0.value - bottom)
        glyphs.append(_RawGlyph(char, ink, advance, origin, round(degrees / 90) % 4))
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


def _drawn_objects(page: pdfium.PdfPage) -> tuple[int, int]:
    kinds = Counter(pdfium_c.FPDFPageObj_GetType(item) for item in page.get_objects(max_depth=4))
    return kinds[pdfium_c.FPDF_PAGEOBJ_PATH], kinds[pdfium_c.FPDF_PAGEOBJ_IMAGE]
