"""What a code, or a name without one, keys its row with: tables of named rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipelines.classifications import classification, scheme_of
from pipelines.classifications.codes import EXPENDITURE_SCHEMES, schemes
from pipelines.foundation.rules import Rule, always, decide
from pipelines.foundation.text import fold_space, strip_list_number
from pipelines.interpretation.declared.vocabulary import Meaning, read_path
from pipelines.interpretation.sheets.units import unit_key

_DIGITS_OF_A_CLASS = 3
_DIGITS_OF_A_PART = 2


class RowKey(NamedTuple):
    """The key of one row of a block. `level` 0 is a total; `line` is item, total or a word of the vocabulary.

    `meaning` is what the row's label says in words (fund, measure, item …), for rows that words name; `path` the
    printed labels of the row; `rule` names what decided the key.
    """

    scheme: str | None = None
    code: str | None = None
    name: str | None = None
    level: int | None = None
    line: str = "item"
    economic_code: str | None = None
    government_economic_code: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    year: int | None = None
    derived: bool = False
    meaning: Meaning = Meaning()
    path: tuple[str, ...] = ()
    rule: str = ""


CodesAbove = Mapping[str, str]
"""The last code printed above, by scheme."""


@dataclass(frozen=True)
class _Coded:
    """A code with the name beside it, as the rules see it."""

    code: str
    name: str | None
    printed_scheme: str | None
    above: CodesAbove
    units: frozenset[str]

    @property
    def scheme(self) -> str | None:
        """A code says more than a header: 2010101 under 部门经济科目 is a function."""
        return self.printed_scheme if self.printed_scheme == "unit" else scheme_of(self.code) or self.printed_scheme

    @property
    def level(self) -> int | None:
        """The level of the code in its classification; some places print one of their own below them: 3010201."""
        # Some places print a level of their own below the official ones: 3010201.
        is_of_scheme = self.scheme in EXPENDITURE_SCHEMES and scheme_of(self.code) == self.scheme
        return schemes()[self.scheme].printed_levels.get(len(self.code)) if self.scheme and is_of_scheme else None

    @property
    def plain_name(self) -> str | None:
        return strip_list_number(self.name)[1] if self.name else None

    @property
    def names_unit(self) -> bool:
        return bool(self.name) and unit_key(self.name or "") in self.units

    @cached_property
    def whole_code(self) -> str | None:
        """The code of a 款 that prints its own two digits only, where the official list knows it by its name."""
        if self.scheme is None or not self.name or len(self.code) != _DIGITS_OF_A_PART:
            return None
        whole = self.above.get(self.scheme, "")[:_DIGITS_OF_A_CLASS] + self.code
        return whole if classification(self.scheme).confirms(whole, self.name) else None


def coded_key(code: str, name: str | None, scheme: str | None, above: CodesAbove, units: frozenset[str]) -> RowKey:
    """The key of a row that prints a code; `scheme` is what its header says."""
    coded = _Coded(code, name, scheme, above, units)
    rule = decide(CODE_RULES, coded)
    return rule.outcome(coded)._replace(rule=rule.name)


CODE_RULES: tuple[Rule[_Coded, Callable[[_Coded], RowKey]], ...] = (
    Rule(
        "a code of its classification",
        lambda row: row.scheme not in EXPENDITURE_SCHEMES or row.level is not None,
        lambda row: RowKey(scheme=row.scheme, code=row.code, name=row.plain_name, level=row.level),
    ),
    Rule(
        "a unit's code",
        lambda row: row.names_unit,
        lambda row: RowKey(scheme=row.scheme, level=0, line="total", unit_code=row.code, unit_name=row.name),
    ),
    Rule(
        "a code's own digits",
        lambda row: row.whole_code is not None,
        lambda row: coded_key(row.whole_code or "", row.name, row.scheme, row.above, row.units),
    ),
    # It stays in the path, and what it means is not guessed.
    Rule("no code of its classification", always, lambda row: RowKey(scheme=row.scheme, name=row.plain_name)),
)


@dataclass(frozen=True)
class _Named:
    """The labels of a row that prints no code, as the rules see them.

    `class_code` is the code of the labels left of the row's own, merged over several rows.
    """

    labels: Sequence[str]
    scheme: str | None
    class_code: str | None
    above: CodesAbove
    units: frozenset[str]
    year: int | None

    @property
    def is_of_classification(self) -> bool:
        return self.scheme in EXPENDITURE_SCHEMES

    @property
    def name(self) -> str:
        return strip_list_number(self.labels[-1])[1]

    @cached_property
    def meaning(self) -> Meaning:
        return read_path(self.labels[-1:] if self.class_code else self.labels)

    @property
    def line(self) -> str | None:
        return self.meaning.get("line") if self.meaning.known else None

    @property
    def is_total(self) -> bool:
        return self.line == "total"

    @cached_property
    def code(self) -> str | None:
        """The code of the name: below the row above first, then beside it, then as a class."""
        if self.scheme not in EXPENDITURE_SCHEMES:
            return None
        codes, above = classification(self.scheme), self.above.get(self.scheme)
        if above is not None and not strip_list_number(self.labels[-1])[0]:
            for parent in (above, *codes.ancestors(above)):
                level = (codes.level_of(parent) or 0) + 1
                if entry := codes.find(self.name, self.year, within=parent, level=level):
                    return entry.code
        entry = codes.find(self.name, self.year, level=1)
        return entry.code if entry else None


def named_key(
    labels: Sequence[str], scheme: str | None, above: CodesAbove, units: frozenset[str], year: int | None
) -> tuple[RowKey, CodesAbove]:
    """The key of a row that prints names only, and the codes above the next row: a class is one, whatever it keys."""
    class_code = _class_of(scheme, labels[:-1], year)
    if scheme and class_code:
        above = {**above, scheme: class_code}
    named = _Named(labels, scheme, class_code, above, units, year)
    rule = decide(NAME_RULES, named)
    return rule.outcome(named)._replace(rule=rule.name), above


def _class_of(scheme: str | None, labels: Sequence[str], year: int | None) -> str | None:
    """The code that the labels left of a row's own name, merged over several rows, have in the classification."""
    code: str | None = None
    for label in labels if scheme in EXPENDITURE_SCHEMES else ():
        codes, name = classification(scheme or ""), strip_list_number(label)[1]
        found = codes.find(name, year, within=code, level=(codes.level_of(code) or 0) + 1 if code else 1)
        if found is None:
            return None
        code = found.code
    return code


