"""The gate: what a new release must not have lost. It stands before anything takes its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pyarrow as pa
from pydantic import Field

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.release.counts import Counts
from pipelines.release.documents import Histories

_SHOWN = 3


class Gate(Declaration):
    """The shares of rows that may be lost: of a dataset, and of a year of it; and the datasets that may shrink."""

    rows_lost: float = Field(ge=0, le=1)
    rows_lost_in_year: float = Field(ge=0, le=1)
    not_missed: tuple[str, ...]


GATE = DeclarationFile("pipelines.release", "gate.yaml", Gate)


class GateError(Exception):
    """The release is not published; the message is one line that says why and what can be done."""


@cache
def gate() -> Gate:
    """The declared gate."""
    return GATE.load()


def require_documents(documents: pa.Table, folder: str) -> None:
    """GateError where there are no documents, or none whose bytes could be had: an unmounted share is no empty
    disclosure. `documents` are rows of the dataset."""
    count = documents.num_rows
    if not count:
        raise GateError(f"no documents in {folder}: nothing to publish")
    if documents["sha256"].null_count == count:
        raise GateError(f"none of the documents in {folder} can be opened ({count}): nothing to publish")


def require_no_losses(losses: Sequence[str], accepted: str | None) -> None:
    """GateError for what was lost, unless it is accepted with a reason."""
    if losses and not accepted:
        more = f"; and {len(losses) - _SHOWN} more" if len(losses) > _SHOWN else ""
        raise GateError(f'{"; ".join(losses[:_SHOWN])}{more} (if this is meant: --accept-shrink "reason")')


def losses(before: Counts, after: Counts, histories: Histories) -> tuple[str, ...]:
    """What a release has lost against the last one, a sentence for each: documents, datasets, years, rows.

    `before` leaves out the rows of documents that are withdrawn.
    """
    return (*_documents(histories), *_rows(before, after))


def _documents(histories: Histories) -> Iterator[str]:
    for row in histories.gone:
        if histories.withdrawal_of(row) is None:
            still = any(each["sha256"] == row["sha256"] for each in histories.after)
            yield f"{row['source_file']} was published and {'is set aside now' if still else 'is gone'}"


def _rows(before: Counts, after: Counts) -> Iterator[str]:
    for dataset, counted in before.items():
        if dataset in gate().not_missed:
            continue
        if dataset not in after:
            yield f"{dataset} is gone"
            continue
        was, now = counted.total(), after[dataset].total()
        if was and now < was * (1 - gate().rows_lost):
            yield f"{dataset} has {now} rows, {was} in the last release"
            continue
        years = sorted((year, number) for year, number in counted.items() if year is not None)
        for year, number in years:
            if year not in after[dataset]:
                yield f"{dataset} has no rows of {year}, {number} in the last release"
            elif after[dataset][year] < number * (1 - gate().rows_lost_in_year):
                yield f"{dataset} has {after[dataset][year]} rows of {year}, {number} in the last release"
