"""The front of a document: the title that says whose budget of which year this is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.classifications.divisions import division_candidates
from pipelines.extraction.grid import Page, TextLine
from pipelines.extraction.layout import is_under_a_grid
from pipelines.foundation.text import OTHER_NUMBER, fold_characters
from pipelines.interpretation.declared.identity import identity

_LINES_OF_A_TITLE = 4
_PAGES_OF_A_FRONT = 4
_LINES_AT_ONCE = 10_000
"""Each reader of the prose asks for the plain text of all lines."""
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}\W*")


@dataclass(frozen=True)
class Title:
    """A printed title and what it says; None where it says nothing.

    `is_qualified`: it speaks of a department's or a unit's budget, which no other kind of document does.
    """

    text: str
    year: int
    stage: str | None
    scope: str | None
    name: str | None
    is_qualified: bool


@lru_cache(_LINES_AT_ONCE)
def plain(text: str) -> str:
    """Text without white space, letters and digits folded, punctuation and list numbers as printed.

    Folded, the number of an item would be a digit of what follows it: 12,860 of ①2,860.
    """
    return "".join(map(_plain_character, text))


@cache
def _plain_character(char: str) -> str:
    if char.isspace():
        return ""
    kind = unicodedata.category(char)
    return char if kind.startswith("P") or kind == OTHER_NUMBER else fold_characters(char)


def plain_lines(page: Page) -> Iterator[tuple[TextLine, str]]:
    """The lines outside the tables with their plain text, without page numbers."""
    for line in page.lines:
        text = plain(line.text)
        if text and not _PAGE_NUMBER.fullmatch(text):
            yield line, text


def front_lines(pages: Sequence[Page]) -> tuple[str, ...]:
    """The plain lines before the contents, the first heading, the first sentence or the first table."""
    front: list[str] = []
    for page in pages[:_PAGES_OF_A_FRONT]:
        for line, text in plain_lines(page):
            if is_under_a_grid(line, page) or identity().end_of_the_front.match(text):
                return tuple(front)
            front.append(text)
    return tuple(front)


def read_title(front: Sequence[str], rest: Sequence[str] = ()) -> Title | None:
    """The title on the front, over up to four lines; else a heading of the rest that reads as a title.

    A title that names its department is better than one that gives only year and kind.
    """
    headings = tuple(("", line) for line in rest if not identity().sentence.search(line))
    found = [*_titles(tuple(_windows(front))), *_titles(headings)]
    return next((title for title in found if title.name), found[0] if found else None)


def _titles(windows: Sequence[tuple[str, str]]) -> Iterator[Title]:
    for forms, is_qualified in ((identity().titles, True), (identity().loose_titles, False)):
        for above, text in windows:
            for form in forms:
                if title := _title(text, form, is_qualified):
                    yield _with_line_above(title, above, form)


def _windows(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Runs of lines, the shortest first, each with the line above it."""
    for length in range(1, _LINES_OF_A_TITLE + 1):
        for start in range(len(lines) - length + 1):
            yield lines[start - 1] if start else "", "".join(lines[start : start + length])


def _with_line_above(title: Title, above: str, form: re.Pattern[str]) -> Title:
    """A name in two lines is whole only with its place: `武汉市江汉区` above `生态环境分局2025年部门预算`."""
    if not title.name or division_candidates(title.name) or not identity().line_of_a_name.fullmatch(above):
        return title
    return _title(above + title.text, form, title.is_qualified) or title


def _title(text: str, form: re.Pattern[str], is_qualified: bool) -> Title | None:
    match = form.match(identity().title_opening.sub("", text))
    if not match:
        return None
    parts = match.groupdict()
    name = organisation(parts["name"]) if "name" in parts else None
    if "name" in parts and name is None:
        return None
    scopes = [scope for word, scope in identity().scopes.items() if word in (parts.get("whose") or "")]
    return Title(
        text=text,
        year=int(parts["year"].translate(str.maketrans(*identity().year_digits))),
        stage=identity().stages.get(parts["kind"]),
        scope=scopes[0] if len(scopes) == 1 else None,
        name=name,
        is_qualified=is_qualified,
    )


def organisation(text: str) -> str | None:
    """The name of an organisation without what is said behind it; None where the text is no such name."""
    name = identity().dropped_from_name.sub("", text)
    balanced = name.count("（") + name.count("(") == name.count("）") + name.count(")")
    if not balanced or identity().no_name.match(name) or not identity().organisation_ending.search(name):
        return None
    return name
