import pytest

from pipelines.interpretation.identity.titles import front_lines, plain, read_title
from tests.printed import page


@pytest.mark.parametrize(
    ("front", "name", "year", "stage", "scope"),
    [
        ("国家信访局/2026年部门预算", "国家信访局", 2026, "budget", "department"),
        ("2026年度/福州市医疗保障局/部门预算", "福州市医疗保障局", 2026, "budget", "department"),
        ("2024 年度长沙市信访局/部门决算", "长沙市信访局", 2024, "final_accounts", "department"),
        ("湖州市统计局２０２６年度部门预算", "湖州市统计局", 2026, "budget", "department"),
        ("2026年深圳市财政局（本级）部门预/算", "深圳市财政局（本级）", 2026, "budget", "department"),
        ("西安市财政局（汇总）/2026年部门预算公开说明", "西安市财政局", 2026, "budget", "department"),
        ("2022年西安市医疗保障局部门综合预算", "西安市医疗保障局", 2022, "budget", "department"),
        ("2023年度泸州市中医医院单位决算", "泸州市中医医院", 2023, "final_accounts", "unit"),
        ("二〇二五年度/武汉市审计局/部门决算", "武汉市审计局", 2025, "final_accounts", "department"),
        ("附件1/北京市统计局2026年部门预算说明", "北京市统计局", 2026, "budget", "department"),
        (
            "武汉市江汉区/生态环境分局/2025年部门预算",
            "武汉市江汉区生态环境分局",
            2025,
            "budget",
            "department",
        ),
        ("开江县财政局关于2024年部门预算编制的说明", "开江县财政局", 2024, "budget", "department"),
        ("2025年部门预算公开说明/（砚山县教育局）", "砚山县教育局", 2025, "budget", "department"),
        ("华中科技大学2025年预算", "华中科技大学", 2025, "budget", None),
        ("某镇中心小学2025年部门（单位）预算", "某镇中心小学", 2025, "budget", None),
        ("上海市2026年市级单位预算/预算单位：上海市数据局", None, 2026, "budget", "unit"),
        ("江苏省2018年度/省级部门预算公开报表", None, 2018, "budget", "department"),
        ("2019年部门综合预算公开报表/部门名称：西安市某局", None, 2019, "budget", "department"),
    ],
)
def test_the_front_says_whose_budget_of_which_year(front, name, year, stage, scope):
    title = read_title([plain(line) for line in front.split("/")])
    assert title is not None
    assert (title.name, title.year, title.stage, title.scope) == (name, year, stage, scope)


@pytest.mark.parametrize(
    "front",
    [
        "关于印发全面加强新时代消防安全工作/实施办法的通知",
        "2026年1—2月泉州市国民经济主要指标",
        "关于2026年泉州市市级预算执行情况的报告",
        "泉州市2025年预算执行情况和2026年预算草案的报告",
        "泉州市财政局/关于做好2025年部门预算编制工作的通知",
        "2026年2月10日/部门预算",
        "泉州市教育局2025年部门整体支出绩效自评报告",
    ],
)
def test_other_titles_are_none(front):
    assert read_title([plain(line) for line in front.split("/")]) is None


def test_a_heading_serves_where_the_front_has_no_title():
    rest = ("某市统计局2024年部门预算安排，按照要求公开如下", "第二部分某市统计局2025年度部门预算表")
    title = read_title(["一张图片"], rest)
    assert title is not None
    assert (title.name, title.year) == ("某市统计局", 2025)


@pytest.mark.parametrize("end", ["目 录", "第一部分 概况", "一、主要职责", "（一）职责", "收支总表......5"])
def test_the_front_ends_where_the_text_begins(end):
    pages = [page(1, ["某市统计局", "2025 年部门预算"], foot="1"), page(2, [end, "2024年部门预算"], foot="2")]
    assert front_lines(pages) == ("某市统计局", "2025年部门预算")


def test_the_front_ends_at_the_first_table():
    assert front_lines([page(1, ["表1", "收支总表"], [["收入", "支出"]], foot="制表人")]) == (
        "表1",
        "收支总表",
    )
