"""How many rows of a file have the same values, and how many a release has by dataset and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import cast

import pyarrow.parquet as pq

Year = int | None
"""A budget year; None where a dataset has none, or a row."""

Counts = Mapping[str, Counter[Year]]


def count_by(file: Path, columns: Sequence[str]) -> Counter[tuple[object, ...]]:
    """How many rows of a Parquet file have the same values in some columns."""
    counts: Counter[tuple[object, ...]] = Counter()
    # Texts as they are stored, each once: they are few, and the rows many.
    with pq.ParquetFile(file, read_dictionary=[*columns]) as stored:
        for group in range(stored.num_row_groups):
            counted = stored.read_row_group(group, [*columns]).group_by([*columns]).aggregate([([], "count_all")])
            *keys, numbers = (column.to_pylist() for column in counted.itercolumns())
            counts.update(dict(zip(zip(*keys, strict=True), numbers, strict=True)))
    return counts


def counts_of(release: Path, datasets: Iterable[str], without: Set[str] = frozenset()) -> Counts:
    """The rows of the datasets that are there, but for those of the documents that are left out."""
    files = {dataset: release / f"{dataset}.parquet" for dataset in datasets}
    return {dataset: _counted(file, without) for dataset, file in files.items() if file.exists()}


def _counted(file: Path, without: Set[str]) -> Counter[Year]:
    there = pq.read_schema(file).names
    names = [name for name in ("document_id", "fiscal_year") if name in there]
    counted: Counter[Year] = Counter()
    if not names:
        counted[None] = pq.read_metadata(file).num_rows
        return counted
    for values, number in count_by(file, names).items():
        row = dict(zip(names, values, strict=True))
        if row.get("document_id") not in without:
            counted[cast("Year", row.get("fiscal_year"))] += number
    return counted


def by_year(counted: Counter[Year]) -> dict[str, int]:
    """The rows of each year; `-` for those of none."""
    return dict(sorted(("-" if year is None else str(year), number) for year, number in counted.items()))
