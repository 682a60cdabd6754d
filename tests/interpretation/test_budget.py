from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.interpretation.budget import title_axis
from pipelines.interpretation.reading import Disposition
from tests.interpretation.budget_sheets import lines, table

HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def test_amounts_become_yuan_under_their_key_and_measure() -> None:
    read = table(
        "部门支出总表",
        HEADER,
        ["201", "一般公共服务支出", "806.77", "389.77", "417.00"],
        ["", "合计", "806.77", "", "-"],
    )
    assert lines(read, "line", "scheme", "code", "measure", "amount_yuan") == [
        ("item", "function", "201", "total", Decimal("8067700.00")),
        ("item", "function", "201", "basic", Decimal("3897700.00")),
        ("item", "function", "201", "project", Decimal("4170000.00")),
        ("total", "function", None, "total", Decimal("8067700.00")),
        ("total", "function", None, "project", Decimal("0.00")),
    ]


@pytest.mark.parametrize(
    ("printed", "yuan"),
    [
        ("１，２３４．５６", "1234.56"),
        ("-100.00", "-100.00"),
        ("（50.00）", "-50.00"),
        ("无", "0"),
        ("0", "0"),
        ("0.0\n0", "0"),
    ],
)
def test_every_way_to_print_an_amount(printed: str, yuan: str) -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "合计"], ["201", "x", printed], unit="元")
    assert lines(read, "amount_yuan") == [(Decimal(yuan),)]


def test_a_column_header_overrules_the_unit_of_the_table() -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "合计（元）", "项目支出"], ["201", "x", "100.00", "1.00"])
    assert lines(read, "amount_yuan", "printed_unit") == [(100, "元"), (10000, "万元")]


def test_without_a_unit_nothing_is_guessed() -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "合计"], ["201", "x", "1.00"], unit=None)
    assert lines(read, "amount_yuan") == []
    assert read.uses[1, 2].disposition is Disposition.UNPARSED


def test_an_unknown_column_is_told_and_not_published() -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "甲乙丙"], ["201", "x", "1.00"])
    assert (lines(read, "amount_yuan"), read.uses[1, 2].disposition) == ([], Disposition.UNKNOWN_COLUMN)


def test_two_amounts_in_one_cell_are_none() -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "合计"], ["201", "x", "1.00\n2.00"])
    assert (lines(read, "amount_yuan"), read.uses[1, 2].disposition) == ([], Disposition.UNPARSED)


def test_years_and_phases_of_columns_and_printed_differences() -> None:
    read = table(
        "一般公共预算支出表",
        [("功能分类科目", 1, 2), ("2025年执行数", 2, 1), ("2026年预算数", 1, 2), ("2026年预算数比2025年执行数", 1, 2)],
        ["科目编码", "科目名称", "小计", "扣除中央基建投资后小计", "增减额", "增减%"],
        ["201", "一般公共服务支出", "10.00", "12.00", "11.00", "2.00", "20%"],
    )
    assert lines(read, "phase", "amount_year", "measure") == [
        ("execution", 2025, "total"),
        ("budget", 2026, "total"),
        ("budget", 2026, "unclassified"),
    ]
    assert [read.uses[2, column].disposition for column in (5, 6)] == [Disposition.DERIVED] * 2


def test_a_printed_share_belongs_to_the_amount_before_it() -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "合计", "占比"], ["201", "x", "1.00", "85.5%"])
    assert [(line["amount_yuan"], line["share"]) for line in read.records["budget_lines"]] == [(10000, 0.855)]


def test_final_accounts_are_of_the_phase_final() -> None:
    header = [("项目", 1, 4), ("本年支出", 1, 2)]
    read = table(
        "一般公共预算财政拨款支出决算表",
        header,
        [("功能分类科目编码", 1, 3), "科目名称", "小计", "基本支出"],
        [("类", 2, 1), ("款", 2, 1), ("项", 2, 1), "栏次", "1", "2"],
        ["合计", "9.00", "9.00"],
        [("2130301", 1, 3), "行政运行", "9.00", "9.00"],
        stage="final_accounts",
    )
    assert lines(read, "line", "code", "measure", "phase", "row_path") == [
        ("total", None, "total", "final", "合计"),
        ("total", None, "basic", "final", "合计"),
        ("item", "2130301", "total", "final", "2130301 / 行政运行"),
        ("item", "2130301", "basic", "final", "2130301 / 行政运行"),
    ]


