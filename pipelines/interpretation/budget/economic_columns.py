"""Columns of amounts that economic classes name: 工资福利支出, 基本工资, 办公费 beside a table's functions or units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pipelines.classifications import classification
from pipelines.classifications.codes import EXPENDITURE_SCHEMES
from pipelines.interpretation.declared.vocabulary import read_path
from pipelines.interpretation.sheets.header import Column

_SCHEMES = EXPENDITURE_SCHEMES[1:]
_SURELY_CLASSES = 2
"""One such label alone may be a kind of expenditure that only bears a class's name: 其他支出 beside 事业支出."""
_BESIDE = MappingProxyType({"economic": ("function",), "government_economic": ("function", "economic")})
"""What rows may be keyed by beside whose key a code of the scheme stands."""


@dataclass(frozen=True)
class EconomicColumns:
    """The columns of a header, read anew where economic classes name them, and the codes of these by column."""

    columns: tuple[Column, ...]
    scheme: str | None = None
    codes: Mapping[int, str] = field(default_factory=dict[int, str])

    def code(self, scheme: str, column: int, keyed_by: str | None) -> str | None:
        """The code of a scheme that a column gives the amounts of rows that are keyed by another one."""
        return self.codes.get(column) if scheme == self.scheme and keyed_by in _BESIDE[scheme] else None


def economic_columns(columns: Sequence[Column], axis: str | None, year: int | None) -> EconomicColumns:
    """Read the columns that economic classes name; `axis` is the classification that the table's title names.

    What a class's name says as words says nothing there: 其他工资福利支出 is of no other fund. The amounts are parts
    that no measure names. Where neither the title nor the names tell which classification they are of, they have no
    codes.
    """
    named = {column.index: labels for column in columns if column.role == "amount" and (labels := _classes(column))}
    names = {label for labels in named.values() for label in labels}
    if len(names) < _SURELY_CLASSES:
        return EconomicColumns(tuple(columns))
    scheme = axis if axis in _SCHEMES else _scheme_of(names)
    codes = {index: _code(labels, scheme, year) for index, labels in named.items()} if scheme else {}
    return EconomicColumns(
        tuple(_part(column, named[column.index]) if column.index in named else column for column in columns),
        scheme,
        {index: code for index, code in codes.items() if code is not None},
    )


def _classes(column: Column) -> tuple[str, ...]:
    """The labels of a column that are names of economic classes, from the outermost in."""
    return tuple(label for label in column.path if any(classification(scheme).knows(label) for scheme in _SCHEMES))


def _scheme_of(names: set[str]) -> str | None:
    """The classification that knows the most of some names; None where two know as many."""
    known = Counter({scheme: sum(map(classification(scheme).knows, names)) for scheme in _SCHEMES})
    (best, most), (_, less) = known.most_common(2)
    return best if most > less else None


def _code(labels: Sequence[str], scheme: str, year: int | None) -> str | None:
    """The code of the innermost class, looked up under those around it."""
    codes, code = classification(scheme), None
    for label in labels:
        entry = (
            codes.find(label, year, within=code)
            if code
            else codes.find(label, year, level=1) or codes.find(label, year)
        )
        code = entry.code if entry else None
    return code


def _part(column: Column, labels: Sequence[str]) -> Column:
    meaning = read_path(label for label in column.path if label not in labels)
    return replace(column, meaning=replace(meaning, facets={**meaning.facets, "measure": "unclassified"}))
