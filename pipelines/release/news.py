"""What a release changed, for people: a page, and an Atom feed of all releases that are there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from markupsafe import Markup

from pipelines.datasets.catalogue import titles
from pipelines.datasets.enumerations import CHANGE_REASON, RELEASE_CHANGE
from pipelines.foundation.record import Record
from pipelines.release.batches import batches_of
from pipelines.release.guide import templates, write_text
from pipelines.release.package import Edition, package

_MOST_SHOWN = 500
"""Rows of the page; all are in the dataset."""
_MOST_ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass
class _Told:
    """What the page tells of all changes, and the first of them."""

    kinds: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter[str]))
    reasons: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter[str]))
    columns: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    first: list[Record] = field(default_factory=list[Record])

    def add(self, row: Record) -> None:
        dataset = str(row["dataset"])
        self.kinds[dataset][str(row["change"])] += 1
        self.reasons[dataset][str(row["reason"])] += 1
        if row["change"] == "changed":
            self.columns.update((dataset, column) for column in str(row["columns"]).split("; "))
        if len(self.first) < _MOST_SHOWN:
            self.first.append(row)


def write_changes(release: Path, edition: Edition) -> None:
    """Write ``changes.html`` and ``changes.atom``."""
    all_changes = _Told()
    for batch in batches_of(release / "changes.parquet"):
        for row in batch.to_pylist():
            all_changes.add(row)
    told = {
        "edition": edition,
        "package": package(),
        "counts": [
            (dataset, titles(dataset)[0], kinds, all_changes.reasons[dataset])
            for dataset, kinds in all_changes.kinds.items()
        ],
        "rows": all_changes.first,
        "left_out": edition.publication("changes").rows - len(all_changes.first),
        "kinds": RELEASE_CHANGE,
        "reasons": CHANGE_REASON,
        "columns_changed": [(*named, count) for named, count in sorted(all_changes.columns.items())],
        "earlier": [*_earlier_entries(edition.last)],
    }
    write_text(release / "changes.html", templates().get_template("changes.html").render(told))
    write_text(release / "changes.atom", templates().get_template("changes.xml").render(told))


def _earlier_entries(last: Path | None) -> Iterator[Markup]:
    """The entries of the last release's feed, newest first."""
    feed = last / "changes.atom" if last else None
    if feed is None or not feed.exists():
        return
    ElementTree.register_namespace("", _ATOM)
    for entry in ElementTree.parse(feed).getroot().findall(f"{{{_ATOM}}}entry")[:_MOST_ENTRIES]:
        entry.tail = None
        yield Markup(ElementTree.tostring(entry, encoding="unicode"))
