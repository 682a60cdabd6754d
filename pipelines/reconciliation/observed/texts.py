"""The words by which printed text is checked. See texts.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pipelines.foundation.declaration import Declaration, DeclarationFile


class Level(Declaration):
    """The words that only texts of a level of government may use, and how the level is called."""

    words: re.Pattern[str]
    zh: str
    en: str


class Texts(Declaration):
    """`placeholder` and `instruction`: text that a template asks to be replaced. `glossary`: headings of glossaries.

    `glossary_path` is a functional class as glossaries explain it; NAME in it stands for `glossary_name`.
    """

    placeholder: str
    instruction: str
    glossary: re.Pattern[str]
    glossary_path: str
    glossary_name: str
    between_items: re.Pattern[str]
    numbering: str
    levels: Mapping[Literal["province", "city", "county"], Level]
    year: re.Pattern[str]

    @cached_property
    def template(self) -> re.Pattern[str]:
        return re.compile(f"{self.placeholder}|{self.instruction}")

    @cached_property
    def path(self) -> re.Pattern[str]:
        return re.compile(self.glossary_path.replace("NAME", self.glossary_name))


DECLARED_TEXTS = DeclarationFile("pipelines.reconciliation.observed", "texts.yaml", Texts)
TEXTS = DECLARED_TEXTS.load()
