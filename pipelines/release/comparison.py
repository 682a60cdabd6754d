"""Two releases side by side: `python -m pipelines.release.comparison BEFORE AFTER [DATASET ...]`.

Rows are told apart by the document's content (its sha256) and by what they say, so a row that moved or an id that
changed is no difference. Prints every difference; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

Row = tuple[tuple[str, object], ...]

_PLACE = ("table_no", "row", "column", "page")


@dataclass(frozen=True)
class Difference:
    """A row that one of two releases lacks; `columns` are those that another row of the same place has otherwise."""

    dataset: str
    file: str
    kind: str
    row: Mapping[str, object]
    columns: tuple[str, ...] = ()


def compare(before: Path, after: Path, datasets: Sequence[str] = ()) -> Iterator[Difference]:
    """The differences of two folders of published Parquet files, dataset by dataset.

    Columns that only one side has are named once, by a difference without a row.
    """
    files = {path.stem: path for path in sorted(before.glob("*.parquet"))}
    others = {path.stem: path for path in sorted(after.glob("*.parquet"))}
    origins = _origins(files["documents"]), _origins(others["documents"])
    for dataset in sorted({*files, *others}):
        if datasets and dataset not in datasets:
            continue
        if dataset not in files or dataset not in others:
            yield Difference(dataset, "", "dataset removed" if dataset in files else "dataset added", {})
            continue
        yield from _of_dataset(dataset, files[dataset], others[dataset], origins)


def _origins(documents: Path) -> Mapping[str, str]:
    """The source file of each document."""
    rows = pq.read_table(documents, columns=["document_id", "source_file"]).to_pylist()
    return {row["document_id"]: row["source_file"] for row in rows if row["document_id"]}


def _of_dataset(
    dataset: str, before: Path, after: Path, origins: tuple[Mapping[str, str], Mapping[str, str]]
) -> Iterator[Difference]:
    old, new = pq.read_table(before), pq.read_table(after)
    for name in sorted({*old.column_names} ^ {*new.column_names}):
        yield Difference(dataset, "", "column removed" if name in old.column_names else "column added", {}, (name,))
    common = [name for name in old.column_names if name in new.column_names and name != "pipeline_version"]
    left = _rows(old.select(common).to_pylist(), origins[0])
    right = _rows(new.select(common).to_pylist(), origins[1])
    for file in sorted({*left, *right}):
        gone, come = left[file] - right[file], right[file] - left[file]
        places = _by_place(come.elements())
        for row in gone.elements():
            same = next(iter(places.get(_place(row), [])), None)
            if same is None:
                yield Difference(dataset, file, "removed", dict(row))
            else:
                places[_place(row)].remove(same)
                old_row, new_row = dict(row), dict(same)
                changed = tuple(name for name in old_row if old_row[name] != new_row[name])
                told = {name: f"{old_row[name]} -> {new_row[name]}" for name in changed}
                yield Difference(dataset, file, "changed", {**new_row, **told}, changed)
        for rows in places.values():
            yield from (Difference(dataset, file, "added", dict(row)) for row in rows)


def _rows(rows: Iterable[Mapping[str, object]], origin: Mapping[str, str]) -> defaultdict[str, Counter[Row]]:
    found: defaultdict[str, Counter[Row]] = defaultdict(Counter)
    for row in rows:
        file = str(row.get("source_file") or origin.get(str(row.get("document_id")), ""))
        found[file][tuple((name, value) for name, value in row.items())] += 1
    return found


def _by_place(rows: Iterable[Row]) -> defaultdict[object, list[Row]]:
    found: defaultdict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[_place(row)].append(row)
    return found


def _place(row: Row) -> object:
    values = dict(row)
    place = tuple(values.get(name) for name in _PLACE)
    told = (values.get("check_id"), values.get("table"), values.get("formula"), values.get("item"))
    return place if any(part is not None for part in place) and "check_id" not in values else (place, told)


def told(difference: Difference) -> str:
    """A difference as a line."""
    shown = {name: difference.row.get(name) for name in difference.columns} if difference.columns else difference.row
    place = [f"{name} {difference.row[name]}" for name in _PLACE if difference.row.get(name) is not None]
    values = ", ".join(f"{name}={value}" for name, value in shown.items() if value is not None)
    return f"{difference.dataset}: {difference.file} {difference.kind} {' '.join(place)}: {values}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the differences and a count by dataset; 1 where there is a difference."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.release.comparison", description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("datasets", nargs="*")
    options = parser.parse_args(arguments)
    counts: Counter[tuple[str, str]] = Counter()
    for difference in compare(options.before, options.after, options.datasets):
        counts[(difference.dataset, difference.kind)] += 1
        sys.stdout.write(told(difference) + "\n")
    for (dataset, kind), count in sorted(counts.items()):
        sys.stdout.write(f"{count:7d} {kind:14s} {dataset}\n")
    sys.stdout.write(f"{sum(counts.values())} differences\n")
    return 1 if counts else 0


if __name__ == "__main__":
    raise SystemExit(main())
