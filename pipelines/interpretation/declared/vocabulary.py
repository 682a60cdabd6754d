"""Headers and row labels read word by word: printed words to facets. The words are declared in vocabulary.yaml."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import model_validator

from pipelines.datasets import enumerations as enums
from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.foundation.text import YEAR_IN_LABEL, fold_text, strip_list_number, year_of_label
from pipelines.interpretation.declared.labels import Texts
from pipelines.interpretation.declared.values import Flow, Fund, Measure, Period, Phase, Scheme, twice

FACETS = (
    "fund",
    "period",
    "measure",
    "phase",
    "kind",
    "count",
    "column",
    "scheme",
    "flow",
    "item",
    "line",
    "year_word",
)
"""The facets that a word can say something of, each at most one value."""

ThreePublic = Annotated[str, OneOf(enums.THREE_PUBLIC)]
Item = Annotated[str, OneOf((*enums.THREE_PUBLIC, "other"))]
"""The three public expenses; `other` is printed beside them."""
Count = Annotated[str, OneOf(enums.COUNT)]
_GENERAL_COUNTS = ("persons", "visits")
GeneralCount = Annotated[str, OneOf(_GENERAL_COUNTS)]
"""Numbers whose word does not say of what they are."""
CountWord = Annotated[str, OneOf((*enums.COUNT, *_GENERAL_COUNTS))]
WordLine = Annotated[str, OneOf((*enums.LINE, "year_total", "side_total"))]
"""The lines of a table; the totals of a year and of a side are told apart where the whole table is known."""
ColumnRole = Literal[
    "code",
    "class_code",
    "division_code",
    "item_code",
    "name",
    "unit",
    "unit_code",
    "year",
    "fund",
    "number",
    "amount",
    "note",
]
"""What stands in a column that holds no amounts, and `amount`."""
PARTS_OF_A_CODE: tuple[ColumnRole, ...] = ("class_code", "division_code", "item_code")
CODES_OF_ITEMS: frozenset[ColumnRole] = frozenset({"code", *PARTS_OF_A_CODE})
"""The columns that print codes of a classification."""

_UNIT = re.compile(rf"({MONEY_UNIT})$")
_PUNCTUATION = re.compile(r"[\s,.。:;/·*《》\[\]-]+")
_BEHIND = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)$")
_NOT_READ = str.maketrans("", "", "\"'()")


@dataclass(frozen=True)
class Meaning:
    """What a label says. `facets` holds a value for each facet a word spoke of; `year` a printed year.

    `unit` is a unit of money printed in the label. `unknown` holds what no word explains: "" in a label that is
    understood.
    """

    facets: Mapping[str, str] = field(default_factory=dict[str, str])
    year: int | None = None
    unit: str | None = None
    unknown: str = ""

    @property
    def known(self) -> bool:
        return not self.unknown

    def get(self, facet: str) -> str | None:
        return self.facets.get(facet)


class Kinship(Declaration):
    """Values of a facet by the value that holds them."""

    fund: Mapping[Fund, tuple[Fund, ...]]
    measure: Mapping[Measure, tuple[Measure, ...]]
    item: Mapping[ThreePublic, tuple[ThreePublic, ...]] = {}

    def of(self, facet: str) -> Mapping[str, tuple[str, ...]]:
        """The values that the values of a facet hold; none of a facet that has no tree."""
        return getattr(self, facet, {})


class Vocabulary(Declaration):
    """The words of `vocabulary.yaml` by facet and value, and what is within what; see there."""

    fund: Mapping[Fund, Texts]
    period: Mapping[Period, Texts]
    measure: Mapping[Measure, Texts]
    phase: Mapping[Phase, Texts]
    kind: Mapping[Literal["derived", "share"], Texts]
    count: Mapping[CountWord, Texts]
    count_of: Mapping[GeneralCount, Mapping[Item, Count]]
    counted_in: Texts
    column: Mapping[ColumnRole, Texts]
    scheme: Mapping[Scheme, Texts]
    flow: Mapping[Flow, Texts]
    item: Mapping[Item, Texts]
    line: Mapping[WordLine, Texts]
    year_word: Mapping[Literal["last", "this"], Texts]
    neutral: Texts
    within: Kinship
    refines: Kinship

    @model_validator(mode="after")
    def _no_word_twice(self) -> Self:
        for facet in FACETS:
            said: dict[str, str] = {}
            for value, texts in self.of(facet).items():
                for text in texts:
                    if (word := folded(text)) in said:
                        raise ValueError(f"{facet}: the word {text} stands under {said[word]} and under {value}")
                    said[word] = value
        meaning = {folded(text) for facet in FACETS for texts in self.of(facet).values() for text in texts}
        neutral = [folded(text) for text in self.neutral]
        if wrong := [*twice(neutral), *(word for word in neutral if word in meaning)]:
            raise ValueError(f"neutral: the words {wrong} stand twice")
        return self

    def of(self, facet: str) -> Mapping[str, tuple[str, ...]]:
        """The words of a facet by its values."""
        return getattr(self, facet)


VOCABULARY = DeclarationFile("pipelines.interpretation.declared", "vocabulary.yaml", Vocabulary)


@cache
def vocabulary() -> Vocabulary:
    """What the vocabulary declares. Raises DeclarationError."""
    return VOCABULARY.load()


def within(facet: str) -> Mapping[str, tuple[str, ...]]:
    """The parts of which a value of `fund`, `measure` or `item` is the sum, by that value."""
    return vocabulary().within.of(facet)


Words = Mapping[str, Mapping[str, str]]
"""What words say: values by facet. A word that stands under several facets says all of them."""


@cache
def words() -> Words:
    """What the words of the vocabulary say, by the folded word."""
    found: dict[str, dict[str, str]] = {}
    for facet in FACETS:
        for value, texts in vocabulary().of(facet).items():
            for text in texts:
                found.setdefault(folded(text), {})[facet] = value
    for text in vocabulary().neutral:
        found.setdefault(folded(text), {})
    return found


def folded(text: str) -> str:
    """A text as words are compared: without quotes and brackets too."""
    return fold_text(text).translate(_NOT_READ)


@cache
def read_label(text: str) -> Meaning:
    """Read a printed label. List numbers, `其中：`, punctuation, quotes and brackets say nothing."""
    label = folded(strip_list_number(text)[1])
    unit = _UNIT.search(label)
    if unit:
        label = label[: unit.start()]
    parts = [part for part in _PUNCTUATION.split(YEAR_IN_LABEL.sub(" ", label)) if part]
    spoken: dict[str, str] = {}
    unknown: list[str] = []
    for part in parts:
        found, rest = _segments(part)
        unknown.extend([rest] if rest else [])
        for word in found:
            _say(spoken, words()[word])
    return Meaning(spoken, year_of_label(label), unit.group(1) if unit else None, "".join(unknown))


def is_counted(text: str) -> bool:
    """Whether a label ends in the unit of a number of things, in brackets: 车辆数合计（辆）."""
    printed = _BEHIND.search(fold_text(text))
    return printed is not None and printed.group(1).translate(_NOT_READ) in _units_of_numbers()


@cache
def _units_of_numbers() -> frozenset[str]:
    return frozenset(map(folded, vocabulary().counted_in))


def _say(spoken: dict[str, str], facets: Mapping[str, str]) -> None:
    for facet, value in facets.items():
        spoken[facet] = refine(facet, spoken.get(facet), value) or value


@cache
def _segments(text: str) -> tuple[tuple[str, ...], str]:
    return segments(text, words(), _longest())


@cache
def _longest() -> int:
    return max(len(word) for word in words())


def segments(text: str, known: Container[str], longest: int) -> tuple[tuple[str, ...], str]:
    """Cut a text into known words, the longest first; the rest that can't be cut is told."""
    best: tuple[tuple[str, ...], str] = ((), text)
    for length in range(min(longest, len(text)), 0, -1):
        if text[:length] not in known:
            continue
        found, rest = segments(text[length:], known, longest) if len(text) > length else ((), "")
        if not rest:
            return (text[:length], *found), ""
        if len(rest) < len(best[1]):
            best = ((text[:length], *found), rest)
    return best


