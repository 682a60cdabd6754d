from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.interpretation.declared.budget import title_axis
from pipelines.interpretation.sheets.reading import Disposition, Reading, Role
from pipelines.reconciliation.figures.figure import budget_figures
from pipelines.reconciliation.within.rows import row_sums
from tests.interpretation.budget.readings import caption, lines, reading, table
from tests.printed import Printed, sheet

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


def test_a_note_beside_a_row_is_text() -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "合计", "备注"], ["201", "x", "1.00", "含上年结转"])
    assert (read.uses[1, 3].role, read.uses[1, 3].disposition) == (Role.TEXT, Disposition.STRUCTURAL)


def test_the_code_of_a_unit_may_stand_with_its_name_in_the_column_of_codes() -> None:
    header = ["单位编码", "单位名称", "合计"]
    read = table("部门支出总表", header, ["143001 江城市水文站", "", "1.00"], ["143002", "江城市河道处", "2.00"])
    assert lines(read, "unit_code", "unit_name") == [("143001", "江城市水文站"), ("143002", "江城市河道处")]


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
    assert read.uses[4, 3].disposition is Disposition.PUBLISHED
    assert counted(read) == [("vehicles_held", "公务用车保有量（辆）", 2, "final")]


def counted(read: Reading) -> list[tuple[object, ...]]:
    rows = read.records["three_public_counts"]
    return [tuple(row[column] for column in ("item", "name", "number", "phase")) for row in rows]


def test_numbers_of_things_have_a_dataset_of_their_own() -> None:
    """The official form of final accounts prints amounts, numbers and other assets in one column."""
    read = table(
        "机构运行信息表",
        ["项目", "行次", "年初预算数", "统计数"],
        ["（一）支出合计", "1", "12.00", "10.00"],
        ["（二）相关统计数", "2", "—", "—"],
        ["1．因公出国（境）团组数（个）", "3", "—", "2"],
        ["2．因公出国（境）人次数（人）", "4", "—", "1,005"],
        ["5．国内公务接待批次（个）", "5", "—", "3个"],
        ["其中：外事接待批次（个）", "6", "—", "1.5"],
        ["（二）单价100万元（含）以上设备（台、套）", "7", "—", "4"],
        stage="final_accounts",
    )
    assert counted(read) == [
        ("overseas_groups", "因公出国（境）团组数（个）", 2, "final"),
        ("overseas_persons", "因公出国（境）人次数（人）", 1005, "final"),
        ("domestic_reception_visits", "国内公务接待批次（个）", 3, "final"),
        ("unclassified", "单价100万元（含）以上设备（台、套）", 4, "final"),
    ]
    assert [row["amount_yuan"] for row in read.records["budget_lines"]] == [120000, 100000]
    assert read.uses[6, 3].disposition is Disposition.UNPARSED
    assert read.uses[3, 2].disposition is Disposition.STRUCTURAL


def test_persons_and_visits_are_of_the_expense_they_stand_under() -> None:
    read = table(
        "2026年“三公”经费预算表",
        [("单位名称", 2, 1), ("因公出国（境）费", 1, 3), ("公务接待费", 1, 3), ("会议费", 1, 2)],
        ["金额", "团组数", "人次", "金额", "批次", "人数", "金额", "人数"],
        ["合计", "3.00", "1", "4", "2.00", "7", "80", "1.00", "9"],
        ["区信访局", "3.00", "1", "4", "2.00", "7", "80", "1.00", "9"],
    )
    whole = [(row["item"], row["number"]) for row in read.records["three_public_counts"] if row["unit_name"] is None]
    assert whole == [
        ("overseas_groups", 1),
        ("overseas_persons", 4),
        ("reception_visits", 7),
        ("reception_persons", 80),
        ("unclassified", 9),
    ]


