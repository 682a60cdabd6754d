"""The command: `yusuan`, or `python -m assets`. What can be told before any work begins is told here."""

import argparse
import atexit
import gc
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from signal import Signals

import pypdfium2_cfg

from assets.arguments import parser
from assets.signals import caught_signals, is_interruption
from pipelines.foundation.objects import is_url
from pipelines.run.places import folder_of, is_touched, misplaced
from pipelines.run.standing import NOTHING_PUBLISHED
from pipelines.run.workers import begin_server, give_memory_back

PUBLISHED, FAILED, BAD_USAGE = 0, 1, 2
DONE_BY_WORKERS = (
    "pipelines.run.making",
    "pipelines.run.claiming",
    "pipelines.run.gathering_documents",
    "pipelines.release.drafting",
)
"""The modules of what workers do, in the order in which they do it."""
_KEPT = ("processed", "work", "corrections", "local")
"""The options for the places of a run but that of the documents."""
SIGNALLED = 128
"""Added to the number of the signal that ended the command."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command, in the main thread.

    Returns 0 where it did what it was asked, 1 where the run failed, 2 for bad usage, 130 and 143 after SIGINT and
    SIGTERM.
    """
    # A process that ends needs no search for garbage among all that its libraries made: it takes seconds.
    atexit.register(gc.freeze)
    options = parser().parse_args(arguments)
    if fault := _fault(options):
        print(f"yusuan: {fault}", file=sys.stderr)
        return BAD_USAGE
    with caught_signals() as caught:
        standing = NOTHING_PUBLISHED
        try:
            succeeded = _do(options, caught)
        except KeyboardInterrupt as interruption:
            succeeded, standing = False, str(interruption) or standing
        except RuntimeError as error:
            if not is_interruption(error):
                raise
            succeeded = False
        if not succeeded and (number := caught()):
            # What the interruption left open pdfium closes at the end, and would tell of it.
            pypdfium2_cfg.DEBUG_AUTOCLOSE.value = logging.ERROR
            print(f"yusuan: ended by {number.name}; what was read is kept, {standing}", file=sys.stderr)
            return SIGNALLED + number
    return PUBLISHED if succeeded else FAILED


def _do(options: argparse.Namespace, caught: Callable[[], Signals | None]) -> bool:
    # What libraries bring when they are loaded stays: looking for garbage among it, again and again, takes a sixth of a
    # run in which nothing is new.
    gc.disable()
    if options.command == "run" and _is_to_read(options):
        begin_server(DONE_BY_WORKERS)
    give_memory_back()
    # Here and not above: workers import this module too and need nothing of Dagster.
    from assets.command import dry_run, fetch, get, run, settings

    gc.freeze()
    gc.enable()
    if options.command == "get":
        return get(options.processed, options.folder)
    if options.command == "fetch":
        return fetch(options.raw, options.local, options.allow_private, options.verbosity)
    chosen = settings(options)
    if options.dry_run:
        return dry_run(chosen)
    return run(chosen, options.verbosity, caught)


def _is_to_read(options: argparse.Namespace) -> bool:
    """Whether documents are likely to be read, in processes of this machine."""
    if options.serial or options.dask or options.dry_run:
        return False
    return is_touched(folder_of(options.raw, options.local), folder_of(options.work, options.local))


def _fault(options: argparse.Namespace) -> str | None:
    """Why a run can't begin, in a line."""
    for name in ("raw", *_KEPT):
        place = str(getattr(options, name, ""))
        if not is_url(place) and Path(place).exists() and not Path(place).is_dir():
            return f"{place}: not a folder"
    if options.command == "get":
        if not is_url(options.processed):
            return f"{options.processed}: no URL of object storage"
        return f"{options.folder}: is there already" if options.folder.exists() else None
    if not is_url(options.raw) and not Path(options.raw).exists():
        return f"{options.raw}: there is no such folder"
    if fault := misplaced(options.raw, {name: str(getattr(options, name)) for name in _KEPT if name in options}):
        return fault
    home = Path(os.environ.get("DAGSTER_HOME") or "/")
    if not (home.is_dir() and home.is_absolute()):
        return f"{home}: DAGSTER_HOME is the absolute path of a folder, or not set"
    return None


if __name__ == "__main__":
    sys.exit(main())
