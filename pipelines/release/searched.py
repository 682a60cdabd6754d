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
    """The search of a release. `before` are the digests of rows in which an earlier one found nothing."""

    before: frozenset[str] = frozenset()
    clean: set[str] = field(default_factory=set[str])
    """The digests of the rows of this release in which nothing was found, by this search or an earlier one."""

    def scan(self, dataset: str, table: pa.Table) -> Iterator[Hit]:
        """What is personal in the rows of whole documents: see `personal_data.scan`. Those that are known are left out,
        and a hit's row counts what was searched."""
        pieces = {_digest(dataset, rows): rows for rows in _pieces(table)}
        unknown = {digest: rows for digest, rows in pieces.items() if digest not in self.before}
        hits = list(scan(dataset, pa.concat_tables(unknown.values()))) if unknown else []
        self.clean |= pieces.keys() if not hits else pieces.keys() - unknown.keys()
        yield from hits

    def keep(self, path: Path, made_by: str) -> None:
        """Keep what had nothing personal; `made_by` is the fingerprint of all that searches."""
        with whole_file(path, private=True) as draft, draft.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{line}\n" for line in chain([made_by], sorted(self.clean)))


def searched_before(path: Path, made_by: str) -> Searched:
    """A search that knows what an earlier one kept; nothing where other code made it."""
    told = path.read_text(encoding="utf-8").split() if path.exists() else []
    return Searched(frozenset(told[1:] if told[:1] == [made_by] else ()))


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
