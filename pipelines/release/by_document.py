"""The rows of single documents in a file of a release, without reading the file again for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Slice = Callable[[], pa.Table]
_ID = "document_id"


def rows_by_document(file: Path, columns: Sequence[str]) -> Mapping[str, Slice]:
    """The rows of each document, read when they are asked for; `columns` has `document_id` among them.

    Documents come in the file's order: who asks in that order has each row group read once.
    """
    opened = pq.ParquetFile(file)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number in range(opened.num_row_groups):
        for name in opened.read_row_group(number, [_ID])[_ID].unique().to_pylist():
            if name is not None:
                groups[name].append(number)

    @lru_cache(maxsize=1)
    def group(number: int) -> Mapping[str | None, pa.Table]:
        return _slices(opened.read_row_group(number, list(columns)))

    def rows_of(name: str) -> Slice:
        return lambda: pa.concat_tables([group(each)[name] for each in groups[name]])

    return {name: rows_of(name) for name in groups}


def _slices(table: pa.Table) -> Mapping[str | None, pa.Table]:
    """The rows of each document of a table: mostly they follow one another."""
    found: defaultdict[str | None, list[pa.Table]] = defaultdict(list)
    for name, run in groupby(enumerate(table[_ID].to_pylist()), key=lambda each: each[1]):
        places = [index for index, _ in run]
        found[name].append(table.slice(places[0], len(places)))
    return {name: pa.concat_tables(parts) for name, parts in found.items()}
