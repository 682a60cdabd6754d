"""Headers and row labels read word by word: printed words to facets. The words are declared in vocabulary.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

import yaml

from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.text import fold_text, strip_list_number

FACETS = (
    "fund",
    "period",
    "measure",
    "phase",
    "kind",
    "column",
    "scheme",
    "flow",
    "item",
    "line",
    "year_word",
)
"""The facets that a word can say something of, each at most one value."""

_YEAR = re.compile(r"(20\d\d)(?:年度?)?")
_PUNCTUATION = re.compile(r"[\s,.。:;/·*《》\[\]-]+")
_NOT_READ = str.maketrans("", "", "\"'()")


@dataclass(frozen=True)
class Meaning:
    """What a label says. `facets` holds a value for each facet a word spoke of; `year` a printed year.

    `unit` is a unit of money printed in the label. `unknown` holds what no word explains: "" in a label that is
    understood.
    """

    facets: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    unit: str | None = None
    unknown: str = ""

    @property
    def known(self) -> bool:
        return not self.unknown

    def get(self, facet: str) -> str | None:
        return self.facets.get(facet)


@cache
def _declared() -> Mapping[str, object]:
    text = (resources.files("pipelines.interpretation.declared") / "vocabulary.yaml").read_text("utf-8")
    return yaml.safe_load(text)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """Facets by folded word; a word that stands under several facets says all of them."""
    words: dict[str, dict[str, str]] = {}
    declared = _declared()
    for facet in FACETS:
        groups = declared[facet]
        if not isinstance(groups, dict):
            raise TypeError(f"vocabulary.yaml: {facet} must map values to words")
        for value, texts in groups.items():
            for text in texts:
                words.setdefault(_folded(text), {})[facet] = value
    neutral = declared["neutral"]
    if not isinstance(neutral, list):
        raise TypeError("vocabulary.yaml: neutral must be a list")
    for text in neutral:
        words.setdefault(_folded(text), {})
    return words


def _folded(text: str) -> str:
    return fold_text(text).translate(_NOT_READ)


@cache
def _longest() -> int:
    return max(len(word) for word in _words())


@cache
def read_label(text: str) -> Meaning:
    """Read a printed label. List numbers, `其中：`, punctuation, quotes and brackets say nothing."""
    folded = _folded(strip_list_number(text)[1])
    unit = re.search(rf"({MONEY_UNIT})$", folded)
    if unit:
        folded = folded[: unit.start()]
    year = _YEAR.search(folded)
    parts = [part for part in _PUNCTUATION.split(_YEAR.sub(" ", folded)) if part]
    spoken: dict[str, str] = {}
    unknown: list[str] = []
    for part in parts:
        words, rest = _segment(part)
        unknown.extend([rest] if rest else [])
        for word in words:
            _say(spoken, _words()[word])
    return Meaning(spoken, int(year.group(1)) if year else None, unit.group(1) if unit else None, "".join(unknown))


def _say(spoken: dict[str, str], facets: Mapping[str, str]) -> None:
    for facet, value in facets.items():
        spoken[facet] = refine(facet, spoken.get(facet), value) or value


@cache
def _segment(text: str) -> tuple[tuple[str, ...], str]:
    """Cut a text into known words, the longest first; the rest that can't be cut is told."""
    best: tuple[tuple[str, ...], str] = ((), text)
    for length in range(min(_longest(), len(text)), 0, -1):
        if text[:length] not in _words():
            continue
        words, rest = _segment(text[length:]) if len(text) > length else ((), "")
        if not rest:
            return (text[:length], *words), ""
        if len(rest) < len(best[1]):
            best = ((text[:length], *words), rest)
    return best


_PARTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "fund": {
        "fiscal_appropriation": frozenset({"general_public", "government_fund", "state_capital"}),
        "unit_funds": frozenset(
            {"business", "business_operating", "upper_level", "affiliated", "other", "non_fiscal_balance"}
        ),
        "other": frozenset({"business", "business_operating", "upper_level", "affiliated", "unit_funds"}),
        "general_public": frozenset({"unclassified"}),
        # 教育收费 is accounted for as 事业收入.
        "business": frozenset({"fiscal_account"}),
    },
    "measure": {
        "basic": frozenset({"personnel", "operating", "unclassified"}),
        "personnel": frozenset({"unclassified"}),
        "operating": frozenset({"unclassified"}),
        "project": frozenset({"unclassified"}),
        "carryover_out": frozenset({"unclassified"}),
        "unclassified": frozenset(),
    },
    "item": {"vehicles": frozenset({"vehicle_purchase", "vehicle_operation"}), "total": frozenset()},
}
"""Values that a deeper label may make more exact."""


def refine(facet: str, outer: str | None, inner: str | None) -> str | None:
    """The value that two labels of one path say together; None where they quarrel or say nothing."""
    if outer is None or inner is None or outer == inner:
        return inner if outer is None else outer
    parts = _PARTS.get(facet, {})
    if inner in parts.get(outer, frozenset()):
        return inner
    if outer in parts.get(inner, frozenset()):
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
        together = replace(
            together,
            facets=facets,
            year=meaning.year or together.year,
            unit=meaning.unit or together.unit,
            unknown=unknown,
        )
    return together
