"""The kinds of files that are documents, and how a file is known as one of them. Who reads it: `producers.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipelines.extraction.pdf.head import claims_to_be_pdf


@dataclass(frozen=True)
class Format:
    """A kind of file: `can_read` says by a file's first bytes and its name whether it is one, or claims to be."""

    name: str
    can_read: Callable[[bytes, str], bool]
    text_layer: str
    """Where its text comes from: `text_layer` of `documents`."""


FORMATS: Mapping[str, Format] = {each.name: each for each in (Format("pdf", claims_to_be_pdf, text_layer="native"),)}
"""The kinds of files by name, in the order in which they are asked."""


def format_of(head: bytes, name: str) -> str | None:
    """The name of a file's kind, by its first bytes and its name; None where it is no document."""
    return next((each.name for each in FORMATS.values() if each.can_read(head, name)), None)
