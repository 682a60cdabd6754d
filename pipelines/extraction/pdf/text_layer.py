"""The page's text layer, glyph by glyph, in the frame in which its text reads upright: what shows, and no more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.printed import PrintedGlyph, read_printed
from pipelines.extraction.pdf.proof import NUMERIC, prove

_MIN_PATHS_OF_A_TABLE = 6
_PICTURE_OF_A_PAGE = 0.5
"""As a part of the page: a picture of that size with unseen text on it is a scan."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the reading frame: its box as wide as its advance and as high as its ink, and its baseline.

    `doubt` says why a figure can't be trusted; empty where nothing speaks against it.
    """

    char: str
    box: Box
    baseline: float
    doubt: str = ""

    @property
    def x(self) -> float:
        return (self.box.x0 + self.box.x1) / 2

    @property
    def y(self) -> float:
        """Its place, a little above the baseline: boxes are made of ascents and inks that fonts get wrong."""
        return self.baseline + min(self.box.height, 2 * self.box.width) / 4

    @property
    def numeric(self) -> bool:
        return self.char in NUMERIC


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


def read_text_layer(page: pdfium.PdfPage, number: int, fonts: Fonts) -> TextLayer:
    """Read the glyphs of one page that show; characters that are neither upright nor part of the text are left out.

    Left out: white space (it is derived from positions), control characters, watermarks and stamps, and text that
    no reader of the page sees.
    """
    left, bottom, right, top = page.get_cropbox(fallback_ok=True) or (0.0, 0.0, *page.get_size())
    rotation = page.get_rotation() // 90
    size = (right - left, top - bottom)
    text = read_printed(page)
    read = prove(page, text, fonts)
    angles = Counter((text.glyphs[index].quarter + rotation) % 4 for index in read.indices)
    upright = angles.most_common(1)[0][0] if angles else 0
    # A character drawn at n clockwise quarter turns is brought upright by 4 - n more.
    turns = -upright % 4
    to_reading = (rotation + turns) % 4
    glyphs = tuple(
        _upright_glyph(text.glyphs[index], to_reading, (left, bottom), size, read.doubts.get(index, ""))
        for index in read.indices
        if (text.glyphs[index].quarter + rotation) % 4 == upright
    )
    shown_width, shown_height = size if rotation % 2 == 0 else size[::-1]
    paths, pictures, largest = _drawn_objects(page)
    scan = largest > _PICTURE_OF_A_PAGE * size[0] * size[1] and read.hidden > len(glyphs)
    return TextLayer(
        page=number,
        width=shown_width,
        height=shown_height,
        turns=turns,
        glyphs=glyphs,
        may_hold_tables=bool(glyphs) and (paths >= _MIN_PATHS_OF_A_TABLE or pictures > 0),
        picture=pictures > 0 and (not glyphs or scan),
    )


def _upright_glyph(
    printed: PrintedGlyph, turns: int, corner: tuple[float, float], size: tuple[float, float], doubt: str
) -> Glyph:
    x, y = printed.origin
    ink, advance, origin = (
        Box(box.x0 - corner[0], box.y0 - corner[1], box.x1 - corner[0], box.y1 - corner[1]).turned(turns, *size)
        for box in (printed.ink, printed.advance, Box(x, y, x, y))
    )
    return Glyph(printed.char, Box(advance.x0, ink.y0, advance.x1, ink.y1), origin.y0, doubt)


def _drawn_objects(page: pdfium.PdfPage) -> tuple[int, int, float]:
    """How many paths and pictures a page has, and the area of the largest picture in square points."""
    paths = pictures = 0
    largest = 0.0
    for item in page.get_objects(max_depth=4):
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
            x0, y0, x1, y1 = item.get_bounds()
            largest = max(largest, (x1 - x0) * (y1 - y0))
    return paths, pictures, largest