def test_numbers_of_things_in_other_tables_are_told_as_not_read() -> None:
    read = table("支出总表", ["科目编码", "科目名称", "合计", "人数"], ["201", "一般公共服务支出", "12.00", "3"])
    assert "three_public_counts" not in read.records
    assert read.uses[1, 3].disposition is Disposition.UNKNOWN_COLUMN


def test_a_sum_over_funds_is_named_by_its_own_label() -> None:
    read = table(
        "财政拨款“三公”经费支出表",
        [("预算单位", 2, 1), ("总计", 1, 2), ("公务接待费", 1, 2)],
        ["一般公共预算", "政府性基金预算", "一般公共预算", "政府性基金预算"],
        ["某市统计局", "3.00", "1.00", "3.00", "1.00"],
    )
    assert lines(read, "code", "name", "fund") == [
        ("total", "总计", "general_public"),
        ("total", "总计", "government_fund"),
        ("official_reception", "公务接待费", "general_public"),
        ("official_reception", "公务接待费", "government_fund"),
    ]


def test_rows_name_the_three_public_expenses_under_a_column_that_names_them_all() -> None:
    read = table(
        "一般公共预算“三公”经费支出情况表",
        ["项目", "2026年“三公”经费预算数"],
        ["共计", "11.00"],
        ["1、因公出国（境）费用", "0.00"],
        ["3、公务用车费", "8.00"],
        ["其中：（1）公务用车运行维护费", "8.00"],
    )
    assert lines(read, "line", "code", "name") == [
        ("total", "total", "2026年“三公”经费"),
        ("item", "overseas_travel", "因公出国（境）费用"),
        ("item", "vehicles", "公务用车费"),
        ("item", "vehicle_operation", "公务用车运行维护费"),
    ]


def test_who_pays_for_what_is_spent_makes_no_revenue_of_it() -> None:
    read = table(
        "支出经济分类汇总表",
        [("科目编码", 2, 1), ("科目名称", 2, 1), ("总计", 2, 1), ("本年收入", 1, 2), ("上年结转结余", 2, 1)],
        ["一般公共预算", "单位资金"],
        ["301", "工资福利支出", "9.00", "8.00", "", "1.00"],
    )
    assert lines(read, "flow", "fund", "period") == [
        ("expenditure", "all", None),
        ("expenditure", "general_public", "current_year"),
        ("expenditure", "all", "carryover"),
    ]


def test_a_side_that_a_table_does_not_have_is_not_read() -> None:
    read = table(
        "部门支出总表",
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款", "9.00", "一、农林水支出", "9.00"],
    )
    assert lines(read, "flow", "code") == [("expenditure", "213")]


def test_a_source_of_revenue_that_no_word_names_is_not_all_of_them() -> None:
    read = table(
        "收支总表",
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款", "9.00", "一、农林水支出", "9.00"],
        ["    其中：财政拨款", "8.00", "", ""],
        ["          某某专户甲乙丙", "1.00", "", ""],
        ["本年收入合计", "9.00", "本年支出合计", "9.00"],
    )
    assert [fund for flow, fund in lines(read, "flow", "fund") if flow == "revenue"] == [
        "general_public",
        "general_public",
        "unclassified",
        "all",
    ]


def test_a_memo_beside_a_subtotal_is_unclassified() -> None:
    read = table(
        "部门收入总体情况表",
        [("科目编码", 2, 1), ("科目名称", 2, 1), ("一般公共预算", 1, 2)],
        ["小计", "其中：财政拨款"],
        ["201", "x", "8.00", "7.00"],
    )
    assert lines(read, "fund", "measure") == [("general_public", "total"), ("general_public", "unclassified")]


def test_a_memo_of_what_is_carried_over_is_one_too() -> None:
    read = table(
        "部门收支总体情况表",
        [("收入", 1, 2), ("支出", 1, 3)],
        [("项目", 2, 1), ("金额", 2, 1), ("项目", 2, 1), ("一般公共预算", 1, 2)],
        ["小计", "其中：财政拨款"],
        ["收入总计", "9.00", "年终结转结余", "3.00", "2.00"],
    )
    assert lines(read, "line", "fund", "measure")[1:] == [
        ("carryover_out", "general_public", "total"),
        ("carryover_out", "general_public", "unclassified"),
    ]


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


