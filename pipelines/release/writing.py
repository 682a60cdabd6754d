"""The published files of a dataset: Parquet and CSV with the same rows."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import arrow_schema, of_documents
from pipelines.release.manifest import PublishedFile, published_file
from pipelines.release.personal_data import Hit, PersonalDataError
from pipelines.release.searched import Search

ROWS_PER_GROUP = 10_000
"""Small row groups let a reader fetch a few documents' rows out of a large file."""
ESCAPE = "'"
"""Stands in a CSV before a text that a spreadsheet would take for a formula, and before one that begins with it."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CSV_OPTIONS = pyarrow.csv.WriteOptions(eol="\r\n", quoting_header="none")
_SIGNS = "=+-@＝＋－＠"
_FORMULA = rf"^[\s{ESCAPE}]*[{ESCAPE}{re.escape(_SIGNS)}\t\r\n]"
_FIRST_BYTES = pa.array(sorted({each.encode()[:1] for each in f"{ESCAPE}{_SIGNS} \t\n\f\r"}), pa.binary())
"""What any text of `_FORMULA` begins with."""
_MOST_HITS = 1_000


@dataclass(frozen=True)
class Publication:
    """A dataset as it was written: the number of its rows, and its two files."""

    dataset: str
    rows: int
    parquet: PublishedFile
    csv: PublishedFile


class SchemaError(ValueError):
    """A table does not have the schema of its dataset."""


def write_dataset(
    dataset: str, tables: Iterable[pa.Table], directory: Path, version: str, search: Search | None = None
) -> Publication:
    """Write ``<dataset>.parquet`` and ``<dataset>.csv``: the rows of the tables in the order they come.

    The tables have the dataset's Arrow schema; each may hold one document's rows. They are taken one at a
    time: memory does not grow with their number. Rows of documents come in the order of the documents' ids, those
    without one last. The bytes depend on the rows and the version of the data, not on how
    they are cut into tables. What `search` knows to be clean is not searched again. Raises `PersonalDataError` where
    a row holds personal data, and `SchemaError`.
    """
    directory.mkdir(parents=True, exist_ok=True)
    parquet, csv = directory / f"{dataset}.parquet", directory / f"{dataset}.csv"
    schema = _of_version(arrow_schema(dataset), version)
    hits: list[Hit] = []
    with (
        csv.open("wb") as stream,
        pq.ParquetWriter(
            parquet,
            schema,
            compression="zstd",
            compression_level=9,
            write_page_index=True,
            sorting_columns=[pq.SortingColumn(0)] if of_documents(dataset) else None,
        ) as rows,
    ):
        stream.write(BYTE_ORDER_MARK)
        with pyarrow.csv.CSVWriter(stream, schema, write_options=CSV_OPTIONS) as lines:
            declared = _declared(dataset, schema, tables)
            for group in in_groups(_searched(declared, hits, search or Search(dataset))):
                rows.write_table(group, row_group_size=ROWS_PER_GROUP)
                lines.write_table(escaped(group))
    if hits:
        raise PersonalDataError(hits)
    return publication(dataset, parquet, csv)


def publication(dataset: str, parquet: Path, csv: Path) -> Publication:
    """What was written of a dataset, read back from its files."""
    return Publication(
        dataset,
        pq.read_metadata(parquet).num_rows,
        published_file(f"{dataset}.parquet", parquet),
        published_file(f"{dataset}.csv", csv),
    )


def escaped(table: pa.Table) -> pa.Table:
    """A table whose texts no spreadsheet takes for formulas: those that could be bear an `ESCAPE` before them."""
    return _texts(table, _is_formula, _with_escape)


def escaped_texts(texts: Sequence[str]) -> list[str]:
    """Texts as `escaped` has them."""
    return escaped(pa.table({"text": pa.array(texts, pa.string())}))["text"].to_pylist()


def unescaped(table: pa.Table) -> pa.Table:
    """The table that `escaped` was given: the first `ESCAPE` of each text that begins with one is gone."""
    return _texts(table, lambda texts: _matches(texts, f"^{ESCAPE}"), _without_first)


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


def _texts(
    table: pa.Table,
    are_meant: Callable[[pa.ChunkedArray], pa.ChunkedArray],
    changed: Callable[[pa.ChunkedArray], pa.ChunkedArray],
) -> pa.Table:
    for index, field in enumerate(table.schema):
        if pa.types.is_string(field.type) and table.num_rows:
            texts = table.column(index)
            meant = are_meant(texts)
            # Few columns have any: what is not to be changed is not copied.
            if pc.call_function("any", [meant]).as_py():
                table = table.set_column(index, field, pc.call_function("if_else", [meant, changed(texts), texts]))
    return table


def _is_formula(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    # In most columns no text begins like one, and that is seen in a third of the time.
    first = pc.call_function("binary_slice", [texts.cast(pa.binary())], pc.SliceOptions(0, 1))
    may_be = pc.call_function("is_in", [first], pc.SetLookupOptions(_FIRST_BYTES))
    return _matches(texts, _FORMULA) if pc.call_function("any", [may_be]).as_py() else may_be


def _with_escape(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.call_function("binary_join_element_wise", [pa.scalar(ESCAPE), texts, pa.scalar("")])


def _without_first(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.call_function("utf8_slice_codeunits", [texts], pc.SliceOptions(1))


def _matches(texts: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    return pc.call_function("match_substring_regex", [texts], pc.MatchSubstringOptions(pattern))


def _of_version(schema: pa.Schema, version: str) -> pa.Schema:
    return schema.with_metadata({**(schema.metadata or {}), b"version": version.encode()})


def _declared(dataset: str, schema: pa.Schema, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    for table in tables:
        if not table.schema.equals(schema):
            raise SchemaError(f"{dataset}: a table has another schema than the declared one:\n{table.schema}")
        yield table.replace_schema_metadata(schema.metadata)


def _searched(tables: Iterable[pa.Table], hits: list[Hit], search: Search) -> Iterator[pa.Table]:
    for table in tables:
        hits.extend(islice(search.scan(table), _MOST_HITS - len(hits)))
        yield table
