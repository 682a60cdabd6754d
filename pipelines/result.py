"""What reading one document yields: the unit of work of every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Record = Mapping[str, object]
"""One row of a published dataset, by column name; a column that is left out is null."""


@dataclass(frozen=True)
class DocumentResult:
    """The rows that one document gives to each published dataset.

    `document` is its row of the dataset `documents`; `records` holds the rows of the others by dataset name, in
    printed order. A quarantined document has a `document` row with status and reason, and no records.
    """

    document: Record
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict)