@cache
def _narrower(facet: str) -> Mapping[str, frozenset[str]]:
    """The values that a deeper label may make of a value: its parts, and what is no part but says it more exactly."""
    trees = (vocabulary().within.of(facet), vocabulary().refines.of(facet))
    wholes = {outer for tree in trees for outer in tree}
    return {outer: frozenset(inner for tree in trees for inner in tree.get(outer, ())) for outer in wholes}


def refine(facet: str, outer: str | None, inner: str | None) -> str | None:
    """The value that two labels of one path say together; None where they quarrel or say nothing."""
    if outer is None or inner is None or outer == inner:
        return inner if outer is None else outer
    narrower = _narrower(facet)
    if inner in narrower.get(outer, frozenset()):
        return inner
    if outer in narrower.get(inner, frozenset()):
        return outer
    return None


def read_path(labels: Iterable[str]) -> Meaning:
    """Read the labels of a path from the outermost to the innermost: they say together what the column is.

    Labels that quarrel, and words nobody knows, are told in `unknown`.
    """
    together = Meaning()
    for label in labels:
        meaning = read_label(label)
        facets = dict(together.facets)
        unknown = together.unknown + meaning.unknown
        for facet, value in meaning.facets.items():
            said = facets.get(facet)
            refined = (
                value if said is None or facet in {"column", "flow", "line", "item"} else refine(facet, said, value)
            )
            if refined is None:
                unknown += label
            else:
                facets[facet] = refined
        together = Meaning(facets, meaning.year or together.year, meaning.unit or together.unit, unknown)
    return together
