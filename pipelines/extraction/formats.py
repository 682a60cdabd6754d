"""Who makes pages of a file: a table of producers, one for each kind of file that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source
from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.careful import read_pages_carefully
from pipelines.extraction.pdf.opening import claims_to_be_pdf, open_for_reading
from pipelines.extraction.pdf.reader import read_pages as read_pdf


@dataclass(frozen=True)
class Producer:
    """What makes pages of one kind of file.

    `can_read` says by a file's first bytes and its name whether it is one, or claims to be; `read_pages` raises
    QuarantineError where it is none after all or can't be read whole. Told to be careful it takes longer,
    and loses alone a page that would take the process with it.
    """

    name: str
    can_read: Callable[[bytes, str], bool]
    read_pages: Callable[[Source, bool], Iterator[Page]]
    text_layer: str
    """Where its text comes from: `text_layer` of `documents`."""


def _pages_of_pdf(source: Source, carefully: bool) -> Iterator[Page]:
    with open_for_reading(source) as path:
        yield from read_pages_carefully(path) if carefully else read_pdf(path)


PRODUCERS: Mapping[str, Producer] = {
    producer.name: producer for producer in (Producer("pdf", claims_to_be_pdf, _pages_of_pdf, text_layer="native"),)
}
"""The producers by name, in the order in which they are asked."""


def format_of(head: bytes, name: str) -> str | None:
    """The name of the producer that reads a file, by its first bytes and its name; None where it is no document."""
    return next((producer.name for producer in PRODUCERS.values() if producer.can_read(head, name)), None)


def read_pages(source: Source, carefully: bool = False) -> Iterator[Page]:
    """The pages of a document, in order, whatever kind of file it is. Raises QuarantineError.

    `carefully` is for a document that took the process with it that read it.
    """
    if source.set_aside is not None:
        raise QuarantineError(source.file, source.set_aside.reason, source.set_aside.message)
    yield from PRODUCERS[source.format].read_pages(source, carefully)
