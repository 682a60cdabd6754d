"""The release as a DuckDB database: tables with keys, as far as memory bears them, and comments; views for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa

from pipelines.datasets.catalogue import Column, columns, of_documents, primary_key, titles
from pipelines.foundation.declaration import Declaration, DeclarationFile
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


class DatabaseLimits(Declaration):
    """How many rows have keys, and what the comment on a table without them says."""

    most_rows_with_keys: int
    without_keys: str


LIMITS = DeclarationFile("pipelines.release", "database.yaml", DatabaseLimits)


def has_database() -> bool:
    """Whether a release has a database: what writes it is an extra (`database`), as it is large."""
    return find_spec("duckdb") is not None


def write_database(release: Path, edition: Edition, limits: DatabaseLimits | None = None) -> None:
    """Write the database of a release from its Parquet files, if it has one (`has_database`)."""
    if not has_database():
        return
    import duckdb

    limits = limits or LIMITS.load()
    target = release / f"{package().name}.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {_text(str(target))} AS release (STORAGE_VERSION '{STORAGE}')")
        connection.execute("USE release")
        # Threads each hold rows of their own, and a disk has no more to give to several.
        connection.execute("SET threads = 1")
        keyed = _keyed(edition.publications, limits.most_rows_with_keys)
        rows_with_keys = sum(each.rows for each in edition.publications if each.dataset in keyed)
        # It would keep all that it wrote, and must keep the keys.
        connection.execute(f"SET memory_limit = '{_PAGES + _KEYS_OF_ROW * rows_with_keys}B'")
        told = f"SELECT {_text(package().title)} AS title, {_text(str(edition.version))} AS version"
        connection.execute(f"CREATE VIEW about AS {told}, {_text(package().licence.path)} AS licence")
        with_documents = "documents" in keyed
        # The documents first: the others refer to them.
        for each in sorted(edition.publications, key=lambda each: each.dataset != "documents"):
            # One transaction: hundreds of statements would each wait for the disk.
            connection.begin()
            without_keys = "" if each.dataset in keyed else limits.without_keys
            for statement in _declaration(each.dataset, with_documents, without_keys):
                connection.execute(statement)
            connection.commit()
            for statement in _insertions(each, release):
                connection.execute(statement)
        connection.execute("USE memory")
        connection.execute("DETACH release")


def _keyed(publications: Iterable[Publication], most: int) -> frozenset[str]:
    """The datasets whose rows, `most` of them together, have keys: the documents, and the smallest others."""
    found: set[str] = set()
    rows = 0
    for each in sorted(publications, key=lambda each: (each.dataset != "documents", each.rows)):
        rows += each.rows
        if rows <= most:
            found.add(each.dataset)
    return frozenset(found)


def _insertions(publication: Publication, release: Path) -> Iterator[str]:
    """What puts in the rows of a dataset, a part of them each: what is not yet committed is kept in memory."""
    names = ", ".join(_name(each.name) for each in columns(publication.dataset))
    file = _text(str(release / f"{publication.dataset}.parquet"))
    for start in range(0, publication.rows, _ROWS_AT_ONCE):
        part = f"file_row_number >= {start} AND file_row_number < {start + _ROWS_AT_ONCE}"
        rows = f"SELECT {names} FROM read_parquet({file}, file_row_number = true) WHERE {part}"
        yield f"INSERT INTO {_name(publication.dataset)} {rows}"


def _declaration(dataset: str, with_documents: bool, without_keys: str) -> Iterator[str]:
    """A dataset's table with its keys, or what is said of it `without_keys`; comments on it, and its views."""
    declared = columns(dataset)
    title, zh, en = titles(dataset)
    parts = [f"{_name(each.name)} {_TYPES[each.type]}{'' if each.nullable else ' NOT NULL'}" for each in declared]
    if not without_keys:
        parts += _keys(dataset, with_documents)
    yield f"CREATE TABLE {_name(dataset)} ({', '.join(parts)})"
    told = f" ({without_keys})" if without_keys else ""
    yield f"COMMENT ON TABLE {_name(dataset)} IS {_text(f'{title}：{zh} / {en}{told}')}"
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


def _keys(dataset: str, with_documents: bool) -> Iterator[str]:
    yield f"PRIMARY KEY ({', '.join(_name(name) for name in primary_key(dataset))})"
    if dataset == "documents":
        yield "UNIQUE (document_id)"
    elif with_documents and of_documents(dataset):
        yield "FOREIGN KEY (document_id) REFERENCES documents (document_id)"


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
