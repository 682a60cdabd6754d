"""The characters of a page as its content sets them, each with what draws it; none is judged or left out."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.pdf.arrays import Flags, Indices, Numbers
from pipelines.extraction.pdf.page_objects import Handle, addresses, bounds

_LONGEST_NAME = 256
_NOT_CHARACTERS = frozenset({0xFFFE, 0xFFFF, 0x200B, 0xFEFF})
_UPRIGHT_TOLERANCE_DEGREES = 5
_UNDRAWN = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_BLANK = 0.005
"""As a part of the size: no character's ink is as narrow or low."""
_SMALLEST_SIZE = 1.5
"""Points: no eye reads smaller letters."""
_SAME_SPOT = 0.12
"""As a part of the size: how far a bold text's copy is moved at most."""


def _address_given_by(function: Callable[..., object], *arguments: type) -> Callable[..., int | None]:
    """A function of pdfium that gives an object, giving its address: making handles costs more than the call."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0  # pyright: ignore[reportArgumentType]
    return ctypes.CFUNCTYPE(ctypes.c_void_p, *arguments)(address)


_ADDRESS_OF_TEXT_OBJECT = _address_given_by(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)
_ADDRESS_OF_FONT = _address_given_by(pdfium_c.FPDFTextObj_GetFont, ctypes.c_void_p)


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
    drawn_by = list(map(_ADDRESS_OF_TEXT_OBJECT, repeat(text_page.raw), indices))
    first = dict(zip(reversed(drawn_by), reversed(indices), strict=True))
    known = {address: number for number, address in enumerate(dict.fromkeys(drawn_by))}
    read_object = _TextObjects(text_page)
    objects = [read_object(first[address]) for address in known]
    inks = _numbers(pdfium_c.FPDFText_GetCharBox, text_page, indices, 4)[:, [0, 2, 1, 3]]
    advances = _advances(text_page, indices)
    silent = [text for text, address in zip(texts, addresses(texts), strict=True) if address not in known]
    copies = _copies(objects, silent)
    objects = [replace(each, copies=tuple(copies[i])) if i in copies else each for i, each in enumerate(objects)]
    text = PrintedText(
        chars=chars,
        inks=inks,
        advances=advances,
        origins=_numbers(pdfium_c.FPDFText_GetCharOrigin, text_page, indices, 2),
        sources=np.array([known[address] for address in drawn_by], int),
        shapeless=np.zeros(len(chars), bool),
        objects=objects,
    )
    return replace(text, shapeless=(shapeless := _shapeless(text)), inks=np.where(shapeless[:, None], advances, inks))


def _characters(text_page: pdfium.PdfTextPage) -> tuple[Sequence[int], tuple[str, ...]]:
    """The indices of the printed characters, and the characters; surrogate pairs are joined."""
    codes = list(map(pdfium_c.FPDFText_GetUnicode, repeat(text_page.raw), range(text_page.count_chars())))
    chars = {code: chr(code) for code in set(codes)}
    found = list(enumerate(map(chars.__getitem__, codes)))
    if any(0xD800 <= code < 0xE000 for code in chars):
        found = list(_joined(codes))
    # What pdfium makes up are spaces and ends of lines alone.
    unprinted = {char for _, char in found if char.isspace() or char <= " " or ord(char) in _NOT_CHARACTERS}
    kept = [(index, char) for index, char in found if char not in unprinted]
    return [index for index, _ in kept], tuple(char for _, char in kept)


def _joined(codes: Iterable[int]) -> Iterator[tuple[int, str]]:
    high = 0
    for index, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        yield index, chr(code)


def _numbers(
    function: Callable[..., object], text_page: pdfium.PdfTextPage, indices: Sequence[int], count: int
) -> Numbers:
    """What a function of pdfium tells of each character, in the order in which it does."""
    values = (ctypes.c_double * count)()
    places = [ctypes.byref(ctypes.c_double.from_buffer(values, 8 * each)) for each in range(count)]
    rows: list[float] = []
    for index in indices:
        function(text_page.raw, index, *places)
        rows += values[:]
    return np.array(rows, float).reshape(-1, count)


def _advances(text_page: pdfium.PdfTextPage, indices: Sequence[int]) -> Numbers:
    if not indices:
        return np.zeros((0, 4))
    boxes = (pdfium_c.FS_RECTF * len(indices))()
    deque(map(pdfium_c.FPDFText_GetLooseCharBox, repeat(text_page.raw), indices, boxes), maxlen=0)
    left, top, right, bottom = np.frombuffer(memoryview(boxes).cast("B"), np.float32).reshape(-1, 4).astype(float).T
    return np.column_stack([left, bottom, right, top])


def _shapeless(text: PrintedText) -> Flags:
    carried = np.array([each.font.embedded for each in text.objects], bool)[text.sources]
    sides = text.inks[:, 2:] - text.inks[:, :2]
    return (sides.min(axis=1) <= _BLANK * text.sizes) & ~carried


def _copies(objects: Sequence[TextObject], silent: Sequence[Handle]) -> Mapping[int, list[Handle]]:
    """The objects without characters that stand on one of `objects`, by its index."""
    copies: defaultdict[int, list[Handle]] = defaultdict(list)
    if not silent:
        return copies
    places = np.array([bounds(each.handle) for each in objects]).reshape(-1, 4)
    reach = _SAME_SPOT * np.array([each.size for each in objects])
    for handle in silent:
        apart = np.abs(places - np.array(bounds(handle))).max(axis=1, initial=0)
        for index in np.flatnonzero(apart < reach).tolist():
            copies[index].append(handle)
    return copies


class _TextObjects:
    """Reads what draws the characters of one page."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._text_page = text_page
        self._fonts: dict[int, Font] = {}
        self._matrix = pdfium_c.FS_MATRIX()
        self._colour = (ctypes.c_uint * 4)()
        self._channels = [ctypes.byref(ctypes.c_uint.from_buffer(self._colour, 4 * each)) for each in range(4)]

    def __call__(self, index: int) -> TextObject:
        """What draws a character and those after it."""
        handle = pdfium_c.FPDFText_GetTextObject(self._text_page, index)
        matrix = self._matrix
        pdfium_c.FPDFText_GetMatrix(self._text_page, index, matrix)
        pdfium_c.FPDFPageObj_GetFillColor(handle, *self._channels)
        red, green, blue, opacity = self._colour
        return TextObject(
            handle=handle,
            font=self._font(handle),
            size=abs(pdfium_c.FPDFText_GetFontSize(self._text_page, index) * math.hypot(matrix.c, matrix.d)),
            # The direction in which it is set: letters that lean, as an oblique's made of an upright font, stand level.
            degrees=-math.degrees(math.atan2(matrix.b, matrix.a)) % 360,
            colour=(red, green, blue, opacity),
            drawn=pdfium_c.FPDFTextObj_GetTextRenderMode(handle) not in _UNDRAWN,
        )

    def _font(self, text: Handle) -> Font:
        address = _ADDRESS_OF_FONT(text) or 0
        if address not in self._fonts:
            font = pdfium_c.FPDFTextObj_GetFont(text)
            name = ctypes.create_string_buffer(_LONGEST_NAME)
            pdfium_c.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
            embedded = pdfium_c.FPDFFont_GetIsEmbedded(font) == 1
            self._fonts[address] = Font(address, name.value.decode("utf-8", "replace"), embedded)
        return self._fonts[address]
