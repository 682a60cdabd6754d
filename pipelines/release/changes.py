"""What differs between a release and the one before it, row by row, and why."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import columns, primary_key
from pipelines.foundation.record import Record
from pipelines.personal_data.policy import policy
from pipelines.release.documents import Histories, History

Row = Mapping[str, object]

_LETTERS = 16
_NOT_COMPARED = frozenset({"pipeline_version", "document_id", "superseded_by"})
_BOX = frozenset({"x0", "y0", "x1", "y1"})
"""Where on its page a value is printed: told by the page, else a moved margin would be a change of every row."""
_WITHHELD = "…"


@dataclass(frozen=True)
class _Compared:
    """A dataset as it is compared: the columns that say what a row is about, and those that say the same otherwise."""

    name: str
    told: tuple[str, ...]
    """Columns of which a difference is a change."""
    about: tuple[str, ...]
    """What a row is about, whatever its amounts are and wherever it is printed."""
    place: tuple[str, ...]


@cache
def _compared(dataset: str) -> _Compared:
    declared = columns(dataset)
    told = tuple(column.name for column in declared if column.name not in _NOT_COMPARED | _BOX)
    keys = primary_key(dataset)
    place = tuple(column.name for column in declared if column.note.place == "provenance" and column.name in told)
    if keys and not set(keys) & set(place):
        about = tuple(name for name in keys if name not in _NOT_COMPARED)
    else:
        about = tuple(
            column.name
            for column in declared
            if column.note.place == "value" and column.name in told and _names_a_row(column.type)
        )
    printed = tuple(name for name in ("table_no", "row", "column", "page") if name in place)
    return _Compared(dataset, told, about, printed)


def _names_a_row(type_: pa.DataType) -> bool:
    """Whether values of a type say what a row is about: amounts, shares and flags are what it says of it."""
    return pa.types.is_string(type_) or pa.types.is_int16(type_) or pa.types.is_int8(type_)


def changes(before: Path, after: Path, datasets: Iterable[str], histories: Histories) -> Iterator[Record]:
    """The rows of the dataset `changes`, dataset by dataset, document by document.

    `before` and `after` are folders of releases; a dataset or column that the earlier one lacks is compared by what
    both have. A document that came or went as a whole is one change for each dataset, with the number of its rows.
    """
    for dataset in datasets:
        old_file, new_file = before / f"{dataset}.parquet", after / f"{dataset}.parquet"
        if not old_file.exists() or dataset == "changes":
            continue
        common = [name for name in pq.read_schema(old_file).names if name in pq.read_schema(new_file).names]
        old, new = _by_document(dataset, old_file, common), _by_document(dataset, new_file, common)
        for history in histories.of(dataset, old.keys() | new.keys()):
            yield from _of_document(
                dataset, old.get(history.before, _none), new.get(history.after, _none), history, histories
            )


Slice = Callable[[], pa.Table]


def _none() -> pa.Table:
    return pa.table({})


def _by_document(dataset: str, file: Path, common: Sequence[str]) -> dict[str | None, Slice]:
    """The rows of each document, read when they are asked for; of datasets without documents, all of them."""
    id_column = "document_id"
    if id_column not in common or dataset in ("documents", "corrections"):
        return {None: lambda: pq.read_table(file, columns=list(common))}
    counted = pq.read_table(file, columns=[id_column])[id_column]
    names = [name for name in pc.unique(counted).to_pylist() if name is not None]

    def rows_of(name: str) -> Slice:
        return lambda: pq.read_table(file, columns=list(common), filters=[(id_column, "=", name)])

    return {name: rows_of(name) for name in names}


def _of_document(
    dataset: str, old: Slice, new: Slice, history: History, histories: Histories
) -> Iterator[Record]:
    before, after = old(), new()
    shared = {"dataset": dataset, "document_id": history.after or history.before}
    if history.is_whole:
        rows = before.num_rows or after.num_rows
        kind = "added" if history.after else "removed"
        if rows:
            yield {**shared, "kind": kind, "rows": rows, "reason": history.reason, "detail": history.detail}
        return
    compared = _compared(dataset)
    told = [name for name in compared.told if name in before.column_names and name in after.column_names]
    if before.num_columns and after.num_columns and before.select(told).equals(after.select(told)):
        return
    for pair in _pairs(compared, told, before.to_pylist(), after.to_pylist()):
        reason, detail = histories.reason_of(dataset, pair.old, pair.new, history)
        known = pair.new or pair.old or {}
        of_row = {
            **shared,
            "document_id": known.get("document_id", shared["document_id"]),
            "row_key": pair.key,
            "locator": _locator(dataset, known),
            "rows": 1,
            "reason": reason,
            "detail": detail,
        }
        if pair.old is None or pair.new is None:
            yield {**of_row, "kind": "added" if pair.old is None else "removed"}
            continue
        for name in told:
            if pair.old[name] != pair.new[name]:
                values = _told_values(pair.old[name], pair.new[name])
                yield {**of_row, "kind": "changed", "column": name, "old_value": values[0], "new_value": values[1]}


@dataclass(frozen=True)
class _Pair:
    """A row in two releases; None where one of them lacks it."""

    key: str
    old: Row | None
    new: Row | None


def _pairs(compared: _Compared, told: Sequence[str], before: Sequence[Row], after: Sequence[Row]) -> Iterator[_Pair]:
    """The rows that differ, those of both releases side by side.

    First goes what is the same, wherever it stands; then rows about the same thing are one row, in their order; then
    those that are printed in the same cell. What is left came or went.
    """
    about = [name for name in compared.about if name in told]
    place = [name for name in compared.place if name in told]
    olds, news = _numbered(compared.name, about, before), _numbered(compared.name, about, after)
    meaning = [name for name in told if name not in compared.place]
    olds, news, _ = _matched(olds, news, lambda row: tuple(row[name] for name in (*meaning, *place)))
    olds, news, same = _matched(olds, news, lambda row: tuple(row[name] for name in about))
    if place:
        olds, news, printed = _matched(olds, news, lambda row: tuple(row[name] for name in place))
        same += printed
    yield from (_Pair(key, old, new) for (_, old), (key, new) in same)
    yield from (_Pair(key, old, None) for key, old in olds)
    yield from (_Pair(key, None, new) for key, new in news)


Keyed = tuple[str, Row]


def _numbered(dataset: str, about: Sequence[str], rows: Sequence[Row]) -> list[Keyed]:
    """Rows with their keys: a digest of what they are about, and of how many such rows come before."""
    seen: defaultdict[tuple[object, ...], int] = defaultdict(int)
    found: list[Keyed] = []
    for row in rows:
        meaning = (row.get("document_id"), *(row[name] for name in about))
        digest = hashlib.sha256(repr((dataset, meaning, seen[meaning])).encode()).digest()
        seen[meaning] += 1
        found.append((f"r_{base64.b32encode(digest).decode().lower()[:_LETTERS]}", row))
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
