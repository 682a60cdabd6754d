"""Records, typed pandas frames and Arrow tables of a dataset: three forms of the same rows."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

import pandas as pd
import pyarrow as pa

from pipelines.datasets.catalogue import Column, arrow_schema, columns

_EXACT = frozenset({type(None), str, int, Decimal, date})
"""Kinds of values that Arrow takes as they are, or not at all."""
_NUMBERS = _EXACT | {float}
_FLAGS = frozenset({type(None), bool})
_NONE: Mapping[str, object] = MappingProxyType({})


class RecordError(ValueError):
    """A record does not fit its dataset; the message has the form of a quarantine reason."""


def frame(dataset: str, records: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """A typed frame (Arrow-backed columns, RangeIndex) of the records, as `table_of` makes them rows."""
    return to_frame(table_of(dataset, records))


def table_of(dataset: str, records: Iterable[Mapping[str, object]], alike: Mapping[str, object] = _NONE) -> pa.Table:
    """The records as a table of the dataset's Arrow schema, in their order.

    A column a record leaves out has its value in `alike`, what all records have in common, or its default, mostly null;
    an empty text is null: a cell printed empty has no value. Raises `RecordError` for a column the dataset does not
    have and for a value its type can't hold exactly.
    """
    rows = list(records)
    schema = arrow_schema(dataset)
    given: set[str] = set().union(*rows)
    if unknown := sorted(given.union(alike).difference(schema.names)):
        raise RecordError(f"schema {dataset}.{unknown[0]}: not a column of the dataset")
    return pa.Table.from_arrays(
        [_column(dataset, column, rows if column.name in given else len(rows), alike) for column in columns(dataset)],
        schema=schema,
    )


def _column(
    dataset: str, column: Column, rows: Sequence[Mapping[str, object]] | int, alike: Mapping[str, object]
) -> pa.Array:
    """The values of a column in some rows, or in a number of rows that leave it out."""
    value = alike.get(column.name, column.note.default)
    if isinstance(rows, int) and value is None:
        return pa.nulls(rows, column.type)
    if isinstance(rows, int):
        return pa.repeat(_array(dataset, column, [value])[0], rows)
    name = column.name
    return _array(dataset, column, [row.get(name, value) for row in rows])


def misfits(
    dataset: str, records: Sequence[Mapping[str, object]], alike: Mapping[str, object] = _NONE, start: int = 0
) -> Iterator[tuple[int, str]]:
    """The records that make no row of a table, by position from `start`, and why: halves are tried to the last."""
    try:
        table_of(dataset, records, alike)
    except RecordError as error:
        if len(records) == 1:
            yield start, str(error)
            return
        middle = len(records) // 2
        yield from misfits(dataset, records[:middle], alike, start)
        yield from misfits(dataset, records[middle:], alike, start + middle)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """The pandas form of an Arrow table, every column Arrow-backed."""
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def to_table(dataset: str, rows: pd.DataFrame) -> pa.Table:
    """The Arrow form of a frame, without loss: declared order, types and metadata.

    Raises `RecordError` where the columns are not the declared ones.
    """
    declared = arrow_schema(dataset)
    if unknown := sorted(set(rows.columns) ^ set(declared.names)):
        raise RecordError(f"schema {dataset}.{unknown[0]}: not a column of the dataset, or missing")
    return pa.Table.from_arrays(
        [pa.chunked_array(pa.array(rows[name]), type=declared.field(name).type) for name in declared.names],
        schema=declared,
    )


def _array(dataset: str, column: Column, values: list[object]) -> pa.Array:
    kinds = frozenset(map(type, values))
    found = [None if value == "" else value for value in values] if str in kinds and "" in values else values
    try:
        if _are_exact(kinds, found, column.type):
            return pa.array(found, column.type)
    except (pa.ArrowException, OverflowError):
        pass
    culprit = next(value for value in found if not _fits(value, column.type))
    raise RecordError(f"schema {dataset}.{column.name}: {column.type} ({culprit!r})")


def _are_exact(kinds: Set[type], values: Sequence[object], type_: pa.DataType) -> bool:
    """Whether Arrow takes the values as they are: of nearly every column their kinds say so."""
    if kinds <= _EXACT or (kinds <= _FLAGS and pa.types.is_boolean(type_)):
        return True
    if kinds <= _NUMBERS and pa.types.is_floating(type_):
        numbers = [value for value in values if isinstance(value, float)]
        # What is not finite makes no finite sum.
        return math.isfinite(sum(numbers)) or all(map(math.isfinite, numbers))
    return all(value is None or _is_exact(value, type_) for value in values)


def _is_exact(value: object, type_: pa.DataType) -> bool:
    """Whether Arrow takes the value as it is: it would cut 1.5 to the integer 1, and make 1.0 of True."""
    if isinstance(value, float):
        return pa.types.is_floating(type_) and math.isfinite(value)
    if isinstance(value, bool | bytes | datetime):
        return isinstance(value, bool) and pa.types.is_boolean(type_)
    return True


def _fits(value: object, type_: pa.DataType) -> bool:
    try:
        pa.array([value], type_)
    except (pa.ArrowException, OverflowError):
        return False
    return value is None or _is_exact(value, type_)
