"""What a staged release must meet: our own reading of its files, and the validators of the formats where installed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import MODELS, arrow_schema
from pipelines.foundation.tasks import Task
from pipelines.release.batches import batches_of
from pipelines.release.formats import (
    citation_faults,
    croissant_faults,
    dcat_faults,
    frictionless_faults,
    ocds_faults,
)
from pipelines.release.manifest import published_file
from pipelines.release.package import DESCRIPTOR
from pipelines.release.writing import escaped

_SHOWN = 3
_BLOCK = 1 << 20


class ValidatorError(Exception):
    """A validator refuses the release: nothing was published. The message is one line."""


@dataclass(frozen=True)
class Validator:
    """Something that a release must meet: yields what is wrong. `needs` is the module it works with, `reads` the makers
    of the files it reads beside those of the datasets."""

    name: str
    faults: Callable[[Path], Iterator[str]]
    needs: str | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a validator says; `faults` is None where it is not installed."""

    name: str
    faults: tuple[str, ...] | None

    @property
    def told(self) -> str:
        return "not installed" if self.faults is None else "failed" if self.faults else "passed"


def askings(release: Path, validators: Iterable[Validator]) -> dict[str, Task[Verdict]]:
    """What is to be asked of a release, in the order of the validators."""
    return {f"validator {each.name}": Task(partial(verdict, release, each), each.reads) for each in validators}


def verdict(release: Path, validator: Validator) -> Verdict:
    """What a validator says of a release."""
    missing = validator.needs is not None and find_spec(validator.needs) is None
    return Verdict(validator.name, None if missing else tuple(validator.faults(release)))


def require_valid(found: Sequence[Verdict]) -> None:
    """Raise ValidatorError for the faults that validators found."""
    faults = [f"{verdict.name}: {fault}" for verdict in found for fault in verdict.faults or ()]
    if faults:
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise ValidatorError(f"{'; '.join(faults[:_SHOWN])}{more}")


def _same_rows(release: Path) -> Iterator[str]:
    """Parquet and CSV hold the same rows, and the columns are those declared."""
    for dataset in _datasets(release):
        stored = release / f"{dataset}.parquet"
        if not pq.read_schema(stored).equals(arrow_schema(dataset)):
            yield f"{dataset}.parquet has other columns than declared"
            continue
        with pyarrow.csv.open_csv(
            release / f"{dataset}.csv",
            read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=arrow_schema(dataset), strings_can_be_null=True, quoted_strings_can_be_null=False
            ),
        ) as read:
            if not _equal_rows((escaped(_as_table(each)) for each in batches_of(stored)), map(_as_table, read)):
                yield f"{dataset}.csv holds other rows than {dataset}.parquet"


def _as_table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])


def _equal_rows(left: Iterable[pa.Table], right: Iterable[pa.Table]) -> bool:
    """Whether two streams of tables hold equal rows, however they are cut."""
    lefts, rights = iter(left), iter(right)
    one, other = next(lefts, None), next(rights, None)
    while one is not None and other is not None:
        length = min(one.num_rows, other.num_rows)
        if not one.slice(0, length).replace_schema_metadata().equals(_like(other.slice(0, length), one)):
            return False
        one = one.slice(length) if one.num_rows > length else next(lefts, None)
        other = other.slice(length) if other.num_rows > length else next(rights, None)
    return not any(each is not None and each.num_rows for each in (one, other))


def _like(table: pa.Table, other: pa.Table) -> pa.Table:
    return table.cast(other.schema.remove_metadata())


def _descriptor(release: Path) -> Iterator[str]:
    """The descriptor's files are there, with the sizes and digests it says, all datasets among them."""
    resources = json.loads((release / DESCRIPTOR).read_text(encoding="utf-8"))["resources"]
    for resource in resources:
        path = release / resource["path"]
        found = published_file(resource["path"], path) if path.is_file() else None
        if found is None or (found.bytes, f"sha256:{found.sha256}") != (resource["bytes"], resource["hash"]):
            yield f"{DESCRIPTOR}: {resource['path']} is not as described"
    named = {resource["path"] for resource in resources}
    for dataset in _datasets(release):
        yield from (
            f"{DESCRIPTOR}: {dataset}.{kind} is missing"
            for kind in ("csv", "parquet")
            if f"{dataset}.{kind}" not in named
        )


def _datasets(release: Path) -> Iterator[str]:
    return (dataset for dataset in MODELS if (release / f"{dataset}.parquet").exists())


OWN: tuple[Validator, ...] = (
    Validator("same_rows", _same_rows),
    Validator("descriptor", _descriptor, reads=("descriptor",)),
)
"""Our own reading of the files: always there."""
VALIDATORS: tuple[Validator, ...] = (
    *OWN,
    Validator("frictionless", frictionless_faults, "frictionless", reads=("descriptor",)),
    Validator("dcat", dcat_faults, "pyshacl", reads=("catalogue",)),
    Validator("croissant", croissant_faults, "mlcroissant", reads=("croissant",)),
    Validator("citation", citation_faults, "check_jsonschema", reads=("citation",)),
    Validator("ocds", ocds_faults, "jsonschema", reads=("ocds",)),
)
