"""How many rows a release has: by dataset and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

import pyarrow.parquet as pq

Year = int | None
"""A budget year; None where a dataset has none, or a row."""

Counts = Mapping[str, Counter[Year]]


def counts_of(release: Path, datasets: Iterable[str], without: Set[str] = frozenset()) -> Counts:
    """The rows of the datasets that are there, but for those of the documents that are left out."""
    files = {dataset: release / f"{dataset}.parquet" for dataset in datasets}
    return {dataset: _counted(file, without) for dataset, file in files.items() if file.exists()}


def _counted(file: Path, without: Set[str]) -> Counter[Year]:
    with pq.ParquetFile(file) as stored:
        names = [name for name in ("document_id", "fiscal_year") if name in stored.schema_arrow.names]
        counted: Counter[Year] = Counter()
        if not names:
            counted[None] = stored.metadata.num_rows
        for group in range(stored.num_row_groups if names else 0):
            rows = stored.read_row_group(group, names).group_by(names).aggregate([([], "count_all")])
            for row in rows.to_pylist():
                if row.get("document_id") not in without:
                    counted[row.get("fiscal_year")] += row["count_all"]
    return counted


def by_year(counted: Counter[Year]) -> dict[str, int]:
    """The rows of each year; `-` for those of none."""
    return dict(sorted(("-" if year is None else str(year), number) for year, number in counted.items()))
