"""Words in the head of a table, as `header.yaml` declares them."""

from __future__ import annotations

from functools import cache

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.interpretation.declared.labels import Texts


class HeaderWords(Declaration):
    """What rows, numbers and first cells in the head of a table are told by; the file tells what each is."""

    counts_columns: frozenset[str]
    year: str
    totals: Texts
    form_openings: frozenset[str]


HEADER = DeclarationFile("pipelines.interpretation.declared", "header.yaml", HeaderWords)


@cache
def header_words() -> HeaderWords:
    """What `header.yaml` declares."""
    return HEADER.load()
