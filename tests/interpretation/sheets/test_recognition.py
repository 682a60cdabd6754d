from __future__ import annotations

import pytest

from pipelines.interpretation.declared.tables import declarations
from pipelines.interpretation.sheets.recognition import recognise, recognise_title, title_core
from pipelines.interpretation.sheets.sheet import Caption
from tests.printed import sheet

TITLES = {
    "revenue_and_expenditure": [
        "部门收支总表",
        "2026年部门收支总体情况表",
        "收支预算总表",
        "收入支出决算总表",
        "表1.预算单位财务收支预算总表",
        "县级部门收支总表",
        "全口径收支预算总表",
    ],
    "revenue": ["部门收入总表", "收入预算总表", "收入决算表", "2024年度收入决算表", "部门收入总体情况表"],
    "expenditure": ["部门支出总表", "本年支出总体情况表", "支出决算表", "单位支出总表"],
    "fiscal_appropriation": [
        "财政拨款收支总表",
        "财政拨款收支总体情况表",
        "财政拨款收入支出决算总表",
        "财政拨款收支预算总表",
    ],
    "general_budget_by_function": [
        "一般公共预算支出表",
        "一般公共预算支出情况表（按功能分类科目）",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算拨款支出预算表",
        "一般公共预算当年拨款支出预算表",
        "表7 一般公共预算支出表",
        "表5.一般公共预算支出情况表（按功能分类科目）",
        "表五一般公共预算支出表",
        "部门公开表5 一般公共预算支出表",
    ],
    "basic_expenditure": [
        "一般公共预算基本支出表",
        "一般公共预算财政拨款基本支出决算明细表",
        "一般公共预算基本支出情况表（按经济分类科目）",
        "一般公共预算基本支出部门预算经济分类预算表",
        "一般公共预算支出表（基本支出）",
    ],
    "three_public": [
        "一般公共预算“三公”经费支出表",
        "财政拨款预算“三公”经费支出表",
        "“三公”经费、会议费、培训费支出表",
        "行政经费及“三公”经费预算表",
    ],
    "government_fund": [
        "政府性基金预算支出表",
        "政府性基金预算财政拨款收入支出决算表",
        "政府性基金收支表",
        "部门预算政府基金预算财政拨款支出表",
        "政府性基金拨款支出预算表",
        "政府性基金预算当年拨款支出表",
        "基金预算支出情况表",
    ],
    "state_capital": [
        "国有资本经营预算支出表",
        "国有资本经营预算财政拨款支出决算表",
        "国有资本经营预算支出",
        "国有资本经营收支预算表",
        "国有资本经营收入支出预算表",
        "国有资本经营拨款支出预算表",
        "国有资本预算支出表",
    ],
    "fiscal_expenditure": ["财政拨款支出表", "财政拨款支出预算表（部门经济分类科目）"],
    "fiscal_basic_expenditure": ["财政拨款支出表（基本支出）"],
    "basic_expenditure_summary": ["部门预算基本支出表", "支出总表（基本支出）", "基本支出预算情况表"],
    "operating_costs": [
        "机关运行经费支出表",
        "一般公共预算机关运行经费支出预算表",
        "一般公共预算机关运行经费情况表",
        "2025年机关运行经费预算财政拨款情况统计表",
        "财政拨款机关运行经费表",
    ],
    "projects": ["项目支出预算表", "其他运转类、特定目标类项目支出表"],
    "asset_allocation": ["新增资产配置计划表", "国有资产购置预算表"],
    "project_performance": ["项目支出绩效目标表", "项目绩效目标批复表", "项目绩效表"],
}


@pytest.mark.parametrize(("table", "title"), [(table, title) for table, titles in TITLES.items() for title in titles])
def test_a_title_names_a_standard_table(table: str, title: str) -> None:
    found = recognise_title(title)
    assert found is not None
    assert found.table == table


@pytest.mark.parametrize(
    "title", ["固定资产情况表", "名词解释一览", "政府债务限额情况表", "收支说明", "支出表（项目支出）"]
)
def test_an_undeclared_title_is_no_table(title: str) -> None:
    assert recognise_title(title) is None


def test_the_name_of_the_department_before_a_title_says_nothing() -> None:
    assert recognise_title("江城市水务局支出总表") is None
    found = recognise_title("江城市水务局支出总表", ("江城市水务局",))
    assert found is not None
    assert found.table == "expenditure"


def test_the_core_of_a_title() -> None:
    assert (
        title_core("2026年部门收支预算总表") == title_core("表1 收支总表（续表）") == title_core("收支总表") == "收支"
    )


def test_a_sheet_without_a_title_is_known_by_its_first_row_only_where_declared() -> None:
    opened = [(opening, declaration.table) for declaration in declarations() for opening in declaration.openings]
    assert opened
    for opening, table in opened:
        found = recognise(sheet([*opening, "其他"], caption=Caption()))
        assert found is not None
        assert found.table == table
    assert recognise(sheet(["科目编码", "科目名称"], caption=Caption())) is None


def test_no_two_declarations_claim_one_title() -> None:
    cores: dict[str, str] = {}
    for declaration in declarations():
        for title in declaration.titles:
            assert cores.setdefault(title_core(title), declaration.table) == declaration.table, title
    assert len(cores) > len(declarations())
