"""A PDF that took a process with it is read again in another one of its own: the page that did so is lost alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages, unread_page
from pipelines.foundation.apart import SECONDS_OF_ONE, Lost, made_apart


def read_pages_carefully(path: Path, seconds: float = SECONDS_OF_ONE) -> Iterator[Page]:
    """The pages as `read_pages` gives them, and an empty one with a fault for each whose reading ends its process, or
    needs more than some seconds of the processor's time, be it within one call of a library."""
    with pdfium.PdfDocument(path) as document:
        sizes = [document.get_page_size(index) for index in range(len(document))]
    read = made_apart(partial(_pages_behind, path), len(sizes), seconds)
    for number, (page, size) in enumerate(zip(read, sizes, strict=True), start=1):
        yield unread_page(number, size, page.error) if isinstance(page, Lost) else page


def _pages_behind(path: Path, place: int) -> Iterator[Page]:
    return read_pages(path, first=place + 1)
