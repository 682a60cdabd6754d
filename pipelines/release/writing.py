"""The published files of a dataset: Parquet and CSV with the same rows, whole or not at all."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import arrow_schema
from pipelines.foundation.storage import whole_file
from pipelines.release.personal_data import Hit, PersonalDataError, scan

ROWS_PER_GROUP = 10_000
"""Small row groups let a reader fetch a few documents' rows out of a large file."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CSV = pyarrow.csv.WriteOptions(eol="\r\n", quoting_header="none")
_MOST_HITS = 1_000


@dataclass(frozen=True)
class PublishedFile:
    """One file of a release."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Publication:
    """A dataset as it was written: the number of its rows, and its two files."""

    dataset: str
    rows: int
    parquet: PublishedFile
    csv: PublishedFile


class SchemaError(ValueError):
    """A table does not have the schema of its dataset."""


def write_dataset(dataset: str, tables: Iterable[pa.Table], directory: Path) -> Publication:
    """Write ``<dataset>.parquet`` and ``<dataset>.csv``: the rows of the tables in the order they come.

    The tables have the dataset's Arrow schema; each may hold one document's rows. They are taken one at a
    time: memory does not grow with their number. The bytes depend on the rows, not on how they are cut into
    tables. Raises `PersonalDataError` where a row holds personal data, and `SchemaError`; after any error the
    files are as they were.
    """
    with ExitStack() as files:
        return draft_dataset(files, dataset, tables, directory)


def draft_dataset(files: ExitStack, dataset: str, tables: Iterable[pa.Table], directory: Path) -> Publication:
    """Write a dataset's files as drafts that take their places when ``files`` closes without an error."""
    parquet = files.enter_context(draft(directory / f"{dataset}.parquet"))
    csv = files.enter_context(draft(directory / f"{dataset}.csv"))
    schema = arrow_schema(dataset)
    hits: list[Hit] = []
    with (
        csv.open("wb") as stream,
        pq.ParquetWriter(parquet, schema, compression="zstd", compression_level=9, write_page_index=True) as rows,
    ):
        stream.write(_BYTE_ORDER_MARK)
        with pyarrow.csv.CSVWriter(stream, schema, write_options=_CSV) as lines:
            for group in in_groups(_searched(dataset, _declared(dataset, tables), hits)):
                rows.write_table(group, row_group_size=ROWS_PER_GROUP)
                lines.write_table(group)
    if hits:
        raise PersonalDataError(hits)
    return publication(dataset, parquet, csv)


def draft(path: Path) -> AbstractContextManager[Path]:
    """A draft of a file (`whole_file`), rid of those that a killed run left behind."""
    for stale in path.parent.glob(f".{path.name}.*.draft"):
        stale.unlink()
    return whole_file(path)


def publication(dataset: str, parquet: Path, csv: Path) -> Publication:
    """What was written of a dataset, read back from its files."""
    return Publication(
        dataset,
        pq.read_metadata(parquet).num_rows,
        published_file(f"{dataset}.parquet", parquet),
        published_file(f"{dataset}.csv", csv),
    )


def published_file(name: str, path: Path) -> PublishedFile:
    """The size and digest of a file that is published under a name."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return PublishedFile(name, stream.tell(), digest)


def in_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows of the tables in groups of `ROWS_PER_GROUP`, the last one smaller."""
    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        if rows >= ROWS_PER_GROUP:
            joined = pa.concat_tables(waiting)
            whole = rows - rows % ROWS_PER_GROUP
            for start in range(0, whole, ROWS_PER_GROUP):
                yield joined.slice(start, ROWS_PER_GROUP).combine_chunks()
            waiting, rows = [joined.slice(whole)], rows - whole
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _declared(dataset: str, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    schema = arrow_schema(dataset)
    for table in tables:
        if not table.schema.equals(schema):
            raise SchemaError(f"{dataset}: a table has another schema than the declared one:\n{table.schema}")
        yield table.replace_schema_metadata(schema.metadata)


def _searched(dataset: str, tables: Iterable[pa.Table], hits: list[Hit]) -> Iterator[pa.Table]:
    for table in tables:
        hits.extend(islice(scan(dataset, table), _MOST_HITS - len(hits)))
        yield table
