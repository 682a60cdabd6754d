"""A PDF to pages of grids and text lines: the vector engine first, the raster engine where it leaves numbers out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.extraction.grid import Grid, Page, TextLine
from pipelines.extraction.pdf.assemble import assemble_grids
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.lines import group_lines
from pipelines.extraction.pdf.ruling import RulingReader, open_ruling
from pipelines.extraction.pdf.text_layer import Glyph, TextLayer, read_text_layer

_LOOSE_NUMBER = re.compile(r"(?<!\S)-?\d[\d,]*(\.\d+)?%?(?!\S)")
_LOOSE_NUMBERS_OF_A_TABLE = 4


def read_pages(path: Path) -> Iterator[Page]:
    """Read a PDF page by page, in order. The file must open without a password.

    Raises pypdfium2.PdfiumError where the file is no readable PDF.
    """
    with pdfium.PdfDocument(path) as document, open_ruling(path) as ruling:
        fonts = Fonts()
        for index in range(len(document)):
            page = document[index]
            layer = read_text_layer(page, index + 1, fonts)
            page.close()
            yield _read_page(layer, ruling)


def _read_page(layer: TextLayer, ruling: RulingReader) -> Page:
    grids: tuple[Grid, ...] = ()
    outside = layer.glyphs
    if layer.may_hold_tables:
        grids, outside = assemble_grids(layer, ruling.read(layer.page, layer.turns, "vector"))
        loose = _loose_numbers(outside)
        if loose >= _LOOSE_NUMBERS_OF_A_TABLE:
            seen, left_over = assemble_grids(layer, ruling.read(layer.page, layer.turns, "combined"))
            if _loose_numbers(left_over) < loose:
                grids, outside = seen, left_over
    return Page(
        number=layer.page,
        width=layer.width,
        height=layer.height,
        lines=tuple(TextLine(layer.page, layer.shown(line.box), line.text) for line in group_lines(outside)),
        grids=grids,
        picture=layer.picture,
        turns=layer.turns,
    )


def _loose_numbers(glyphs: tuple[Glyph, ...]) -> int:
    """Numbers that stand alone, as those of a table do and those of a sentence don't."""
    return sum(len(_LOOSE_NUMBER.findall(line.text)) for line in group_lines(glyphs))
