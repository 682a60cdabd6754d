"""Forms of volumes of performance targets: indicators by task, money by fund, targets of two horizons."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.interpretation.declared.forms import form_declaration
from pipelines.interpretation.forms.layout import form_parts
from pipelines.interpretation.forms.tables import Block
from pipelines.interpretation.sheets.reading import Disposition
from tests.interpretation.forms.readings import declared, dispositions, read
from tests.printed import WAN_YUAN, sheet


def test_levels_before_an_indicator_are_its_levels() -> None:
    printed = sheet(
        ("部门名称", ("某局", 1, 4)),
        ("活动", "绩效指标", "指标性质", "指标值", "度量单位"),
        ("就业创业", "产出指标数量指标举办招聘会场次", "≥", "2", "场"),
        ("就业创业", "满意度指标服务对象满意度指标活动满意度", "≥", "96", "%"),
        ("就业创业", "产出指标质量指标1.4G专网可用率", "≥", "99", "%"),
        ("就业创业", "产出指标质量指标1、合格率", "≥", "99", "%"),
        ("就业创业", "完成年度任务", "定性", "好", ""),
    )
    targets = read(printed, "department_performance").records["performance_targets"]
    assert [tuple(row[key] for key in ("level1", "level2", "indicator", "target_text")) for row in targets] == [
        ("产出指标", "数量指标", "举办招聘会场次", "≥2场"),
        ("满意度指标", "服务对象满意度指标", "活动满意度", "≥96%"),
        ("产出指标", "质量指标", "1.4G专网可用率", "≥99%"),
        ("产出指标", "质量指标", "合格率", "≥99%"),
        (None, None, "完成年度任务", "好"),
    ]


TOTALS = (
    ("部门名称", ("某局", 1, 5)),
    (("总体资金情况（万元）", 3, 1), ("预算支出总额", 2, 1), ("财政拨款", 1, 2), ("其他资金", 1, 2)),
    ("基本支出", "项目支出", "基本支出", "项目支出"),
    ("10.5", "2.00", "3.00", "", "5.50"),
)


def test_money_by_fund_and_by_nature_is_a_total_each() -> None:
    lines = read(sheet(*TOTALS), "department_performance").records["budget_lines"]
    said = ("line", "scheme", "fund", "measure", "amount_yuan", "printed_unit")
    assert [tuple(row[key] for key in said) for row in lines] == [
        ("total", None, "all", "total", Decimal("105000.00"), "万元"),
        ("total", None, "fiscal_appropriation", "basic", Decimal("20000.00"), "万元"),
        ("total", None, "fiscal_appropriation", "project", Decimal("30000.00"), "万元"),
        ("total", None, "other", "project", Decimal("55000.00"), "万元"),
    ]


def test_labels_with_amounts_beside_them_are_no_head_of_a_table() -> None:
    printed = sheet(("资金总额", "10.5", "财政拨款", "2.00"), ("基本支出", "3.00", "项目支出", "7.5"), caption=WAN_YUAN)
    parts = form_parts(printed, form_declaration(declared("department_performance")))
    assert not [part for part in parts if isinstance(part, Block)]
    lines = read(printed, "department_performance").records["budget_lines"]
    assert [row["amount_yuan"] for row in lines] == [105000, 20000, 30000, 75000]


def test_a_unit_over_a_column_is_that_of_the_amounts_under_it() -> None:
    printed = sheet(
        ("部门预算支出", "预算金额（万元）", "收入来源", "预算金额（万元）"),
        ("基本支出", "12,634.14", "财政拨款", "98,880.78"),
        ("项目支出", "86,246.64", "其他资金", "0.00"),
        ("财政专项资金", "0.00", "市本级使用资金", "98,880.78"),
    )
    lines = read(printed, "department_performance").records["budget_lines"]
    assert {(row["fund"], row["measure"]): row["amount_yuan"] for row in lines[:2]} == {
        ("all", "basic"): Decimal("126341400.00"),
        ("fiscal_appropriation", "total"): Decimal("988807800.00"),
    }
    assert len(lines) == 6


def test_a_heading_over_a_column_of_funds_says_what_they_are() -> None:
    printed = sheet(
        ("部门预算支出", "预算金额（万元）", "收入来源", "预算金额（万元）"),
        ("基本支出", "3.00", "财政拨款", "8.00"),
        ("项目支出", "6.00", "其他资金", "1.00"),
        ("事业发展性支出", "预算金额（万元）", "按预算级次划分", "预算金额（万元）"),
        ("财政专项资金", "4.00", "市本级使用资金", "9.00"),
    )
    lines = read(printed, "department_performance").records["budget_lines"]
    said = ("name", "flow", "scheme", "fund", "measure")
    assert [tuple(row[key] for key in said) for row in lines] == [
        ("基本支出", "expenditure", None, "all", "basic"),
        ("财政拨款", "revenue", "revenue", "fiscal_appropriation", "total"),
        ("项目支出", "expenditure", None, "all", "project"),
        ("其他资金", "revenue", "revenue", "other", "total"),
        ("财政专项资金", "expenditure", None, "all", "unclassified"),
        ("市本级使用资金", "expenditure", None, "all", "unclassified"),
    ]


@pytest.mark.parametrize("label", ["实施周期指标值", "中期指标值"])
def test_a_target_printed_for_two_horizons_is_two_targets(label: str) -> None:
    printed = sheet(
        ("部门名称", ("某局", 1, 4)),
        ("一级指标", "二级指标", "三级指标", label, "年度指标值"),
        ("产出指标", "数量指标", "抽检数量", "600个", "200个"),
    )
    targets = read(printed, "department_performance").records["performance_targets"]
    assert [(row["horizon"], row["indicator"], row["target_value"]) for row in targets] == [
        ("long_term", "抽检数量", 600.0),
        ("annual", "抽检数量", 200.0),
    ]


HEADER = ("项目名称", "项目总额", "财政资金", "绩效目标", "一级指标", "二级指标", "三级指标", "本年绩效指标值")


def test_every_amount_beside_a_project_is_its_funding() -> None:
    printed = sheet(
        HEADER,
        (("培训", 2, 1), "9.00", "9.00", "加强", "产出指标", "数量指标", "培训天数", "9"),
        ("34.00", "34.00", "提升", "产出指标", "数量指标", "培训班次", "2"),
        caption=WAN_YUAN,
    )
    funding = read(printed).records["project_funding"]
    assert [(row["project_name"], row["fund"], row["amount_yuan"]) for row in funding] == [
        ("培训", "all", 90000),
        ("培训", "fiscal_appropriation", 90000),
        ("培训", "all", 340000),
        ("培训", "fiscal_appropriation", 340000),
    ]


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_target_in_three_columns_under_its_label_is_one(is_merged: bool) -> None:
    labels = ("一级指标", "二级指标", "三级指标")
    down = [(label, 2, 1) for label in labels] if is_merged else labels
    under = ("运算符号", "内容", "度量单位")
    printed = sheet(
        ("部门名称", ("某局", 1, 6)),
        (*down, ("指标值", 1, 3), ("完成时限", 2, 1) if is_merged else "完成时限"),
        under if is_merged else ("", "", "", *under, ""),
        ("产出指标", "数量指标", "保洁面积", ">=", "500", "平方米", "2026年12月"),
    )
    reading = read(printed, "department_performance")
    (row,) = reading.records["performance_targets"]
    assert (row["indicator"], row["target_text"], row["target_unit"]) == ("保洁面积", "≥500平方米", "平方米")
    assert dispositions(reading, printed)["2026年12月"] is Disposition.STRUCTURAL


def test_what_a_department_has_and_spends_stands_side_by_side_under_the_unit_beside_it() -> None:
    reading = read(
        sheet(
            ("部门名称", ("某局", 1, 4)),
            (("年度预算金额（万元）", 4, 1), "资金来源", "金额", "支出结构", "金额"),
            ("合计", "9.40", "合计", "9.40"),
            ("财政拨款", "9.00", "基本支出", "5.00"),
            ("其他资金", "0.40", "项目支出", "4.40"),
        ),
        "department_performance",
    )
    assert not reading.records.get("project_funding")
    said = ("line", "fund", "measure", "amount_yuan")
    assert [tuple(row[key] for key in said) for row in reading.records["budget_lines"]] == [
        ("total", "all", "total", 94000),
        ("item", "fiscal_appropriation", "unclassified", 90000),
        ("item", "other", "unclassified", 4000),
        ("total", "all", "total", 94000),
        ("item", "all", "basic", 50000),
        ("item", "all", "project", 44000),
    ]


@pytest.mark.parametrize(("label", "target"), [("目标值及单位", "≥20公里"), ("甲乙丙", None)])
def test_a_table_ends_where_another_begins_though_nobody_knows_all_its_labels(label: str, target: str | None) -> None:
    reading = read(
        sheet(
            ("部门名称", ("某局", 1, 5)),
            (("年度主要任务", 3, 1), ("任务名称", 2, 1), ("主要内容", 2, 1), ("预算金额（万元）", 1, 3)),
            ("总额", "财政拨款", "其他资金"),
            ("河道治理", "治理河道", "450.00", "430.00", "20.00"),
            ("一级指标", "二级指标", "三级指标", "指标方向", label, "权重"),
            ("产出指标", "数量指标", "治理河道长度", "≥", "20公里", "40"),
        ),
        "department_performance",
    )
    assert [row["amount_yuan"] for row in reading.records["budget_lines"]] == [4500000, 4300000, 200000]
    assert [row["target_text"] for row in reading.records.get("performance_targets", ())] == (
        [target] if target else []
    )


LISTED = (
    (("单位编码（项目编码）", 2, 1), ("项目单位（项目名称）", 2, 1), ("项目金额（万元）", 1, 2), ("产出指标", 1, 2)),
    ("资金总额", "政府预算资金", "三级指标", "指标值"),
    ("066001", "某中心", "40.00", "40.00", "", ""),
    ("410100250000000012345", "普查", "40.00", "40.00", "单位数", "≥3500个"),
)


def test_a_unit_over_its_projects_in_their_column_is_theirs() -> None:
    reading = read(sheet(*LISTED))
    for dataset in ("project_profiles", "project_funding", "performance_targets"):
        said = {(row["project_code"], row["project_name"], row["unit_name"]) for row in reading.records[dataset]}
        assert said == {("410100250000000012345", "普查", "某中心")}
    assert [row["amount_yuan"] for row in reading.records["project_funding"]] == [400000, 400000]


def test_a_name_that_nothing_tells_to_be_a_unit_is_none() -> None:
    (row,) = read(sheet(*LISTED[:2], ("", "某专项", "40.00", "", "", ""), LISTED[3])).records["performance_targets"]
    assert (row["project_name"], row["unit_name"]) == ("普查", None)


def test_what_a_list_says_of_projects_without_their_names_is_told() -> None:
    printed = sheet(("甲乙（项目名称）", *LISTED[0][2:]), ("", *LISTED[1]), ("普查", *LISTED[3][2:]))
    reading = read(printed)
    assert not reading.records.get("project_funding")
    assert dispositions(reading, printed)["40.00"] is Disposition.UNKNOWN_COLUMN


def test_what_a_break_leaves_open_goes_on_under_the_repeated_header() -> None:
    rows = (
        HEADER,
        (("培训", 1, 1), "9.00", "9.00", "加强", "产出指标", "数量指标", "培训天数", "9"),
        HEADER,
        (("", 2, 1), ("", 2, 1), ("", 2, 1), ("", 2, 1), ("", 2, 1), ("", 2, 1), "培训班次", "2"),
        ("参训人数", "20"),
    )
    printed = sheet(*rows, caption=WAN_YUAN, page_starts=(0, 2))
    whole = type(printed)(**{**vars(printed), "repeated_header_rows": frozenset({2})})
    targets = read(whole).records["performance_targets"]
    said = ("project_name", "goal", "level1", "level2")
    assert [tuple(row[key] for key in said) for row in targets] == 3 * [("培训", "加强", "产出指标", "数量指标")]


EVALUATION = (
    (("项目名称", 1, 2), ("病媒防制", 1, 6)),
    (
        ("项目资金（万元）", 4, 1),
        "",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A）",
        "得分",
    ),
    ("年度资金总额", "240", "229.19", "229.19", "10", "100.00%", "10.00"),
    ("其中：当年财政拨款", "240", "229.19", "229.19", "—", "—", "—"),
    ("上年结转资金", "", "", "1", "—", "", "—"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("产出指标", "数量指标", "指标1：覆盖区县", "16个", "15个", "12.5", "10.5", ""),
    (("总分", 1, 5), "100", "98", ""),
)


def test_a_self_evaluation_tells_what_was_budgeted_spent_and_reached() -> None:
    reading = read(sheet(*EVALUATION))
    funding = reading.records["project_funding"]
    assert [(row["fund"], row["period"], row["phase"], row["amount_yuan"]) for row in funding] == [
        ("all", None, "budget", Decimal("2400000.00")),
        ("all", None, "adjusted", Decimal("2291900.00")),
        ("all", None, "execution", Decimal("2291900.00")),
        ("fiscal_appropriation", None, "budget", Decimal("2400000.00")),
        ("fiscal_appropriation", None, "adjusted", Decimal("2291900.00")),
        ("fiscal_appropriation", None, "execution", Decimal("2291900.00")),
        ("unclassified", "carryover", "execution", Decimal("10000.00")),
    ]
    (target,) = reading.records["performance_targets"]
    said = ("indicator", "target_value", "actual_text", "actual_value", "weight", "score")
    assert tuple(target[key] for key in said) == ("覆盖区县", 16.0, "15个", 15.0, 12.5, 10.5)
    assert not [use for use in reading.uses.values() if use.disposition.value == "unparsed"]


def test_what_a_self_evaluation_scores_beside_its_money_is_published_its_rate_is_derived() -> None:
    printed = sheet(*EVALUATION)
    reading = read(printed)
    figures = reading.records["unclassified_figures"]
    assert [(row["row_path"], row["column_path"], row["value"], row["amount_yuan"]) for row in figures] == [
        ("项目资金（万元） / 年度资金总额", "分值", 10.0, None),
        ("项目资金（万元） / 年度资金总额", "得分", 10.0, None),
    ]
    found = dispositions(reading, printed)
    assert (found["10.00"], found["100.00%"], found["—"]) == (
        Disposition.PUBLISHED,
        Disposition.DERIVED,
        Disposition.STRUCTURAL,
    )
