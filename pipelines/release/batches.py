"""The rows of Parquet files that are larger than what should be in memory."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.release.writing import ROWS_PER_GROUP


def batches_of(file: Path, rows: int = ROWS_PER_GROUP) -> Generator[pa.RecordBatch]:
    """The rows of a file, at most so many `rows` at a time.

    Nothing is read ahead: Arrow else takes in the whole file, compressed as it is, before it gives the first row.
    """
    with pq.ParquetFile(file, pre_buffer=False) as stored:
        yield from stored.iter_batches(rows)
