"""Whether rows surely meet their declaration, seen faster than pandera sees it.

Pandera has the verdict: it is asked wherever this doubts. Nearly all tables are in order and small, and of those
pandera takes most of its time between the checks. What is looked at here comes from the same declaration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
from pandera.pandas import Check

from pipelines.datasets.base import Published, key
from pipelines.datasets.catalogue import Column, arrow_schema, columns, model, schema
from pipelines.datasets.frames import to_frame
from pipelines.datasets.row_rules import (
    Expression,
    RowRule,
    ValuesRule,
    all_of,
    holds_everywhere,
    value,
    values_fit,
)


def is_surely_valid(dataset: str, table: pa.Table) -> bool:
    """Whether every column and row rule of a dataset holds. False says no more than that pandera is to be asked."""
    if not table.schema.equals(arrow_schema(dataset)):
        return False
    if not table.num_rows:
        return True
    rules = _rules(dataset)
    return (
        all(
            column.nullable or not values.null_count
            for column, values in zip(columns(dataset), table.columns, strict=True)
        )
        and _names_each_row(dataset, table)
        and holds_everywhere(rules.of_rows, table)
        and all(all(map(fits, _texts(table.column(name)))) for name, fits in rules.of_texts)
        and all(values_fit(rule, table) for rule in rules.of_values)
        and (
            not rules.others
            or all(bool(check(rows).check_passed) for rows in (to_frame(table),) for check in rules.others)
        )
    )


@dataclass(frozen=True)
class _Rules:
    """What is asked of the rows of a dataset, but that its key names one: in one expression, of the texts of a column,
    of values, otherwise."""

    of_rows: Expression
    of_texts: tuple[tuple[str, Callable[[str], object]], ...]
    of_values: tuple[ValuesRule, ...]
    others: tuple[Check, ...]


@cache
def _rules(dataset: str) -> _Rules:
    checks = [check for check in schema(dataset).checks or () if check.name != Published.key_is_unique.__name__]
    declared = {str(check.name): getattr(model(dataset), str(check.name)).__func__ for check in checks}
    of_columns = (condition for column in columns(dataset) for condition in _bounds(column))
    of_rows = (rule.holds for rule in declared.values() if isinstance(rule, RowRule))
    return _Rules(
        all_of(*of_columns, *of_rows),
        tuple((column.name, fits) for column in columns(dataset) for fits in _forms(column)),
        tuple(rule for rule in declared.values() if isinstance(rule, ValuesRule)),
        tuple(check for check in checks if not isinstance(declared[str(check.name)], RowRule | ValuesRule)),
    )


def _names_each_row(dataset: str, table: pa.Table) -> bool:
    """Whether no two rows have the same key. The key that rows get on publication may still be missing."""
    keys = list(key(model(dataset)))
    if keys:
        return _distinct(table, keys) == table.num_rows
    given = table.column("row_key").drop_null()
    return len(given.unique()) == len(given)


def _distinct(table: pa.Table, columns: list[str]) -> int:
    return table.group_by(columns, use_threads=False).aggregate([]).num_rows


def _texts(values: pa.ChunkedArray) -> list[str]:
    """The texts of a column: few, in many rows."""
    return values.unique().drop_null().to_pylist() if values.null_count < len(values) else []


def _forms(column: Column) -> Iterator[Callable[[str], object]]:
    """What is asked of each text of a column, as `pipelines.datasets.base.field` asks pandera.

    Arrow would make its set or its expression anew for each table, which takes longer than looking at the texts.
    """
    if column.note.values is not None:
        yield column.note.values.__contains__
    if column.note.pattern is not None:
        # Arrow's letters and digits are those of ASCII.
        yield re.compile(column.note.pattern, re.ASCII).fullmatch


def _bounds(column: Column) -> Iterator[Expression]:
    """What is asked of each number of a column, as `pipelines.datasets.base.field` asks pandera."""
    note, given = column.note, value(column.name)
    # Comparisons and not the least and the greatest: what is no number is within no bounds.
    if note.minimum is not None:
        yield given >= pa.scalar(note.minimum, column.type)
    if note.maximum is not None:
        yield given <= pa.scalar(note.maximum, column.type)
