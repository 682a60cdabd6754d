"""Whether rows surely meet their declaration, seen faster than pandera sees it.

Pandera has the verdict: it is asked wherever this doubts. Nearly all tables are in order and small, and of those
pandera takes most of its time between the checks. What is looked at here comes from the same declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from pandera.pandas import Check

from pipelines.datasets.base import Published, key
from pipelines.datasets.catalogue import Column, arrow_schema, columns, model, schema
from pipelines.datasets.frames import to_frame
from pipelines.datasets.row_rules import RowRule, ValuesRule, hold


def is_surely_valid(dataset: str, table: pa.Table) -> bool:
    """Whether every column and row rule of a dataset holds. False says no more than that pandera is to be asked."""
    if not table.schema.equals(arrow_schema(dataset)):
        return False
    if not table.num_rows:
        return True
    rules, others = _rules(dataset)
    if not (
        all(map(_holds, columns(dataset), table.columns)) and _names_each_row(dataset, table) and hold(rules, table)
    ):
        return False
    return not others or all(bool(check(rows).check_passed) for rows in (to_frame(table),) for check in others)


@cache
def _rules(dataset: str) -> tuple[tuple[RowRule | ValuesRule, ...], tuple[Check, ...]]:
    """The row rules of a dataset, and its other checks but for the one of its key."""
    checks = [check for check in schema(dataset).checks or () if check.name != Published.key_is_unique.__name__]
    declared = {str(check.name): getattr(model(dataset), str(check.name)).__func__ for check in checks}
    rules = tuple(rule for rule in declared.values() if isinstance(rule, RowRule | ValuesRule))
    return rules, tuple(check for check in checks if not isinstance(declared[str(check.name)], RowRule | ValuesRule))


def _names_each_row(dataset: str, table: pa.Table) -> bool:
    """Whether no two rows have the same key. The key that rows get on publication may still be missing."""
    keys = list(key(model(dataset)))
    if keys:
        return _distinct(table, keys) == table.num_rows
    given = table.select(["row_key"]).drop_null()
    return _distinct(given, ["row_key"]) == given.num_rows


def _distinct(table: pa.Table, columns: list[str]) -> int:
    return table.group_by(columns, use_threads=False).aggregate([]).num_rows


def _holds(column: Column, values: pa.ChunkedArray) -> bool:
    if values.null_count == len(values):
        return column.nullable
    if values.null_count and not column.nullable:
        return False
    return all(pc.call_function("all", [each]).as_py() for each in _looked_at(column, values.drop_null()))


def _looked_at(column: Column, given: pa.ChunkedArray) -> Iterator[pa.ChunkedArray]:
    """What is asked of each value, as `pipelines.datasets.base.field` asks pandera."""
    note = column.note
    if note.values is not None:
        yield pc.call_function("is_in", [given], pc.SetLookupOptions(_array(tuple(note.values), column.type)))
    if note.pattern is not None:
        yield pc.call_function("match_substring_regex", [given], pc.MatchSubstringOptions(f"^(?:{note.pattern})$"))
    # Comparisons and not the least and the greatest: what is no number is within no bounds.
    if note.minimum is not None:
        yield pc.call_function("greater_equal", [given, pa.scalar(note.minimum)])
    if note.maximum is not None:
        yield pc.call_function("less_equal", [given, pa.scalar(note.maximum)])


@cache
def _array(values: tuple[object, ...], type_: pa.DataType) -> pa.Array:
    return pa.array(values, type_)