NAME_RULES: tuple[Rule[_Named, Callable[[_Named], RowKey]], ...] = (
    # 小计 beside a class that is merged over its rows is the class itself.
    Rule(
        "a class's own sum",
        lambda row: row.class_code is not None and row.is_total,
        lambda row: _of_classification(row, row.class_code, row.labels[-2]),
    ),
    Rule(
        "a total",
        lambda row: row.is_total and (row.is_of_classification or row.meaning.facets.keys() <= _TOTALS_FACETS),
        lambda row: RowKey(scheme=row.scheme, name=row.name, level=0, line="total", meaning=row.meaning),
    ),
    Rule(
        "a unit's name",
        lambda row: row.scheme != "unit" and unit_key(row.name) in row.units,
        lambda row: RowKey(scheme=row.scheme, level=0, line="total", unit_name=fold_space(row.name)),
    ),
    Rule(
        "a name of the classification",
        lambda row: row.code is not None,
        lambda row: _of_classification(row, row.code, row.name),
    ),
    Rule(
        "a sum of the label before it",
        lambda row: row.is_total and len(row.labels) > 1,
        lambda row: RowKey(scheme=row.scheme, name=strip_list_number(row.labels[-2])[1], meaning=row.meaning),
    ),
    Rule(
        "a line in the place of a name",
        lambda row: row.is_of_classification and row.line is not None,
        lambda row: RowKey(scheme=row.scheme, name=row.name, line=row.line or "item", meaning=row.meaning),
    ),
    # 基本支出 in the place of a function's name is a measure and no function.
    Rule(
        "a measure in the place of a name",
        lambda row: row.is_of_classification and row.meaning.known and row.meaning.get("measure") is not None,
        lambda row: RowKey(name=row.name, meaning=row.meaning),
    ),
    # It says nothing of funds or measures.
    Rule(
        "a name that the classification doesn't know",
        lambda row: row.is_of_classification,
        lambda row: RowKey(scheme=row.scheme, name=row.name),
    ),
    Rule(
        "words",
        always,
        lambda row: RowKey(scheme=row.scheme, name=row.name, line=row.line or "item", meaning=row.meaning),
    ),
)
_TOTALS_FACETS = frozenset({"line", "flow", "item"})
"""What the label of a total may say without being the sum of something named."""


def _of_classification(row: _Named, code: str | None, name: str) -> RowKey:
    level = classification(row.scheme or "").level_of(code or "")
    return RowKey(scheme=row.scheme, code=code, name=name, level=level)
