"""Money in forms: what a head or a label says of it, and what no dataset names."""

from __future__ import annotations

from decimal import Decimal

from pipelines.interpretation.sheets.reading import Disposition
from tests.interpretation.forms.readings import HEADER, dispositions, read
from tests.printed import WAN_YUAN, sheet


def test_a_head_names_the_fund_of_a_project_s_budget() -> None:
    records = read(
        sheet(
            ("项目名称", "当年财政拨款预算金额", *HEADER),
            ("普法", "3.00", "产出指标", "数量指标", "场次", "30场"),
            caption=WAN_YUAN,
        )
    ).records
    (profile,), (funding,) = records["project_profiles"], records["project_funding"]
    assert profile["current_budget_yuan"] == Decimal("30000.00")
    assert (funding["fund"], funding["amount_yuan"]) == ("fiscal_appropriation", Decimal("30000.00"))


def test_what_is_left_of_earlier_years_is_carried_over() -> None:
    printed = sheet(
        ("项目名称", ("普法", 1, 2)),
        (("项目资金（万元）", 3, 1), "年度资金总额", "3.00"),
        ("其中：当年财政拨款", "2.00"),
        ("上年结转资金", "1.00"),
    )
    rows = read(printed).records["project_funding"]
    assert [(row["fund"], row["period"], row["amount_yuan"]) for row in rows] == [
        ("all", None, Decimal("30000.00")),
        ("fiscal_appropriation", None, Decimal("20000.00")),
        ("unclassified", "carryover", Decimal("10000.00")),
    ]


FIGURE = ("row_path", "column_path", "value", "amount_yuan", "printed_unit")


def test_parts_of_a_budget_by_level_are_figures_of_no_dataset() -> None:
    printed = sheet(
        ("项目名称", ("普法", 1, 3)),
        (("当年预算", 2, 1), ("9.00", 2, 1), "市级支出", "7.00"),
        ("补助区县", "2.00"),
        caption=WAN_YUAN,
    )
    reading = read(printed)
    assert [tuple(row[name] for name in FIGURE) for row in reading.records["unclassified_figures"]] == [
        ("当年预算 / 市级支出", None, 7.0, Decimal("70000.00"), "万元"),
        ("当年预算 / 补助区县", None, 2.0, Decimal("20000.00"), "万元"),
    ]
    assert dispositions(reading, printed)["7.00"] is Disposition.PUBLISHED


def test_sources_of_several_years_are_no_funds_of_the_year() -> None:
    records = read(
        sheet(
            ("项目名称", ("普法", 1, 4)),
            (("资金金额（万元）", 2, 1), "实施期资金总额：", "9.00", "年度资金总额：", "3.00"),
            ("其中：财政拨款", "8.00", "其中：财政拨款", "2.00"),
        )
    ).records
    assert [(row["fund"], row["amount_yuan"]) for row in records["project_funding"]] == [
        ("all", Decimal("30000.00")),
        ("fiscal_appropriation", Decimal("20000.00")),
    ]
    assert [tuple(row[name] for name in FIGURE) for row in records["unclassified_figures"]] == [
        ("资金金额（万元） / 实施期资金总额： / 其中：财政拨款", None, 8.0, Decimal("80000.00"), "万元")
    ]


def test_a_sum_that_heads_a_column_is_its_label() -> None:
    records = read(
        sheet(
            ("项目名称", ("普法", 1, 2)),
            ("资金来源", "实施期资金总额", "年度资金总额"),
            ("合计", "9.00", "3.00"),
            ("财政拨款", "8.00", "2.00"),
            caption=WAN_YUAN,
        )
    ).records
    assert [tuple(row[name] for name in FIGURE) for row in records["unclassified_figures"]] == [
        ("财政拨款", "实施期资金总额", 8.0, Decimal("80000.00"), "万元")
    ]


def test_an_empty_part_of_a_budget_is_no_figure() -> None:
    printed = sheet(("项目名称", "普法"), ("补助区县", ""), ("市级支出", "详见附件"), caption=WAN_YUAN)
    reading = read(printed)
    assert "unclassified_figures" not in reading.records
    assert dispositions(reading, printed)["详见附件"] is Disposition.UNPARSED


