"""Official templates of forms as other places fill them in, from the page on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.foundation.record import Record
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from tests.printed import Printed, page

DEPARTMENT = "江城市商务局"
UNREAD = {"unknown_table", "unknown_column", "unparsed", "unread"}
INDICATORS: list[list[Printed]] = [
    [("绩效指标", 3, 1), "一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标（50分）", "数量指标(20分)", "维护系统数量", "≥3个"],
    ["满意度指标（10%）", "服务对象满意度指标", "用户满意度", "≥90%"],
]


def told(title: str, rows: Sequence[Sequence[Printed]]) -> dict[str, Sequence[Record]]:
    found = interpret([page(1, [title, "单位：万元"], rows)], Context(2026, DEPARTMENT))
    assert found.faults == ()
    return dict(found.records)


def amounts(rows: Sequence[Record], *columns: str) -> set[tuple[object, ...]]:
    return {(*(row.get(column) for column in columns), int(str(row["amount_yuan"]).split(".")[0])) for row in rows}


def unread(records: dict[str, Sequence[Record]]) -> set[object]:
    return {cell["source_text"] for cell in records["cells"] if cell["disposition"] in UNREAD}


TWO_HORIZONS: list[list[Printed]] = [
    [("（2026年度）", 1, 8)],
    [("项目名称", 1, 3), ("平台运行维护", 1, 5)],
    [("项目属性", 1, 3), ("延续项目", 1, 2), "项目期", ("3年", 1, 2)],
    [("项目资金（万元）", 3, 3), "中期资金总额：", "300.00", ("年度资金总额：", 1, 2), "100.00"],
    ["其中：财政拨款", "240.00", ("其中：财政拨款", 1, 2), "80.00"],
    ["其他资金", "60.00", ("其他资金", 1, 2), "20.00"],
    [("总体目标", 2, 1), ("中期目标（2026年—2028年）", 1, 4), ("年度目标", 1, 3)],
    [("建成平台并保持稳定运行。", 1, 4), ("完成本年度运维。", 1, 3)],
    [("绩效指标", 2, 1), *("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")],
    ["产出指标", "数量指标", "系统数量", "≥9个", "数量指标", "系统数量", "≥3个"],
]


def test_the_sources_of_several_years_are_not_those_of_the_year() -> None:
    records = told("项目支出绩效目标申报表", TWO_HORIZONS)
    assert amounts(records["project_funding"], "fund") == {
        ("all", 1_000_000),
        ("fiscal_appropriation", 800_000),
        ("other", 200_000),
    }
    (profile,) = records["project_profiles"]
    assert (profile["attribute"], profile["total_budget_yuan"]) == ("延续项目", 3_000_000)
    assert {(row["horizon"], row["goal"], row["target_value"]) for row in records["performance_targets"]} == {
        ("long_term", "建成平台并保持稳定运行。", 9.0),
        ("annual", "完成本年度运维。", 3.0),
    }
    assert unread(records) == set()


def test_a_form_that_prints_no_sum_of_the_year_says_its_sources_of_the_year() -> None:
    rows: list[list[Printed]] = [
        TWO_HORIZONS[1],
        [("项目资金总额", 1, 3), ("100.00", 1, 5)],
        [("其中：财政拨款", 1, 3), ("80.00", 1, 5)],
    ]
    records = told("项目支出绩效目标表", [*rows, *TWO_HORIZONS[6:]])
    assert amounts(records["project_funding"], "fund") == {("fiscal_appropriation", 800_000)}


@pytest.mark.parametrize(
    ("label", "scope", "dataset"),
    [("项目名称", "project", "project_funding"), ("部门名称", "department", "budget_lines")],
)
def test_a_title_of_several_tables_is_told_by_the_label_under_it(label: str, scope: str, dataset: str) -> None:
    rows: list[list[Printed]] = [
        [(label, 1, 2), ("平台运行维护" if scope == "project" else DEPARTMENT, 1, 3)],
        [("年度资金总额", 1, 2), ("100.00", 1, 3)],
        *INDICATORS,
    ]
    records = told("绩效目标表", rows)
    assert {row["scope"] for row in records["performance_targets"]} == {scope}
    assert amounts(records[dataset], "fund") == {("all", 1_000_000)}


def test_a_level_is_named_without_its_weight() -> None:
    bare: list[list[Printed]] = [
        ["", "效益指标30分", "社会效益指标30", "办理时长", "≤3天"],
        ["", "", "其他30", "时长", "≤3天"],
    ]
    rows: list[list[Printed]] = [[("项目名称", 1, 2), ("平台运行维护", 1, 3)], *INDICATORS, *bare]
    levels = [(row["level1"], row["level2"]) for row in told("项目支出绩效目标表", rows)["performance_targets"]]
    assert levels == [
        ("产出指标", "数量指标"),
        ("满意度指标", "服务对象满意度指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "其他30"),
    ]


def test_labels_and_amounts_in_one_cell_are_told_apart() -> None:
    rows: list[list[Printed]] = [
        ["部门（单位）名称", (DEPARTMENT, 1, 4)],
        [("年度预算申请（万元）", 4, 1), ("资金总额：320.00", 1, 4)],
        [("按收入性质分：", 1, 2), ("按支出性质分：", 1, 2)],
        [("其中：一般公共预算：300.00", 1, 2), ("其中：基本支出：120.00", 1, 2)],
        [("其他资金：20.00", 1, 2), ("项目支出：200.00", 1, 2)],
        *INDICATORS,
    ]
    lines = told("部门（单位）整体支出绩效目标表", rows)["budget_lines"]
    assert amounts(lines, "name", "fund", "measure") == {
        (None, "all", "total", 3_200_000),
        ("一般公共预算", "general_public", "unclassified", 3_000_000),
        ("基本支出", "all", "basic", 1_200_000),
        ("其他资金", "other", "unclassified", 200_000),
        ("项目支出", "all", "project", 2_000_000),
    }
