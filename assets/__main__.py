"""The command: the main job in this process, with an exit code. `python -m assets`, or `yusuan`."""

import argparse
import os
import sys
from pathlib import Path

PUBLISHED, FAILED, BAD_USAGE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command. Returns 0 where the datasets are published, 1 where the run failed, 2 for bad usage."""
    options = _parser().parse_args(arguments)
    for name in ("raw", "processed", "work", "corrections"):
        folder: Path = getattr(options, name)
        if folder.exists() and not folder.is_dir():
            return _bad_usage(f"{folder}: not a folder")
    if not options.raw.exists():
        return _bad_usage(f"{options.raw}: there is no such folder")
    home = Path(os.environ.get("DAGSTER_HOME", "/"))
    if not (home.is_dir() and home.is_absolute()):
        return _bad_usage(f"{home}: DAGSTER_HOME is the absolute path of a folder, or not set")
    # Here and not above: workers import this module too and need nothing of Dagster.
    from assets.command import run

    settings = {name: value for name, value in vars(options).items() if name != "command"}
    return PUBLISHED if run(**settings) else FAILED


def _bad_usage(line: str) -> int:
    print(f"yusuan: {line}", file=sys.stderr)
    return BAD_USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yusuan", description="Open data out of Chinese budget disclosures.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="read a folder of documents and publish the datasets")
    run.add_argument("--raw", type=Path, required=True, metavar="DIR", help="PDFs, at any depth")
    run.add_argument("--processed", type=Path, required=True, metavar="DIR", help="where the datasets go")
    run.add_argument(
        "--work",
        type=Path,
        default=Path("data/work"),
        metavar="DIR",
        help="intermediate results by content hash; safe to delete (default: %(default)s)",
    )
    run.add_argument(
        "--corrections",
        type=Path,
        default=Path("data/corrections"),
        metavar="DIR",
        help="reviewed corrections to what is published (default: %(default)s)",
    )
    run.add_argument(
        "--withdrawals",
        type=Path,
        default=Path("data/withdrawals.yaml"),
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
    run.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one per core)")
    run.add_argument("--serial", action="store_true", help="read in this process, without a time limit")
    return parser


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 on is expected, not {text}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
