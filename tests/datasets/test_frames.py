import math
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.datasets.catalogue import MODELS, arrow_schema, columns
from pipelines.datasets.frames import RecordError, frame, to_frame, to_table


@pytest.mark.parametrize("dataset", MODELS)
def test_frames_and_tables_are_the_same_rows(record, dataset):
    rows = frame(dataset, [record(dataset), record(dataset)])
    table = to_table(dataset, rows)

    assert table.schema.equals(arrow_schema(dataset), check_metadata=True)
    pd.testing.assert_frame_equal(to_frame(table), rows)
    assert list(rows.columns) == [column.name for column in columns(dataset)]


@pytest.mark.parametrize("dataset", MODELS)
def test_no_rows_are_a_typed_table(dataset):
    table = to_table(dataset, frame(dataset, []))

    assert table.num_rows == 0
    assert table.schema.equals(arrow_schema(dataset), check_metadata=True)


def test_what_a_record_leaves_out_is_null(record):
    rows = frame("budget_lines", [record("budget_lines")])

    assert rows["period"].isna().tolist() == [True]


def test_a_column_with_a_default_is_never_left_out(record):
    assert frame("budget_lines", [record("budget_lines")])["corrected"].tolist() == [False]


def test_empty_text_is_null(record):
    rows = frame("performance_targets", [record("performance_targets", basis="")])

    assert rows["basis"].isna().tolist() == [True]


def test_columns_that_are_not_declared_are_refused(record):
    with pytest.raises(RecordError, match=r"^schema projects\.amount: not a column of the dataset$"):
        frame("projects", [record("projects", amount=1)])


def test_a_table_needs_the_declared_columns(record):
    rows = frame("projects", [record("projects")])

    with pytest.raises(RecordError, match=r"projects\.fund"):
        to_table("projects", rows.drop(columns="fund"))
    with pytest.raises(RecordError, match=r"projects\.extra"):
        to_table("projects", rows.assign(extra=1))


@pytest.mark.parametrize(
    ("dataset", "column", "value"),
    [
        ("budget_lines", "amount_yuan", 806.77),
        ("budget_lines", "amount_yuan", b"806.77"),
        ("budget_lines", "amount_yuan", Decimal("0.001")),
        ("budget_lines", "amount_yuan", Decimal(10) ** 16),
        ("budget_lines", "amount_yuan", Decimal("NaN")),
        ("budget_lines", "amount_year", 2025.5),
        ("budget_lines", "amount_year", 2025.0),
        ("budget_lines", "amount_year", "2025"),
        ("budget_lines", "level", True),
        ("budget_lines", "level", 1000),
        ("budget_lines", "code", 2010350),
        ("budget_lines", "code", b"2010350"),
        ("budget_lines", "share", math.nan),
        ("budget_lines", "share", math.inf),
        ("budget_lines", "share", True),
        ("documents", "bytes", 2**70),
        ("documents", "newly_established", 1),
        ("documents", "published_on", "2025-01-24"),
        ("documents", "published_on", datetime(2025, 1, 24, 12)),
    ],
)
def test_values_that_a_type_would_change_are_refused(record, dataset, column, value):
    with pytest.raises(RecordError, match=rf"^schema {dataset}\.{column}: "):
        frame(dataset, [record(dataset), record(dataset, **{column: value})])


def test_dates_are_dates(record):
    rows = frame("documents", [record("documents", published_on=date(2025, 1, 24))])

    assert rows["published_on"].tolist() == [date(2025, 1, 24)]


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_money_is_exact(amount):
    row = {"amount_yuan": amount}

    table = to_table("project_funding", frame("project_funding", [row]))

    assert table["amount_yuan"].to_pylist() == [amount]
    assert table["amount_yuan"].type == pa.decimal128(18, 2)
