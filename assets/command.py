"""The main job run in this process."""

import argparse
import logging
import os
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

import dagster as dg

from assets.automation import publish
from assets.definitions import location
from assets.interruption import NO_RETRIES
from assets.progress import watch_for
from assets.settings import Settings
from assets.telling import amiss, failures, summary
from pipelines.documents.registry import RegistryError
from pipelines.foundation.lock import HeldError
from pipelines.foundation.objects import Objects, StorageError
from pipelines.release.manifest import ChecksumError
from pipelines.release.place import PlaceError
from pipelines.release.shelf import Shelf
from pipelines.run.fetch import fetch_sources
from pipelines.run.places import folder_of, raw_held
from pipelines.run.preview import preview
from pipelines.run.standing import Standing

_NO_TELEMETRY = {"telemetry": {"enabled": False}}
_LONGEST_CAUSE = 300


class HistoryError(Exception):
    """Dagster's instance can't be opened: the message is a line that says where, and why."""


def settings(options: argparse.Namespace) -> Settings:
    """The settings that the options of `run` ask for."""
    return Settings(
        raw=options.raw,
        processed=options.processed,
        work=options.work,
        local=str(options.local),
        corrections=str(options.corrections),
        withdrawals=str(options.withdrawals),
        accept_shrink=options.accept_shrink,
        keep=options.keep,
        validators=options.validators,
        workers=options.workers,
        dask=options.dask,
        serial=options.serial,
        again=options.again,
        offline=options.offline,
        allow_private=options.allow_private,
    )


def fetch(raw: str, local: Path, allow_private: bool, verbosity: int) -> bool:
    """Fetch what is new; print a line for each thing that is amiss, and the numbers. Returns whether nothing was."""
    try:
        with raw_held(raw, local) as folder:
            found = fetch_sources(folder, watch_for(verbosity), allow_private=allow_private)
    except (HeldError, StorageError) as error:
        print(f"yusuan: {error}", file=sys.stderr)
        return False
    except OSError as error:
        path = _path_of(error, folder_of(raw, local))
        if path is None:
            raise
        print(f"yusuan: {path}: {error.strerror}; what was fetched before is kept", file=sys.stderr)
        return False
    _tell(found.problems, sys.stderr)
    if verbosity >= 0:
        counts = ", ".join(f"{outcome} {number}" for outcome, number in found.counts.items())
        print(f"fetched: {counts or 'nothing is named by address'}")
    return not found.problems


def _path_of(error: OSError, folder: Path) -> Path | None:
    """What below a folder an error of the system is about; None where it is about something else.

    One that names no path is about what is being written there, as where the disk is full.
    """
    named = error.filename2 or error.filename
    if named is None and error.errno is not None:
        return folder
    path = Path(named) if isinstance(named, str | os.PathLike) else None
    return path if path is not None and path.is_relative_to(folder) else None


def dry_run(chosen: Settings) -> bool:
    """Print what a run would do. Returns whether that could be told."""
    try:
        chosen.require_storage()
        chosen.places.pull()
        for line in preview(chosen.run, chosen.processed_folder, again=chosen.again):
            print(line)
    except (RegistryError, StorageError, ChecksumError) as error:
        print(f"yusuan: {error}", file=sys.stderr)
        return False
    return True


def get(url: str, folder: Path) -> bool:
    """Write the files of a published release to a new folder. Returns whether there is a release, and it is whole."""
    try:
        with tempfile.TemporaryDirectory(dir=folder.absolute().parent, prefix=f".{folder.name}.") as draft:
            version = Shelf(Objects(url)).lay_out(Path(draft) / folder.name)
            if version is not None:
                (Path(draft) / folder.name).rename(folder)
    except (StorageError, ChecksumError) as error:
        print(f"yusuan: {error}", file=sys.stderr)
        return False
    print(f"release: {version}" if version else f"{url}: no release is published there")
    return version is not None


def run(chosen: Settings, verbosity: int, is_interrupted: Callable[[], object]) -> bool:
    """Run the job; print a line for each document set aside, and a summary; if quiet, what is amiss alone.

    Returns whether it published.

    A KeyboardInterrupt says what was published before it came.
    """
    try:
        standing = Standing.of(chosen.places)
        history = _instance()
    except (StorageError, PlaceError, HistoryError) as error:
        print(f"yusuan: {error}", file=sys.stderr)
        return False
    job = location(watch_for(verbosity)).resolve_job_def(publish.name)
    with standing.told_to_interruptions(), history as instance:
        result = job.execute_in_process(
            run_config=dg.RunConfig(
                resources={"settings": chosen}, loggers={"console": {"config": {"log_level": "CRITICAL"}}}
            ),
            instance=instance,
            raise_on_error=False,
            tags=NO_RETRIES,
        )
        if result.success and verbosity >= 0:
            _tell(summary(result, chosen.run, chosen.processed), sys.stdout)
        elif result.success:
            _tell(amiss(result, chosen.run), sys.stderr)
        if not result.success:
            if is_interrupted():
                raise KeyboardInterrupt
            _tell(failures(result, standing.told()), sys.stderr)
    return result.success


def _tell(lines: Iterable[str], stream: TextIO) -> None:
    for line in lines:
        print(line, file=stream)


def _instance() -> AbstractContextManager[dg.DagsterInstance]:
    """The instance of DAGSTER_HOME, so that the run is in the UI's history; without it, none is kept.

    Nobody is told of its use, with a dagster.yaml that says so or without: Dagster would keep an id for that in the
    user's home, and fail where there is none. Raises HistoryError.
    """
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        return dg.DagsterInstance.ephemeral()
    # Its storage warns of each time that it asks again; what comes of it is told.
    logging.disable(logging.WARNING)
    try:
        # An instance in a folder that is given; that it is a temporary one is said by the name alone.
        return dg.DagsterInstance.local_temp(home, _NO_TELEMETRY)
    except Exception as error:  # Whatever the storage raises that dagster.yaml names.
        raise HistoryError(f"{home}: Dagster's history can't be opened: {_root(error)}") from error
    finally:
        logging.disable(logging.NOTSET)


def _root(error: BaseException) -> str:
    """What an error follows from, in a line."""
    while error.__cause__ is not None:
        error = error.__cause__
    return textwrap.shorten(str(error), _LONGEST_CAUSE, placeholder=" …") or type(error).__name__
