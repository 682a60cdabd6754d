"""The characters of a page as its content sets them, each with what draws it; none is judged or left out."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import compress, repeat
from operator import mul
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.pdf.arrays import Flags, Indices, Numbers
from pipelines.extraction.pdf.calls import ADDRESS, address_of, direct, told
from pipelines.extraction.pdf.page_objects import Handle, bounds

CODES = 0x110000
"""More than there are characters."""

_LONGEST_NAME = 256
_HYPHEN = 2
"""What pdfium makes of a hyphen at the end of a line that the next one goes on with."""
_NOT_CHARACTERS = frozenset({0xFFFE, 0xFFFF, 0x200B, 0xFEFF})
_UPRIGHT_TOLERANCE_DEGREES = 5
_UNDRAWN = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_BLANK = 0.005
"""As a part of the size: no character's ink is as narrow or low."""
_SMALLEST_SIZE = 1.5
"""Points: no eye reads smaller letters."""
_SAME_SPOT = 0.12
"""As a part of the size: how far a bold text's copy is moved at most."""


_OF_CHARACTER = (ADDRESS, ADDRESS)
_UNICODE = direct(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, *_OF_CHARACTER)
_INK = direct(pdfium_c.FPDFText_GetCharBox, ctypes.c_int, *_OF_CHARACTER, *[ADDRESS] * 4)
_ADVANCE = direct(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_int, *_OF_CHARACTER, ADDRESS)
_ORIGIN = direct(pdfium_c.FPDFText_GetCharOrigin, ctypes.c_int, *_OF_CHARACTER, *[ADDRESS] * 2)
_TEXT_OBJECT = direct(pdfium_c.FPDFText_GetTextObject, ADDRESS, *_OF_CHARACTER)
_MATRIX = direct(pdfium_c.FPDFText_GetMatrix, ctypes.c_int, *_OF_CHARACTER, ADDRESS)
_SIZE = direct(pdfium_c.FPDFText_GetFontSize, ctypes.c_double, *_OF_CHARACTER)
_FONT = direct(pdfium_c.FPDFTextObj_GetFont, ADDRESS, ADDRESS)
_COLOUR = direct(pdfium_c.FPDFPageObj_GetFillColor, ctypes.c_int, *[ADDRESS] * 5)
_MODE = direct(pdfium_c.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ADDRESS)


Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, of 255."""


@dataclass(frozen=True, slots=True)
class Font:
    """Tells the fonts of a document apart: an address alone is given again when a page is closed.

    Of a font that the document does not carry (`embedded`), the shapes are those that the reading machine has.
    """

    address: int
    name: str
    embedded: bool = True


class TextObject(NamedTuple):
    """What draws a run of characters: its handle in pdfium, its font, size in points, angle (degrees, clockwise) and
    colour.

    `copies` draw the same once more on its spot, for boldness: pdfium tells no characters of them.
    """

    handle: Handle
    font: Font
    size: float
    degrees: float
    colour: Colour
    drawn: bool = True
    """Whether its mode of rendering draws its characters at all."""
    copies: tuple[Handle, ...] = ()


# A named tuple's own way to be made takes several times as long.
_NEW_TEXT_OBJECT = partial(tuple.__new__, TextObject)


@dataclass(frozen=True, eq=False)
class PrintedText:
    """The characters of a page in the order in which its content sets them, and the objects that draw them.

    What is known of a character stands at its index in each sequence, in the page's own coordinates: its ink and its
    advance as boxes (x0, y0, x1, y1), its origin (x, y), and the index of its text object. `shapeless` is one of a font
    that the document does not carry and this machine does not have: a reader with the font sees it, and its ink is
    taken to fill its advance.
    """

    chars: tuple[str, ...]
    inks: Numbers
    advances: Numbers
    origins: Numbers
    sources: Indices
    shapeless: Flags
    objects: Sequence[TextObject]

    def __len__(self) -> int:
        return len(self.chars)

    def drawn_by(self, index: int) -> TextObject:
        return self.objects[self.sources[index]]

    @cached_property
    def codes(self) -> Indices:
        """The characters as numbers."""
        return np.array([ord(char) for char in self.chars], int)

    @cached_property
    def fonts(self) -> Indices:
        """The first text object of each character's font."""
        first: dict[int, int] = {}
        objects = [first.setdefault(each.font.address, number) for number, each in enumerate(self.objects)]
        return np.array(objects, int)[self.sources]

    @cached_property
    def by_colour(self) -> Mapping[Colour, Indices]:
        """The indices of the characters of each colour."""
        numbers: dict[Colour, int] = {}
        of_objects = np.array([numbers.setdefault(each.colour, len(numbers)) for each in self.objects], int)
        of_characters = of_objects[self.sources]
        return {colour: np.flatnonzero(of_characters == number) for colour, number in numbers.items()}

    @cached_property
    def sizes(self) -> Numbers:
        return np.array([each.size for each in self.objects])[self.sources]

    @cached_property
    def legible(self) -> Flags:
        """Large enough to be read."""
        return self.sizes >= _SMALLEST_SIZE

    @cached_property
    def degrees(self) -> Numbers:
        """The angle at which each character is set, clockwise."""
        return np.array([each.degrees for each in self.objects])[self.sources]

    @cached_property
    def quarters(self) -> Indices:
        """Clockwise quarter turns at which each character is drawn."""
        return np.rint(self.degrees / 90).astype(int) % 4

    @cached_property
    def leaning(self) -> Numbers:
        """The degrees by which each character is set askew to the page's nearest side."""
        return self.degrees - 90 * np.rint(self.degrees / 90)

    @cached_property
    def upright(self) -> Flags:
        """Set along one of the page's sides, and not askew."""
        return np.abs(self.leaning) <= _UPRIGHT_TOLERANCE_DEGREES


