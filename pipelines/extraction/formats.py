"""The kinds of files that are documents, and how a file is known as one of them. Who reads it: `producers.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import SEEK_END
from typing import IO

from pipelines.extraction.pdf.head import claims_to_be_pdf, has_end_of_pdf

_TAIL_BYTES = 1 << 20


@dataclass(frozen=True)
class Format:
    """A kind of file: `can_read` says by a file's first bytes and its name whether it is one, or claims to be, and
    `has_end` by its last bytes whether all of it is there."""

    name: str
    can_read: Callable[[bytes, str], bool]
    has_end: Callable[[bytes], bool]
    text_layer: str
    """Where its text comes from: `text_layer` of `documents`."""


FORMATS: Mapping[str, Format] = {
    each.name: each for each in (Format("pdf", claims_to_be_pdf, has_end_of_pdf, text_layer="native"),)
}
"""The kinds of files by name, in the order in which they are asked."""


def format_of(head: bytes, name: str) -> str | None:
    """The name of a file's kind, by its first bytes and its name; None where it is no document."""
    return next((each.name for each in FORMATS.values() if each.can_read(head, name)), None)


def is_whole(kind: str, content: IO[bytes]) -> bool:
    """Whether a document of a kind ends as such ones do. `content` is left at its end."""
    content.seek(max(content.seek(0, SEEK_END) - _TAIL_BYTES, 0))
    return FORMATS[kind].has_end(content.read())
