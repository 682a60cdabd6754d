"""The labels that forms and the tables inside them print, as declared, and what each says of its value."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, Self

from pydantic import model_validator

from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.declaration import Declaration
from pipelines.foundation.text import YEAR_IN_LABEL, fold_text, year_of_label
from pipelines.interpretation.declared.labels import Texts
from pipelines.interpretation.declared.values import (
    ExpenditureClass,
    Flow,
    Fund,
    Horizon,
    Measure,
    Period,
    Phase,
    Scheme,
    value_columns,
)
from pipelines.interpretation.words.labels import label_key, whole_key

_NUMBER = re.compile(r"(?P<label>.*?\D)(?P<number>\d{1,2})")
_UNIT = re.compile(rf"\((?:单位[:]?)?({MONEY_UNIT})\)")
LONGEST_LINE = 80
_TEXTS_AT_ONCE = 2_000
"""What is asked of the texts of one form."""

Kind = Literal["text", "choice", "year", "money", "share", "number"]
"""How a value is read: as printed, the option that is ticked, a year, an amount, a percentage, a plain number."""

_OF_THE_FORM = {"goal": "text", "funding": "money", "budget_line": "money", "figure": "money"}
_UNPUBLISHED = frozenset({"department_name", "heading", "aggregate", "text"})


class Entry(Declaration):
    """Texts of labels and what they say: facets of the value."""

    texts: Texts
    fund: Fund | Literal["named"] | None = None
    line: Literal["item", "total"] | None = None
    measure: Measure | None = None
    phase: Phase | None = None
    flow: Flow | None = None
    scheme: Scheme | None = None
    code: ExpenditureClass | None = None
    horizon: Horizon | None = None
    period: Period | None = None

    @property
    def facets(self) -> Mapping[str, str]:
        """The facets that the entry says something of."""
        said = ((name, getattr(self, name)) for name in _FACETS)
        return {name: str(value) for name, value in said if value is not None}


_FACETS = ("fund", "line", "measure", "phase", "flow", "scheme", "code", "horizon", "period")


class LabelEntry(Entry):
    """Labels of a form. A value of a field with a `kind` is published; `opens_form` begins another form.

    The value of one that is `beside` stands there: what is under it is a column of some table.
    """

    field: str
    kind: Kind | None = None
    opens_form: bool = False
    beside: bool = False

    @model_validator(mode="after")
    def _known(self) -> Self:
        of_profile = self.field in value_columns("project_profiles")
        if not (of_profile or self.field in _OF_THE_FORM or self.field in _UNPUBLISHED):
            raise ValueError(f"field: {self.field} is no column of project_profiles")
        if (self.kind is None) != (self.field in _UNPUBLISHED):
            raise ValueError(f"kind: {self.field} has one" if self.kind is None else f"kind: {self.field} has none")
        if self.kind != _OF_THE_FORM.get(self.field, self.kind):
            raise ValueError(f"kind: {self.field} is {_OF_THE_FORM[self.field]}")
        for facet in {"funding": ("fund",), "budget_line": ("fund", "line", "measure")}.get(self.field, ()):
            if facet not in self.facets:
                raise ValueError(f"{facet}: {self.field} needs it")
        return self


class ColumnEntry(Entry):
    """Heads of a column in a table inside a form."""

    field: str
    kind: Literal["money", "share", "number"] | None = None


class RowEntry(Entry):
    """Labels that say something of a row's amounts."""


@dataclass(frozen=True)
class Label:
    """What a printed label says: the field its value belongs to, facets, a number and a year printed in it.

    `kind` is how the value is read; without one it is not published. `opens_form`: a form begins where it comes again.
    `beside`: nothing under it is its value.
    """

    field: str
    facets: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    number: int | None = None
    year: int | None = None
    kind: Kind | None = None
    opens_form: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Labels:
    """Declared labels by their key."""

    by_key: Mapping[str, Label]

    @cached_property
    def find(self) -> Callable[[str], Label | None]:
        """The label that a text is; one may have a number at its end, and hold a year."""
        return lru_cache(_TEXTS_AT_ONCE)(self._find)

    def _find(self, text: str) -> Label | None:
        if not text or len(text) > LONGEST_LINE:
            return None
        key = label_key(text)
        if found := self.by_key.get(whole_key(text)) or self.by_key.get(key):
            return found
        match = _NUMBER.fullmatch(key)
        if match and (found := self.by_key.get(match["label"])):
            return replace(found, number=int(match["number"]))
        year = year_of_label(key)
        found = self.by_key.get(YEAR_IN_LABEL.sub("", key)) if year else None
        return replace(found, year=year) if found else None


def labels_of(entries: Iterable[LabelEntry | ColumnEntry | RowEntry]) -> Labels:
    """Labels by key. Raises ValueError for one that stands twice."""
    found: dict[str, Label] = {}
    for entry in entries:
        for text in entry.texts:
            if (key := whole_key(text)) in found:
                raise ValueError(f"texts: {text} stands twice")
            found[key] = _label(entry)
    return Labels(found)


def _label(entry: LabelEntry | ColumnEntry | RowEntry) -> Label:
    match entry:
        case LabelEntry():
            return Label(entry.field, entry.facets, kind=entry.kind, opens_form=entry.opens_form, beside=entry.beside)
        case ColumnEntry():
            return Label(entry.field, entry.facets, kind=entry.kind)
        case RowEntry():
            return Label("row", entry.facets)


def printed_unit(text: str) -> str | None:
    """A unit of money printed in brackets: `资金金额（万元）`."""
    match = _UNIT.search(fold_text(text))
    return match.group(1) if match else None