def test_revenue_expenditure_and_carryover_of_a_fund_in_one_table() -> None:
    read = table(
        "政府性基金预算财政拨款收入支出决算表",
        [
            "科目编码",
            "科目名称",
            ("年初结转和结余", 2, 1),
            ("本年收入", 2, 1),
            ("本年支出", 1, 2),
            ("年末结转和结余", 2, 1),
        ],
        ["", "", "小计", "项目支出"],
        ["21208", "国有土地使用权出让收入安排的支出", "5.00", "30.00", "31.00", "31.00", "4.00"],
    )
    assert lines(read, "flow", "period", "measure", "fund") == [
        ("revenue", "carryover", "total", "government_fund"),
        ("revenue", "current_year", "total", "government_fund"),
        ("expenditure", None, "total", "government_fund"),
        ("expenditure", None, "project", "government_fund"),
        ("expenditure", None, "carryover_out", "government_fund"),
    ]


def test_groups_of_code_name_and_amount_side_by_side() -> None:
    read = table(
        "一般公共预算财政拨款基本支出决算明细表",
        [("人员经费", 1, 3), ("公用经费", 1, 6)],
        ["科目编码", "科目名称", "决算数"] * 3,
        ["301", "工资福利支出", "50.00", "302", "商品和服务支出", "18.00", "307", "债务利息及费用支出", ""],
        ["30101", "基本工资", "50.00", "30201", "办公费", "18.00", "310", "资本性支出", "2.00"],
        [("人员经费合计", 1, 2), "50.00", ("公用经费合计", 1, 5), "20.00"],
    )
    assert lines(read, "line", "code", "measure", "phase", "amount_yuan") == [
        ("item", "301", "personnel", "final", 500000),
        ("item", "302", "operating", "final", 180000),
        ("item", "30101", "personnel", "final", 500000),
        ("item", "30201", "operating", "final", 180000),
        ("item", "310", "operating", "final", 20000),
        ("total", None, "personnel", "final", 500000),
        ("total", None, "operating", "final", 200000),
    ]


THREE = [
    [("预算数", 1, 4), ("决算数", 1, 4)],
    [("合计", 2, 1), ("公务用车购置及运行维护费", 1, 2), ("公务接待费", 2, 1)] * 2,
    ["小计", "公务用车运行维护费"] * 2,
    ["1", "2", "3", "4", "5", "6", "7", "8"],
    ["20.00", "15.00", "15.00", "5.00", "12.30", "10.00", "10.00", "2.30"],
]


def test_the_three_public_expenses_as_columns() -> None:
    read = table("财政拨款“三公”经费支出决算表", *THREE)
    assert lines(read, "phase", "line", "code", "name", "level") == [
        (phase, *item)
        for phase in ("budget", "final")
        for item in [
            ("total", "total", "合计", 0),
            ("item", "vehicles", "公务用车购置及运行维护费", 1),
            ("item", "vehicle_operation", "公务用车运行维护费", 2),
            ("item", "official_reception", "公务接待费", 1),
        ]
    ]


@pytest.mark.parametrize(
    ("title", "fund"),
    [
        ("财政拨款“三公”经费支出决算表", "fiscal_appropriation"),
        ("一般公共预算财政拨款“三公”经费支出决算表", "general_public"),
        ("政府性基金预算“三公”经费支出预算表", "government_fund"),
        ("财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表", "fiscal_appropriation"),
        ("“三公”经费预算表", "general_public"),
    ],
)
def test_the_title_says_the_fund_of_the_three_public_expenses(title: str, fund: str) -> None:
    assert {line[0] for line in lines(table(title, *THREE), "fund")} == {fund}


