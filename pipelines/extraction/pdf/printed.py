"""The characters of a page as its content sets them, each with what draws it; none is judged or left out."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.grid import Box

UNMAPPED = "\ufffd"
"""Stands for a character that is drawn and has no meaning in its font."""

Handle = ctypes.c_void_p
"""What pdfium gives for an object of its own."""

_LONGEST_NAME = 256
_NOT_CHARACTERS = frozenset({0xFFFE, 0xFFFF, 0x200B, 0xFEFF})
_UPRIGHT_TOLERANCE_DEGREES = 5
_UNDRAWN = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_BLANK = 0.005
"""As a part of the size: no character's ink is as narrow or low."""
_DEEPEST = 15
"""Forms within forms: pdfium looks no deeper for the objects of a page."""
_SAME_SPOT = 0.12
"""As a part of the size: how far a bold text's copy is moved at most."""


@dataclass(frozen=True, slots=True)
class Font:
    """Tells the fonts of a document apart: an address alone is given again when a page is closed.

    Of a font that the document does not carry (`embedded`), the shapes are those that the reading machine has.
    """

    address: int
    name: str
    embedded: bool = True


@dataclass(frozen=True, slots=True)
class TextObject:
    """What draws a run of characters: its handle in pdfium, its font, size in points, angle (degrees, clockwise) and
    colour (red, green, blue, opacity).

    `copies` draw the same once more on its spot, for boldness: pdfium tells no characters of them.
    """

    handle: Handle
    font: Font
    size: float
    degrees: float
    colour: tuple[int, int, int, int]
    drawn: bool = True
    """Whether its mode of rendering draws its characters at all."""
    copies: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedGlyph:
    """A character in the page's own coordinates: its ink box, advance box, origin and angle (degrees, clockwise).

    `source` is the index of its text object. `shapeless` is a character of a font that the document does not carry
    and this machine does not have: a reader with the font sees it, and its ink is taken to fill its advance.
    """

    char: str
    ink: Box
    advance: Box
    origin: tuple[float, float]
    degrees: float
    source: int
    shapeless: bool = False

    @property
    def upright(self) -> bool:
        """Set along one of the page's sides, and not askew."""
        return abs(self.degrees - 90 * round(self.degrees / 90)) <= _UPRIGHT_TOLERANCE_DEGREES

    @property
    def quarter(self) -> int:
        """Clockwise quarter turns at which it is drawn."""
        return round(self.degrees / 90) % 4


@dataclass(frozen=True)
class PrintedText:
    """The glyphs of a page in the order in which its content sets them, and the objects that draw them."""

    glyphs: Sequence[PrintedGlyph]
    objects: Sequence[TextObject]

    def drawn_by(self, glyph: PrintedGlyph) -> TextObject:
        return self.objects[glyph.source]


def read_printed(page: pdfium.PdfPage) -> PrintedText:
    """Read every character of a page but white space, which is derived from positions, and control characters."""
    text_page = page.get_textpage()
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    loose, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    glyphs: list[PrintedGlyph] = []
    objects: list[TextObject] = []
    known: dict[int, int] = {}
    fonts: dict[int, Font] = {}
    for index, char in _characters(text_page):
        handle = pdfium_c.FPDFText_GetTextObject(text_page, index)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if address not in known:
            pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
            scale = math.hypot(matrix.c, matrix.d)
            # The direction in which it is set: letters that lean, as an oblique's made of an upright font, stand level.
            degrees = -math.degrees(math.atan2(matrix.b, matrix.a)) % 360
            known[address] = len(objects)
            size = pdfium_c.FPDFText_GetFontSize(text_page, index) * scale
            objects.append(_text_object(handle, size, degrees, fonts))
        pdfium_c.FPDFText_GetCharBox(text_page, index, x0, x1, y0, y1)
        ink = Box(x0.value, y0.value, x1.value, y1.value)
        pdfium_c.FPDFText_GetLooseCharBox(text_page, index, loose)
        advance = Box(loose.left, loose.bottom, loose.right, loose.top)
        pdfium_c.FPDFText_GetCharOrigin(text_page, index, x0, y0)
        source = known[address]
        of = objects[source]
        blank = min(ink.width, ink.height) <= _BLANK * of.size and not of.font.embedded
        ink = advance if blank else ink
        glyphs.append(PrintedGlyph(char, ink, advance, (x0.value, y0.value), of.degrees, source, blank))
    copies = _copies(page, objects, known)
    return PrintedText(glyphs, [replace(each, copies=tuple(copies[i])) for i, each in enumerate(objects)])


def _copies(page: pdfium.PdfPage, objects: Sequence[TextObject], known: Container[int]) -> Mapping[int, list[Handle]]:
    """The objects without characters that stand on one of `objects`, by its index; `known` are all addresses."""
    copies: defaultdict[int, list[Handle]] = defaultdict(list)
    silent = [
        each.raw
        for each in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,), max_depth=_DEEPEST)
        if (ctypes.cast(each.raw, ctypes.c_void_p).value or 0) not in known
    ]
    if not silent:
        return copies
    places = np.array([_bounds(each.handle) for each in objects]).reshape(-1, 4)
    reach = _SAME_SPOT * np.array([each.size for each in objects])
    for handle in silent:
        apart = np.abs(places - np.array(_bounds(handle))).max(axis=1, initial=0)
        for index in np.flatnonzero(apart < reach).tolist():
            copies[index].append(handle)
    return copies


def _bounds(handle: Handle) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _text_object(handle: Handle, size: float, degrees: float, fonts: dict[int, Font]) -> TextObject:
    """What draws a run of characters; `fonts` are those that the page is known to use, by their address."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    pdfium_c.FPDFPageObj_GetFillColor(handle, red, green, blue, opacity)
    return TextObject(
        handle=handle,
        font=_font(pdfium_c.FPDFTextObj_GetFont(handle), fonts),
        size=abs(size),
        degrees=degrees,
        colour=(red.value, green.value, blue.value, opacity.value),
        drawn=pdfium_c.FPDFTextObj_GetTextRenderMode(handle) not in _UNDRAWN,
    )


def _font(font: Handle, fonts: dict[int, Font]) -> Font:
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in fonts:
        name = ctypes.create_string_buffer(_LONGEST_NAME)
        pdfium_c.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
        embedded = pdfium_c.FPDFFont_GetIsEmbedded(font) == 1
        fonts[address] = Font(address, name.value.decode("utf-8", "replace"), embedded)
    return fonts[address]


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
        if char.isspace() or code in _NOT_CHARACTERS or pdfium_c.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if code >= 0x20:
            yield index, char
