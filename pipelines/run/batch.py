"""A stage for all documents: what is kept is not made again, and what fails is recorded and stops nobody."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from pipelines.documents.quarantine import Reason
from pipelines.run.engine import Cause, Engine
from pipelines.run.refusals import published_name
from pipelines.run.stage import Job, Refusal, Stage
from pipelines.run.watch import Silence, Watch

ATTEMPTS = 3
"""Runs in which a document that crashes, hangs or errs is tried; then it waits for other code."""

_REASONS = {
    Cause.ERROR: Reason.FAILED,
    Cause.CRASH: Reason.FAILED,
    Cause.TIME: Reason.TOO_COMPLEX,
    Cause.MEMORY: Reason.TOO_COMPLEX,
}


@dataclass(frozen=True)
class Tally:
    """Documents of a stage: done in this run, kept from earlier ones; of both, those without a result."""

    done: int
    kept: int
    refused: int
    failed: int


def run_stage(
    stage: Stage, jobs: Iterable[Job], engine: Engine, watch: Watch | None = None, *, again: bool = False
) -> Tally:
    """Do a stage for the documents that need it, before somebody's eyes; `again` also for those that failed too often.

    An interruption keeps what is done.
    """
    everything = tuple(jobs)
    undone = [job for job in everything if not stage.is_done(job)]
    waiting = [job for job in undone if again or _is_tried(stage, job)]

    def look(working: Sequence[Job]) -> None:
        progress.working([published_name(job.source) for job in working])

    # Closed here and not when the generator is collected: after an interruption workers end at once.
    with (
        (watch or Silence()).stage(stage.name, len(waiting)) as progress,
        closing(engine.map(stage, waiting, look)) as answers,
    ):
        for answer in answers:
            refusal = answer.result
            if answer.loss is not None:
                refusal = Refusal(_REASONS[answer.loss.cause], f"{stage.name}: {answer.loss.message}")
                stage.record_failure(answer.item, refusal)
            progress.done(published_name(answer.item.source), refusal.message if refusal else None)
    return Tally(
        done=len(waiting),
        kept=len(everything) - len(waiting),
        refused=sum(stage.refusal(job) is not None for job in everything),
        failed=sum(not stage.is_done(job) for job in undone),
    )


def originals(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The documents that can be opened and are no copies of others."""
    return tuple(job for job in jobs if job.source.set_aside is None)


def results(stage: Stage, jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The documents that have a result of a stage: neither refused nor failed."""
    return tuple(job for job in jobs if stage.is_done(job) and stage.refusal(job) is None)


def due(stage: Stage, job: Job, *, again: bool = False) -> bool:
    """Whether a run would do the stage: it is not done, and has not failed too often with this code, or that counts
    for nothing."""
    return not stage.is_done(job) and (again or _is_tried(stage, job))


def _is_tried(stage: Stage, job: Job) -> bool:
    failure = stage.failure(job)
    return failure is None or failure.attempts < ATTEMPTS
