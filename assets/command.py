"""The main job run in this process, and what it came to, told in lines."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import dagster as dg

from assets.automation import publish
from assets.definitions import defs
from assets.settings import Settings
from pipelines.foundation.lock import HeldError
from pipelines.run.accounts import Account, published_name, take_accounts
from pipelines.run.run import Run


def run(
    raw: Path,
    processed: Path,
    work: Path,
    corrections: Path,
    withdrawals: Path,
    accept_shrink: str = "",
    keep: int = 12,
    workers: int = 0,
    serial: bool = False,
) -> bool:
    """Run the job; print a line for each document set aside, and a summary. Returns whether it published."""
    settings = Settings(
        raw=str(raw),
        processed=str(processed),
        work=str(work),
        corrections=str(corrections),
        withdrawals=str(withdrawals),
        accept_shrink=accept_shrink,
        keep=keep,
        workers=workers,
        serial=serial,
    )
    job = defs().resolve_job_def(publish.name)
    with _instance() as instance:
        result = job.execute_in_process(
            run_config=dg.RunConfig(
                resources={"settings": settings}, loggers={"console": {"config": {"log_level": "CRITICAL"}}}
            ),
            instance=instance,
            raise_on_error=False,
        )
    for line in _summary(result, settings.run, processed) if result.success else _failures(result):
        print(line, file=sys.stdout if result.success else sys.stderr)
    return result.success


def _instance() -> AbstractContextManager[dg.DagsterInstance]:
    """The instance of DAGSTER_HOME, so that the run is in the UI's history; without it, none is kept."""
    return dg.DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral()


def _summary(result: dg.ExecuteInProcessResult, run: Run, processed: Path) -> Iterator[str]:
    yield from run.registry().problems
    accounts = take_accounts(run.jobs())
    set_aside = sorted(_set_aside(accounts))
    yield from set_aside
    read = _metadata(result, "grids")
    yield (
        f"documents: {len(accounts)}; published {len(accounts) - len(set_aside)}, quarantined {len(set_aside)}; "
        f"PDFs read {read['done']}, unchanged {read['kept']}"
    )
    yield f"findings: {_total(accounts, 'errors')} errors, {_total(accounts, 'warnings')} warnings"
    released = _metadata(result, "release")
    yield f"datasets: {processed} ({released['version']}{'' if released['new'] else ', as before'})"


def _total(accounts: tuple[Account, ...], grave: str) -> int:
    return sum(int(str(account.facts.get(f"findings_{grave}", 0))) for account in accounts)


def _set_aside(accounts: tuple[Account, ...]) -> Iterator[str]:
    for account in accounts:
        if account.refusal is not None:
            yield f"{published_name(account.job.source)}: {account.refusal.reason}: {account.refusal.message}"


def _failures(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    yield "yusuan: the run failed, nothing was published"
    yield from _before_the_first_step(result)
    for event in result.filter_events(lambda event: event.is_step_failure):
        error = event.step_failure_data.error
        cause = error.cause if error and error.cause else error
        message = cause.message.strip().splitlines()[0] if cause else "unknown error"
        yield f"yusuan: {event.step_key}: {message}"
    for check in result.get_asset_check_evaluations():
        if not check.passed:
            yield f"yusuan: {check.asset_key.path[-1]}: {check.metadata['first'].value}"


def _before_the_first_step(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    """Why a run could not begin: another one holds its folders."""
    for event in result.filter_events(lambda event: event.is_run_failure):
        error = event.job_failure_data.error
        while error is not None and error.cause is not None:
            error = error.cause
        if error is not None and error.cls_name == HeldError.__name__:
            yield f"yusuan: {error.message.strip().partition(': ')[2]}"


def _metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, object]:
    materialization = result.asset_materializations_for_node(asset)[-1]
    return {name: value.value for name, value in materialization.metadata.items()}
