"""Rows that don't meet the declaration of their dataset: each costs its table, and nothing else of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from pipelines.datasets.catalogue import columns
from pipelines.datasets.validation import Judged, judge
from pipelines.documents.quarantine import QuarantineError
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.sheets.reading import Fault

_ROW_DOES_NOT_FIT = "one of its rows does not meet the declaration of its dataset"
_KIND = "RecordError"


def set_aside(read: Interpretation, judged: Mapping[str, Judged], file: str) -> Interpretation:
    """What was read of a document without the tables of which a row does not meet the declaration of its dataset.

    A row of no table, as of the explanation, is set aside alone. `judged` are its rows as `judge_rows` does it;
    QuarantineError where the account of the cells is what does not meet it.
    """
    faults: dict[tuple[object, ...], Fault] = {}
    alone: dict[str, frozenset[int]] = {}
    for dataset, rows in read.records.items():
        reasons = judged[dataset].violations
        if dataset == "cells":
            _quarantine(reasons, file)
        alone[dataset] = frozenset(index for index in reasons if rows[index].get("table_no") is None)
        for index, reason in reasons.items():
            fault = _fault(rows[index], reason, read)
            faults.setdefault((fault.table_no,) if fault.table_no else (dataset, index), fault)
    return read.without(tuple(faults.values()), alone) if faults else read


def judge_rows(records: Mapping[str, Sequence[Record]], of_document: Record, file: str) -> Mapping[str, Judged]:
    """The rows of each dataset beside its declaration; `of_document` are the columns of every row.

    QuarantineError where these, the document's identity, are why rows can't be published.
    """
    judged = {dataset: judge(dataset, rows, of_document) for dataset, rows in records.items()}
    for dataset, found in judged.items():
        of_identity = {column.name for column in columns(dataset) if column.note.place == "identity"}
        told = {f"schema {dataset}.{name}" for name in of_identity}
        _quarantine({index: why for index, why in found.violations.items() if why.split(":")[0] in told}, file)
    return judged


def _quarantine(reasons: Mapping[int, str], file: str) -> None:
    for reason in reasons.values():
        raise QuarantineError(file, reason, _ROW_DOES_NOT_FIT)


def _fault(row: Record, reason: str, read: Interpretation) -> Fault:
    """The fault of a row: its place is what the row says of it."""
    table_no = cast(int | None, row.get("table_no"))
    table = next((sheet.table for sheet in read.sheets if sheet.table_no == table_no), None)
    row_no, column = cast(int | None, row.get("row")), cast(int | None, row.get("column"))
    return Fault(_KIND, reason, cast(int, row["page"]), table, table_no, row_no, column)
