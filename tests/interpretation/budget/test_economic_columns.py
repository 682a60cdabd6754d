"""Tables of functions with a column for each economic class."""

from __future__ import annotations

import pytest

from tests.interpretation.budget.readings import lines, table
from tests.printed import Printed

KEYS: list[Printed] = ["科目编码", "科目名称"]


def test_a_class_over_its_groups() -> None:
    read = table(
        "一般公共预算支出预算表",
        [*((key, 2, 1) for key in ("科目编码", "科目名称", "总计")), ("工资福利支出", 1, 3), ("其他支出", 2, 1)],
        ["小计", "基本工资", "其他工资福利支出"],
        ["2130301", "行政运行", "9.00", "8.00", "6.00", "2.00", "1.00"],
    )
    assert lines(read, "scheme", "code", "economic_code", "fund", "measure", "column") == [
        ("function", "2130301", None, "general_public", "total", 2),
        ("function", "2130301", "301", "general_public", "unclassified", 3),
        ("function", "2130301", "30101", "general_public", "unclassified", 4),
        # The name says of no other fund.
        ("function", "2130301", "30199", "general_public", "unclassified", 5),
        ("function", "2130301", "399", "general_public", "unclassified", 6),
    ]


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("一般公共预算支出预算表（按政府预算经济分类）", ("government_economic_code", "509", "599")),
        ("一般公共预算支出预算表（按部门预算经济分类）", ("economic_code", "303", "399")),
    ],
)
def test_the_title_tells_which_classification_names_are_of(title: str, codes: tuple[str, str, str]) -> None:
    read = table(title, [*KEYS, "对个人和家庭的补助", "其他支出"], ["2130301", "行政运行", "2.00", "1.00"])
    column, *said = codes
    assert lines(read, "scheme", column) == [("function", code) for code in said]


def test_names_that_two_classifications_know_have_no_code() -> None:
    read = table(
        "一般公共预算支出预算表", [*KEYS, "对个人和家庭的补助", "其他支出"], ["2130301", "行政运行", "2.00", "1.00"]
    )
    assert lines(read, "economic_code", "government_economic_code", "measure") == 2 * [(None, None, "unclassified")]


def test_what_is_bought_beside_the_three_public_expenses_is_no_class_of_a_function() -> None:
    read = table("一般公共预算“三公”经费支出表", ["会议费", "培训费"], ["2.00", "1.00"])
    assert lines(read, "scheme", "name", "economic_code") == [
        ("three_public", "会议费", None),
        ("three_public", "培训费", None),
    ]