def test_an_amount_of_a_listed_project_without_a_unit_is_not_read() -> None:
    rows = (("单位名称", "项目名称", "金额", "绩效目标"), ("某局", "普法", "2.50", "办讲座"))
    printed = sheet(*rows)
    assert dispositions(read(printed), printed)["2.50"] is Disposition.UNPARSED
    (row,) = read(sheet(*rows, caption=WAN_YUAN)).records["projects"]
    assert row["amount_yuan"] == Decimal("25000.00")


def test_a_list_of_projects_prints_a_fund_beside_the_whole() -> None:
    printed = sheet(
        ("项目名称", "金额", "其中：财政拨款", "项目本年度预算", "绩效目标"),
        ("普法", "2.50", "2.00", "2.40", "办讲座"),
        caption=WAN_YUAN,
    )
    reading = read(printed)
    assert [(row["fund"], row["amount_yuan"]) for row in reading.records["projects"]] == [
        ("all", Decimal("25000.00")),
        ("fiscal_appropriation", Decimal("20000.00")),
    ]
    assert dispositions(reading, printed)["2.40"] is Disposition.UNKNOWN_COLUMN


def test_each_part_of_a_listed_project_has_its_budget_and_its_goal() -> None:
    printed = sheet(
        ("项目名称", "项目总额", "绩效目标", *HEADER),
        (("1100-普法", 4, 1), ("2.00", 2, 1), ("办讲座", 2, 1), "产出指标", "数量指标", "场次", "3场"),
        ("产出指标", "质量指标", "到课率", "90%"),
        ("3.00", "印手册", "产出指标", "数量指标", "册数", "500册"),
        (("3.00", 1, 1), "印手册", "产出指标", "质量指标", "差错率", "1%"),
        caption=WAN_YUAN,
    )
    profiles = read(printed).records["project_profiles"]
    assert [(row["current_budget_yuan"], row["goal"], row["source_text"]) for row in profiles] == [
        (Decimal("20000.00"), "办讲座", "1100-普法"),
        (Decimal("30000.00"), "印手册", "3.00"),
    ]


def test_a_form_says_what_a_project_is_under_other_words() -> None:
    (profile,) = read(
        sheet(("项目名称", "普法", "项目性质", "经常性项目"), ("项目类别", "特定目标类", "", ""))
    ).records["project_profiles"]
    assert (profile["attribute"], profile["type"]) == ("经常性项目", "特定目标类")


def test_the_budget_of_a_project_is_that_of_all_funds_wherever_it_stands() -> None:
    form = sheet(("项目名称", "普法"), ("当年财政拨款预算金额", "2.00"), ("年度资金总额", "3.00"), caption=WAN_YUAN)
    listed = sheet(
        ("项目名称", "当年财政拨款预算金额", "资金总额", *HEADER),
        ("普法", "2.00", "3.00", "产出指标", "数量指标", "场次", "30场"),
        caption=WAN_YUAN,
    )
    for printed in (form, listed):
        records = read(printed).records
        (profile,) = records["project_profiles"]
        assert profile["current_budget_yuan"] == Decimal("30000.00")
        assert [row["fund"] for row in records["project_funding"]] == ["fiscal_appropriation", "all"]


def test_a_number_among_the_remarks_on_indicators_is_a_figure() -> None:
    printed = sheet(
        (*HEADER, "备注"),
        ("产出指标", "数量指标", "场次", "3场", "7"),
        ("产出指标", "质量指标", "到课率", "90%", "见附件"),
    )
    reading = read(printed)
    (figure,) = reading.records["unclassified_figures"]
    assert [figure[name] for name in FIGURE] == ["产出指标 / 数量指标 / 场次 / 3场", "备注", 7.0, None, None]
    assert dispositions(reading, printed)["见附件"] is Disposition.STRUCTURAL


def test_the_sum_under_a_project_s_amount_is_the_amount() -> None:
    printed = sheet(
        ("项目名称", "项目金额（万元）", "<", "三级指标", "指标值"),
        ("^", "合计", "其中：财政拨款", "^", "^"),
        ("河道保洁", "50", "40", "保洁长度", "≥12公里"),
    )
    funding = read(printed).records["project_funding"]
    assert [(row["fund"], row["amount_yuan"]) for row in funding] == [
        ("all", Decimal("500000.00")),
        ("fiscal_appropriation", Decimal("400000.00")),
    ]
