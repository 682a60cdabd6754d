"""The command: `yusuan`, or `python -m assets`. What can be told before any work begins is told here."""

import argparse
import os
import sys
from pathlib import Path

from assets.arguments import parser

PUBLISHED, FAILED, BAD_USAGE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command. Returns 0 where the datasets are published, 1 where the run failed, 2 for bad usage."""
    options = parser().parse_args(arguments)
    if fault := _fault(options):
        print(f"yusuan: {fault}", file=sys.stderr)
        return BAD_USAGE
    # Here and not above: workers import this module too and need nothing of Dagster.
    from assets.command import run, settings

    return PUBLISHED if run(settings(options)) else FAILED


def _fault(options: argparse.Namespace) -> str | None:
    """Why a run can't begin, in a line."""
    for name in ("raw", "processed", "work", "corrections"):
        folder: Path = getattr(options, name)
        if folder.exists() and not folder.is_dir():
            return f"{folder}: not a folder"
    if not options.raw.exists():
        return f"{options.raw}: there is no such folder"
    home = Path(os.environ.get("DAGSTER_HOME", "/"))
    if not (home.is_dir() and home.is_absolute()):
        return f"{home}: DAGSTER_HOME is the absolute path of a folder, or not set"
    return None


if __name__ == "__main__":
    sys.exit(main())