def read_printed(page: pdfium.PdfPage, texts: Sequence[Handle]) -> PrintedText:
    """Read every character of a page but white space, which is derived from positions, and control characters.

    `texts` are the page's text objects.
    """
    text_page = page.get_textpage()
    indices, chars = _characters(text_page)
    given = [repeat(address_of(text_page.raw)), indices]
    drawn_by = list(map(_TEXT_OBJECT, *given))
    first = dict(zip(reversed(drawn_by), reversed(indices), strict=True))
    known = {address: number for number, address in enumerate(dict.fromkeys(drawn_by))}
    objects = _text_objects(text_page, list(known), [first[address] for address in known])
    inks = told(_INK, given, len(indices), 4, np.float64)[:, [0, 2, 1, 3]]
    left_top_right_bottom = told(_ADVANCE, given, len(indices), 4, np.float32, together=True)
    advances = left_top_right_bottom[:, [0, 3, 2, 1]].astype(float)
    copies = _copies(objects, [text for text in texts if text not in known])
    for index, silent in copies.items():
        objects[index] = objects[index]._replace(copies=tuple(silent))
    text = PrintedText(
        chars=chars,
        inks=inks,
        advances=advances,
        origins=told(_ORIGIN, given, len(indices), 2, np.float64),
        sources=np.array([known[address] for address in drawn_by], int),
        shapeless=np.zeros(len(chars), bool),
        objects=objects,
    )
    return replace(text, shapeless=(shapeless := _shapeless(text)), inks=np.where(shapeless[:, None], advances, inks))


