"""Which documents of a frame may be published: pandera's verdict, told document by document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd
import pyarrow as pa
from pandera.errors import SchemaErrorReason, SchemaErrors

from pipelines.datasets.catalogue import primary_key, schema
from pipelines.datasets.frames import RecordError, misfits, table_of, to_frame
from pipelines.datasets.surely_valid import is_surely_valid

_ABOUT_ROWS = {SchemaErrorReason.SERIES_CONTAINS_NULLS, SchemaErrorReason.DATAFRAME_CHECK}
_LONGEST_VALUE = 60


@dataclass(frozen=True)
class Failure:
    """One check that one row did not meet. ``row`` is its position in the frame, from 0."""

    dataset: str
    document_id: str | None
    row: int
    column: str
    check: str
    value: str

    @property
    def reason(self) -> str:
        """The failure as the reason of a quarantine: ``schema <dataset>.<column>: <check> (<value>)``."""
        return f"schema {self.dataset}.{self.column}: {self.check} ({self.value})"


@dataclass(frozen=True)
class Validation:
    """A frame without the documents that have a row in violation, and the failures of those, row by row."""

    good: pd.DataFrame
    failures: tuple[Failure, ...]

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why each violating document can't be published: its first failure."""
        first: dict[str, str] = {}
        for failure in self.failures:
            if failure.document_id is not None:
                first.setdefault(failure.document_id, failure.reason)
        return MappingProxyType(first)


def validate(dataset: str, rows: pd.DataFrame) -> Validation:
    """Check a frame (as `pipelines.datasets.frames.frame` makes it) against its declaration.

    One bad row holds its whole document back; the other documents' rows are good. Raises pandera's
    ``SchemaErrors`` where the frame itself is not of the dataset: missing, unknown or wrongly typed columns,
    or a failing row that no document answers for.
    """
    rows = rows.reset_index(drop=True)
    try:
        schema(dataset).validate(rows, lazy=True)
    except SchemaErrors as error:
        failures = _failures(dataset, rows, error)
        held = {failure.document_id for failure in failures}
        if None in held:
            raise
        return Validation(rows[~rows["document_id"].isin(held)].reset_index(drop=True), failures)
    return Validation(rows, ())


def failures_of(dataset: str, table: pa.Table) -> tuple[Failure, ...]:
    """The failures of a table of the dataset's Arrow schema, as `validate` tells those of a frame."""
    return () if is_surely_valid(dataset, table) else validate(dataset, to_frame(table)).failures


@dataclass(frozen=True)
class Judged:
    """Records beside the declaration of their dataset.

    `violations` tell why some can't be its rows, by position: the first reason of each, as `Failure.reason` has it.
    `table` are those that its types hold.
    """

    records: Sequence[Mapping[str, object]]
    violations: Mapping[int, str]
    table: pa.Table


def judge(dataset: str, records: Sequence[Mapping[str, object]], alike: Mapping[str, object]) -> Judged:
    """Judge the records of a dataset; `alike` is what all of them have in common.

    Those that a type can't hold count as those that a rule forbids.
    """
    found: dict[int, str] = {}
    try:
        table = table_of(dataset, records, alike)
    except RecordError:
        found = dict(misfits(dataset, records, alike))
        table = table_of(dataset, [record for index, record in enumerate(records) if index not in found], alike)
    fitting = [index for index in range(len(records)) if index not in found]
    for failure in failures_of(dataset, table):
        found.setdefault(fitting[failure.row], failure.reason)
    return Judged(records, MappingProxyType(dict(sorted(found.items()))), table)


def _failures(dataset: str, rows: pd.DataFrame, error: SchemaErrors) -> tuple[Failure, ...]:
    cases = error.failure_cases
    if any(found.reason_code not in _ABOUT_ROWS for found in error.schema_errors):
        raise error
    reported = {str(check.error): str(check.title) for check in schema(dataset).checks or ()}
    found: dict[Failure, None] = {}
    for context, column, check, index in zip(
        cases["schema_context"], cases["column"], cases["check"], cases["index"].astype(int), strict=True
    ):
        about = column if context == "Column" else reported[check]
        # A row rule is reported once for each column of the row: the copies are equal and fold into one.
        found[_failure(dataset, rows, int(index), str(about), str(check))] = None
    return tuple(sorted(found, key=lambda failure: failure.row))


def _failure(dataset: str, rows: pd.DataFrame, row: int, column: str, check: str) -> Failure:
    shown = primary_key(dataset) if column == "key" else (column,)
    value = ", ".join(_text(rows[name].iloc[row]) for name in shown)
    document_id = rows["document_id"].iloc[row] if "document_id" in rows else None
    named = None if pd.isna(document_id) else str(document_id)
    # The declared values are in the data dictionary: no need to list them in each reason.
    return Failure(dataset, named, row, column, "isin" if check.startswith("isin(") else check, value)


def _text(value: object) -> str:
    text = "null" if value is pd.NA else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
