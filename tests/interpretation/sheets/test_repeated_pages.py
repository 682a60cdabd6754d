from __future__ import annotations

from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from pipelines.interpretation.sheets.repeated_pages import repeated_pages
from tests.printed import page

LINES = ["支出总表", "单位：元"]
ROWS = [["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "3.00"]]


def test_a_page_that_stands_there_twice_is_read_once() -> None:
    first = page(1, LINES, ROWS, foot="8")
    pages = [first, page(2, LINES, ROWS, foot="8")]
    assert repeated_pages(pages) == {2}
    assert len(interpret(pages, Context(2025)).rows("budget_lines")) == 1


def test_a_page_with_another_number_or_table_is_another() -> None:
    first = page(1, LINES, ROWS, foot="8")
    assert not repeated_pages([first, page(2, LINES, ROWS, foot="9")])
    assert not repeated_pages([first, page(2, LINES, [ROWS[0], ["201", "一般公共服务支出", "4.00"]], foot="8")])
    assert not repeated_pages([page(1, LINES), page(2, LINES)])