def _characters(text_page: pdfium.PdfTextPage) -> tuple[Sequence[int], tuple[str, ...]]:
    """The indices of the printed characters, and the characters; surrogate pairs are joined."""
    codes = list(map(_UNICODE, repeat(address_of(text_page.raw)), range(text_page.count_chars())))
    if _HYPHEN in codes:
        codes = [_as_drawn(code, text_page, index) for index, code in enumerate(codes)]
    places: Sequence[int] = range(len(codes))
    if any(0xD800 <= code < 0xE000 for code in set(codes)):
        joined = list(_joined(codes))
        places, codes = [place for place, _ in joined], [code for _, code in joined]
    # What pdfium makes up are spaces and ends of lines alone.
    printed = {code: char for code in set(codes) if _is_printed(char := chr(code))}
    kept = list(map(printed.__contains__, codes))
    return list(compress(places, kept)), tuple(map(printed.__getitem__, compress(codes, kept)))


def _as_drawn(code: int, text_page: pdfium.PdfTextPage, index: int) -> int:
    """The sign that ends a line within a word or a span of years stays what it is."""
    return ord("-") if code == _HYPHEN and pdfium_c.FPDFText_IsHyphen(text_page, index) == 1 else code


def _is_printed(char: str) -> bool:
    return not char.isspace() and char > " " and ord(char) not in _NOT_CHARACTERS


def _joined(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    high = 0
    for index, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        yield index, code


def _shapeless(text: PrintedText) -> Flags:
    carried = np.array([each.font.embedded for each in text.objects], bool)[text.sources]
    width, height = (text.inks[:, 2:] - text.inks[:, :2]).T
    return (np.minimum(width, height) <= _BLANK * text.sizes) & ~carried


def _copies(objects: Sequence[TextObject], silent: Sequence[Handle]) -> Mapping[int, list[Handle]]:
    """The objects without characters that stand on one of `objects`, by its index."""
    copies: defaultdict[int, list[Handle]] = defaultdict(list)
    if not silent:
        return copies
    # By sides, as numpy is slow at many rows of four.
    sides = np.ascontiguousarray(bounds([each.handle for each in objects]).T)
    reach = _SAME_SPOT * np.array([each.size for each in objects])
    for handle, place in zip(silent, bounds(silent), strict=True):
        apart = np.abs(sides - place[:, None]).max(axis=0, initial=0)
        for index in np.flatnonzero(apart < reach).tolist():
            copies[index].append(handle)
    return copies


def _text_objects(
    text_page: pdfium.PdfTextPage, handles: Sequence[Handle], characters: Sequence[int]
) -> list[TextObject]:
    """The text objects at some handles, of each of which one character is known by its index."""
    given = [repeat(address_of(text_page.raw)), characters]
    matrices = [*map(tuple, told(_MATRIX, given, len(handles), 6, np.float32, together=True)[:, :4].tolist())]
    fonts = list(map(_FONT, handles))
    known = {address: _font(address or 0) for address in dict.fromkeys(fonts)}
    colours = told(_COLOUR, [handles], len(handles), 4, np.uint32).tolist()
    # Few ways to set a text serve a whole page.
    ways = {matrix: _scale_and_degrees(*matrix) for matrix in set(matrices)}
    scales, degrees = zip(*map(ways.__getitem__, matrices), strict=True) if matrices else ((), ())
    sizes = map(abs, map(mul, map(_SIZE, *given), scales))
    drawn = [mode not in _UNDRAWN for mode in map(_MODE, handles)]
    facts = (handles, map(known.__getitem__, fonts), sizes, degrees, map(tuple, colours), drawn)
    return list(map(_NEW_TEXT_OBJECT, zip(*facts, repeat((), len(handles)), strict=True)))


def _scale_and_degrees(a: float, b: float, c: float, d: float) -> tuple[float, float]:
    """How much a matrix enlarges a text, and the direction in which it sets it: letters that lean, as an oblique's made
    of an upright font, stand level."""
    return math.hypot(c, d), -math.degrees(math.atan2(b, a)) % 360


def _font(address: int) -> Font:
    font = ctypes.cast(address, pdfium_c.FPDF_FONT)
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium_c.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
    embedded = pdfium_c.FPDFFont_GetIsEmbedded(font) == 1
    return Font(address, name.value.decode("utf-8", "replace"), embedded)
