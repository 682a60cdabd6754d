"""What a run came to, told in lines."""

from collections.abc import Iterable, Iterator

import dagster as dg
from dagster_shared.error import SerializableErrorInfo as Error

from assets.settings import SettingsError
from pipelines.fetching.record import Outcome
from pipelines.foundation.lock import HeldError
from pipelines.foundation.objects import StorageError
from pipelines.release.manifest import ChecksumError
from pipelines.release.place import PlaceError
from pipelines.run.gathering import failed_findings
from pipelines.run.refusals import published_name, refusal_of
from pipelines.run.run import Run
from pipelines.run.stage import Job

_SAID_IN_A_SENTENCE = frozenset(
    each.__name__ for each in (SettingsError, HeldError, StorageError, ChecksumError, PlaceError)
)
"""What a run can fail of before its first step, each with a message for people."""


def summary(result: dg.ExecuteInProcessResult, run: Run, processed: str) -> Iterator[str]:
    """A line for each thing that is amiss and each document set aside, then the numbers."""
    yield from amiss(result, run)
    if counts := [f"{outcome} {number}" for outcome, number in _fetched(result)]:
        yield f"fetched: {', '.join(counts)}"
    jobs = run.jobs()
    set_aside = sorted(_set_aside(jobs))
    yield from set_aside
    read = _metadata(result, "grids")
    yield (
        f"documents: {len(jobs)}; published {len(jobs) - len(set_aside)}, quarantined {len(set_aside)}; "
        f"PDFs read {read['done']}, unchanged {read['kept']}"
    )
    failed = failed_findings(run)
    yield f"findings: {failed['error']} errors, {failed['warning']} warnings"
    released = _metadata(result, "release")
    yield f"datasets: {processed} ({released['version']}{'' if released['new'] else ', as before'})"


def failures(result: dg.ExecuteInProcessResult, standing: str) -> Iterator[str]:
    """How a failed run leaves what is published, as `standing` says; then a line for what failed outside of all steps,
    each step that failed and each check that stopped the release."""
    yield f"yusuan: the run failed, {standing}"
    yield from _outside_of_steps(result)
    for event in result.filter_events(lambda event: event.is_step_failure):
        message = cause_of(event.step_failure_data.error)
        # What is meant to stop a run says all in its words: the name of its class tells a user nothing.
        name, _, words = message.partition(": ")
        yield f"yusuan: {event.step_key}: {words if name.startswith('pipelines.') else message}"
    for check in result.get_asset_check_evaluations():
        # A check that only warns stopped nothing, and has no first violation to tell.
        if not check.passed and check.severity is dg.AssetCheckSeverity.ERROR:
            yield f"yusuan: {check.asset_key.path[-1]}: {check.metadata['first'].value}"


def cause_of(error: Error | None) -> str:
    """What a step failed of, in a line: its error is Dagster's own, and the cause of that is ours."""
    return _first_line(error.cause if error and error.cause else error)


def _outside_of_steps(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    """Why a run could not begin, as another one holds its places or they can't be reached; or what broke between its
    steps."""
    for event in result.filter_events(lambda event: event.is_run_failure):
        error = event.job_failure_data.error
        causes = [*_causes(error)]
        said = next((each for each in causes if each.cls_name in _SAID_IN_A_SENTENCE), None)
        if said is not None:
            yield f"yusuan: {_first_line(said).partition(': ')[2]}"
        elif causes and not result.filter_events(lambda event: event.is_step_failure):
            yield f"yusuan: {_first_line(causes[-1])}"


def _causes(error: Error | None) -> Iterator[Error]:
    """An error, what caused it, what caused that, and so on."""
    while error is not None:
        yield error
        error = error.cause


def _first_line(error: Error | None) -> str:
    return error.message.strip().splitlines()[0] if error else "unknown error"


def amiss(result: dg.ExecuteInProcessResult, run: Run) -> Iterator[str]:
    """A line for each record that can't be used, and for what could not be fetched; each once, though both tell it."""
    fetched = str(_metadata(result, "fetched").get("problems", "")).splitlines()
    yield from dict.fromkeys([*run.registry().problems, *(line.removeprefix("- ") for line in fetched)])


def _fetched(result: dg.ExecuteInProcessResult) -> Iterator[tuple[Outcome, object]]:
    """How much was fetched; nothing where nothing is named by address."""
    found = _metadata(result, "fetched")
    yield from ((outcome, found[outcome]) for outcome in Outcome if outcome in found)


def _set_aside(jobs: Iterable[Job]) -> Iterator[str]:
    for job in jobs:
        if (refusal := refusal_of(job)) is not None:
            yield f"{published_name(job.source)}: {refusal.reason}: {refusal.message}"


def _metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, object]:
    materialization = result.asset_materializations_for_node(asset)[-1]
    return {name: value.value for name, value in materialization.metadata.items()}