def test_a_column_of_the_three_public_expenses_holds_each_of_them() -> None:
    read = table(
        "一般公共预算“三公”经费支出预算表",
        ["项目", "2026年“三公”经费预算数"],
        ["公务接待费用", "1.80"],
        ["其中：公务用车购置支出", "7.50"],
        ["合计", "9.30"],
    )
    assert lines(read, "line", "code") == [
        ("item", "official_reception"),
        ("item", "vehicle_purchase"),
        ("total", "total"),
    ]


def test_a_source_of_revenue_beside_one_that_is_named_is_of_no_fund() -> None:
    read = table(
        "收支预算总表",
        [("收入", 1, 2)],
        ["项目", "预算数"],
        ["一、一般公共预算拨款收入", "5.00"],
        ["二、某某专项来源", "1.00"],
        ["收入总计", "6.00"],
    )
    assert lines(read, "line", "fund") == [("item", "general_public"), ("item", "unclassified"), ("grand_total", "all")]


def test_the_closing_row_under_this_year_s_revenue_is_of_no_period() -> None:
    read = table(
        "财务收支预算总表",
        [("本年收入", 1, 2), ("本年支出", 1, 2)],
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款收入", "5.00", "一、教育支出", "5.00"],
        ["收入总计", "5.00", "支出总计", "5.00"],
    )
    assert lines(read, "flow", "line", "period") == [
        ("revenue", "item", "current_year"),
        ("expenditure", "item", None),
        ("revenue", "grand_total", None),
        ("expenditure", "grand_total", None),
    ]


def test_rows_can_tell_phase_year_and_difference() -> None:
    read = table(
        "“三公”经费支出决算表",
        ["项目", "合计", "公务接待费"],
        ["预算数", "3.00", "1.00"],
        ["决算数", "2.00", "0.50"],
        ["2025年决算数", "1.00", ""],
        ["增减额", "-1.00", "-0.50"],
        ["增减率（%）", "-33.33%", "-50.00%"],
        stage="final_accounts",
    )
    assert lines(read, "code", "phase", "amount_year", "amount_yuan") == [
        ("total", "budget", 2026, 30000),
        ("official_reception", "budget", 2026, 10000),
        ("total", "final", 2026, 20000),
        ("official_reception", "final", 2026, 5000),
        ("total", "final", 2025, 10000),
    ]
    assert {read.uses[row, 1].disposition for row in (4, 5)} == {Disposition.DERIVED}


def test_what_a_row_carries_over_is_an_amount_of_the_document_s_own_year() -> None:
    read = table("财政拨款收支总表", ["收入", "预算数", "支出", "预算数"], ["2025年结转", "1.00", "外交支出", "1.00"])
    assert lines(read, "amount_year") == [(2026,), (2026,)]


@pytest.mark.parametrize(("stage", "printed"), [("final_accounts", []), ("budget", [0])])
def test_a_long_dash_in_final_accounts_is_not_to_be_filled_in(stage: str, printed: list[int]) -> None:
    read = table("“三公”经费情况表", ["项目", "合计"], ["一、“三公”经费支出", "—"], stage=stage)
    assert [amount for (amount,) in lines(read, "amount_yuan")] == printed


def test_other_expenditure_is_no_fund() -> None:
    read = table(
        "部门支出总表",
        ["科目编码", "科目名称", "合计", "基本支出", "其他支出"],
        ["229", "其他支出", "3.00", "2.00", "1.00"],
    )
    assert lines(read, "code", "fund", "measure") == [
        ("229", "all", "total"),
        ("229", "all", "basic"),
        ("229", "all", "unclassified"),
    ]


