"""Rows of another file of the same disclosure, among those of a document: of which file they are, their place there.

Their tables are numbered apart, so that no place of theirs is taken for one of the document.
"""

from __future__ import annotations

from pipelines.foundation.record import Record

_FILE = "of_file"
_APART = 100_000
"""More than the tables of any file."""


def elsewhere(row: Record, sha256: str, number: int) -> Record:
    """A row of the file with that digest, the `number`th (from 1) beside the document."""
    table_no = row.get("table_no")
    moved = {"table_no": apart(table_no, number)} if isinstance(table_no, int) else {}
    return {**row, **moved, _FILE: sha256}


def apart(table_no: int, number: int) -> int:
    """The number that a table of the `number`th file beside the document has there."""
    return table_no + number * _APART


def file_of(row: Record) -> str | None:
    """The digest of the other file that a row is of; None for the document's own."""
    found = row.get(_FILE)
    return None if found is None else str(found)


def table_no_there(row: Record) -> object:
    """The number of a row's table in the file that it is of."""
    table_no = row.get("table_no")
    return table_no % _APART if isinstance(table_no, int) else table_no
