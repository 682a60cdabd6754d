"""How many rows a release has: by dataset, document and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

Key = tuple[str | None, int | None]
"""A document's id and a budget year; None where a dataset has none, or a row."""

Counts = Mapping[str, Counter[Key]]


def counts_of(release: Path, datasets: Iterable[str]) -> Counts:
    """The rows of the datasets that are there."""
    files = {dataset: release / f"{dataset}.parquet" for dataset in datasets}
    return {dataset: _counted(file) for dataset, file in files.items() if file.exists()}


def _counted(file: Path) -> Counter[Key]:
    with pq.ParquetFile(file) as stored:
        names = [name for name in ("document_id", "fiscal_year") if name in stored.schema_arrow.names]
        if not names:
            return Counter({(None, None): stored.metadata.num_rows})
        counted: Counter[Key] = Counter()
        for group in range(stored.num_row_groups):
            rows = stored.read_row_group(group, names).group_by(names).aggregate([([], "count_all")])
            for row in rows.to_pylist():
                counted[row.get("document_id"), row.get("fiscal_year")] += row["count_all"]
    return counted


def by_year(counted: Counter[Key]) -> dict[str, int]:
    """The rows of each year; `-` for those of none."""
    found: Counter[str] = Counter()
    for (_, year), number in counted.items():
        found["-" if year is None else str(year)] += number
    return dict(sorted(found.items()))