def test_columns_without_central_investment_are_memos() -> None:
    read = table(
        "一般公共预算支出表",
        ["科目编码", "科目名称", "2025年执行数（扣除中央基本建设投资）", "2026年预算数"],
        ["202", "外交支出", "1.00", "2.00"],
    )
    assert lines(read, "measure", "phase", "amount_year") == [
        ("unclassified", "execution", 2025),
        ("total", "budget", 2026),
    ]


def test_central_investment_is_a_part_that_no_measure_names() -> None:
    header = ["科目编码", "科目名称", "小计", "项目支出", "其中：中央基建投资"]
    read = table("一般公共预算支出表", header, ["202", "外交支出", "3.00", "2.00", "1.00"])
    assert lines(read, "measure") == [("total",), ("project",), ("unclassified",)]


def test_classes_over_columns_are_parts_and_what_a_unit_has_left_is_carried_over() -> None:
    header = ["科目编码", "科目名称", "项目支出合计", "资本性支出（基本建设）", "对社会保障基金补助"]
    read = table("一般公共预算项目支出情况表", header, ["202", "外交支出", "3.00", "2.00", "1.00"])
    assert lines(read, "measure") == [("project",), ("unclassified",), ("unclassified",)]
    header = ["科目编码", "科目名称", "总计", "单位上年结余（不包括国库集中支付额度结余）"]
    read = table("部门收入总体情况表", header, ["202", "外交支出", "3.00", "2.00"])
    assert lines(read, "fund", "period") == [("all", None), ("all", "carryover")]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("按支出性质分类", [("201", None), (None, "basic"), ("208", None), ("301", "basic")]),
        # What nobody knows may key the amounts behind it; they are not of the functions.
        ("按甲乙丙划分", [("201", None), ("208", None)]),
    ],
)
def test_words_between_amounts_key_those_behind_them_or_leave_them_in_doubt(
    label: str, found: list[tuple[str | None, str | None]]
) -> None:
    read = table(
        "部门收支总表",
        [("收入", 1, 2), ("支出", 1, 4)],
        ["项目", "金额", "按支出功能分类", "金额", label, "金额"],
        ["一、一般公共预算拨款收入", "9.00", "一、一般公共服务支出", "7.00", "一、基本支出", "5.00"],
        ["二、政府性基金预算拨款收入", "", "二、社会保障和就业支出", "2.00", "工资福利支出", "3.00"],
    )
    said = [(code, None if measure == "total" else measure) for code, measure in lines(read, "code", "measure")[1:]]
    assert said == found
    assert (read.uses[2, 5].disposition is Disposition.PUBLISHED) is (len(found) > 2)


def test_a_column_of_funds_says_what_pays_for_each_row() -> None:
    read = table(
        "部门支出总表",
        ["科目编码", "科目名称", "资金性质", "合计"],
        ["", "合计", "", "9.50"],
        [("201", 2, 1), ("一般公共服务支出", 2, 1), "一般公共预算资金", "7.00"],
        ["单位资金", "2.00"],
        ["208", "社会保障和就业支出", "甲乙丙款", "0.50"],
    )
    assert lines(read, "code", "fund") == [
        (None, "all"),
        ("201", "general_public"),
        ("201", "unit_funds"),
        ("208", "unclassified"),
    ]


def test_a_column_of_funds_alone_keys_its_rows_and_over_funds_it_says_nothing() -> None:
    read = table("部门收入总表", ["资金来源", "预算数"], ["一般公共预算", "7.00"], ["合计", "7.00"])
    assert lines(read, "line", "name", "fund") == [("item", "一般公共预算", "general_public"), ("total", "合计", "all")]
    read = table(
        "财政拨款“三公”经费支出表",
        [("项目", 2, 1), ("资金来源", 1, 2)],
        ["合计", "政府性基金预算"],
        ["公务接待费", "2.00", "1.00"],
    )
    assert lines(read, "fund") == [("fiscal_appropriation",), ("government_fund",)]


