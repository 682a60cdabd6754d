"""What the UI shows of a dataset beside its rows' number: the first rows, and what of it is worth a curve."""

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

import dagster as dg

from pipelines.release.counts import count_by
from pipelines.run.gathered import first_rows, gathered_file
from pipelines.run.run import Run

FIRST_ROWS = 5
_LONGEST = 60
Metadata = Mapping[str, dg.MetadataValue]


def metadata_of(dataset: str, run: Run) -> Metadata:
    """What is shown of the gathered rows of a dataset."""
    more = _MORE.get(dataset)
    return {"first rows": _first_rows(dataset, run), **(more(run) if more else {})}


def _first_rows(dataset: str, run: Run) -> dg.MetadataValue:
    rows = first_rows(dataset, run, FIRST_ROWS)
    return _markdown([[*rows[0]], *([_cell(value) for value in row.values()] for row in rows)] if rows else [])


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _markdown(rows: list[list[str]]) -> dg.MetadataValue:
    """A table whose first row is its head; nothing without rows."""
    if not rows:
        return dg.MetadataValue.md("")
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _documents(run: Run) -> Metadata:
    """The documents that are set aside, by reason and by name."""
    named = count_by(gathered_file("documents", run), ("reason", "source_file"))
    reasons: Counter[str] = Counter()
    rows = [["reason", "document"]]
    for reason, file in sorted((str(reason), str(file)) for reason, file in named if reason is not None):
        reasons[reason.partition(" ")[0]] += 1
        rows.append([_cell(reason), _cell(file)])
    return {
        "set aside": _markdown(rows if len(rows) > 1 else []),
        **{f"set aside: {reason}": dg.MetadataValue.int(number) for reason, number in reasons.items()},
    }


def _coverage(run: Run) -> Metadata:
    """The share of each presence among the tables that should be there: a curve over the releases."""
    counts = count_by(gathered_file("coverage", run), ("presence",))
    total = sum(counts.values())
    return {f"share {presence}": dg.MetadataValue.float(number / total) for (presence,), number in counts.items()}


_MORE: Mapping[str, Callable[[Run], Metadata]] = MappingProxyType({"documents": _documents, "coverage": _coverage})
