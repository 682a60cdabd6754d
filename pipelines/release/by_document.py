"""The rows of single documents or bodies in a file of a release, without reading the file again for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Slice = Callable[[], pa.Table]
_ID = "document_id"


def rows_by_document(file: Path, columns: Sequence[str], by: str = _ID) -> Mapping[str, Slice]:
    """The rows of each document, or of each value of another column, `by`, read when they are asked for.

    They come in the file's order: who asks in that order has each row group read once.
    """
    opened = pq.ParquetFile(file)
    places: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number in range(opened.num_row_groups):
        for name, start, end in _bounds(opened.read_row_group(number, [by])[by]):
            if name is not None:
                places[name].append((number, start, end))

    @lru_cache(maxsize=1)
    def group(number: int) -> pa.Table:
        return opened.read_row_group(number, list(columns))

    def rows(name: str) -> pa.Table:
        return pa.concat_tables([group(number).slice(start, end - start) for number, start, end in places[name]])

    return {name: partial(rows, name) for name in places}


def runs(table: pa.Table, by: str) -> Iterator[tuple[str | None, pa.Table]]:
    """The values of a column with their rows, as long as a value goes on."""
    for name, start, end in _bounds(table[by]):
        yield name, table.slice(start, end - start)


def _bounds(column: pa.ChunkedArray) -> Iterator[tuple[str | None, int, int]]:
    """The values of a column, each with the rows in which it goes on: the first, and the one after the last."""
    if not len(column):
        return
    found = pc.call_function("run_end_encode", [column.combine_chunks()])
    start = 0
    for end, name in zip(found.run_ends.to_pylist(), found.values.to_pylist(), strict=True):
        yield name, start, end
        start = end
