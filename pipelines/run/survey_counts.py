"""What a survey counts of each document, as a CSV, and two of these side by side: what a change gained and lost.

`python -m pipelines.run.survey_counts BEFORE.csv AFTER.csv`; the CSVs are written by `make survey CSV=file`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Better = Literal["more", "fewer", "either"]

COUNTS: Mapping[str, Better] = {
    "pages": "either",
    "tables": "more",
    "empty": "either",
    "missing": "fewer",
    "numbers": "either",
    "published": "more",
    "set_aside": "either",
    "unread": "fewer",
    "checks": "either",
    "hold": "more",
    "fail": "fewer",
}
"""What is counted of a document, and which way is better."""

_REFUSED = "refused"
COLUMNS = ("file", "document", _REFUSED, *COUNTS)


@dataclass(frozen=True)
class Counted:
    """A document of a survey: `refused` is why nothing was read of it, "" where it was read."""

    file: str
    document: str
    refused: str
    counts: Mapping[str, int]


def write_counts(path: Path, documents: Iterable[Counted]) -> None:
    """Write one row for each document, in the order given. OSError where the file can't be written."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for each in documents:
            counts = [each.counts.get(name, 0) for name in COUNTS]
            writer.writerow([each.file, each.document, each.refused, *counts])


def read_counts(path: Path) -> Mapping[str, Counted]:
    """The documents of a survey by file. ValueError where the file is none; OSError where it can't be read."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path}: no survey: its columns must be {', '.join(COLUMNS)}")
        return {
            row["file"]: Counted(row["file"], row["document"], row[_REFUSED], {name: int(row[name]) for name in COUNTS})
            for row in rows
        }


Outcome = Literal["added", "gone", "gained", "lost", "changed"]


@dataclass(frozen=True)
class Change:
    """What a document has otherwise in the second survey; `says` are the values before and after."""

    file: str
    outcome: Outcome
    says: tuple[str, ...]


def changes(before: Mapping[str, Counted], after: Mapping[str, Counted]) -> Iterator[Change]:
    """The documents that differ, by file. One that lost anything lost, whatever it gained beside it."""
    for file in sorted({*before, *after}):
        old, new = before.get(file), after.get(file)
        if old is None or new is None:
            yield Change(file, "added" if old is None else "gone", ())
        elif old != new:
            yield Change(file, _outcome(old, new), tuple(_says(old, new)))


def _outcome(old: Counted, new: Counted) -> Outcome:
    if bool(old.refused) != bool(new.refused):
        return "lost" if new.refused else "gained"
    signs = {"more": 1, "fewer": -1, "either": 0}
    steps = [signs[better] * (new.counts[name] - old.counts[name]) for name, better in COUNTS.items()]
    return "lost" if min(steps) < 0 else "gained" if max(steps) > 0 else "changed"


def _says(old: Counted, new: Counted) -> Iterator[str]:
    for name, was, now in (("document", old.document, new.document), (_REFUSED, old.refused, new.refused)):
        if was != now:
            yield f"{name} {was or '-'} -> {now or '-'}"
    for name in COUNTS:
        was, now = old.counts[name], new.counts[name]
        if was != now:
            yield f"{name} {was} -> {now} ({now - was:+d})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what differs, document by document. Returns 0, 1 where a document lost something, or 2 for bad usage."""
    parser = argparse.ArgumentParser(prog="survey_counts", description="What a change gained and lost.")
    parser.add_argument("before", type=Path, metavar="BEFORE.csv")
    parser.add_argument("after", type=Path, metavar="AFTER.csv")
    options = parser.parse_args(arguments)
    try:
        before, after = read_counts(options.before), read_counts(options.after)
    except (OSError, ValueError) as error:
        print(f"survey: {error}", file=sys.stderr)
        return 2
    found = [*changes(before, after)]
    for each in found:
        print(f"{each.file}: {each.outcome}{': ' if each.says else ''}{', '.join(each.says)}")
    outcomes = Counter(each.outcome for each in found)
    same = len({*before} & {*after}) - sum(outcomes[each] for each in ("gained", "lost", "changed"))
    print(", ".join([*(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())), f"{same} the same"]))
    return 1 if outcomes["lost"] or outcomes["gone"] else 0


if __name__ == "__main__":
    sys.exit(main())
