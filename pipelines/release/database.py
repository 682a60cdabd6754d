"""The release as a DuckDB database: tables with keys and comments, and views for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa

from pipelines.datasets.catalogue import Column, columns, of_documents, primary_key, titles
from pipelines.release.package import Edition, package
from pipelines.release.writing import Publication

STORAGE = "v1.0.0"
"""The format that all versions of DuckDB from 1.0 on read."""

_ROWS_AT_ONCE = 200_000
_PAGES = 128_000_000
"""Bytes, for what is read and written."""
_KEYS_OF_ROW = 96
"""Bytes of memory for the keys of a row: they take 49 where they are texts of 18 characters."""

_TYPES = {
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.decimal128(18, 2): "DECIMAL(18,2)",
    pa.date32(): "DATE",
}


def has_database() -> bool:
    """Whether a release has a database: what writes it is an extra (`database`), as it is large."""
    return find_spec("duckdb") is not None


def write_database(release: Path, edition: Edition) -> None:
    """Write the database of a release from its Parquet files, if it has one (`has_database`)."""
    if not has_database():
        return
    import duckdb

    target = release / f"{package().name}.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {_text(str(target))} AS release (STORAGE_VERSION '{STORAGE}')")
        connection.execute("USE release")
        # Threads each hold rows of their own, and a disk has no more to give to several.
        connection.execute("SET threads = 1")
        connection.execute(f"SET memory_limit = '{_memory(edition.publications)}B'")
        told = f"SELECT {_text(package().title)} AS title, {_text(str(edition.version))} AS version"
        connection.execute(f"CREATE VIEW about AS {told}, {_text(package().licence.path)} AS licence")
        with_documents = any(each.dataset == "documents" for each in edition.publications)
        # The documents first: the others refer to them.
        for each in sorted(edition.publications, key=lambda each: each.dataset != "documents"):
            # One transaction: hundreds of statements would each wait for the disk.
            connection.begin()
            for statement in _declaration(each.dataset, with_documents):
                connection.execute(statement)
            connection.commit()
            for statement in _insertions(each, release):
                connection.execute(statement)
        connection.execute("USE memory")
        connection.execute("DETACH release")


def _memory(publications: Iterable[Publication]) -> int:
    """Bytes that are enough to write so many rows: DuckDB would keep all that it wrote, and must keep the keys."""
    return _PAGES + _KEYS_OF_ROW * sum(each.rows for each in publications)


def _insertions(publication: Publication, release: Path) -> Iterator[str]:
    """What puts in the rows of a dataset, a part of them each: what is not yet committed is kept in memory."""
    names = ", ".join(_name(each.name) for each in columns(publication.dataset))
    file = _text(str(release / f"{publication.dataset}.parquet"))
    for start in range(0, publication.rows, _ROWS_AT_ONCE):
        part = f"file_row_number >= {start} AND file_row_number < {start + _ROWS_AT_ONCE}"
        rows = f"SELECT {names} FROM read_parquet({file}, file_row_number = true) WHERE {part}"
        yield f"INSERT INTO {_name(publication.dataset)} {rows}"


def _declaration(dataset: str, with_documents: bool) -> Iterator[str]:
    """A dataset's table with its keys, comments on it, and its views."""
    declared = columns(dataset)
    title, zh, en = titles(dataset)
    parts = [f"{_name(each.name)} {_TYPES[each.type]}{'' if each.nullable else ' NOT NULL'}" for each in declared]
    keys = ", ".join(_name(name) for name in primary_key(dataset))
    parts.append(f"PRIMARY KEY ({keys})")
    if dataset == "documents":
        parts.append("UNIQUE (document_id)")
    elif with_documents and of_documents(dataset):
        parts.append("FOREIGN KEY (document_id) REFERENCES documents (document_id)")
    yield f"CREATE TABLE {_name(dataset)} ({', '.join(parts)})"
    yield f"COMMENT ON TABLE {_name(dataset)} IS {_text(f'{title}：{zh} / {en}')}"
    for each in declared:
        unit = f" ({each.note.unit})" if each.note.unit else ""
        told = f"{each.note.title}：{each.note.zh} / {each.note.en}{unit}"
        yield f"COMMENT ON COLUMN {_name(dataset)}.{_name(each.name)} IS {_text(told)}"
    yield f"CREATE VIEW {_name(f'{dataset}_zh')} AS SELECT {_labelled(declared)} FROM {_name(dataset)}"
    if with_documents and of_documents(dataset) and dataset != "documents":
        yield (
            f"CREATE VIEW {_name(f'{dataset}_with_source')} AS SELECT one.*, documents.title AS document_title, "
            f"documents.source_file, documents.source_url FROM {_name(dataset)} one "
            "LEFT JOIN documents USING (document_id)"
        )


def _labelled(declared: tuple[Column, ...]) -> str:
    """The columns under their Chinese titles, values of enumerations by their labels."""
    parts: list[str] = []
    seen: set[str] = set()
    for column in declared:
        title = column.note.title if column.note.title not in seen else f"{column.note.title} {column.name}"
        seen.add(title)
        value = _name(column.name)
        if column.note.values:
            cases = " ".join(
                f"WHEN {_text(value)} THEN {_text(label.zh)}" for value, label in column.note.values.items()
            )
            value = f"CASE {_name(column.name)} {cases} END"
        parts.append(f"{value} AS {_name(title)}")
    return ", ".join(parts)


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
