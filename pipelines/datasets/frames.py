"""Records, typed pandas frames and Arrow tables of a dataset: three forms of the same rows."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from pipelines.datasets.catalogue import Column, arrow_schema, columns

_NO_TEXTS = frozenset({type(None), bool, int, float, Decimal, date})
_EXACT = frozenset({type(None), str, int, Decimal, date})
"""Kinds of values that Arrow takes as they are, or not at all."""


class RecordError(ValueError):
    """A record does not fit its dataset; the message has the form of a quarantine reason."""


def frame(dataset: str, records: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """A typed frame (Arrow-backed columns, RangeIndex) of the records, in their order.

    A column a record leaves out has its default, mostly null; an empty text is null: a cell printed empty has no
    value. Raises
    `RecordError` for a column the dataset does not have and for a value its type can't hold exactly.
    """
    rows = list(records)
    names = {column.name for column in columns(dataset)}
    for record in rows:
        if unknown := sorted(record.keys() - names):
            raise RecordError(f"schema {dataset}.{unknown[0]}: not a column of the dataset")
    arrays = [
        _array(dataset, column, [record.get(column.name, column.note.default) for record in rows])
        for column in columns(dataset)
    ]
    return to_frame(pa.Table.from_arrays(arrays, schema=arrow_schema(dataset)))


def misfits(dataset: str, records: Sequence[Mapping[str, object]], start: int = 0) -> Iterator[tuple[int, str]]:
    """The records that make no row of a `frame`, by position from `start`, and why: halves are tried to the last."""
    try:
        frame(dataset, records)
    except RecordError as error:
        if len(records) == 1:
            yield start, str(error)
            return
        middle = len(records) // 2
        yield from misfits(dataset, records[:middle], start)
        yield from misfits(dataset, records[middle:], start + middle)


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
    found = values if kinds <= _NO_TEXTS else [None if value == "" else value for value in values]
    try:
        # The kinds of its values say of nearly every column that Arrow takes them as they are.
        if kinds <= _EXACT or all(value is None or _is_exact(value, column.type) for value in found):
            return pa.array(found, column.type)
    except (pa.ArrowException, OverflowError):
        pass
    culprit = next(value for value in found if not _fits(value, column.type))
    raise RecordError(f"schema {dataset}.{column.name}: {column.type} ({culprit!r})")


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
