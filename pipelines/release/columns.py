"""The version of the published columns: it goes up with what a reader of the data must know of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Schemas = Mapping[str, pa.Schema]


def schemas_of(release: Path) -> Schemas:
    """The columns of the datasets of a release."""
    return {path.stem: pq.read_schema(path) for path in sorted(release.glob("*.parquet"))}


def next_version(version: str, before: Schemas, after: Schemas) -> str:
    """The semantic version after another: a column that went or has another type is a major change, a new one a minor.

    A column that may be null now counts as one of another type; one that may be null no more as nothing.
    """
    major, minor, patch = (int(part) for part in version.split("."))
    if any(_is_broken(before[dataset], after.get(dataset)) for dataset in before):
        return f"{major + 1}.0.0"
    if before.keys() != after.keys() or any(_names(before[each]) != _names(after[each]) for each in before):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch}"


def _is_broken(before: pa.Schema, after: pa.Schema | None) -> bool:
    return after is None or any(
        name not in after.names
        or after.field(name).type != before.field(name).type
        or (after.field(name).nullable and not before.field(name).nullable)
        for name in before.names
    )


def _names(schema: pa.Schema) -> Iterable[str]:
    return sorted(schema.names)
