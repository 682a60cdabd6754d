"""What a document says about itself in words, as `statements.yaml` declares it."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from pipelines.datasets import enumerations as enums
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.foundation.patterns import Patterns

StandardTable = Annotated[str, OneOf(enums.STANDARD_TABLE)]


class Topic(Declaration):
    """One kind of statement: a sentence (`whole`: a paragraph) of these words, under a heading of those.

    `table` is the standard table it is of; `under_words` says that it stands where words are explained, and only there.
    """

    topic: str
    table: StandardTable | None = None
    heading: re.Pattern[str] | None = None
    text: re.Pattern[str] = re.compile(".")
    whole: bool = False
    under_words: bool = False


class Index(Declaration):
    """A printed index of tables that marks the empty ones: words in the heads of its columns, and what marks one."""

    name: str
    mark: str
    reason: str
    marks: frozenset[str]


class Statements(Patterns):
    """The topics; the words of a note that a table is empty; headings that explain words; an index of the tables."""

    empty: re.Pattern[str]
    not_under: re.Pattern[str]
    index: Index
    title_ending: re.Pattern[str]
    names_a_table: re.Pattern[str]
    topics: tuple[Topic, ...]


STATEMENTS = DeclarationFile("pipelines.interpretation.declared", "statements.yaml", Statements)


@cache
def statements() -> Statements:
    """What `statements.yaml` declares."""
    return STATEMENTS.load()
