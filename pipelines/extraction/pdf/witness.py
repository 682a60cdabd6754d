"""A second reader of the page's text layer: what it sees bears out the first one's digits, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import playa

from pipelines.extraction.pdf.frame import Frame

_MIDDLE_OF_A_DIGIT = (0.25, 0.35)
"""From its origin to the right and up, as parts of the font's size."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A character that the second reader sees: where its middle stands in the reading frame."""

    char: str
    x: float
    y: float


@contextmanager
def open_witness(path: Path) -> Iterator[Witness]:
    """Open a PDF for `Witness.read`; the file must not need a password."""
    with playa.open(path, space="default") as document:
        yield Witness(document)


class Witness:
    """Reads the characters of the pages of one open PDF."""

    def __init__(self, document: playa.Document) -> None:
        self._document = document

    def unit(self, number: int) -> float:
        """The points in one unit of a page's user space; pages count from 1."""
        unit = self._document.pages[number - 1].attrs.get("UserUnit", 1.0)
        return float(unit) if isinstance(unit, (int, float)) and unit > 0 else 1.0

    def read(self, number: int, frame: Frame) -> tuple[Witnessed, ...]:
        """The digits of a page, placed by their origins on the baseline: boxes differ with what fonts claim."""
        return tuple(self._digits(number, frame))

    def _digits(self, number: int, frame: Frame) -> Iterator[Witnessed]:
        right, up = _MIDDLE_OF_A_DIGIT
        for glyph in self._document.pages[number - 1].glyphs:
            chars = glyph.text or ""
            if not any(char.isdigit() for char in chars):
                continue
            a, b, c, d, e, f = glyph.matrix
            x, y = frame.point(e + right * a + up * c, f + right * b + up * d)
            yield from (Witnessed(char, x, y) for char in chars if char.isdigit())
