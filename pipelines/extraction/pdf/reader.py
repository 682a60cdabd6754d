"""A PDF to pages of grids and text lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.extraction.grid import Page, TextLine
from pipelines.extraction.pdf.assemble import assemble_grids
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
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            layer = read_text_layer(page, number, unit(number))
            tables = find_tables(find_rules(*draw_without_text(page, layer.frame))) if layer.may_hold_tables else ()
            page.close()
            yield _page(layer, tables)


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
