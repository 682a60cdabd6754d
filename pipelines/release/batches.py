"""The rows of Parquet files that are larger than what should be in memory."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_ROWS = 10_000


def batches_of(file: Path, columns: Sequence[str] | None = None, rows: int = _ROWS) -> Generator[pa.RecordBatch]:
    """The rows of a file, or some of its columns, at most so many `rows` at a time.

    Nothing is read ahead: Arrow else takes in the whole file, compressed as it is, before it gives the first row.
    """
    with pq.ParquetFile(file, pre_buffer=False) as stored:
        yield from stored.iter_batches(rows, columns=None if columns is None else [*columns])
