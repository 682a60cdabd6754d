"""What makes pages of a file, by the kind of file that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source
from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.careful import read_pages_carefully
from pipelines.extraction.pdf.opening import open_for_reading
from pipelines.extraction.pdf.reader import read_opened


def _pages_of_pdf(source: Source, carefully: bool) -> Iterator[Page]:
    with open_for_reading(source) as pdf:
        yield from read_pages_carefully(pdf.path) if carefully else read_opened(pdf.path, pdf.contents)


PRODUCERS: Mapping[str, Callable[[Source, bool], Iterator[Page]]] = {"pdf": _pages_of_pdf}
"""What makes pages, by the name of the kind of file (`formats.FORMATS`).

It raises QuarantineError where a file is of another kind after all or can't be read whole. Told to be careful it takes
longer, and loses alone a page that would take the process with it.
"""


def read_pages(source: Source, carefully: bool = False) -> Iterator[Page]:
    """The pages of a document, in order, whatever kind of file it is. Raises QuarantineError.

    `carefully` is for a document that took the process with it that read it.
    """
    if source.set_aside is not None:
        raise QuarantineError(source.file, source.set_aside.reason, source.set_aside.message)
    yield from PRODUCERS[source.format](source, carefully)