def test_amounts_under_the_label_of_funds_are_not_read() -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "资金来源"], ["201", "一般公共服务支出", "7.00"])
    assert (lines(read, "fund"), read.uses[1, 2].disposition) == ([], Disposition.UNKNOWN_COLUMN)


def test_final_accounts_of_the_general_budget_can_print_revenue_and_carryover_beside_expenditure() -> None:
    read = table(
        "一般公共预算财政拨款收入支出决算表",
        ["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"],
        ["202", "外交支出", "1.00", "5.00", "4.00", "2.00"],
        stage="final_accounts",
    )
    assert lines(read, "table", "flow", "period", "measure") == [
        ("general_budget_by_function", "revenue", "carryover", "total"),
        ("general_budget_by_function", "revenue", "current_year", "total"),
        ("general_budget_by_function", "expenditure", None, "total"),
        ("general_budget_by_function", "expenditure", None, "carryover_out"),
    ]


@pytest.mark.parametrize(
    ("label", "printed", "share"), [("占比（%）", "79.63", 0.7963), ("占比", "79.63%", 0.7963), ("占比", "0.5", 0.5)]
)
def test_a_share_is_a_fraction_however_it_is_printed(label: str, printed: str, share: float) -> None:
    read = table("部门收入总表", ["项目", "预算数", label], ["一、其他收入", "5.00", printed])
    assert [row["share"] for row in read.records["budget_lines"]] == [share]


def test_a_share_in_doubt_is_not_read() -> None:
    rows = (("项目", "预算数", "占比"), ("一、其他收入", "5.00", "79.63%"))
    printed = sheet(*rows, caption=caption("部门收入总表"))
    doubted = replace(printed, cells=tuple(replace(cell, proven=cell.text != "79.63%") for cell in printed.cells))
    read = reading(doubted)
    assert [row.get("share") for row in read.records["budget_lines"]] == [None]
    assert read.uses[1, 2].disposition is Disposition.UNPARSED


def test_a_bare_number_above_one_may_be_no_fraction() -> None:
    read = table("部门收入总表", ["项目", "预算数", "占比"], ["一、其他收入", "5.00", "79.63"])
    assert read.uses[1, 2].disposition is Disposition.UNPARSED


@pytest.mark.parametrize(
    "header",
    [
        [[("科目编码", 2, 1), ("事业收入", 1, 2)], ["金额", "其中：教育收费"]],
        [["科目编码", "事业收入", "其中：教育收费"]],
    ],
)
def test_fees_for_education_within_the_business_revenue_are_a_memo(header: list[list[Printed]]) -> None:
    read = table("收入决算表", *header, ["205", "9.00", "4.00"])
    assert lines(read, "fund", "measure") == [("business", "total"), ("fiscal_account", "unclassified")]


@pytest.mark.parametrize("of_table", [None, "元"], ids=["no unit over the table", "another unit over the table"])
def test_a_record_says_the_unit_its_amount_was_converted_by(of_table: str | None) -> None:
    read = table("部门支出总表", ["科目编码", "科目名称", "合计"], ["201", "x", "12.5万元"], unit=of_table)
    assert lines(read, "amount_yuan", "printed_unit") == [(Decimal("125000.00"), "万元")]


def test_an_amount_keyed_by_three_classifications_is_one_line_of_the_function() -> None:
    read = table(
        "预算03表 支出总表",
        ["支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目", "合计", "项目支出"],
        ["2050803-培训支出", "50203-培训费", "30216-培训费", "243.445664", "226.245664"],
        ["2010302-一般行政管理事务", "50201-办公经费", "3021101-差旅费", "46.000000", "46.000000"],
        ["合 计", "", "", "289.445664", ""],
    )
    columns = ("scheme", "code", "name", "economic_code", "government_economic_code", "measure", "amount_yuan")
    assert lines(read, *columns) == [
        ("function", "2050803", "培训支出", "30216", "50203", "total", Decimal("2434456.64")),
        ("function", "2050803", "培训支出", "30216", "50203", "project", Decimal("2262456.64")),
        ("function", "2010302", "一般行政管理事务", "3021101", "50201", "total", Decimal("460000.00")),
        ("function", "2010302", "一般行政管理事务", "3021101", "50201", "project", Decimal("460000.00")),
        ("function", None, "合 计", None, None, "total", Decimal("2894456.64")),
    ]


