"""Tables of 基本支出 whose rows are keyed by a project, a function and an economic class."""

from __future__ import annotations

from tests.interpretation.budget.readings import lines, table


def test_funds_under_their_heading_and_what_is_allotted_when() -> None:
    read = table(
        "部门基本支出预算表（人员类、运转类公用经费项目）",
        ["项目代码", "项目名称", "功能科目编码", "功能科目名称", "资金来源", "<", "<", "<"],
        ["^", "^", "^", "^", ("总计", 2, 1), ("一般公共预算资金", 1, 2), ("单位资金", 2, 1)],
        ["^", "^", "^", "^", "全年数", "本次下达"],
        ["530102210000000016001", "人员工资", "2130301", "行政运行", "5.00", "4.00", "3.00", "1.00"],
    )
    assert lines(read, "code", "fund", "measure", "row_path") == [
        ("2130301", "all", "basic", row := "530102210000000016001 / 人员工资 / 2130301 / 行政运行"),
        ("2130301", "general_public", "basic", row),
        ("2130301", "general_public", "unclassified", row),
        ("2130301", "unit_funds", "basic", row),
    ]


def test_a_total_over_all_keys_is_of_the_classification_that_leads() -> None:
    read = table(
        "基本支出预算情况表",
        ["项目代码", "项目名称", "经济科目编码", "经济科目名称", "功能科目编码", "功能科目名称", "合计"],
        ["530102210000000016001", "人员工资", "30101", "基本工资", "2130301", "行政运行", "5.00"],
        [("合  计", 1, 6), "5.00"],
    )
    assert lines(read, "line", "scheme", "code") == [("item", "function", "2130301"), ("total", "function", None)]
