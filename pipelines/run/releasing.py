"""The end of a run: what was gathered is published as a release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow.compute as pc

from pipelines.fetching.record import Asked, dead_addresses
from pipelines.fetching.record import Outcome as FetchOutcome
from pipelines.foundation.record import Record
from pipelines.release.corrections import read_corrections
from pipelines.release.documents import read_withdrawals
from pipelines.release.order import Order
from pipelines.release.pictures import Pictures
from pipelines.release.place import Place
from pipelines.release.publish import Outcome, publish
from pipelines.release.searched import Searched
from pipelines.release.validators import OWN, VALIDATORS
from pipelines.run.datasets import DATASETS
from pipelines.run.engine import Engine, Serial
from pipelines.run.fingerprint import fingerprint
from pipelines.run.gathered import gathered_file, gathered_rows, require_gathered
from pipelines.run.run import Run

_DRAWN_BY = ("numpy", "opencv-python-headless", "pypdfium2")
_CLEAN = "clean"
_FETCHES = "fetches"
_BROUGHT = (FetchOutcome.STORED, FetchOutcome.REPLACED)


@dataclass(frozen=True)
class Terms:
    """On which terms a run publishes: where, what may be gone, what is accepted and why, how many releases stay.

    `thorough` asks the validators of the formats too, which takes some ten seconds, and not our own reading alone.
    """

    processed: Path
    withdrawals: Path
    accept_shrink: str | None = None
    keep: int = 12
    thorough: bool = True


def release(run: Run, terms: Terms, engine: Engine | None = None) -> Outcome:
    """Publish the gathered rows of a run; what can be made side by side is, on an engine.

    For the errors see `pipelines.release.publish.publish`; DeclarationError, NotMadeError.
    """
    sources = run.registry().sources
    require_gathered(DATASETS, run)
    withdrawals = read_withdrawals(terms.withdrawals)
    corrections = [each for each in read_corrections(run.corrections) if each.accepted]
    searched = Searched(run.folder / _CLEAN, _made_by())
    order = Order(
        datasets={dataset: partial(gathered_rows, dataset, run) for dataset in DATASETS},
        inputs=inputs_of(run),
        files={source.sha256: source.path for source in sources if source.sha256},
        folder=str(run.raw),
        withdrawals=withdrawals,
        corrected=tuple(each.date for each in corrections),
        accepted=terms.accept_shrink,
        keep=terms.keep,
        validators=VALIDATORS if terms.thorough else OWN,
        pictures=Pictures(run.store, fingerprint(("release.pictures",), _DRAWN_BY)),
        searched=searched,
        together=(engine or Serial()).together,
    )
    outcome = publish(Place(terms.processed), order)
    if outcome.publications:
        searched.keep(outcome.folder)
    return outcome


def _made_by() -> str:
    """The fingerprint of the software that writes a release."""
    return fingerprint(("release.publish",), ("duckdb", "pyarrow", "rdflib", "xlsxwriter"))


def inputs_of(run: Run) -> str:
    """A digest of what a release is made of: the gathered rows, and the software that writes it.

    Of `fetches` only the attempts that brought a document count, and which addresses are dead: a night in which every
    source was asked and nothing was new makes no release. Its attempts stand in the next one.
    """
    digest = hashlib.sha256(_made_by().encode())
    for dataset in DATASETS:
        of_rows = _digest_of_fetches(run) if dataset == _FETCHES else _digest_of_file(gathered_file(dataset, run))
        digest.update(f"{dataset}\t{of_rows}\n".encode())
    return digest.hexdigest()


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest_of_fetches(run: Run) -> str:
    brought: list[Record] = []
    for table in gathered_rows(_FETCHES, run):
        brought += table.filter(pc.field("outcome").isin([*_BROUGHT])).to_pylist()
    dead = sorted(dead_addresses(_asked(run)))
    return hashlib.sha256(repr((brought, dead)).encode()).hexdigest()


def _asked(run: Run) -> Iterator[Asked]:
    for table in gathered_rows(_FETCHES, run):
        yield from map(Asked, *(table[name].to_pylist() for name in ("fetched_at", "url", "outcome")))
