"""Sentences in two languages, as templates with named fields: declared where the thing they tell of is declared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import NamedTuple, Self

from pydantic import model_validator

from pipelines.foundation.declaration import Declaration


class Told(NamedTuple):
    """A sentence as it is told: Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Names:
    """Names that are told one after another."""

    names: tuple[str, ...]


class Sentence(Declaration):
    """A sentence whose fields stand in braces, as `str.format` has them: `{page}`, `{share:.0%}`."""

    zh: str
    en: str

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        """ValueError for a template with fields that have no name."""
        if not all(name.isidentifier() for name in self.fields):
            raise ValueError(f"fields must be names: {sorted(self.fields)}")
        return self

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of the fields, of both languages."""
        parsed = (part for text in (self.zh, self.en) for part in Formatter().parse(text))
        return frozenset(name for _, name, _, _ in parsed if name is not None)

    def tell(self, **fields: object) -> Told:
        """The sentence with its fields. TypeError unless exactly its own fields are given."""
        if fields.keys() != self.fields:
            raise TypeError(f"{self.en!r} tells {sorted(self.fields)}, given are {sorted(fields)}")
        chinese, english = {**fields}, {**fields}
        for name, value in fields.items():
            if isinstance(value, Told):
                chinese[name], english[name] = value
            elif isinstance(value, Names):
                chinese[name], english[name] = "、".join(value.names), ", ".join(value.names)
        return Told(self.zh.format(**chinese), self.en.format(**english))
