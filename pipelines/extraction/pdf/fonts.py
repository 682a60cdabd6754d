"""The fonts of a document: whether the shapes of their figures are those that their maps name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2 as pdfium

from pipelines.extraction.pdf.drawing import Drawing
from pipelines.extraction.pdf.printed import CODES, Font, PrintedText

_SAMPLES = 3
"""A rule or another glyph can spoil one drawing of a figure, but not all."""


class Fonts:
    """What is known of the fonts of one document; each figure of a font is drawn on the first page that has it."""

    def __init__(self) -> None:
        self._drawn: set[tuple[Font, str]] = set()
        self._wrong: set[Font] = set()

    def misread(self, page: pdfium.PdfPage, text: PrintedText, figures: Sequence[int]) -> Iterator[int]:
        """Of the figures of a page, by index, those of fonts whose map and shapes disagree."""
        drawing = Drawing(page)
        indices = np.array(figures, int)
        kinds = text.fonts[indices] * CODES + text.codes[indices]
        for kind, first in zip(*np.unique(kinds, return_index=True), strict=True):
            font, char = text.drawn_by(figures[first]).font, text.chars[figures[first]]
            if (font, char) in self._drawn:
                continue
            alike = indices[kinds == kind][:_SAMPLES]
            if all(drawing.speaks_against(text, index) for index in alike.tolist()):
                self._wrong.add(font)
            if font.name:
                self._drawn.add((font, char))
        if self._wrong:
            yield from (index for index in figures if text.drawn_by(index).font in self._wrong)