def test_what_stands_beside_the_three_is_an_item_and_counts_are_no_amounts() -> None:
    read = table(
        "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
        ["项目", "行次", "预算数", "决算统计数"],
        ["（一）支出合计", "1", "12.00", "10.00"],
        ["3．公务接待费", "2", "4.00", "3.00"],
        ["其中：外事接待费", "3", "", "1.00"],
        ["4．公务用车保有量（辆）", "4", "", "2"],
        ["（一）行政单位", "5", "", "30.00"],
    )
    assert lines(read, "line", "code", "name", "measure", "phase") == [
        ("total", "total", "支出合计", "total", "budget"),
        ("total", "total", "支出合计", "total", "final"),
        ("item", "official_reception", "公务接待费", "total", "budget"),
        ("item", "official_reception", "公务接待费", "total", "final"),
        ("item", None, "外事接待费", "unclassified", "final"),
        ("item", None, "行政单位", "unclassified", "final"),
    ]
    assert read.uses[4, 3].disposition is Disposition.STRUCTURAL


def test_a_memo_beside_a_subtotal_is_unclassified() -> None:
    read = table(
        "部门收入总体情况表",
        [("科目编码", 2, 1), ("科目名称", 2, 1), ("一般公共预算", 1, 2)],
        ["小计", "其中：财政拨款"],
        ["201", "x", "8.00", "7.00"],
    )
    assert lines(read, "fund", "measure") == [("general_public", "total"), ("general_public", "unclassified")]


def test_appropriations_in_a_table_of_one_fund_are_that_fund() -> None:
    read = table("一般公共预算支出预算表", ["科目编码", "科目名称", "当年财政拨款安排"], ["201", "x", "8.00"])
    assert lines(read, "fund", "period") == [("general_public", "current_year")]


def test_one_title_makes_another_table_with_another_key() -> None:
    read = table(
        "一般公共预算项目支出预算表",
        ["科目编码", "科目名称", "金额"],
        ["", "合计", "5.00"],
        ["2010308", "信访事务", "5.00"],
    )
    assert lines(read, "table", "scheme", "measure") == [("general_budget_by_function", "function", "project")] * 2


def test_a_part_named_with_an_unknown_word_is_not_that_part() -> None:
    read = table(
        "一般公共预算“三公”经费支出表",
        ["项目", "预算数"],
        ["公务用车购置及运维费", "3.00"],
        ["公务用车购置及甲乙费", "3.00"],
        ["公务用车购置费", "1.00"],
    )
    assert lines(read, "code", "measure") == [
        ("vehicles", "total"),
        (None, "unclassified"),
        ("vehicle_purchase", "total"),
    ]


def test_what_vehicles_are_run_with_stands_beside_the_three_publics() -> None:
    read = table(
        "财政拨款“三公”经费支出表",
        ["年份", ("公务用车购置和运行维护费", 1, 3)],
        ["", "小计", "公务用车运行维护费", "其中：加油"],
        ["2026年", "11.00", "11.00", "5.00"],
    )
    assert lines(read, "code", "measure") == [
        ("vehicles", "total"),
        ("vehicle_operation", "total"),
        (None, "unclassified"),
    ]


def test_a_source_of_revenue_that_no_word_names_is_not_all_funds() -> None:
    read = table("部门收入总表", ["项目", "预算数"], ["甲乙收入", "5.00"], ["收入总计", "5.00"])
    assert lines(read, "line", "fund") == [("item", "unclassified"), ("grand_total", "all")]


@pytest.mark.parametrize(
    ("title", "axis"),
    [
        ("一般公共预算支出表（按功能分类科目）", "function"),
        ("支出表（部门经济分类科目）", "economic"),
        ("一般公共预算支出政府经济分类预算表", "government_economic"),
        ("一般公共预算支出表（分单位）", "unit"),
        ("一般公共预算支出表", None),
    ],
)
def test_a_title_can_say_what_keys_its_rows(title: str, axis: str | None) -> None:
    assert title_axis(title) == axis