def test_names_of_functions_alone_key_revenue() -> None:
    header = ["项目", "合计", "一般公共预算", "事业收入"]
    named = table(
        "收入总表",
        header,
        ["社会保障和就业支出", "5.00", "4.00", "1.00"],
        ["行政事业单位养老支出", "5.00", "4.00", "1.00"],
        ["事业单位离退休", "5.00", "4.00", "1.00"],
    )
    assert {row[:2] for row in lines(named, "code", "scheme", "fund")} == {
        ("208", "function"),
        ("20805", "function"),
        ("2080502", "function"),
    }
    sources = table("收入总表", ["项目", "合计"], ["事业收入", "5.00"])
    assert lines(sources, "scheme", "fund") == [("revenue", "business")]


def test_a_name_over_the_classes_it_sums_is_a_unit() -> None:
    def by_unit(sum_of_classes: str) -> list[tuple[object, ...]]:
        rows = [
            ["信息中心", sum_of_classes],
            ["208社会保障和就业支出", "5.00"],
            ["20805行政事业单位养老支出", "5.00"],
            ["221住房保障支出", "2.00"],
        ]
        return lines(table("支出总表", ["科目名称", "合计"], *rows), "line", "name", "unit_name")

    assert by_unit("7.00")[0] == ("total", None, "信息中心")
    assert by_unit("7.00")[1] == ("item", "社会保障和就业支出", "信息中心")
    assert by_unit("8.00")[0] == ("item", "信息中心", None)


def test_a_class_in_a_row_that_a_page_break_cut_is_summed_once() -> None:
    rows: list[list[Printed]] = [
        ["信息中心", "7.00"],
        [("208社会保障和就业支出", 2, 1), ("5.00", 2, 1)],
        [],
        ["221住房保障支出", "2.00"],
    ]
    read = table("支出总表", ["科目名称", "合计"], *rows)
    assert lines(read, "line", "name", "unit_name")[0] == ("total", None, "信息中心")


def test_a_total_without_a_unit_is_of_all_where_every_other_row_prints_its_own() -> None:
    def units(*names: str) -> list[object]:
        keys = ["教育支出", "普通教育", "国防支出", "合计"]
        rows = [[name, key, "1.00"] for name, key in zip(names, keys, strict=True)]
        return [row[0] for row in lines(table("支出总表", ["单位名称", "科目名称", "合计"], *rows), "unit_name")]

    assert units("信息中心", "信息中心", "少年宫", "") == ["信息中心", "信息中心", "少年宫", None]
    assert units("信息中心", "", "", "") == ["信息中心"] * 4


def test_a_total_under_sections_that_their_units_own_rows_sum_is_of_no_unit() -> None:
    rows = [["信息中心", "4.00"], ["教育支出", "4.00"], ["少年宫", "3.00"], ["国防支出", "3.00"], ["合计", "7.00"]]
    read = table("支出总表", ["科目名称", "合计"], *rows)
    assert lines(read, "unit_name") == [("信息中心",), ("信息中心",), ("少年宫",), ("少年宫",), (None,)]


