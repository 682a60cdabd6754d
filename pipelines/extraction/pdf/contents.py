"""What pdfium does not tell of a page: its unit, notes in hidden layers, and whether its content can be read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Literal

import playa
from playa.pdftypes import ContentStream, PDFObject, PSKeyword, PSLiteral, resolve1

from pipelines.extraction.pdf.ascii85 import without_ascii85
from pipelines.extraction.pdf.layers import Layers

Fault = Literal["content", "operator", "font"]
"""What of a page can't be read: a part of its content, something it is told to draw, a font that it names."""

_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re "
    b"RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" true false null".split()
)
_KNOWN = _OPERATORS - {b"BI", b"ID", b"EI", b"BX", b"EX"}
_ANY_DIGIT = bytes.maketrans(b"123456789", b"0" * 9)
_AROUND_TEXT = (b"BT", b"ET")
_STRING = re.compile(rb"\( (?: [^()\\]++ | \\. )*+ \)", re.DOTALL | re.VERBOSE)
_OPERANDS = re.compile(
    rb"""(?: (?:
        [-+]?+ (?: \d++ (?: \.\d*+ )?+ | \.\d++ ) (?! [^\s()<>\[\]{}/%A-Za-z'"] )  # a number
        | """
    + _STRING.pattern
    + rb"""
        | << | >> | < [0-9A-Fa-f\s]*+ >
        | / [^\s()<>\[\]{}/%]*+  # a name
        | [\[\]]
    ) \s*+ )++""",
    re.DOTALL | re.VERBOSE,
)
_PICTURE = b"BI"
"""What begins a picture within a content."""
_SHORT = 100_000
"""Bytes of a content as it is packed."""
_SOON_DECODED = ([], ["FlateDecode"], ["ASCII85Decode", "FlateDecode"])
_PARAMETERS = ("DP", "DecodeParms", "FDecodeParms")
_FONT = re.compile(rb"/([^\s()<>\[\]{}/%#]+)\s+[-+.\d]+\s+Tf\b")
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError)


@contextmanager
def open_contents(path: Path) -> Iterator[Contents]:
    """Open a PDF for `Contents`; the file must not need a password. What can't be opened is whole in no page."""
    with ExitStack() as stack:
        try:
            document = stack.enter_context(playa.open(path, space="default"))
        except _UNREADABLE:
            document = None
        yield Contents(document)


class Contents:
    """The pages of one open PDF, by their numbers from 1."""

    def __init__(self, document: playa.Document | None) -> None:
        self._document = document

    def unit(self, number: int) -> float:
        """The points in one unit of a page's user space."""
        page = self._page(number)
        value = page.attrs.get("UserUnit", 1.0) if page else 1.0
        return float(value) if isinstance(value, (int, float)) and value > 0 else 1.0

    def faults(self, number: int) -> tuple[Fault, ...]:
        """Why a page can be read only in part, each reason once; none where it is whole."""
        page = self._page(number)
        return tuple(dict.fromkeys(_faults(page))) if page else ("content",)

    def have_patterns(self, number: int) -> bool:
        """Whether a page has patterns to paint with, or it can't be told."""
        page = self._page(number)
        try:
            return page is None or bool(resolve1(page.resources.get("Pattern")))
        except _UNREADABLE:
            return True

    def without_pictures(self) -> Iterator[bool]:
        """For page after page whether a look at its content shows that it has no picture; where that takes more than a
        look, it is not known."""
        with suppress(*_UNREADABLE):
            # To go through the pages costs less than to ask for one.
            yield from map(_has_no_picture, self._document.pages if self._document else ())

    def hidden_notes(self, number: int) -> frozenset[int]:
        """Which of a page's annotations, counted from 0, are in a layer that does not show."""
        page = self._page(number)
        try:
            notes = resolve1(page.attrs.get("Annots")) if page else None
            if not self._document or not isinstance(notes, list):
                return frozenset()
            layers = Layers(self._document.catalog)
            found = [resolve1(note) for note in notes]
            kept = [not isinstance(note, dict) or layers.show(note.get("OC")) for note in found]
            return frozenset(index for index, shows in enumerate(kept) if not shows)
        except _UNREADABLE:
            return frozenset()

    def _page(self, number: int) -> playa.Page | None:
        try:
            return self._document.pages[number - 1] if self._document else None
        except _UNREADABLE:
            return None


def _has_no_picture(page: playa.Page) -> bool:
    """Whether a page has nothing that it could draw from elsewhere, and no picture within a content soon looked at."""
    try:
        streams = [] if resolve1(page.resources.get("XObject")) else list(page.streams)
        return bool(streams) and not any(_may_hold_picture(stream) for stream in streams)
    except _UNREADABLE:
        return False


def _may_hold_picture(stream: ContentStream) -> bool:
    soon_read = len(stream.rawdata) <= _SHORT and [each.name for each in stream.filters] in _SOON_DECODED
    return not soon_read or stream.get_any(_PARAMETERS) is not None or _PICTURE in _decoded(stream)


def _decoded(stream: ContentStream) -> bytes:
    """The bytes of a content; one of `_UNREADABLE` where they can't be had whole."""
    plain = stream.get_any(_PARAMETERS) is None
    return (without_ascii85(stream) if plain else stream).decode(strict=True)


def _faults(page: playa.Page) -> Iterator[Fault]:
    try:
        content = b"\n".join(map(_decoded, page.streams))
        fonts = resolve1(page.resources.get("Font"))
        named: Mapping[str, PDFObject] = fonts if isinstance(fonts, dict) else {}
        if not _is_plainly_whole(content, named):
            yield from _faults_of_content(page, named)
    except _UNREADABLE:
        yield "content"


def _is_plainly_whole(content: bytes, fonts: Mapping[str, PDFObject]) -> bool:
    """Whether a look at a content's words shows it to be whole; where it doesn't, it has to be parsed."""
    # A page says the same few things again and again: but for strings, in which spaces stand, and whatever the digits
    # of their numbers, each is looked at once. A bracket between them keeps those apart that together would make one.
    pieces = _STRING.sub(b" ", content).translate(_ANY_DIGIT).split()
    unlike = b" ] ".join(set(pieces))
    words = _words(unlike)
    alone = all(words.count(mark) == (mark in pieces) for mark in _AROUND_TEXT)
    if b"(" in unlike or not alone or not _KNOWN.issuperset(words):
        pieces = words = _words(content)
    used = {name.decode("latin-1") for name in _FONT.findall(content)}
    return (
        _KNOWN.issuperset(words)
        and len({pieces.count(mark) for mark in _AROUND_TEXT}) == 1
        and content.rstrip()[-1:].isalpha()
        and all(resolve1(fonts.get(name)) is not None for name in used)
    )


def _words(content: bytes) -> list[bytes]:
    """What of a content is no operand."""
    return _OPERANDS.sub(b" ", content).split()


def _faults_of_content(page: playa.Page, fonts: Mapping[str, PDFObject]) -> Iterator[Fault]:
    operands: list[object] = []
    in_text = lenient = False
    for item in page.contents:
        if not isinstance(item, PSKeyword):
            operands.append(item)
            continue
        if item.name in (b"BT", b"ET"):
            in_text = item.name == b"BT"
        elif item.name in (b"BX", b"EX"):
            lenient = item.name == b"BX"
        elif item.name == b"Tf" and len(operands) > 1:
            name = operands[-2]
            if isinstance(name, PSLiteral) and resolve1(fonts.get(str(name.name))) is None:
                yield "font"
        elif item.name not in _OPERATORS and not lenient:
            yield "operator"
        operands = []
    if operands or in_text:
        yield "content"
