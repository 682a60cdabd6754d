"""Glyphs and pages of glyphs as the text layer gives them, set by hand."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.frame import Frame
from pipelines.extraction.pdf.text_layer import Glyph, TextLayer, glyphs_at

SIZE = 10.0


def glyphs(text: str, x: float, y: float, size: float = SIZE, gap: float = 0.0, source: int = 0) -> tuple[Glyph, ...]:
    """A text set from `x` on the baseline `y`; ideographs are as wide as high, other characters half as wide."""
    boxes: list[Box] = []
    for char in text:
        width = size if ord(char) >= 0x2E80 else size / 2
        if not char.isspace():
            boxes.append(Box(x, y, x + width, y + size))
        x += width + gap
    level = np.ones(len(boxes))
    places = np.array(boxes).reshape(-1, 4)
    return tuple(
        glyphs_at("".join(text.split()), places, y * level, size * level, [""] * len(boxes), [source] * len(boxes))
    )


def layer(*texts: Iterable[Glyph]) -> TextLayer:
    """A page of 600 x 800 points with these glyphs, in this order."""
    every = tuple(glyph for text in texts for glyph in text)
    return TextLayer(1, Frame(Box(0.0, 0.0, 600.0, 800.0)), every, may_hold_tables=True, picture=False)
