"""What differs between a release and the one before it, row by row, and why."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import columns, primary_key
from pipelines.datasets.row_keys import COLUMN, about, row_key
from pipelines.foundation.record import Record
from pipelines.personal_data.policy import policy
from pipelines.release.by_document import Slice, rows_by_document
from pipelines.release.documents import Histories, History

Row = Mapping[str, object]

_NOT_COMPARED = frozenset({"pipeline_version", "document_id", "row_key", "superseded_by"})
_BOX = frozenset({"x0", "y0", "x1", "y1"})
"""Where on its page a value is printed: told by the page, else a moved margin would be a change of every row."""
_WITHHELD = "…"
_BODY = "department_key"
_PARTS = ("document_id", _BODY)

_PLACE = ("table_no", "row", "column", "page")
_SIDE, _NUMBER = "#side", "#number"


@cache
def _told(dataset: str) -> tuple[str, ...]:
    """The columns of which a difference is a change."""
    return tuple(column.name for column in columns(dataset) if column.name not in _NOT_COMPARED | _BOX)


def changes(
    before: Path, after: Path, datasets: Iterable[str], histories: Histories, same: Mapping[str, Set[str]] | None = None
) -> Iterator[Sequence[Record]]:
    """The rows of the dataset `changes`, dataset by dataset, document by document or body by body: those together that
    can be about the same.

    `before` and `after` are folders of releases; a dataset or column that the earlier one lacks is compared by what
    both have. `same` are the documents of each dataset whose rows are known to be the same in both: they aren't read.
    """
    for dataset in datasets:
        old_file, new_file = before / f"{dataset}.parquet", after / f"{dataset}.parquet"
        if not old_file.exists() or dataset == "changes":
            continue
        names = frozenset(pq.read_schema(new_file).names)
        common = [name for name in pq.read_schema(old_file).names if name in names - _BOX]
        by = _parted_by(dataset, common)
        told = [name for name in _told(dataset) if name in common]
        # Without published keys those of rows depend on all rows before them.
        alike = _alike(old_file, new_file, told) if by is None and COLUMN in common else 0
        old, new = (_parts(file, common, by, alike) for file in (old_file, new_file))
        known = same.get(dataset, frozenset[str]()) if same else frozenset[str]()
        for together in _together(_compared(by, dict.fromkeys([*new, *old]), dataset, histories), known):
            rows: list[Record] = []
            for was, now, history in together:
                rows += _of_part(dataset, told, old.get(was, _none)(), new.get(now, _none)(), history, histories)
            if rows:
                yield rows


def _none() -> pa.Table:
    return pa.table({})


def _parted_by(dataset: str, common: Sequence[str]) -> str | None:
    """The column whose values part a dataset for the comparison; None where it is compared as a whole."""
    whole = {column.name for column in columns(dataset) if column.nullable}
    return next((name for name in _PARTS if name in common and name not in whole), None)


def _alike(old_file: Path, new_file: Path, told: Sequence[str]) -> int:
    """How many row groups two files begin with in which nothing differs: after years there are millions of fetches, of
    which those of one night are new."""
    with pq.ParquetFile(old_file) as old, pq.ParquetFile(new_file) as new:
        groups = range(min(old.num_row_groups, new.num_row_groups))
        equal = (old.read_row_group(each, told).equals(new.read_row_group(each, told)) for each in groups)
        return next((each for each, is_equal in zip(groups, equal, strict=True) if not is_equal), len(groups))


def _parts(file: Path, common: Sequence[str], by: str | None, alike: int) -> dict[str | None, Slice]:
    """The rows of each document or body, read when they are asked for; of a dataset without, all that follow the row
    groups that are `alike`."""
    if by is None:
        return {None: lambda: _rows_after(file, common, alike)}
    return {**rows_by_document(file, common, by)}


def _rows_after(file: Path, columns: Sequence[str], groups: int) -> pa.Table:
    with pq.ParquetFile(file) as stored:
        return stored.read_row_groups([*range(groups, stored.num_row_groups)], list(columns))


_Compared = tuple[str | None, str | None, History]
"""What parts of a dataset are compared, by their names before and after, and what became of their documents."""


def _compared(by: str | None, names: Iterable[str | None], dataset: str, histories: Histories) -> Iterator[_Compared]:
    """What is compared of some names, bodies in the order of these: that of their file."""
    if by == _BODY:
        (of_all,) = histories.of(dataset, [None])
        yield from ((name, name, of_all) for name in names)
    else:
        yield from ((each.before, each.after, each) for each in histories.of(dataset, names))


def _together(compared: Iterable[_Compared], same: Set[str]) -> Iterator[Sequence[_Compared]]:
    """What is compared, each by itself and but for what is the same; all at once where a name passed from one document
    to another."""
    found = list(compared)
    names = Counter(name for before, after, _ in found for name in {before, after} if name is not None)
    if any(number > 1 for number in names.values()):
        return iter([found])
    return ([each] for each in found if each[0] != each[1] or each[0] not in same)


def _of_part(
    dataset: str, told: Sequence[str], before: pa.Table, after: pa.Table, history: History, histories: Histories
) -> Iterator[Record]:
    if before.num_columns and after.num_columns:
        before, after = _differing(before, after, told)
    for pair in _pairs(dataset, told, before.to_pylist(), after.to_pylist()):
        reason, detail = histories.reason_of(dataset, pair.old, pair.new, history)
        known = pair.new or pair.old or {}
        yield {
            "dataset": dataset,
            "key": pair.key,
            "document_id": known.get("document_id"),
            "locator": _locator(dataset, known),
            "reason": reason,
            "detail": detail,
            **_difference(pair, told),
        }


def _differing(before: pa.Table, after: pa.Table, told: Sequence[str]) -> tuple[pa.Table, pa.Table]:
    """The rows of two tables that are not the same in both, however often each is there: few are to be objects."""
    olds, news = before.select(told), after.select(told)
    if olds.equals(news):
        return before.slice(0, 0), after.slice(0, 0)
    # Without published keys those of rows depend on all rows before them.
    has_keys = COLUMN in before.column_names and COLUMN in after.column_names
    if not has_keys or not olds.schema.equals(news.schema):
        return before, after
    sides = ((olds, -1), (news, 1))
    rows = pa.concat_tables(table.append_column(_SIDE, pa.repeat(side, table.num_rows)) for table, side in sides)
    rows = rows.append_column(_NUMBER, pa.array(np.arange(rows.num_rows)))
    alike = rows.group_by([*told], use_threads=False).aggregate([(_SIDE, "sum"), (_NUMBER, "list")])
    unequal = alike.filter(pc.field(f"{_SIDE}_sum") != 0)[f"{_NUMBER}_list"].combine_chunks()
    numbers = np.sort(unequal.flatten().to_numpy())
    first = before.num_rows
    return before.take(numbers[numbers < first]), after.take(numbers[numbers >= first] - first)


@dataclass(frozen=True)
class _Pair:
    """A row in two releases; None where one of them lacks it."""

    key: str
    old: Row | None
    new: Row | None


def _difference(pair: _Pair, told: Sequence[str]) -> Record:
    """What happened to a row, and its values where it is in both releases."""
    if pair.old is None or pair.new is None:
        return {"change": "added" if pair.old is None else "removed"}
    values = {name: _told_values(pair.old[name], pair.new[name]) for name in told if pair.old[name] != pair.new[name]}
    old, new = (json.dumps({name: each[side] for name, each in values.items()}, ensure_ascii=False) for side in (0, 1))
    return {"change": "changed", "columns": "; ".join(values), "old": old, "new": new}


def _pairs(dataset: str, told: Sequence[str], before: Sequence[Row], after: Sequence[Row]) -> Iterator[_Pair]:
    """The rows that differ, those of both releases side by side.

    First goes what is the same, wherever it stands; then rows about the same thing are one row, in their order; then
    those that are printed in the same cell. What is left came or went.
    """
    key = [name for name in about(dataset) if name in told]
    place = [name for name in _PLACE if name in told]
    meaning = [name for name in told if name not in place]
    olds, news = _numbered(dataset, key, before), _numbered(dataset, key, after)
    olds, news, _ = _matched(olds, news, lambda row: tuple(row[name] for name in (*meaning, *place)))
    olds, news, moved = _matched(olds, news, lambda row: tuple(row[name] for name in meaning))
    olds, news, same = _matched(olds, news, lambda row: tuple(row[name] for name in key))
    if place:
        olds, news, printed = _matched(olds, news, lambda row: tuple(row[name] for name in place))
        same += printed
    yield from (_Pair(key_, old, new) for (_, old), (key_, new) in (*moved, *same))
    yield from (_Pair(key_, old, None) for key_, old in olds)
    yield from (_Pair(key_, None, new) for key_, new in news)


Keyed = tuple[str, Row]


def _numbered(dataset: str, key: Sequence[str], rows: Sequence[Row]) -> list[Keyed]:
    """Rows with their keys: the published ones; those of a release that had none are made as these are."""
    seen: Counter[tuple[object, ...]] = Counter()
    found: list[Keyed] = []
    for row in rows:
        values = (row.get("document_id"), *(row[name] for name in key))
        found.append((str(row.get(COLUMN) or row_key(dataset, values, seen[values])), row))
        seen[values] += 1
    return found


def _matched(
    olds: list[Keyed], news: list[Keyed], key: Callable[[Row], tuple[object, ...]]
) -> tuple[list[Keyed], list[Keyed], list[tuple[Keyed, Keyed]]]:
    """Rows of equal keys side by side, in their order; and those that are left of both."""
    waiting: defaultdict[tuple[object, ...], list[Keyed]] = defaultdict(list)
    for each in reversed(olds):
        waiting[key(each[1])].append(each)
    matched: list[tuple[Keyed, Keyed]] = []
    left: list[Keyed] = []
    for each in news:
        partners = waiting.get(key(each[1]))
        if partners:
            matched.append((partners.pop(), each))
        else:
            left.append(each)
    taken = {id(old[1]) for old, _ in matched}
    return [each for each in olds if id(each[1]) not in taken], left, matched


def _locator(dataset: str, row: Row) -> str | None:
    names = primary_key(dataset) or ("table_no", "row", "column", "page", "check_id")
    parts = [f"{name}={row[name]}" for name in names if name != "document_id" and row.get(name) is not None]
    return "; ".join(parts) or None


def _told_values(old: object, new: object) -> tuple[str | None, str | None]:
    """Both values as texts. A text that is gone is not repeated, nor one that is withheld by today's policy."""
    if isinstance(old, str) and (new is None or _is_personal(old)):
        return _WITHHELD, None if new is None else str(new)
    return None if old is None else str(old), None if new is None else str(new)


def _is_personal(text: str) -> bool:
    return next(iter(policy().find(text)), None) is not None