def test_a_column_beside_those_of_the_year_and_of_what_is_carried_over_sums_them() -> None:
    read = table(
        "收支总表",
        [("收入", 1, 4), ("支出", 1, 2)],
        ["项目", "本年预算", "编制预算", "上年结转", "项目", "本年预算"],
        ["一、财政拨款收入", "3.00", "2.00", "1.00", "一、教育支出", "3.00"],
        ["本年收入合计", "3.00", "2.00", "1.00", "本年支出合计", "3.00"],
    )
    revenue = [row[1:] for row in lines(read, "flow", "column_path", "period") if row[0] == "revenue"]
    assert {(str(path).split(" / ")[-1], period) for path, period in revenue} == {
        ("本年预算", None),
        ("编制预算", "current_year"),
        ("上年结转", "carryover"),
    }


def test_the_three_of_a_period_are_theirs_and_parts_of_one_are_told_apart() -> None:
    read = table(
        "一般公共预算“三公”经费支出表",
        [("“三公”经费合计", 3, 1), ("当年预算", 1, 4)],
        [("小计", 2, 1), ("因公出国（境）费", 1, 3)],
        ["小计", "因公出国（境）费", "科研因公出国（境）费用"],
        ["7.61", "7.61", "3.00", "2.00", "1.00"],
    )
    assert lines(read, "line", "code", "measure") == [
        ("total", "total", "total"),
        ("total", "total", "total"),
        ("item", "overseas_travel", "total"),
        ("item", "overseas_travel", "unclassified"),
        ("item", "overseas_travel", "unclassified"),
    ]


def test_a_total_over_the_sum_of_the_three_and_what_stands_beside_them_is_not_theirs() -> None:
    read = table(
        "一般公共预算“三公”经费、会议费和培训费支出情况表",
        ["项目", "预算数"],
        ["合计", "5.00"],
        ["一、“三公”经费小计", "3.00"],
        ["（一）公务接待费", "3.00"],
        ["二、会议费", "2.00"],
    )
    assert lines(read, "line", "code", "measure") == [
        ("total", None, "unclassified"),
        ("total", "total", "total"),
        ("item", "official_reception", "total"),
        ("item", None, "unclassified"),
    ]


def test_money_of_the_place_s_own_and_from_above_is_part_of_the_fund() -> None:
    read = table(
        "收入总表",
        [("单位名称", 2, 1), ("一般公共预算拨款收入", 1, 3)],
        ["小计", "本级财力安排", "上级补助安排"],
        ["信息中心", "5.00", "3.00", "2.00"],
    )
    assert lines(read, "fund") == [("general_public",), ("unclassified",), ("unclassified",)]


def test_what_is_left_in_accounts_of_the_unit_is_carried_over_beside_what_is_carried_over_of_all_funds() -> None:
    read = table(
        "收支总表",
        [("收入", 1, 2), ("支出", 1, 2)],
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款", "3.00", "一、教育支出", "6.00"],
        ["本年收入合计", "3.00", "本年支出合计", "6.00"],
        ["上年实户资金余额", "2.00", "未安排支出的实户资金", "1.00"],
        ["用事业基金弥补收支差额", "1.00", "结转下年", "0.00"],
        ["上年结转", "1.00", "", ""],
        ["收入总计", "7.00", "支出总计", "7.00"],
    )
    found = lines(read, "line", "name", "fund", "period", "measure")
    assert ("carryover_in", "上年实户资金余额", "unclassified", "carryover", "total") in found
    assert ("carryover_out", "未安排支出的实户资金", "unclassified", None, "total") in found
    # It heads nothing.
    assert ("item", "用事业基金弥补收支差额", "non_fiscal_balance", None, "total") in found
    sums = row_sums(budget_figures(read.records["budget_lines"]), None)
    closing = [each.verdict.status.value for each in sums if each.check == "closing_row"]
    assert closing == ["pass", "pass"]


def test_what_is_left_in_accounts_of_the_unit_is_carried_over_in_a_column_too() -> None:
    read = table("收入总表", ["单位名称", "合计", "上年实户资金余额"], ["信息中心", "5.00", "2.00"])
    assert lines(read, "line", "fund", "period") == [("item", "all", None), ("item", "unclassified", "carryover")]
