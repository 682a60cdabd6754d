"""Reviewed corrections to what is published: read from `data/corrections/*.yaml`, applied last, marked in the rows.

A correction names one row, the value it expects there and the value it puts in its place. Where the document no
longer gives what was expected, the correction is out of date and the run fails.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pyarrow as pa
import yaml
from pandera.errors import SchemaErrors

from pipelines.datasets.catalogue import MODELS, Column, columns, schema
from pipelines.datasets.editions import editions
from pipelines.datasets.frames import RecordError, frame, to_table
from pipelines.datasets.validation import validate
from pipelines.foundation.record import Record

MARK, PRINTED = "corrected", "printed_value"
_PROVED = frozenset({"additive", "in_total"})
_ACCEPTED = "accepted"
_FEN = Decimal("0.01")
_BOOLEANS = {"true": True, "false": False}
_REQUIRED = frozenset(
    {"id", "dataset", "where", "column", "expected", "value", "reason", "reported_by", "status", "date"}
)
_KNOWN = _REQUIRED | {"document_id", "sha256", "reference"}


class CorrectionError(ValueError):
    """A correction that is malformed, out of date or ambiguous; the message is one line."""


@dataclass(frozen=True)
class Correction:
    """One correction. `where` are the values that name the row; all values have the types of their columns."""

    file: str
    id: str
    document_id: str | None
    sha256: str | None
    dataset: str
    where: Mapping[str, object]
    column: str
    expected: object
    value: object
    reason: str
    reported_by: str
    status: str
    date: date
    reference: str | None

    @property
    def accepted(self) -> bool:
        return self.status == _ACCEPTED

    def error(self, message: str) -> CorrectionError:
        """What is wrong with the correction, told with its place."""
        return CorrectionError(f"correction {self.id} ({self.file}): {message}")


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """All corrections of the YAML files of a folder, in the order of their files; none where there is no folder.

    Raises `CorrectionError` for a file or an entry that is not as `corrections` (the dataset) declares it.
    """
    found = tuple(
        correction for path in sorted(folder.glob("*.yaml")) for correction in _read(path.name, path.read_text("utf-8"))
    )
    _check(found)
    return found


def of_document(corrections: Iterable[Correction], document_id: str, sha256: str) -> tuple[Correction, ...]:
    """The accepted corrections of a document. CorrectionError where its file is another than the one corrected."""
    named = [each for each in corrections if each.accepted and _names(each, document_id, sha256)]
    for each in named:
        if each.sha256 not in (None, sha256):
            raise each.error(f"the file of {document_id} has changed since it was corrected")
    return tuple(named)


def without_document(corrections: Iterable[Correction], documents: Iterable[tuple[str, str]]) -> tuple[Correction, ...]:
    """The accepted corrections of documents that are not among these, given as (document_id, sha256)."""
    known = tuple(documents)
    return tuple(
        each
        for each in corrections
        if each.accepted and not any(_names(each, document_id, sha256) for document_id, sha256 in known)
    )


def correct(dataset: str, table: pa.Table, corrections: Iterable[Correction]) -> pa.Table:
    """The rows of one document with its corrections applied; they are marked and keep the value they had.

    Rows and their order stay; whether those of a corrected table add up is not known any more. Raises
    `CorrectionError` where a correction finds no row or several, another value than it expects, or gives a row that
    the dataset's declaration refuses.
    """
    due = [each for each in corrections if each.dataset == dataset]
    if not due:
        return table
    rows = table.to_pylist()
    corrected: dict[tuple[int, str], Correction] = {}
    for each in due:
        index = _row(each, rows)
        if other := corrected.get((index, each.column)):
            raise each.error(f"{other.id} corrects the same value")
        corrected[index, each.column] = each
        rows[index] = _corrected(each, rows[index])
    return _valid(dataset, _unproved(rows, {rows[index].get("table") for index, _ in corrected}), due)


def _unproved(rows: Sequence[Mapping[str, object]], tables: Container[object]) -> list[Mapping[str, object]]:
    """The rows of corrected tables without what was proved of their sums before."""
    unknown = dict.fromkeys(_PROVED & {*rows[0]})
    return [{**row, **unknown} if row.get("table") in tables else row for row in rows]


def correction_records(corrections: Iterable[Correction]) -> Iterator[Record]:
    """The rows of the dataset `corrections`."""
    for each in corrections:
        yield {
            "correction_id": each.id,
            "document_id": each.document_id,
            "sha256": each.sha256,
            "dataset": each.dataset,
            "locator": "; ".join(f"{column}={_text(value)}" for column, value in each.where.items()),
            "column": each.column,
            "expected": None if each.expected is None else _text(each.expected),
            "value": None if each.value is None else _text(each.value),
            "reason": each.reason,
            "reported_by": each.reported_by,
            "status": each.status,
            "decided_on": each.date,
            "reference": each.reference,
        }


def _names(correction: Correction, document_id: str, sha256: str) -> bool:
    return correction.sha256 == sha256 or correction.document_id == document_id


def _row(correction: Correction, rows: Sequence[Mapping[str, object]]) -> int:
    found = [
        index
        for index, row in enumerate(rows)
        if all(row[column] == value for column, value in correction.where.items())
    ]
    if len(found) != 1:
        where = ", ".join(f"{column}={_text(value)}" for column, value in correction.where.items())
        raise correction.error(f"{len(found) or 'no'} row{'s' * (len(found) > 1)} of {correction.dataset} with {where}")
    return found[0]


def _corrected(correction: Correction, row: Mapping[str, object]) -> dict[str, object]:
    column, before = correction.column, row[correction.column]
    if before != correction.expected:
        raise correction.error(
            f"{correction.dataset}.{column} is {_text(before)}, {_text(correction.expected)} was expected: "
            "the document no longer gives what was corrected"
        )
    kept = [text for text in (row[PRINTED], f"{column}={_text(before)}") if text]
    corrected = {**row, column: correction.value, MARK: True, PRINTED: "; ".join(map(str, kept))}
    return {**corrected, **dict(editions(correction.dataset, corrected, _year(corrected)))}


def _year(row: Mapping[str, object]) -> int | None:
    year = row.get("fiscal_year")
    return year if isinstance(year, int) else None


def _valid(dataset: str, rows: Sequence[Record], corrections: Sequence[Correction]) -> pa.Table:
    try:
        validation = validate(dataset, frame(dataset, rows))
    except RecordError as error:
        raise corrections[0].error(str(error)) from error
    for failure in validation.failures:
        raise corrections[0].error(failure.reason)
    return to_table(dataset, validation.good)


def _read(file: str, text: str) -> Iterator[Correction]:
    try:
        entries = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        raise CorrectionError(f"corrections ({file}): {' '.join(str(error).split())}") from error
    if not isinstance(entries, list | None):
        raise CorrectionError(f"corrections ({file}): a list of corrections is expected")
    return (_entry(file, entry) for entry in entries or [])


def _entry(file: str, entry: object) -> Correction:
    if not isinstance(entry, dict):
        raise CorrectionError(f"corrections ({file}): a correction is a mapping")
    name = str(entry.get("id"))
    if wrong := sorted(map(str, (_REQUIRED - entry.keys()) | (entry.keys() - _KNOWN))):
        raise CorrectionError(f"correction {name} ({file}): missing or unknown: {', '.join(wrong)}")
    correctable = _correctable(str(entry["dataset"]))
    where, column = entry["where"], str(entry["column"])
    if not isinstance(where, dict) or not where:
        raise CorrectionError(f"correction {name} ({file}): where names the row by its columns")
    if unknown := sorted({column, *map(str, where)} - correctable.keys()):
        raise CorrectionError(f"correction {name} ({file}): no column of {entry['dataset']}: {', '.join(unknown)}")
    if correctable[column].note.place != "value" or correctable[column].note.key:
        raise CorrectionError(f"correction {name} ({file}): {column} tells what a row is, it can't be corrected")
    try:
        return Correction(
            file=file,
            id=name,
            document_id=_optional(entry, "document_id"),
            sha256=_optional(entry, "sha256"),
            dataset=str(entry["dataset"]),
            where={str(key): _value(correctable[str(key)], value) for key, value in where.items()},
            column=column,
            expected=_value(correctable[column], entry["expected"]),
            value=_value(correctable[column], entry["value"]),
            reason=str(entry["reason"]),
            reported_by=str(entry["reported_by"]),
            status=str(entry["status"]),
            date=date.fromisoformat(str(entry["date"])),
            reference=_optional(entry, "reference"),
        )
    except ValueError as error:
        raise CorrectionError(f"correction {name} ({file}): {error}") from error


@cache
def _correctable(dataset: str) -> Mapping[str, Column]:
    """The columns of a dataset by name; empty for one that can't be corrected."""
    found = {column.name: column for column in columns(dataset)} if dataset in MODELS else {}
    return found if MARK in found else {}


