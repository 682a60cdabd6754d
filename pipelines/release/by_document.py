"""The rows of single documents or bodies in a file of a release, without reading the file again for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Slice = Callable[[], pa.Table]
_ID = "document_id"


def rows_by_document(file: Path, columns: Sequence[str], by: str = _ID) -> Mapping[str, Slice]:
    """The rows of each document, read when they are asked for; `columns` has `document_id` among them.

    Or of each value of another column, `by`. Documents come in the file's order: who asks in that order has each row
    group read once.
    """
    opened = pq.ParquetFile(file)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number in range(opened.num_row_groups):
        for name in opened.read_row_group(number, [by])[by].unique().to_pylist():
            if name is not None:
                groups[name].append(number)

    @lru_cache(maxsize=1)
    def group(number: int) -> Mapping[str | None, pa.Table]:
        return _slices(opened.read_row_group(number, list(columns)), by)

    def rows_of(name: str) -> Slice:
        return lambda: pa.concat_tables([group(each)[name] for each in groups[name]])

    return {name: rows_of(name) for name in groups}


def runs(table: pa.Table, by: str) -> Iterator[tuple[str | None, pa.Table]]:
    """The values of a column with their rows, as long as a value goes on."""
    if not table.num_rows:
        return
    found = pc.call_function("run_end_encode", [table[by].combine_chunks()])
    start = 0
    for end, name in zip(found.run_ends.to_pylist(), found.values.to_pylist(), strict=True):
        yield name, table.slice(start, end - start)
        start = end


def _slices(table: pa.Table, by: str) -> Mapping[str | None, pa.Table]:
    """The rows of each value of a column of a table: mostly they follow one another."""
    found: defaultdict[str | None, list[pa.Table]] = defaultdict(list)
    for name, rows in runs(table, by):
        found[name].append(rows)
    return {name: pa.concat_tables(parts) for name, parts in found.items()}
