"""A PDF to pages of grids and text lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.extraction.grid import Box, Grid, Page, TextLine
from pipelines.extraction.pdf.alignment import align_tables
from pipelines.extraction.pdf.annotations import with_annotations
from pipelines.extraction.pdf.assemble import DRAWN, assemble_grids
from pipelines.extraction.pdf.canvas import Papers
from pipelines.extraction.pdf.contents import Contents, open_contents
from pipelines.extraction.pdf.drawn import Drawn
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.lines import apart, group_lines
from pipelines.extraction.pdf.numbers import count_numbers
from pipelines.extraction.pdf.page_objects import read_objects
from pipelines.extraction.pdf.picture import draw_without_text
from pipelines.extraction.pdf.ruling import RuledTable, Rules, find_rules, find_tables
from pipelines.extraction.pdf.text_layer import TextLayer, read_text_layer
from pipelines.foundation.guard import Broken, guarded
from pipelines.foundation.limit import TooLongError


def read_pages(path: Path, first: int = 1) -> Iterator[Page]:
    """Read a PDF page by page, in order, from a page on. The file must open without a password.

    Raises pypdfium2.PdfiumError where the file is no readable PDF.
    """
    with open_contents(path) as contents:
        yield from read_opened(path, contents, first)


def read_opened(path: Path, contents: Contents, first: int = 1) -> Iterator[Page]:
    """Read a PDF as `read_pages` does, whose contents are open."""
    with pdfium.PdfDocument(path) as document:
        fonts, papers = Fonts(), Papers()
        for number in range(first, len(document) + 1):
            page = with_annotations(document, number, contents.hidden_notes(number))
            yield _read_page_if_possible(page, number, fonts, papers, contents)
            page.close()


def _read_page_if_possible(page: pdfium.PdfPage, number: int, fonts: Fonts, papers: Papers, contents: Contents) -> Page:
    """The page; where reading it raises or takes too long, an empty one whose fault says so.

    MemoryError goes on: where memory has run out the pages that are left can't be trusted either.
    """
    read = guarded("page", lambda: (_read_page(page, number, fonts, papers, contents),))
    if not isinstance(read, Broken):
        return read[0]
    if read.error == MemoryError.__name__:
        raise MemoryError
    return unread_page(number, page.get_size(), read.error)


def unread_page(number: int, size: tuple[float, float], error: str) -> Page:
    """An empty page of a size in points whose fault tells the kind of the error that kept it from being read."""
    fault = "too_long" if error == TooLongError.__name__ else f"error:{error}"
    return Page(number, *size, lines=(), grids=(), faults=(fault,))


def _read_page(page: pdfium.PdfPage, number: int, fonts: Fonts, papers: Papers, contents: Contents) -> Page:
    objects = read_objects(page, has_patterns=contents.have_patterns(number))
    layer = read_text_layer(page, objects, number, fonts, papers, contents.unit(number))
    grids: tuple[Grid, ...] = ()
    outside = layer.glyphs
    boxes: list[Box] = []
    if layer.may_hold_tables:
        picture = draw_without_text(page, objects, layer.frame, papers.rules)
        tables = _tables(find_rules(picture), layer)
        boxes = [table.box for table in tables]
        grids, outside = assemble_grids(layer, tables, Drawn(picture))
    pieces = (piece for line in group_lines(outside) for piece in apart(line, boxes))
    lines = tuple(TextLine(number, layer.frame.shown(piece.box), piece.text) for piece in pieces)
    width, height = layer.frame.shown_size
    numbers = _accounted(lines, grids) if grids else 0
    return Page(
        number=number,
        width=width,
        height=height,
        lines=lines,
        grids=grids,
        picture=layer.picture,
        turns=layer.frame.turns,
        faults=contents.faults(number),
        numbers_seen=numbers + layer.numbers_aside if grids else 0,
        numbers_accounted=numbers,
    )


def _tables(rules: Rules, layer: TextLayer) -> tuple[RuledTable, ...]:
    ruled = find_tables(rules)
    aligned = align_tables(rules.level, layer.glyphs, [table.box for table in ruled])
    return tuple(sorted((*ruled, *aligned), key=lambda table: -table.box.y1))


def _accounted(lines: Sequence[TextLine], grids: Sequence[Grid]) -> int:
    """Numbers in lines and cells; what is drawn in a cell without being text is one that is told of."""
    texts = sum(count_numbers(line.text) for line in lines)
    return texts + sum(1 if cell.doubt == DRAWN else count_numbers(cell.text) for grid in grids for cell in grid.cells)
