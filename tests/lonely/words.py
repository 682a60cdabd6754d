"""The words that the interpretation declares, and the documents that print each.

A word counts as printed where its text stands in a text of the document, or, for titles, where it tells the same as
the title of a table. That a document prints a word doesn't say that a table needs it for anything: the words that
none prints are the ones to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from pipelines.extraction.grid import Page
from pipelines.foundation.text import fold_text
from pipelines.interpretation.sheets.joining import join_sheets
from pipelines.interpretation.sheets.recognition import title_core
from tests.lonely.branches import FOLDER

Word = tuple[str, str]
"""The place of a word in the declarations, as file and keys, and the word."""

_HAN = re.compile(r"[一-鿿]")
_PATTERN = re.compile(r"[\\|*+?^$\[\]{}]")
_NOT_READ = re.compile(r"[\s\"'“”‘’:：,，。;；、（）()]")


def declared() -> Iterator[Word]:
    """All Chinese words of the declarations, without patterns."""
    for path in sorted((FOLDER / "declared").rglob("*.yaml")):
        name = path.relative_to(FOLDER / "declared").as_posix()
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            table = document.get("table") if isinstance(document, dict) else None
            for keys, word in _leaves(document, ()):
                if _HAN.search(word) and not _PATTERN.search(word):
                    yield " ".join(filter(None, [name, table, "/".join(keys)])), word


def _leaves(value: object, keys: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(str(key), keys)
            yield from _leaves(inner, [*keys, str(key)])
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, keys)
    elif isinstance(value, str):
        yield keys, value


class PrintedTexts:
    """What a document prints, as far as words are looked for in it."""

    def __init__(self, pages: Sequence[Page]) -> None:
        cells = (cell.text for page in pages for grid in page.grids for cell in grid.cells)
        lines = (line.text for page in pages for line in page.lines)
        # Lines of a paragraph go on: a word may be cut by the end of one.
        self._text = "\n".join(_plain(text) for text in cells) + "\n" + "".join(_plain(text) for text in lines)
        self._titles = {title_core(sheet.caption.title) for sheet in join_sheets(pages) if sheet.caption.title} - {""}

    def print(self, word: str) -> bool:
        """Whether the document prints a word."""
        return _plain(word) in self._text or title_core(word) in self._titles


def _plain(text: str) -> str:
    return _NOT_READ.sub("", fold_text(text))
