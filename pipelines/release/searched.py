"""What was searched for personal data before and had none, told by content: it is not searched again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.foundation.storage import whole_file
from pipelines.release.by_document import runs
from pipelines.release.personal_data import Hit, scan

_DIGITS = 24


@dataclass
class Searched:
    """The search of a release. `kept` is the folder where it is kept in which rows an earlier one found nothing, if
    anywhere; `made_by` is the fingerprint of all that searches: what other code found counts for nothing."""

    kept: Path | None = None
    made_by: str = ""
    clean: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The digests of the rows of each dataset of this release in which nothing was found, by this search or an earlier
    one."""

    def of(self, dataset: str) -> Search:
        """The search of a dataset. What it finds clean is to be added to `clean`."""
        file = self.kept / dataset if self.kept else None
        told = file.read_text(encoding="utf-8").split() if file and file.exists() else []
        return Search(dataset, frozenset(told[1:] if told[:1] == [self.made_by] else ()))

    def keep(self) -> None:
        """Keep what had nothing personal for the next release."""
        if self.kept is None:
            return
        for dataset, digests in self.clean.items():
            with whole_file(self.kept / dataset, private=True) as draft, draft.open("w", encoding="utf-8") as lines:
                lines.writelines(f"{line}\n" for line in chain([self.made_by], sorted(digests)))


@dataclass
class Search:
    """The search of a dataset. `before` are the digests of the rows in which an earlier one found nothing."""

    dataset: str
    before: frozenset[str] = frozenset()
    clean: set[str] = field(default_factory=set[str])
    """The digests of the rows in which nothing was found, by this search or an earlier one."""

    def scan(self, table: pa.Table) -> Iterator[Hit]:
        """What is personal in the rows of whole documents: see `personal_data.scan`. Those that are known are left out,
        and a hit's row counts what was searched."""
        pieces = {_digest(self.dataset, rows): rows for rows in _pieces(table)}
        unknown = {digest: rows for digest, rows in pieces.items() if digest not in self.before}
        hits = list(scan(self.dataset, pa.concat_tables(unknown.values()))) if unknown else []
        self.clean |= pieces.keys() if not hits else pieces.keys() - unknown.keys()
        yield from hits


def _pieces(table: pa.Table) -> Iterator[pa.Table]:
    """The rows of each document; all where there are none."""
    if "document_id" not in table.column_names:
        return iter([table])
    return (rows for _, rows in runs(table, "document_id"))


def _digest(dataset: str, rows: pa.Table) -> str:
    digest = hashlib.sha256(f"{dataset}\t{','.join(rows.column_names)}\n".encode())
    # Copied: the buffers of a slice hold more than its rows.
    for batch in rows.take(np.arange(rows.num_rows)).combine_chunks().to_batches():
        digest.update(batch.serialize())
    return digest.hexdigest()[:_DIGITS]
