from __future__ import annotations

import pytest

from pipelines.interpretation.sheets.misplaced_codes import holds_codes
from tests.interpretation.budget.readings import lines, table


@pytest.mark.parametrize(
    "texts",
    [
        ["201", "20105", "2010501"],
        ["1,234.56", "201", "20105", "2010501", "", "208", "20805"],
        ["301", "30101", "30103"],
    ],
)
def test_codes_are_told_from_amounts(texts: list[str]) -> None:
    assert holds_codes(texts)


@pytest.mark.parametrize(
    "texts",
    [["201", "305", "412"], ["201.00", "20105.00", "2010501.00"], ["20105", "2010501", "2010502"], ["201", "20105"]],
)
def test_amounts_are_no_codes(texts: list[str]) -> None:
    assert not holds_codes(texts)


def test_a_column_of_codes_under_the_header_of_amounts_is_unknown() -> None:
    reading = table(
        "支出总表",
        ["科目名称", "合计", "基本支出"],
        ["一般公共服务支出", "201", "3.00"],
        ["统计信息事务", "20105", "3.00"],
        ["行政运行", "2010501", "3.00"],
    )
    assert {amount for (amount,) in lines(reading, "amount_yuan")} == {30000}
    assert {use.disposition.value for place, use in reading.uses.items() if place[1] == 1 and place[0]} == {
        "unknown_column"
    }
