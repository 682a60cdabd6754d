"""What a run would do, without doing it: which documents it would read, and what the release would gain and lose."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.run.batch import due, originals
from pipelines.run.datasets import DATASETS
from pipelines.run.disclosures import with_sisters
from pipelines.run.refusals import published_name
from pipelines.run.run import Run
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET, READ, STAGES


def preview(run: Run, processed: Path, *, again: bool = False) -> Iterator[str]:
    """Lines that say what a run would do, if it tried `again` what failed too often. Nothing is written.

    Raises RegistryError.
    """
    registry = read_registry(run.raw, format_of)
    yield from registry.problems
    jobs = with_sisters(Job(source, run.store) for source in registry.sources)
    does = {published_name(job.source): _does(job, again) for job in originals(jobs)}
    yield from (f"{name}: would be {what}" for name, what in does.items() if what)
    left = {published_name(job.source): failure for job in originals(jobs) if (failure := _given_up(job, again))}
    yield from (f"{name}: would be left alone: {why}" for name, why in left.items())
    counts = [sum(what == each for what in does.values()) for each in ("read", "interpreted")]
    yield f"documents: {len(jobs)}; to read {counts[0]}, to interpret {counts[1]}, done {len(does) - sum(counts)}"
    yield from _changes({published_name(job.source): job.source.sha256 for job in jobs}, processed)


def _does(job: Job, again: bool) -> str | None:
    """What a run would do with a document; None where all is done."""
    if due(READ, job, again=again):
        return "read"
    is_read = READ.is_done(job) and READ.refusal(job) is None
    return "interpreted" if is_read and due(INTERPRET, job, again=again) else None


def _given_up(job: Job, again: bool) -> str | None:
    """Why a document that has no result is not tried again."""
    return next(
        (
            failure.refusal.message
            for stage in STAGES
            if not stage.is_done(job) and not due(stage, job, again=again) and (failure := stage.failure(job))
        ),
        None,
    )


def _changes(now: Mapping[str, str], processed: Path) -> Iterator[str]:
    """What the release would gain and lose against the one that is there."""
    before = _released(processed)
    added, gone = sorted(now.keys() - before.keys()), sorted(before.keys() - now.keys())
    changed = sorted(name for name in now.keys() & before.keys() if now[name] != before[name])
    for title, names in (("new", added), ("changed", changed), ("gone", gone)):
        yield from (f"{name}: {title} since the last release" for name in names if before)
    yield (
        f"release: {len(DATASETS)} datasets to {processed}; documents new {len(added)}, "
        f"changed {len(changed)}, gone {len(gone)}"
    )


def _released(processed: Path) -> Mapping[str, str]:
    """The sha256 of each document of the release that is there, by its name; empty where there is none."""
    file = processed / "documents.parquet"
    if not file.exists():
        return {}
    rows = pq.read_table(file, columns=["source_file", "sha256", "status"]).to_pylist()
    return {row["source_file"]: row["sha256"] or "" for row in rows if row["status"] != "superseded"}
