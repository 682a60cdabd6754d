"""The keys of rows: made of what a row is about, so that they survive another reading and a moved page."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pyarrow as pa

from pipelines.datasets.catalogue import columns, primary_key
from pipelines.datasets.frames import table_of
from pipelines.foundation.declaration import DeclarationFile

COLUMN = "row_key"
ROW_KEYS = DeclarationFile("pipelines.datasets", "row_keys.yaml", Mapping[str, tuple[str, ...]])
_BYTES = 10
"""Of a digest: 16 letters."""
_NAMES_A_ROW = (pa.types.is_string, pa.types.is_int8, pa.types.is_int16)


@cache
def about(dataset: str) -> tuple[str, ...]:
    """The columns that say what a row of a dataset is about."""
    declared = ROW_KEYS.load().get(dataset) or primary_key(dataset)
    return declared if declared != (COLUMN,) else tuple(_names_and_codes(dataset))


def _names_and_codes(dataset: str) -> Iterator[str]:
    """Where nothing is declared: texts, codes, years and levels, and none of what is said of them."""
    for column in columns(dataset):
        if column.note.place == "value" and any(is_of(column.type) for is_of in _NAMES_A_ROW):
            yield column.name


def table_with_keys(dataset: str, records: Iterable[Mapping[str, object]]) -> pa.Table:
    """Records as rows, with their keys: see `table_of` and `with_row_keys`."""
    return with_row_keys(dataset, table_of(dataset, records))


def with_row_keys(dataset: str, table: pa.Table) -> pa.Table:
    """A table with the keys of its rows, which are all of a document, or of a dataset without documents.

    Rows about the same thing are told apart by their order.
    """
    names = [name for name in ("document_id", *about(dataset)) if name in table.column_names]
    seen: Counter[tuple[object, ...]] = Counter()
    keys: list[str] = []
    for row in zip(*(table[name].to_pylist() for name in dict.fromkeys(names)), strict=True):
        keys.append(row_key(dataset, row, seen[row]))
        seen[row] += 1
    field = table.schema.field(COLUMN)
    return table.set_column(table.schema.get_field_index(COLUMN), field, pa.array(keys, field.type))


def row_key(dataset: str, values: tuple[object, ...], earlier: int) -> str:
    """The key of a row that is about some values, where so many rows before it are too."""
    digest = hashlib.sha256(repr((dataset, values, earlier)).encode()).digest()
    return f"r_{base64.b32encode(digest[:_BYTES]).decode().lower()}"
