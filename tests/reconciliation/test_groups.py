"""Oddly grouped numbers: read where sums that hold prove it, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from pipelines.foundation.amounts import YUAN, YUAN_PER_UNIT
from pipelines.foundation.record import Record
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.groups import unproven
from tests.printed import page
from tests.reconciliation.books import YEAR, line

SUMS = {"合计": "12345,600", "201": "11000,000", "20105": "11000,000", "208": "1345,600"}


def table(amounts: Mapping[str, str], unit: str = YUAN, **columns: object) -> list[Record]:
    """A column by function; what is printed is read without its commas."""
    rows: list[Record] = []
    for row, (code, text) in enumerate(amounts.items()):
        is_total = code == "合计"
        said = {"line": "total"} if is_total else {"code": code, "level": (len(code) - 1) // 2}
        yuan = Decimal(text.replace(",", "")) * YUAN_PER_UNIT[unit]
        said |= {"scheme": "function", "name": code, "row": row, "amount_yuan": yuan, "printed_unit": unit}
        rows.append({**line("expenditure", text), **said, **columns})
    return rows


def told(rows: Sequence[Record]) -> set[str]:
    """The numbers that nothing proves."""
    places = unproven(rows, YEAR, "budget", None)
    return {str(row["source_text"]) for row in rows if (row["table_no"], (row["row"], row["column"])) in places}


def test_a_column_whose_sums_hold_is_read() -> None:
    assert told(table(SUMS)) == set()


@pytest.mark.parametrize(
    "amounts",
    [
        # A digit lost; nothing to add up; a number that equals another alone; a row that no sum holds.
        {**SUMS, "208": "1345,601"},
        {"201": "11000,000"},
        {"合计": "11000,000", "201": "11000,000"},
        {**SUMS, "2010501": "9000,000"},
    ],
)
def test_a_column_with_a_sum_that_fails_or_is_none_is_not(amounts: Mapping[str, str]) -> None:
    assert told(table(amounts)) == set(amounts.values())


def test_commas_may_be_points_where_all_numbers_have_them_and_the_unit_is_not_the_yuan() -> None:
    assert told(table(SUMS, "万元")) == set(SUMS.values())
    assert told(table({**SUMS, "合计": "12,345,700", "229": "100"}, "万元")) == set()


def test_a_number_that_a_declared_comparison_holds_equal_to_a_proven_one_is_read() -> None:
    summary = {"table": "revenue_and_expenditure"}
    (item,) = table({"201": "12345,600"}, flow="revenue", scheme="revenue", code=None, table_no=2, **summary)
    revenue = [{**item, "fund": "general_public"}, {**item, "line": "grand_total", "row": 9}]
    total, *classes = table(SUMS, **summary)
    expenditure = [{**total, "line": "grand_total"}, *classes]
    assert told(expenditure + revenue) == set()
    assert told(revenue) == {"12345,600"}


def test_a_row_is_read_whose_own_sum_holds_though_its_columns_do_not() -> None:
    rows = [
        record
        for column, measure, amounts in (
            (1, "total", ("9000,000", "8000,000")),
            (2, "basic", ("6000,000", "5000,000")),
            (3, "project", ("3000,000", "2000,000")),
        )
        for record in table(
            dict(zip(("201", "208"), amounts, strict=True)), column=column, measure=measure, column_path=measure
        )
    ]
    assert told(rows) == {"8000,000", "5000,000", "2000,000"}


def test_where_the_sums_cannot_be_told_none_is_read() -> None:
    rows = [{**row, "printed_unit": None} for row in table(SUMS)]
    assert told(rows) == set(SUMS.values())


def test_what_is_not_proven_leaves_the_rows_and_its_cell_is_unparsed() -> None:
    rows = [["科目编码", "科目名称", "合计"], ["", "合计", "4000,000"]]
    rows += [["201", "一般公共服务支出", "3000,000"], ["208", "社会保障和就业支出", "999,000"]]
    read = interpret([page(1, ["部门支出总表", "单位：元"], rows)], Context(YEAR))
    before = read.rows("budget_lines")
    assert [row["amount_yuan"] for row in before] == [4_000_000, 3_000_000, 999_000]
    after = read.without_amounts(unproven(before, YEAR, "budget", None))
    assert [row["source_text"] for row in after.rows("budget_lines")] == ["999,000"]
    odd = [cell["disposition"] for cell in after.rows("cells") if cell["source_text"] in ("4000,000", "3000,000")]
    assert odd == ["unparsed", "unparsed"]
    assert read.without_amounts(frozenset()) is read
