"""What the command understands: its subcommands and their options, a function for each."""

import argparse
import os
from pathlib import Path

RAW, WORK, CORRECTIONS = Path("data/raw"), Path("data/work"), Path("data/corrections")
WITHDRAWALS = Path("data/withdrawals.yaml")


def parser() -> argparse.ArgumentParser:
    """The parser of `yusuan`. What it gives has `command`, and the options by name."""
    top = argparse.ArgumentParser(prog="yusuan", description="Open data out of Chinese budget disclosures.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands.add_parser("run", help="read a folder of documents and publish the datasets"))
    return top


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--raw", type=Path, required=True, metavar="DIR", help="PDFs, at any depth")
    run.add_argument("--processed", type=Path, required=True, metavar="DIR", help="where the datasets go")
    run.add_argument(
        "--work",
        type=Path,
        default=WORK,
        metavar="DIR",
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
    run.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one per core)")
    run.add_argument("--serial", action="store_true", help="read in this process, without a time limit")


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
        "--keep", type=_count, default=12, metavar="N", help="releases that stay, the new one included (default: 12)"
    )
    run.add_argument(
        "--validators",
        choices=("all", "own"),
        default=os.environ.get("YUSUAN_VALIDATORS", "all"),
        help="what must be content with a release: all that are installed, or our own reading alone (default: all)",
    )


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 on is expected, not {text}")
    return int(text)
