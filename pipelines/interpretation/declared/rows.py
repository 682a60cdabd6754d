"""Words at the head of a row's label, declared in `rows.yaml`."""

from __future__ import annotations

from pipelines.foundation.declaration import Declaration, DeclarationFile


class RowWords(Declaration):
    """The words by what they say of a row."""

    part: tuple[str, ...]


ROW_WORDS_FILE = DeclarationFile("pipelines.interpretation.declared", "rows.yaml", RowWords)
ROW_WORDS = ROW_WORDS_FILE.load()
