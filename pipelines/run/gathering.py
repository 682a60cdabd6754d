"""The rows of each dataset, of all documents, brought together in one file before they are checked and released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from pipelines.datasets.catalogue import arrow_schema
from pipelines.datasets.frames import table_of, to_frame
from pipelines.datasets.row_keys import with_row_keys
from pipelines.datasets.validation import validate
from pipelines.fetching.record import fetch_records
from pipelines.foundation.storage import whole_file
from pipelines.release.corrections import read_corrections
from pipelines.release.writing import ROWS_PER_GROUP
from pipelines.run.accounts import OWN, rows_of, take_accounts
from pipelines.run.run import Run


def gather(dataset: str, run: Run) -> int:
    """Bring the rows of a dataset, corrected, together in one file of the run's folder. Returns their number.

    Raises CorrectionError.
    """
    count = 0
    with (
        whole_file(gathered_file(dataset, run), private=True) as draft,
        pq.ParquetWriter(draft, arrow_schema(dataset)) as writer,
    ):
        for group in _whole_documents(_tables(dataset, run)):
            writer.write_table(group)
            count += group.num_rows
    return count


def _tables(dataset: str, run: Run) -> Iterator[pa.Table]:
    if dataset == "fetches":
        return iter([with_row_keys(dataset, table_of(dataset, fetch_records(run.raw)))])
    accounts = () if dataset in OWN else take_accounts(run.jobs())
    return rows_of(dataset, accounts, read_corrections(run.corrections))


def gathered_file(dataset: str, run: Run) -> Path:
    """Where `gather` puts the rows of a dataset."""
    return run.folder / f"{dataset}.parquet"


def gathered_rows(dataset: str, run: Run) -> Iterator[pa.Table]:
    """The rows that were gathered, some thousands at a time and never a part of a document's."""
    with pq.ParquetFile(gathered_file(dataset, run)) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group)


def violations(dataset: str, run: Run) -> tuple[str, ...]:
    """What of the gathered rows does not meet the dataset's declaration, a line each.

    Checking some documents at a time is enough for keys too: they begin with the document.
    """
    found: list[str] = []
    for table in gathered_rows(dataset, run):
        try:
            found += [failure.reason for failure in validate(dataset, to_frame(table)).failures]
        except SchemaErrors as error:
            found.append(f"schema {dataset}: {error}")
    return tuple(found)


def count_by(dataset: str, columns: Sequence[str], run: Run) -> Counter[tuple[str | None, ...]]:
    """How many gathered rows have the same values in some columns."""
    counts: Counter[tuple[str | None, ...]] = Counter()
    for table in gathered_rows(dataset, run):
        counts.update(zip(*(table.column(column).to_pylist() for column in columns), strict=True))
    return counts


def _whole_documents(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Tables of one document each, put together until they are worth a row group."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(part.num_rows for part in waiting) >= ROWS_PER_GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
