"""Forms: whose they are, their goals, the tables inside them, and what became of each cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.interpretation.forms.reader import read_form
from pipelines.interpretation.sheets.reading import Context, Disposition, Role
from pipelines.interpretation.sheets.sheet import Caption
from tests.interpretation.forms.readings import HEADER, YEAR, declared, dispositions, read
from tests.printed import WAN_YUAN, Printed, sheet

PUBLISHED, WITHHELD, STRUCTURAL = Disposition.PUBLISHED, Disposition.WITHHELD, Disposition.STRUCTURAL


def targets(
    *rows: tuple[Printed, ...], table: str = "project_performance", **options: object
) -> list[dict[str, object]]:
    reading = read(sheet(*rows, **options), table)  # pyright: ignore[reportArgumentType]
    return [dict(row) for row in reading.records.get("performance_targets", ())]


def test_reads_the_profile_of_a_project() -> None:
    printed = sheet(
        ("项目名称", ("热线服务", 1, 2), "项目编码", "42010725143T000000100"),
        ("项目主管部门", ("城运中心", 1, 2), "项目执行单位", "城运中心本级"),
        ("项目负责人", ("张三", 1, 2), "联系电话", "86860000"),
        ("项目属性", ("01-持续性项目☑", 1, 2), ("02-新增项目□", 1, 2)),
        ("项目类型", "01-延续性项目□", "02-常年性项目√", ("03-一次性项目\n□", 1, 2)),
        ("起始年度", ("2025", 1, 2), "终止年度", "2027年"),
        ("项目申请理由", ("按规定", 1, 4)),
        ("项目总预算", ("333.2", 1, 2), "项目当年预算", "1,000.00"),
        caption=WAN_YUAN,
    )
    reading = read(printed)
    (profile,) = reading.records["project_profiles"]
    expected = {
        "project_code": "42010725143T000000100",
        "project_name": "热线服务",
        "lead_department": "城运中心",
        "unit_name": "城运中心本级",
        "attribute": "持续性项目",
        "type": "常年性项目",
        "start_year": 2025,
        "end_year": 2027,
        "reason": "按规定",
        "total_budget_yuan": Decimal("3332000.00"),
        "current_budget_yuan": Decimal("10000000.00"),
    }
    assert {key: profile[key] for key in expected} == expected
    found = dispositions(reading, printed)
    assert found["张三"] is found["86860000"] is WITHHELD
    assert found["333.2"] is found["热线服务"] is PUBLISHED
    assert "张三" not in str(reading.records)


def test_the_code_of_a_department_is_no_part_of_its_name() -> None:
    form = read(sheet(("项目名称", "普法"), ("主管部门及代码", "233_城运中心")))
    listed = read(
        sheet(("项目名称", "主管部门", *HEADER), ("普法", "233_城运中心", "产出指标", "数量指标", "场次", "3场"))
    )
    for reading in (form, listed):
        (profile,) = reading.records["project_profiles"]
        assert profile["lead_department"] == "城运中心"


@pytest.mark.parametrize(
    "text", ["填报人：张三", "联系人（财务）：张三 联系电话：86860000", "报送单位：城运中心 填报人：张三"]
)
def test_withholds_a_name_in_the_cell_of_its_label(text: str) -> None:
    printed = sheet(("项目名称", "热线服务"), (text, ""))
    reading = read(printed)
    assert dispositions(reading, printed)[text] is WITHHELD
    assert "张三" not in str(reading.records)


def test_withholds_what_stands_in_the_place_of_a_name() -> None:
    printed = sheet(("项目负责人", "〔项目负责人姓名〕", "联系电话", "〔联系电话〕"), ("经办人", "", "电话", "无"))
    found = dispositions(read(printed), printed)
    assert [text for text, disposition in found.items() if disposition is WITHHELD] == [
        "〔项目负责人姓名〕",
        "〔联系电话〕",
        "无",
    ]


def test_withholds_a_name_behind_a_unit() -> None:
    printed = sheet(("项目名称", "热线服务"), ("实施单位", "城运中心（联系人：张三）"))
    reading = read(printed)
    assert dispositions(reading, printed)["城运中心（联系人：张三）"] is WITHHELD
    assert "张三" not in str(reading.records)


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (("新增项目□", "延续项目☑"), "延续项目"),
        (("□新增项目", "☑延续项目"), "延续项目"),
        (("□新增项目  ■延续项目", ""), "延续项目"),
        (("\uf0a3新增项目", "\uf052延续项目"), "延续项目"),
        (("延续项目", ""), "延续项目"),
        (("新增项目□", "延续项目□"), None),
        (("新增项目☑", "延续项目☑"), None),
    ],
)
def test_one_ticked_box_is_a_choice(options: tuple[str, str], chosen: str | None) -> None:
    (profile,) = read(sheet(("项目名称", ("甲", 1, 2)), ("项目属性", *options))).records["project_profiles"]
    assert profile["attribute"] == chosen


def test_a_label_or_the_one_left_of_it_prints_the_unit() -> None:
    rows = (
        ("项目名称", ("甲", 1, 2)),
        (("项目资金（万元）", 3, 1), "年度资金总额：", "31.5"),
        ("其中：财政拨款", "30"),
        ("其他资金", "1.5"),
        ("项目总预算（元）", ("500", 1, 2)),
    )
    records = read(sheet(*rows, caption=Caption(printed_unit="亿元"))).records
    (profile,) = records["project_profiles"]
    assert profile["current_budget_yuan"] == Decimal("315000.00")
    assert profile["total_budget_yuan"] == Decimal("500.00")
    assert [(row["fund"], row["amount_yuan"]) for row in records["project_funding"]] == [
        ("all", Decimal("315000.00")),
        ("fiscal_appropriation", Decimal("300000.00")),
        ("other", Decimal("15000.00")),
    ]


def test_an_amount_without_a_unit_is_not_read() -> None:
    printed = sheet(("项目名称", "甲"), ("项目总预算", "333.2"))
    reading = read(printed)
    assert reading.records["project_profiles"][0]["total_budget_yuan"] is None
    assert dispositions(reading, printed)["333.2"] is Disposition.UNPARSED


def test_reads_sources_and_activities_and_sets_purchases_aside() -> None:
    printed = sheet(
        ("项目名称", ("甲", 1, 5)),
        (("项目当年资金来源", 4, 1), ("来源项目", 1, 3), ("金额", 1, 2)),
        (("合计", 1, 3), ("3", 1, 2)),
        (("1. 一般公共预算财政拨款", 1, 3), ("3", 1, 2)),
        (("2. 单位资金", 1, 3), ("", 1, 2)),
        (("项目支出明细测算", 1, 6),),
        ("项目活动", "活动内容表述", "支出经济分类", "金额", "测算依据及说明", "备注"),
        ("运维", "人员", "劳务费", "2", "实际", ""),
        ("运维", "维护", "维修（护）费", "1", "实际", ""),
        (("项目采购", 1, 6),),
        (("品名", 1, 2), ("数量", 1, 2), ("金额", 1, 2)),
        (("复印纸", 1, 2), ("1批", 1, 2), ("0.5", 1, 2)),
        caption=WAN_YUAN,
    )
    reading = read(printed)
    assert [(row["fund"], row["amount_yuan"]) for row in reading.records["project_funding"]] == [
        ("all", Decimal("30000.00")),
        ("general_public", Decimal("30000.00")),
        ("unit_funds", None),
    ]
    activities = reading.records["project_activities"]
    assert [(row["description"], row["economic_code"], row["amount_yuan"]) for row in activities] == [
        ("人员", "30226", Decimal("20000.00")),
        ("维护", "30213", Decimal("10000.00")),
    ]
    assert dispositions(reading, printed)["0.5"] is Disposition.RECONCILED


def test_levels_are_merged_cells() -> None:
    found = targets(
        ("项目名称", ("甲", 1, 4)),
        ("年度目标", ("保障运行", 1, 4)),
        (("绩效指标", 4, 1), *HEADER),
        (("产出指标", 2, 1), ("数量指标", 2, 1), "次数", "≥3次"),
        ("人数", "20人"),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥90%"),
    )
    assert [(row["level1"], row["level2"], row["indicator"], row["target_text"]) for row in found] == [
        ("产出指标", "数量指标", "次数", "≥3次"),
        ("产出指标", "数量指标", "人数", "20人"),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥90%"),
    ]
    assert {(row["project_name"], row["project_link"], row["horizon"], row["goal"]) for row in found} == {
        ("甲", "form", "annual", "保障运行")
    }
    assert (found[0]["comparator"], found[0]["target_value"], found[0]["target_unit"]) == ("≥", 3.0, "次")


def test_an_indicator_and_its_target_stand_in_one_sentence() -> None:
    rows = (
        ("项目名称", "一级指标", "三级指标及指标值"),
        ("甲", "产出指标", "指标1：验收合格率≥96%"),
        ("乙", "", "做好服务"),
    )
    found = targets(*rows)
    told = [(row["project_name"], row["indicator"], row["comparator"], row["target_value"]) for row in found]
    assert told == [("甲", "验收合格率", "≥", 96.0), ("乙", "做好服务", None, None)]


def test_figures_in_doubt_are_no_numbers() -> None:
    rows = (
        ("项目名称", "年度资金总额", "三级指标", "指标值"),
        ("甲", "5", "次数", "≥3次"),
    )
    printed = sheet(*rows, caption=WAN_YUAN)
    doubted = replace(printed, cells=tuple(replace(cell, proven=cell.row == 0) for cell in printed.cells))
    for form, amounts, value in ((printed, [Decimal("50000.00")], 3.0), (doubted, [], None)):
        reading = read(form)
        assert [row["amount_yuan"] for row in reading.records.get("project_funding", ())] == amounts
        said = [(row["target_value"], row["target_text"]) for row in reading.records["performance_targets"]]
        assert said == [(value, "≥3次")]
    assert dispositions(read(doubted), doubted)["5"] is Disposition.UNPARSED


def test_a_list_number_is_no_part_of_an_indicator_s_name() -> None:
    printed = ["指标1：次数", "2.人数", "（3）场数", "指标：期数", "12345热线", "指标4：（1）件数"]
    found = targets(HEADER, *(("产出指标", "数量指标", name, "≥3次") for name in printed))
    assert [row["indicator"] for row in found] == ["次数", "人数", "场数", "期数", "12345热线", "件数"]


@pytest.mark.parametrize(
    "name", ["由两部分组成：1.餐费2.补助", "1、组织讲座1次；2、制作视频2部；3、形成报告", "（1）建档（2）回访"]
)
def test_the_numbers_of_a_list_within_a_name_stay(name: str) -> None:
    (found,) = targets(HEADER, ("产出指标", "数量指标", name, "≥3次"))
    assert found["indicator"] == name


def test_the_amount_beside_a_project_is_its_funding_once() -> None:
    header = ("项目名称", "年度资金总额", "财政拨款", "三级指标", "指标值")
    rows = (
        header,
        (("甲", 2, 1), ("5", 2, 1), ("4", 2, 1), "次数", "≥3次"),
        ("人数", "9人"),
        ("甲", "5", "4", "场数", "1场"),
    )
    reading = read(sheet(*rows, caption=WAN_YUAN, page_starts=(0, 3)))
    funds = [(row["fund"], row["amount_yuan"]) for row in reading.records["project_funding"]]
    assert funds == [("all", Decimal("50000.00")), ("fiscal_appropriation", Decimal("40000.00"))]


def test_a_level_goes_on_at_the_top_of_a_page_but_not_where_another_begins() -> None:
    rows = (
        HEADER,
        ("产出指标", "数量指标", "次数", "≥3次"),
        ("", "", "人数", "20人"),
        (("", 2, 1), ("", 2, 1), "满意度", "≥90%"),
        ("投诉率", "≤5%"),
    )
    found = targets(*rows, page_starts=(0, 2))
    assert [row["level1"] for row in found] == ["产出指标", "产出指标", None, None]


def test_baselines_stand_under_their_years_in_any_order() -> None:
    found = targets(
        (("三级指标名称", 3, 1), ("指标值", 1, 3), ("指标值确定依据", 3, 1)),
        (("近两年指标值", 1, 2), ("预期当年实现值", 2, 1)),
        ("2025年", "2024年"),
        ("次数", "无", "2次", "≥3次", "工作实际"),
    )
    (row,) = found
    assert [row[f"baseline_{what}_{place}"] for place in (1, 2) for what in ("year", "text")] == [
        2024,
        "2次",
        2025,
        "无",
    ]
    assert (row["target_text"], row["basis"]) == ("≥3次", "工作实际")


def test_the_numbered_goal_above_a_table_goes_before_the_label_beside_it() -> None:
    header: tuple[Printed, ...] = (("长期绩效指标", 2, 1), "二级指标", "三级指标名称", "指标值")
    found = targets(
        ("整体绩效总目标", ("长期目标", 1, 2), "年度目标"),
        ("", ("目标1：保障运行。", 1, 2), "目标1：保障运行。"),
        ("长期目标1:", ("保障运行。", 1, 3)),
        header,
        ("数量指标", "次数", "≥3次"),
        ("年度目标1:", ("保障全年运行。", 1, 3)),
        header,
        ("数量指标", "次数", "≥1次"),
        table="department_performance",
    )
    assert [(row["scope"], row["horizon"], row["goal_no"], row["goal"]) for row in found] == [
        ("department", "long_term", 1, "保障运行。"),
        ("department", "annual", 1, "保障全年运行。"),
    ]


def test_goals_are_joined_by_the_name_in_the_row() -> None:
    found = targets(
        (("项目绩效总目标", 1, 4),),
        ("名称", ("目标说明", 1, 3)),
        ("长期绩效目标", ("五年", 1, 3)),
        ("年度绩效目标1", ("甲", 1, 3)),
        ("年度绩效目标2", ("乙", 1, 3)),
        (("年度绩效目标表", 1, 4),),
        ("目标名称", "二级指标", "三级指标名称", "指标值"),
        (("年度绩效目标1", 2, 1), "数量指标", "次数", "3次"),
        ("质量指标", "合格率", "100%"),
        ("年度绩效目标2", "数量指标", "人数", "20人"),
    )
    assert [(row["horizon"], row["goal_no"], row["goal"]) for row in found] == [
        ("annual", 1, "甲"),
        ("annual", 1, "甲"),
        ("annual", 2, "乙"),
    ]
    assert {row["project_link"] for row in found} == {None}


def test_the_heading_tells_the_horizon_of_a_table() -> None:
    found = targets(
        ("长期绩效目标", ("五年", 1, 3)),
        ("年度绩效目标", ("一年", 1, 3)),
        (("长期绩效目标表", 1, 4),),
        HEADER,
        ("产出指标", "数量指标", "次数", "15次"),
        (("年度绩效目标表", 1, 4),),
        HEADER,
        ("产出指标", "数量指标", "次数", "3次"),
    )
    assert [(row["horizon"], row["goal"]) for row in found] == [("long_term", "五年"), ("annual", "一年")]


def test_the_goals_of_the_whole_period_and_the_year_stand_over_their_indicators() -> None:
    found = targets(
        ("总体目标", ("实施期目标", 1, 4), ("年度目标", 1, 3)),
        ("", ("五年", 1, 4), ("一年", 1, 3)),
        (("绩效指标", 2, 1), "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "次数", "15次", "数量指标", "人次", "3人次"),
    )
    assert [(row["horizon"], row["goal"], row["level1"], row["indicator"], row["target_value"]) for row in found] == [
        ("long_term", "五年", "产出指标", "次数", 15.0),
        ("annual", "一年", "产出指标", "人次", 3.0),
    ]


def test_the_goal_of_the_whole_period_alone_is_long_term() -> None:
    (row,) = targets(
        ("项目实施期目标", ("建成", 1, 2)), ("二级指标", "三级指标", "目标值"), ("数量指标", "面积", "3亩")
    )
    assert (row["horizon"], row["goal"]) == ("long_term", "建成")


def test_comparator_value_unit_and_weight_have_columns_of_their_own() -> None:
    printed = sheet(
        (("当年整体绩效目标", 1, 6),),
        (("完善水网。", 1, 6),),
        ("指标名称", "指标性质", "指标值", "计量单位", "指标权重(%)", "是否核心"),
        ("续建水库", "≥", "27", "座", "20", "是"),
    )
    reading = read(printed, "department_performance")
    (row,) = reading.records["performance_targets"]
    assert (row["comparator"], row["target_value"], row["target_unit"], row["target_text"]) == (
        "≥",
        27.0,
        "座",
        "≥27座",
    )
    assert (row["weight"], row["goal"], row["source_text"]) == (20.0, "完善水网。", "27")
    found = dispositions(reading, printed)
    assert (found["20"], found["座"], found["是"]) == (PUBLISHED, PUBLISHED, STRUCTURAL)


def test_a_list_names_a_project_in_each_row() -> None:
    header = ("序号", "项目名称", "当年财政拨款\n预算金额", "当年绩效目标", "指标名称", "指标值")
    reading = read(
        sheet(
            header,
            (("1", 2, 1), ("甲", 2, 1), ("14.5", 2, 1), ("做好", 2, 1), "对象", "≥3060个次"),
            ("满意度", "≥80%"),
            ("2", "乙", "2", "办好", "专报", "50次"),
            caption=WAN_YUAN,
        )
    )
    rows = reading.records["performance_targets"]
    assert [(row["project_name"], row["goal"], row["indicator"]) for row in rows] == [
        ("甲", "做好", "对象"),
        ("甲", "做好", "满意度"),
        ("乙", "办好", "专报"),
    ]
    profiles = [(row["project_name"], row["current_budget_yuan"]) for row in reading.records["project_profiles"]]
    assert profiles == [("甲", Decimal("145000.00")), ("乙", Decimal("20000.00"))]


def test_a_list_of_projects_with_a_goal_each_gives_projects_and_their_profiles() -> None:
    printed = sheet(
        ("二级预算单位名称", "一级项目名称", "预算数（万元）", "绩效目标"), ("本级", "甲", "18.5", "做好。")
    )
    reading = read(printed)
    (profile,), (project,) = reading.records["project_profiles"], reading.records["projects"]
    assert (profile["project_name"], profile["unit_name"], profile["goal"]) == ("甲", "本级", "做好。")
    assert (project["project_name"], project["fund"], project["amount_yuan"]) == ("甲", "all", Decimal("185000.00"))
    assert dispositions(reading, printed)["18.5"] is Disposition.PUBLISHED


def test_a_head_without_rules_is_divided_as_the_cells_under_it_are() -> None:
    printed = sheet((("一级指标 二级指标 指标内容 指标值", 1, 5),), ("产出指标", "数量指标", "次数", ("3次", 1, 2)))
    reading = read(printed)
    assert [(row["level2"], row["target_text"]) for row in reading.records["performance_targets"]] == [
        ("数量指标", "3次")
    ]
    assert set(reading.uses) == {(cell.row, cell.column) for cell in printed.cells}
    assert not read(sheet((("一级指标 二级指标 指标值", 1, 4),), ("产出指标", "数量指标", "次数", "3次"))).records


def test_an_empty_template_gives_no_row() -> None:
    rows = (HEADER, ("产出指标", "数量指标", "指标1：", ""), ("", "", "……", ""), ("", "", "", ""), ("", "", "次数", ""))
    assert [row["indicator"] for row in targets(*rows)] == ["次数"]


def test_a_sheet_of_two_forms_is_read_form_by_form() -> None:
    form: tuple[tuple[Printed, ...], ...] = (HEADER, ("产出指标", "数量指标", "次数", "3次"))
    found = targets(("项目名称", ("甲", 1, 3)), *form, ("项目名称", ("乙", 1, 3)), *form)
    assert [row["project_name"] for row in found] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("lines", "name", "unit"),
    [
        (("泉州市_看守所",), None, None),
        (("公务用车购置项目绩效目标表",), "公务用车购置", None),
        (("301007_晋江机场分局_全国民航反", "电诈中心建设项目绩效目标表"), "全国民航反电诈中心建设", "晋江机场分局"),
        (("1.项目支出绩效目标表", "公务用车购置项目绩效目标表", "（2026年度）"), "公务用车购置", None),
        (("开发区工程提升项目绩效目", "标表"), "开发区工程提升", None),
        (("部门专项业务经费绩效目标表",), None, None),
        (("2026年市级重点专项资金绩效目标表",), None, None),
    ],
)
def test_the_title_names_a_project_that_no_cell_names(
    lines: tuple[str, ...], name: str | None, unit: str | None
) -> None:
    (row,) = targets(HEADER, ("产出指标", "数量指标", "次数", "3次"), caption=Caption(lines=lines))
    assert (row["project_name"], row["unit_name"]) == (name, unit)


def test_a_title_inside_the_grid_is_a_header() -> None:
    printed = sheet((("热线项目绩效目标表", 1, 2),), ("项目名称", "热线"), ("备注", ""))
    use = read(printed).uses[0, 0]
    assert (use.role, use.disposition) == (Role.HEADER, STRUCTURAL)


def test_reads_the_department_money() -> None:
    printed = sheet(
        ("部门名称", ("城运中心", 1, 6)),
        (
            ("部门总体资金情况", 6, 1),
            ("总体资金情况", 2, 2),
            ("当年金额", 2, 1),
            ("占比", 2, 1),
            ("近两年收支金额", 1, 2),
        ),
        ("2025年", "2024年"),
        (("收入构成", 2, 1), "财政拨款", "806.77", "100%", "0", "5"),
        ("合 计", "806.77", "100%", "0", "5"),
        (("支出构成", 2, 1), "人员类项目支出", "23.74", "2.90%", "0", ""),
        ("运转类项目支出", "783.03", "0", "0", "0"),
        caption=WAN_YUAN,
    )
    lines = read(printed, "department_performance").records["budget_lines"]
    said = ("flow", "line", "scheme", "code", "fund", "phase", "amount_year", "amount_yuan", "share")
    assert [tuple(row[key] for key in said) for row in lines[:4]] == [
        ("revenue", "item", "revenue", None, "fiscal_appropriation", "budget", 2026, Decimal("8067700.00"), 1.0),
        ("revenue", "item", "revenue", None, "fiscal_appropriation", "execution", 2025, Decimal("0.00"), None),
        ("revenue", "item", "revenue", None, "fiscal_appropriation", "execution", 2024, Decimal("50000.00"), None),
        ("revenue", "total", "revenue", None, "all", "budget", 2026, Decimal("8067700.00"), 1.0),
    ]
    personnel = lines[6]
    assert tuple(personnel[key] for key in said) == (
        *("expenditure", "item", "expenditure_class", "R", "all", "budget", 2026),
        *(Decimal("237400.00"), 0.029),
    )
    assert personnel["row_path"] == "部门总体资金情况 / 支出构成 / 人员类项目支出"
    assert [row["code"] for row in lines].count("R") == 2


def test_reads_the_department_budget_and_its_tasks() -> None:
    lines = read(
        sheet(
            (("年度预算安排（万元）", 3, 1), ("资金总额", 1, 2), ("30", 1, 2)),
            (("基本支出", 1, 2), ("20", 1, 2)),
            (("其他资金", 1, 2), ("", 1, 2)),
            (("年度主要任务", 4, 1), ("任务名称", 2, 1), ("主要内容", 2, 1), ("预算金额（万元）", 1, 2)),
            ("总额", "财政拨款"),
            ("运转", "保障", "7", "6"),
            (("金额合计", 1, 2), "7", "6"),
        ),
        "department_performance",
    ).records["budget_lines"]
    said = ("line", "name", "fund", "measure", "amount_yuan", "printed_unit")
    assert [tuple(row[key] for key in said) for row in lines] == [
        ("total", None, "all", "total", Decimal("300000.00"), "万元"),
        ("item", "基本支出", "all", "basic", Decimal("200000.00"), "万元"),
        ("item", "运转", "all", "unclassified", Decimal("70000.00"), "万元"),
        ("item", "运转", "fiscal_appropriation", "unclassified", Decimal("60000.00"), "万元"),
        ("total", None, "all", "total", Decimal("70000.00"), "万元"),
        ("total", None, "fiscal_appropriation", "total", Decimal("60000.00"), "万元"),
    ]


def test_money_under_what_is_received_is_revenue() -> None:
    lines = read(
        sheet(
            ("收入预算合计（万元）", "21", "其中：上级财政拨款", "1"),
            ("本级财政安排", "18", "其他资金", "2"),
            ("支出预算合计（万元）", "21", "其中：人员经费", "15"),
            ("公用经费", "4", "项目经费", "2"),
        ),
        "department_performance",
    ).records["budget_lines"]
    assert [(row["flow"], row["line"], row["scheme"], row["fund"], row["measure"]) for row in lines] == [
        ("revenue", "total", None, "all", "total"),
        ("revenue", "item", "revenue", "unclassified", "total"),
        ("revenue", "item", "revenue", "fiscal_appropriation", "total"),
        ("revenue", "item", "revenue", "other", "total"),
        ("expenditure", "total", None, "all", "total"),
        ("expenditure", "item", None, "all", "personnel"),
        ("expenditure", "item", None, "all", "operating"),
        ("expenditure", "item", None, "all", "project"),
    ]


def test_a_department_s_task_may_be_named_by_what_it_is_charged_with() -> None:
    lines = read(
        sheet(
            (("部门职能职责", 2, 1), ("主要内容", 2, 1), ("对应项目", 2, 1), ("预算申报金额（元）", 1, 2)),
            ("总额", "财政拨款"),
            ("水务管理", "保洁", "河道保洁", "7", "6"),
        ),
        "department_performance",
    ).records["budget_lines"]
    assert [(row["name"], row["fund"], row["amount_yuan"]) for row in lines] == [
        ("水务管理", "all", Decimal("7.00")),
        ("水务管理", "fiscal_appropriation", Decimal("6.00")),
    ]


def test_a_label_cut_by_a_page_break_is_made_whole() -> None:
    printed = sheet(
        ("项目名称", "甲"),
        ("项目前两年预算及当年预算变动", "2025年与当"),
        ("情况", "年持平"),
        ("备注", ""),
        page_starts=(0, 2),
    )
    reading = read(printed)
    assert reading.records["project_profiles"][0]["prior_years_note"] == "2025年与当年持平"
    assert set(reading.uses) == {(cell.row, cell.column) for cell in printed.cells}
    assert Disposition.UNPARSED not in dispositions(reading, printed).values()


def test_a_row_cut_by_a_page_break_is_made_whole_where_it_counts_nothing_more() -> None:
    printed = sheet(
        ("项目活动", "活动内容表述", "金额"),
        ("信息化平台运", "平台", "2"),
        ("行维护", "", ""),
        ("合同服务", "咨询", "1"),
        page_starts=(0, 2),
        caption=WAN_YUAN,
    )
    reading = read(printed)
    rows = reading.records["project_activities"]
    assert [(row["activity"], row["amount_yuan"]) for row in rows] == [
        ("信息化平台运行维护", Decimal("20000.00")),
        ("合同服务", Decimal("10000.00")),
    ]
    assert dispositions(reading, printed)["行维护"] is PUBLISHED


def test_a_source_without_an_amount_at_the_top_of_a_page_is_its_own_row() -> None:
    rows = (("来源项目", "金额"), ("3.财政专户管理资金", "2"), ("4.单位资金", ""))
    records = read(sheet(*rows, page_starts=(0, 2), caption=WAN_YUAN)).records["project_funding"]
    assert [(row["fund"], row["amount_yuan"]) for row in records] == [
        ("fiscal_account", Decimal("20000.00")),
        ("unit_funds", None),
    ]


def test_a_label_at_the_top_of_a_page_is_its_own() -> None:
    printed = sheet(("项目名称", "甲"), ("项目属性", "新增项目"), ("备注", ""), page_starts=(0, 2))
    (profile,) = read(printed).records["project_profiles"]
    assert profile["attribute"] == "新增项目"


def test_what_nobody_knows_is_told() -> None:
    printed = sheet(
        ("二级指标", "三级指标", "指标值", "折算系数"), ("数量指标", "次数", "3次", "0.8"), ("某某标签", "7", "", "")
    )
    found = dispositions(read(printed), printed)
    assert found["0.8"] is Disposition.UNKNOWN_COLUMN
    other = sheet(("项目名称", "甲"), ("某某标签", "7"))
    assert dispositions(read(other), other)["7"] is Disposition.UNPARSED


def test_every_cell_has_a_use() -> None:
    printed = sheet(
        ("项目名称", "甲", ""), ("某某", "7", ""), ("二级指标", "三级指标", "指标值"), ("数量指标", "次数", "3次")
    )
    assert set(read(printed).uses) == {(cell.row, cell.column) for cell in printed.cells}


TWO_ROWS = (
    (("项目编码", 2, 1), ("项目名称", 2, 1), ("项目资金", 1, 3), ("绩效目标", 2, 1), ("绩效指标", 1, 6)),
    ("项目资金总额", "财政拨款", "其他资金", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"),
)


def test_a_list_of_projects_prints_its_levels_in_the_second_row_of_its_header() -> None:
    reading = read(
        sheet(
            *TWO_ROWS,
            (
                *(("P1", 2, 1), ("数字化", 2, 1), ("5", 2, 1), ("3", 2, 1), ("2", 2, 1), ("做好", 2, 1)),
                *("产出指标", "数量指标", "数量", "≥", "50", "万页"),
            ),
            ("", "质量指标", "差错率", "≤", "0.3", "%"),
            caption=WAN_YUAN,
        )
    )
    said = ("project_code", "project_name", "goal", "level1", "level2", "target_text")
    assert [tuple(row[key] for key in said) for row in reading.records["performance_targets"]] == [
        ("P1", "数字化", "做好", "产出指标", "数量指标", "≥50万页"),
        ("P1", "数字化", "做好", "产出指标", "质量指标", "≤0.3%"),
    ]
    (profile,) = reading.records["project_profiles"]
    assert profile["current_budget_yuan"] == Decimal("50000.00")
    assert [(row["fund"], row["amount_yuan"]) for row in reading.records["project_funding"]] == [
        ("all", Decimal("50000.00")),
        ("fiscal_appropriation", Decimal("30000.00")),
        ("other", Decimal("20000.00")),
    ]


def test_units_and_numbers_of_columns_in_a_list_are_no_projects() -> None:
    reading = read(
        sheet(
            ("单位名称、项目名称", "项目年度绩效目标", *HEADER, "度量单位", "指标属性"),
            ("1", "2", "3", "4", "5", "6", "7", "8"),
            ("水务局", "", "", "", "", "", "", ""),
            ("巡河", "常巡", "产出指标", "数量指标", "次数", "48", "次", "定量指标"),
        )
    )
    (row,) = reading.records["performance_targets"]
    assert (row["project_name"], row["goal"], row["target_text"]) == ("巡河", "常巡", "48次")
    assert [row["project_name"] for row in reading.records["project_profiles"]] == ["巡河"]


@pytest.mark.parametrize("label", ["指标值类型", "指标类型", "类别"])
def test_a_comparator_alone_in_a_cell_is_the_target_s_whatever_its_column_is_called(label: str) -> None:
    (row,) = targets((*HEADER, "度量单位", label), ("产出指标", "数量指标", "成本", "100", "万元", "≤"))
    assert (row["comparator"], row["target_text"]) == ("≤", "≤100万元")


def test_levels_stand_over_tables_side_by_side_and_a_project_is_told_once() -> None:
    reading = read(
        sheet(
            (("单位编码（项目编码）", 2, 1), ("单位名称（项目名称）", 2, 1), ("成本指标", 1, 2), ("产出指标", 1, 2)),
            ("三级指标", "指标值", "三级指标", "指标值"),
            ("411626220000000012345", "普查", "经费", "≤120万元", "单位数", "≥3500个"),
        )
    )
    said = ("project_code", "project_name", "level1", "indicator")
    assert [tuple(row[key] for key in said) for row in reading.records["performance_targets"]] == [
        ("411626220000000012345", "普查", "成本指标", "经费"),
        ("411626220000000012345", "普查", "产出指标", "单位数"),
    ]
    assert len(reading.records["project_profiles"]) == 1


def test_a_project_s_code_stands_before_its_name() -> None:
    printed = sheet(
        ("项目名称", ("51150322T000004567890-普法", 1, 3)), HEADER, ("产出指标", "数量指标", "场次", "30场")
    )
    (row,) = read(printed).records["performance_targets"]
    assert (row["project_code"], row["project_name"]) == ("51150322T000004567890", "普法")


def test_the_one_unit_of_a_form_holds_for_the_parts_of_its_sum() -> None:
    lines = read(
        sheet(
            ("部门预算总额（万元）", "30"),
            ("1、资金来源：（1）政府预算资金", "30"),
            ("2、资金结构：（1）基本支出", "20"),
            ("（2）项目支出", "10"),
        ),
        "department_performance",
    ).records["budget_lines"]
    assert [(row["fund"], row["measure"], row["amount_yuan"]) for row in lines] == [
        ("all", "total", Decimal("300000.00")),
        ("fiscal_appropriation", "unclassified", Decimal("300000.00")),
        ("all", "basic", Decimal("200000.00")),
        ("all", "project", Decimal("100000.00")),
    ]


def test_a_person_s_column_in_a_list_is_withheld() -> None:
    printed = sheet(("项目名称", *HEADER, "项目具体负责人"), ("普法", "产出指标", "数量指标", "场次", "30场", "张三"))
    assert dispositions(read(printed), printed)["张三"] == WITHHELD


def test_what_a_form_publishes_says_the_unit_it_was_converted_by() -> None:
    records = read(
        sheet(
            ("项目名称", ("甲", 1, 2)),
            (("项目资金（元）", 3, 1), "年度资金总额：", "31.5万元"),
            ("其中：财政拨款", "300000"),
            ("其他资金", "1.5万元"),
            ("项目总预算（千元）", ("500", 1, 2)),
        )
    ).records
    (profile,) = records["project_profiles"]
    assert (profile["current_budget_yuan"], profile["printed_unit"]) == (Decimal("315000.00"), "万元")
    assert [(row["amount_yuan"], row["printed_unit"]) for row in records["project_funding"]] == [
        (Decimal("315000.00"), "万元"),
        (Decimal("300000.00"), "元"),
        (Decimal("15000.00"), "万元"),
    ]


def test_a_zero_without_a_unit_is_no_line_of_the_budget() -> None:
    printed = sheet((("年度预算安排", 2, 1), "资金总额", "-"), ("基本支出", "20万元"))
    reading = read(printed, "department_performance")
    assert [(row["amount_yuan"], row["printed_unit"]) for row in reading.records["budget_lines"]] == [
        (Decimal("200000.00"), "万元")
    ]
    assert dispositions(reading, printed)["-"] is Disposition.UNPARSED


def test_a_goal_without_words_is_none() -> None:
    rows = targets(
        (("项目绩效总目标", 1, 4),),
        ("名称", ("目标说明", 1, 3)),
        ("长期绩效目标", ("", 1, 3)),
        ("年度绩效目标", ("一年", 1, 3)),
        HEADER,
        ("产出指标", "数量指标", "次数", "3次"),
    )
    assert [(row["horizon"], row["goal"]) for row in rows] == [("annual", "一年")]


def test_the_only_goal_of_a_horizon_is_meant_though_it_has_a_number() -> None:
    rows = targets(
        ("项目名称", ("热线", 1, 3)),
        ("年度绩效目标1", ("一年", 1, 3)),
        (("年度绩效目标表", 1, 4),),
        HEADER,
        ("产出指标", "数量指标", "次数", "3次"),
    )
    assert [(row["horizon"], row["goal"]) for row in rows] == [("annual", "一年")]


def test_a_column_that_is_headed_by_a_year_alone_is_unknown() -> None:
    printed = sheet(("项目名称", ("热线", 1, 4)), (*HEADER, "2024年"), ("产出指标", "数量指标", "次数", "3次", "2次"))
    reading = read(printed)
    assert [row["target_text"] for row in reading.records["performance_targets"]] == ["3次"]
    assert dispositions(reading, printed)["2次"] is Disposition.UNKNOWN_COLUMN


def test_an_activity_may_leave_out_its_class() -> None:
    printed = sheet(
        ("项目名称", ("热线", 1, 3)),
        ("项目活动", "支出经济分类", "金额", "备注"),
        ("运维", "30201 办公费", "1", ""),
        ("巡检", "", "2", ""),
        caption=WAN_YUAN,
    )
    rows = read(printed).records["project_activities"]
    assert [(row["activity"], row["economic_code"]) for row in rows] == [("运维", "30201"), ("巡检", None)]


def test_a_kind_of_form_may_have_no_project_in_its_title() -> None:
    printed = sheet(HEADER, ("产出指标", "数量指标", "次数", "3次"), caption=Caption(lines=("热线服务绩效目标表",)))
    form = declared("project_performance")
    untitled = form.model_copy(update={"project_in_title": None})
    named = [
        [row["project_name"] for row in read_form(printed, each, Context(YEAR)).records["performance_targets"]]
        for each in (form, untitled)
    ]
    assert named == [["热线服务"], [None]]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("表16", "专项资金总体绩效目标表"), None),
        (("表16 专项资金总体绩效目标表",), None),
        (("附表14-2", "热线服务", "项目绩效目标表", "（2026年度）"), "热线服务"),
    ],
)
def test_the_number_of_a_table_is_no_part_of_the_project_in_its_title(lines: tuple[str, ...], name: str | None) -> None:
    rows = targets(HEADER, ("产出指标", "数量指标", "次数", "3次"), caption=Caption(lines=lines))
    assert [row["project_name"] for row in rows] == [name]


def test_the_code_before_a_unit_s_name_is_no_part_of_it() -> None:
    header = ("单位名称", "项目名称", "年度资金总额（万元）", "二级指标", "三级指标", "指标值")
    reading = read(sheet(header, ("105001某市统计局", "甲", "14.5", "数量指标", "次数", "≥3次"), caption=WAN_YUAN))
    names = {row["unit_name"] for records in reading.records.values() for row in records}
    assert names == {"某市统计局"}
