from __future__ import annotations

import pytest

from pipelines.disclosure.coverage import coverage_of
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.prose.statements import Statement, read_statements
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.observed.faults import without_columns
from tests.printed import page

TITLE = "表3 部门支出总表"
ROWS = ["合计 1,234.50 1,000.00 234.50", "行政运行 1,000.00 1,000.00", "一般行政管理事务 234.50 234.50"]
EMPTY_TABLE = [["科目编码", "科目名称", "合计"], ["", "", ""]]


def told(*lines: str, tables: list[list[list[str]]] | None = None) -> tuple[Statement, ...]:
    return read_statements([page(1, lines, *(tables or []))], (), ())


def test_a_table_whose_columns_are_not_told_is_printed_and_unread() -> None:
    statements = told(TITLE, "单位：万元", *ROWS)
    assert [(each.topic, each.table) for each in statements] == [("printed_unread", "expenditure")]
    read = Interpretation(statements=statements)
    assert coverage_of("expenditure", read, 2026)["presence"] == "present_unread"
    assert coverage_of("revenue", read, 2026)["presence"] == "absent"
    (finding,) = without_columns(statements)
    assert (finding.check, finding.table) == ("table_read", "expenditure")


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, *ROWS[:2]),
        (TITLE, "2026年支出1,234.50万元，其中行政运行1,000.00万元。", *ROWS[:2]),
        ("部门支出", *ROWS),
        (TITLE, ROWS[0], "表4 财政拨款收支总表", *ROWS[:2]),
    ],
    ids=["few", "sentences", "no title", "another title"],
)
def test_what_is_no_table_is_not_said_to_be_one(lines: tuple[str, ...]) -> None:
    assert not told(*lines)


def test_nobody_can_say_that_a_table_is_absent_where_a_page_is_read_in_part() -> None:
    damaged = Interpretation(damaged_pages=frozenset({3}))
    assert coverage_of("revenue", damaged, 2026)["presence"] == "unknown"


@pytest.mark.parametrize(
    "note", ["此表为空", "注：该表无数据", "说明：本表数据均为零。", "表中数据为0", "本年度未发生。", "无"]
)
def test_a_note_says_that_a_table_is_empty(note: str) -> None:
    (sheet,) = interpret([page(1, ["政府性基金预算支出表"], EMPTY_TABLE, foot=note)], Context(2026)).sheets
    assert sheet.empty_note == note
    under_title = told("政府性基金预算支出表", note)
    assert [(each.topic, each.table) for each in under_title] == [("printed_empty", "government_fund")]


def test_a_note_on_what_a_table_holds_says_of_no_table_that_it_is_empty() -> None:
    assert not told("政府性基金预算支出表", "注：本表反映本年度政府性基金预算的收入、支出。")
