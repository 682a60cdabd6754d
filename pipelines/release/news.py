"""What a release changed, for people: a page, and an Atom feed of all releases that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
from markupsafe import Markup

from pipelines.datasets.catalogue import titles
from pipelines.datasets.enumerations import CHANGE_REASON, RELEASE_CHANGE
from pipelines.foundation.record import Record
from pipelines.release.guide import templates, write_text
from pipelines.release.package import Edition, package

_MOST_SHOWN = 500
"""Rows of the page; all are in the dataset."""
_MOST_ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"


def write_changes(release: Path, edition: Edition) -> None:
    """Write ``changes.html`` and ``changes.atom``."""
    rows = pq.read_table(release / "changes.parquet").to_pylist()
    told = {
        "edition": edition,
        "package": package(),
        "counts": _counts(rows),
        "rows": rows[:_MOST_SHOWN],
        "left_out": max(0, len(rows) - _MOST_SHOWN),
        "kinds": RELEASE_CHANGE,
        "reasons": CHANGE_REASON,
        "columns_changed": _columns(rows),
        "earlier": [*_earlier_entries(edition.last)],
    }
    write_text(release / "changes.html", templates().get_template("changes.html").render(told))
    write_text(release / "changes.atom", templates().get_template("changes.xml").render(told))


def _counts(rows: list[Record]) -> list[tuple[str, str, Mapping[str, int], Mapping[str, int]]]:
    """For each dataset with changes: its title, how many rows came, went or changed, and for which reasons."""
    found: list[tuple[str, str, Mapping[str, int], Mapping[str, int]]] = []
    for dataset in dict.fromkeys(str(row["dataset"]) for row in rows):
        of_dataset = [row for row in rows if row["dataset"] == dataset]
        kinds = Counter(str(row["change"]) for row in of_dataset)
        reasons = Counter(str(row["reason"]) for row in of_dataset)
        found.append((dataset, titles(dataset)[0], kinds, reasons))
    return found


def _earlier_entries(last: Path | None) -> Iterator[Markup]:
    """The entries of the last release's feed, newest first."""
    feed = last / "changes.atom" if last else None
    if feed is None or not feed.exists():
        return
    ElementTree.register_namespace("", _ATOM)
    for entry in ElementTree.parse(feed).getroot().findall(f"{{{_ATOM}}}entry")[:_MOST_ENTRIES]:
        entry.tail = None
        yield Markup(ElementTree.tostring(entry, encoding="unicode"))


def _columns(rows: list[Record]) -> list[tuple[str, str, int]]:
    changed = ((str(row["dataset"]), str(row["columns"]).split("; ")) for row in rows if row["change"] == "changed")
    counted = Counter((dataset, column) for dataset, columns in changed for column in columns)
    return [(dataset, column, number) for (dataset, column), number in sorted(counted.items())]
