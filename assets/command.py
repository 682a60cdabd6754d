"""The main job run in this process."""

import argparse
import os
import sys
from contextlib import AbstractContextManager

import dagster as dg

from assets.automation import publish
from assets.definitions import defs
from assets.settings import Settings
from assets.telling import failures, summary


def settings(options: argparse.Namespace) -> Settings:
    """The settings that the options of `run` ask for."""
    return Settings(
        raw=str(options.raw),
        processed=str(options.processed),
        work=str(options.work),
        corrections=str(options.corrections),
        withdrawals=str(options.withdrawals),
        accept_shrink=options.accept_shrink,
        keep=options.keep,
        validators=options.validators,
        workers=options.workers,
        serial=options.serial,
    )


def run(chosen: Settings) -> bool:
    """Run the job; print a line for each document set aside, and a summary. Returns whether it published."""
    job = defs().resolve_job_def(publish.name)
    with _instance() as instance:
        result = job.execute_in_process(
            run_config=dg.RunConfig(
                resources={"settings": chosen}, loggers={"console": {"config": {"log_level": "CRITICAL"}}}
            ),
            instance=instance,
            raise_on_error=False,
        )
    lines = summary(result, chosen.run, chosen.processed_folder) if result.success else failures(result)
    for line in lines:
        print(line, file=sys.stdout if result.success else sys.stderr)
    return result.success


def _instance() -> AbstractContextManager[dg.DagsterInstance]:
    """The instance of DAGSTER_HOME, so that the run is in the UI's history; without it, none is kept."""
    return dg.DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral()