def _value(column: Column, value: object) -> object:
    """A value as its column holds it. ValueError where it can't hold it exactly."""
    if value is None:
        return None
    text = str(value)
    if pa.types.is_decimal(column.type):
        return _amount(column, text)
    if pa.types.is_integer(column.type):
        return int(text)
    if pa.types.is_floating(column.type):
        return float(text)
    if pa.types.is_boolean(column.type):
        if text.lower() not in _BOOLEANS:
            raise ValueError(f"{column.name}: true or false: {text}")
        return _BOOLEANS[text.lower()]
    return text


def _amount(column: Column, text: str) -> Decimal:
    try:
        amount = Decimal(text)
        if amount.is_finite() and amount == (exact := amount.quantize(_FEN)):
            return exact
    except InvalidOperation:
        pass
    raise ValueError(f"{column.name}: no amount in yuan and fen: {text}")


def _optional(entry: Mapping[str, object], key: str) -> str | None:
    return None if entry.get(key) is None else str(entry[key])


def _text(value: object) -> str:
    return "null" if value is None else str(value)


def _check(corrections: Sequence[Correction]) -> None:
    """CorrectionError for the first correction that the dataset `corrections` refuses, and for an id used twice."""
    seen: set[str] = set()
    for each, record in zip(corrections, correction_records(corrections), strict=True):
        try:
            schema("corrections").validate(frame("corrections", [record]), lazy=True)
        except SchemaErrors as error:
            case = error.failure_cases.iloc[0]
            raise each.error(f"{case['check']} ({case['failure_case']})") from error
        if each.id in seen:
            raise each.error("another correction has this id")
        seen.add(each.id)


class _Loader(yaml.SafeLoader):
    """YAML in which every plain value but null stays text: 806.10 is no float, 2010101 no number, no date is made."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
