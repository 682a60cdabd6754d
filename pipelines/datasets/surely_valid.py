"""Whether rows surely meet their declaration, seen faster than pandera sees it.

Pandera has the verdict: it is asked wherever this doubts. Nearly all tables are in order and small, and of those
pandera takes most of its time between the checks. What is looked at here comes from the same declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    matches,
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
        and all(values_fit(rule, table) for rule in rules.of_values)
        and (
            not rules.others
            or all(bool(check(rows).check_passed) for rows in (to_frame(table),) for check in rules.others)
        )
    )


@dataclass(frozen=True)
class _Rules:
    """What is asked of the rows of a dataset, but that its key names one: in one expression, of values, otherwise."""

    of_rows: Expression
    of_values: tuple[ValuesRule, ...]
    others: tuple[Check, ...]


@cache
def _rules(dataset: str) -> _Rules:
    checks = [check for check in schema(dataset).checks or () if check.name != Published.key_is_unique.__name__]
    declared = {str(check.name): getattr(model(dataset), str(check.name)).__func__ for check in checks}
    of_columns = (condition for column in columns(dataset) for condition in _conditions(column))
    of_rows = (rule.holds for rule in declared.values() if isinstance(rule, RowRule))
    return _Rules(
        all_of(*of_columns, *of_rows),
        tuple(rule for rule in declared.values() if isinstance(rule, ValuesRule)),
        tuple(check for check in checks if not isinstance(declared[str(check.name)], RowRule | ValuesRule)),
    )


def _names_each_row(dataset: str, table: pa.Table) -> bool:
    """Whether no two rows have the same key. The key that rows get on publication may still be missing."""
    keys = list(key(model(dataset)))
    if keys:
        return _distinct(table, keys) == table.num_rows
    given = table.select(["row_key"]).drop_null()
    return _distinct(given, ["row_key"]) == given.num_rows


def _distinct(table: pa.Table, columns: list[str]) -> int:
    return table.group_by(columns, use_threads=False).aggregate([]).num_rows


def _conditions(column: Column) -> Iterator[Expression]:
    """What is asked of each value of a column, as `pipelines.datasets.base.field` asks pandera."""
    note, given = column.note, value(column.name)
    if note.values is not None:
        yield given.is_null() | given.isin(pa.array(tuple(note.values), column.type))
    if note.pattern is not None:
        yield matches(given, f"^(?:{note.pattern})$")
    # Comparisons and not the least and the greatest: what is no number is within no bounds.
    if note.minimum is not None:
        yield given >= pa.scalar(note.minimum, column.type)
    if note.maximum is not None:
        yield given <= pa.scalar(note.maximum, column.type)
