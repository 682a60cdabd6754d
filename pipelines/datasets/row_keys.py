"""The keys of rows: made of what a row is about, so that they survive another reading and a moved page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa

from pipelines.datasets.catalogue import columns, primary_key
from pipelines.datasets.frames import table_of
from pipelines.foundation.declaration import DeclarationFile

COLUMN = "row_key"
ROW_KEYS = DeclarationFile("pipelines.datasets", "row_keys.yaml", Mapping[str, tuple[str, ...]])
_BYTES = 10
"""Of a digest: 16 letters."""
_BITS_A_LETTER = 5
_LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)
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
    digests: list[bytes] = []
    for row in zip(*(table[name].to_pylist() for name in dict.fromkeys(names)), strict=True):
        digests.append(_digest(dataset, row, seen[row]))
        seen[row] += 1
    field = table.schema.field(COLUMN)
    return table.set_column(table.schema.get_field_index(COLUMN), field, pa.array(_keys(digests), field.type))


def row_key(dataset: str, values: tuple[object, ...], earlier: int) -> str:
    """The key of a row that is about some values, where so many rows before it are too."""
    (key,) = _keys([_digest(dataset, values, earlier)])
    return key


def _digest(dataset: str, values: tuple[object, ...], earlier: int) -> bytes:
    return hashlib.sha256(repr((dataset, values, earlier)).encode()).digest()[:_BYTES]


def _keys(digests: Sequence[bytes]) -> list[str]:
    """Digests as keys: in base 32, all at once, as there are millions."""
    fives = np.unpackbits(np.frombuffer(b"".join(digests), np.uint8)).reshape(-1, _BITS_A_LETTER)
    letters = _LETTERS[np.packbits(fives, axis=1)[:, 0] >> (8 - _BITS_A_LETTER)].tobytes().decode()
    size = 8 * _BYTES // _BITS_A_LETTER
    return [f"r_{letters[start : start + size]}" for start in range(0, len(letters), size)]
