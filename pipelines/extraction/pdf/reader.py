"""A PDF to pages of grids and text lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.extraction.grid import Page, TextLine
from pipelines.extraction.pdf.alignment import align_tables
from pipelines.extraction.pdf.assemble import assemble_grids
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.lines import apart, group_lines
from pipelines.extraction.pdf.picture import draw_without_text
from pipelines.extraction.pdf.ruling import RuledTable, find_rules, find_tables
from pipelines.extraction.pdf.text_layer import TextLayer, read_text_layer
from pipelines.extraction.pdf.user_units import open_units


def read_pages(path: Path) -> Iterator[Page]:
    """Read a PDF page by page, in order. The file must open without a password.

    Raises pypdfium2.PdfiumError where the file is no readable PDF.
    """
    with pdfium.PdfDocument(path) as document, open_units(path) as unit:
        fonts = Fonts()
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            layer = read_text_layer(page, number, fonts, unit(number))
            tables = _tables(page, layer) if layer.may_hold_tables else ()
            page.close()
            yield _page(layer, tables)


def _tables(page: pdfium.PdfPage, layer: TextLayer) -> tuple[RuledTable, ...]:
    rules = find_rules(*draw_without_text(page, layer.frame))
    ruled = find_tables(rules)
    aligned = align_tables(rules.level, layer.glyphs, [table.box for table in ruled])
    return tuple(sorted((*ruled, *aligned), key=lambda table: -table.box.y1))


def _page(layer: TextLayer, tables: Sequence[RuledTable]) -> Page:
    grids, outside = assemble_grids(layer, tables)
    width, height = layer.frame.shown_size
    boxes = [table.box for table in tables]
    lines = (piece for line in group_lines(outside) for piece in apart(line, boxes))
    return Page(
        number=layer.page,
        width=width,
        height=height,
        lines=tuple(TextLine(layer.page, layer.frame.shown(line.box), line.text) for line in lines),
        grids=grids,
        picture=layer.picture,
        turns=layer.frame.turns,
    )
