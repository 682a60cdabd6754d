"""What was searched for personal data before and had none, told by content: it is not searched again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from pipelines.foundation.storage import whole_file
from pipelines.release.by_document import runs
from pipelines.release.manifest import digest_of
from pipelines.release.personal_data import Hit, scan

_DIGITS = 24
_ID = "document_id"


Piece: TypeAlias = tuple[str, str]
"""The rows of a document in a dataset: their digest, and the document's id, empty where rows are of none."""


@dataclass
class Searched:
    """The search of a release. `kept` is the folder where it is kept in which rows an earlier one found nothing, if
    anywhere; `made_by` is the fingerprint of all that searches: what other code found counts for nothing."""

    kept: Path | None = None
    made_by: str = ""
    clean: dict[str, frozenset[Piece]] = field(default_factory=dict[str, frozenset[Piece]])
    """The rows of each dataset of this release in which nothing was found, by this search or an earlier one."""

    def of(self, dataset: str) -> Search:
        """The search of a dataset. What it finds clean is to be added to `clean`."""
        file = self.kept / dataset if self.kept else None
        told = file.read_text(encoding="utf-8").splitlines() if file and file.exists() else []
        made_by, _, release = told[0].partition("\t") if told else ("", "", "")
        if made_by != self.made_by:
            return Search(dataset)
        pieces = (line.partition("\t") for line in told[1:])
        return Search(dataset, frozenset((digest, name) for digest, _, name in pieces), release)

    def keep(self, release: Path) -> None:
        """Keep what had nothing personal for the next release: all rows of a release that was published."""
        if self.kept is None:
            return
        header = f"{self.made_by}\t{digest_of(release)}"
        for dataset, pieces in self.clean.items():
            with whole_file(self.kept / dataset, private=True) as draft, draft.open("w", encoding="utf-8") as lines:
                lines.writelines(f"{line}\n" for line in chain([header], sorted(map("\t".join, pieces))))


@dataclass
class Search:
    """The search of a dataset. `before` are the rows in which an earlier one found nothing: all those of the dataset in
    a `release`, told by the digest of its checksums."""

    dataset: str
    before: frozenset[Piece] = frozenset()
    release: str = ""
    clean: set[Piece] = field(default_factory=set[Piece])
    """The rows in which nothing was found, by this search or an earlier one."""

    def scan(self, table: pa.Table) -> Iterator[Hit]:
        """What is personal in the rows of whole documents: see `personal_data.scan`. Those that are known are left out,
        and a hit's row counts what was searched."""
        pieces = {(_digest(self.dataset, rows), name or ""): rows for name, rows in _pieces(_plain(table))}
        unknown = {piece: rows for piece, rows in pieces.items() if piece not in self.before}
        hits = list(scan(self.dataset, pa.concat_tables(unknown.values()))) if unknown else []
        self.clean |= pieces.keys() if not hits else pieces.keys() - unknown.keys()
        yield from hits

    def same_in(self, release: Path) -> frozenset[str]:
        """The documents whose rows, all of which were clean, are those that they have in an earlier release."""
        if self.release != digest_of(release):
            return frozenset()
        return frozenset(name for _, name in self.before) - {name for _, name in self.before ^ self.clean}


def _pieces(table: pa.Table) -> Iterator[tuple[str | None, pa.Table]]:
    """The rows of each document; all where there are none."""
    return runs(table, _ID) if _ID in table.column_names else iter([(None, table)])


def _plain(table: pa.Table) -> pa.Table:
    """The same table with nothing under its nulls: what stands there depends on the rows around."""
    return table.take(np.arange(table.num_rows)).combine_chunks()


def _digest(dataset: str, rows: pa.Table) -> str:
    digest = hashlib.sha256(f"{dataset}\t{','.join(rows.column_names)}\n".encode())
    for batch in rows.to_batches():
        # Joined, and so copied: the buffers of a slice hold more than its rows.
        digest.update(pa.concat_batches([batch, batch.slice(0, 0)]).serialize())
    return digest.hexdigest()[:_DIGITS]
