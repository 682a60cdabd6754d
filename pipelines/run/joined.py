"""Tables that come one after another, held as few."""

from __future__ import annotations

import pyarrow as pa

_MOST_PIECES = 100
"""Tables that are held apart: one of a few rows takes as much memory as one of hundreds."""


class Joined:
    """The rows of tables of one schema, in the order in which they come."""

    def __init__(self) -> None:
        self.rows = 0
        self._joined: list[pa.Table] = []
        self._pieces: list[pa.Table] = []

    def add(self, table: pa.Table) -> None:
        """Add the rows of a table."""
        self._pieces.append(table)
        self.rows += table.num_rows
        if len(self._pieces) == _MOST_PIECES:
            self._joined.append(_in_one_piece(self._pieces))
            self._pieces = []

    def taken(self) -> pa.Table | None:
        """The rows in one piece, which are no longer held; None where no table came."""
        tables = [*self._joined, *self._pieces]
        self.rows, self._joined, self._pieces = 0, [], []
        return _in_one_piece(tables) if tables else None


def _in_one_piece(tables: list[pa.Table]) -> pa.Table:
    """The rows of some tables: the bytes of a file depend on its rows alone, and not on how they came."""
    return pa.concat_tables(tables).combine_chunks()
