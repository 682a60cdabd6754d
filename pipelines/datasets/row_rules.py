"""Rules over the values of a row: expressions over its columns. Arrow evaluates them, pandera reports what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import acero
from pyarrow.compute import Expression as Expression

value: Callable[[str], Expression] = pc.field
"""What a row has in a column."""


def call(function: str, *arguments: object) -> Expression:
    """What a function of `pyarrow.compute` makes of expressions. The module makes its functions as it is loaded."""
    return getattr(pc, function)(*arguments)


def known(condition: Expression) -> Expression:
    """The condition with what is missing taken as not met."""
    return call("coalesce", condition, pc.scalar(False))


def implies(condition: Expression, consequence: Expression) -> Expression:
    """Where the condition is true, the consequence is. A missing condition demands nothing."""
    return ~known(condition) | consequence


def matches(text: Expression, pattern: str) -> Expression:
    """Whether a pattern is found in a text."""
    return call("match_substring_regex", text, pattern)


def all_of(*conditions: Expression) -> Expression:
    """Whether each of some conditions is met."""
    return reduce(and_, conditions)


def all_given(*columns: str) -> Expression:
    """Whether a row has a value in each of some columns."""
    return all_of(*(value(column).is_valid() for column in columns))


def any_given(*columns: str) -> Expression:
    """Whether a row has a value in one of some columns."""
    return reduce(or_, (value(column).is_valid() for column in columns))


@dataclass(frozen=True)
class RowRule:
    """An expression that is true or null of each row in order; pandera calls it with a model and a frame."""

    name: str
    holds: Expression

    @property
    def __name__(self) -> str:
        return self.name

    def __call__(self, model: type, rows: pd.DataFrame) -> pd.Series:
        found = _evaluated(_unless_null(self.holds), _table(rows, rows.columns))
        return pd.Series(found.to_numpy(), rows.index, dtype=bool)


@dataclass(frozen=True)
class ValuesRule:
    """Whether the values of some columns fit each other, in which few rows differ; called as `RowRule` is."""

    name: str
    columns: tuple[str, ...]
    fit: Callable[..., bool]

    @property
    def __name__(self) -> str:
        return self.name

    def __call__(self, model: type, rows: pd.DataFrame) -> pd.Series:
        found = [self.fit(*row.values()) for row in _table(rows, self.columns).to_pylist()]
        return pd.Series(found, rows.index, dtype=bool)


def holds_everywhere(condition: Expression, table: pa.Table) -> bool:
    """Whether a condition is true or null of every row of a table."""
    return pc.call_function("all", [_evaluated(_unless_null(condition), table)]).as_py() is not False


def values_fit(rule: ValuesRule, table: pa.Table) -> bool:
    """Whether a rule of values holds in every row of a table."""
    return all(rule.fit(*values) for values in _differing(table.select(rule.columns)))


def _differing(table: pa.Table) -> Iterable[tuple[object, ...]]:
    """The rows of a table without those that repeat others."""
    values = [column.unique().to_pylist() for column in table.columns]
    if all(len(each) == 1 for each in values):
        # What rows say of their document is mostly the same in all: that is sooner seen than rows are grouped.
        return zip(*values, strict=True)
    differing = table.group_by(table.column_names, use_threads=False).aggregate([])
    return zip(*(column.to_pylist() for column in differing.select(table.column_names).columns), strict=True)


def _unless_null(condition: Expression) -> Expression:
    return call("coalesce", condition, pc.scalar(True))


def _table(rows: pd.DataFrame, columns: Iterable[object]) -> pa.Table:
    return pa.table({str(name): pa.chunked_array(pa.array(rows[name])) for name in columns})


def _evaluated(condition: Expression, table: pa.Table) -> pa.ChunkedArray:
    """What a condition is in each row of a table."""
    source = acero.Declaration("table_source", acero.TableSourceNodeOptions(table))
    project = acero.Declaration("project", acero.ProjectNodeOptions([condition], ["holds"]))
    return acero.Declaration.from_sequence([source, project]).to_table(use_threads=False).column("holds")
