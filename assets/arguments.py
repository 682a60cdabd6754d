"""What the command understands: its subcommands and their options, a function for each."""

import argparse
import os
from importlib.metadata import version
from pathlib import Path

from pipelines.foundation.arguments import count

RAW, WORK, LOCAL = "data/raw", "data/work", Path("data/local")
CORRECTIONS = Path("data/corrections")
WITHDRAWALS = Path("data/withdrawals.yaml")


def parser() -> argparse.ArgumentParser:
    """The parser of `yusuan`. What it gives has `command`, and the options by name."""
    top = argparse.ArgumentParser(prog="yusuan", description="Open data out of Chinese budget disclosures.")
    top.add_argument("--version", action="version", version=f"yusuan {version('yusuan')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands.add_parser("run", help="fetch what is new, read a folder of documents, publish the datasets"))
    _add_fetch(commands.add_parser("fetch", help="fetch what sources.csv of a folder names by address, and no more"))
    _add_get(commands.add_parser("get", help="write the release that is published in object storage to a folder"))
    return top


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--raw", required=True, metavar="PLACE", help="PDFs, at any depth: a folder, or s3://…")
    run.add_argument("--processed", required=True, metavar="PLACE", help="where the datasets go: a folder, or s3://…")
    run.add_argument(
        "--work",
        default=WORK,
        metavar="PLACE",
        help="intermediate results by content hash; safe to delete (default: %(default)s)",
    )
    run.add_argument(
        "--corrections",
        type=Path,
        default=CORRECTIONS,
        metavar="DIR",
        help="reviewed corrections to what is published (default: %(default)s)",
    )
    _add_terms(run)
    run.add_argument("--workers", type=count, default=0, metavar="N", help="processes (default: one per core)")
    run.add_argument("--dask", default="", metavar="ADDRESS", help="read on the workers of a Dask scheduler")
    run.add_argument("--serial", action="store_true", help="read in this process, without a time limit")
    run.add_argument("--dry-run", action="store_true", help="say what would be read and released, and do nothing")
    run.add_argument("--again", action="store_true", help="try documents again that failed in three runs")
    run.add_argument("--offline", action="store_true", help="fetch nothing: take the documents that are there")
    _add_common(run)


def _add_fetch(fetch: argparse.ArgumentParser) -> None:
    fetch.add_argument(
        "--raw", default=RAW, metavar="PLACE", help="where sources.csv lies: a folder, or s3://… (default: %(default)s)"
    )
    _add_common(fetch)


def _add_get(get: argparse.ArgumentParser) -> None:
    get.add_argument("--processed", required=True, metavar="URL", help="where releases are kept: s3://…")
    get.add_argument("folder", type=Path, metavar="DIR", help="where its files go: a folder that is not there yet")


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--local",
        type=Path,
        default=LOCAL,
        metavar="DIR",
        help="where files lie meanwhile that are kept in object storage (default: %(default)s)",
    )
    command.add_argument(
        "--allow-private", action="store_true", help="fetch from addresses inside your own network too"
    )
    command.set_defaults(verbosity=0)
    told = command.add_mutually_exclusive_group()
    told.add_argument(
        "-v", "--verbose", dest="verbosity", action="store_const", const=1, help="tell of each document when it is done"
    )
    told.add_argument(
        "-q", "--quiet", dest="verbosity", action="store_const", const=-1, help="tell nothing but failures"
    )


def _add_terms(run: argparse.ArgumentParser) -> None:
    """On which terms a run publishes a release."""
    run.add_argument(
        "--withdrawals",
        type=Path,
        default=WITHDRAWALS,
        metavar="FILE",
        help="documents that are meant to be gone, and why (default: %(default)s)",
    )
    run.add_argument(
        "--accept-shrink",
        default="",
        metavar="REASON",
        help="publish although documents, rows or years of the last release are gone; the reason is published too",
    )
    run.add_argument(
        "--keep", type=count, default=12, metavar="N", help="releases that stay, the new one included (default: 12)"
    )
    run.add_argument(
        "--validators",
        choices=("all", "own"),
        default=os.environ.get("YUSUAN_VALIDATORS", "all"),
        help="what must be content with a release: all that are installed, or our own reading alone (default: all)",
    )
