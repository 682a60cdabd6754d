from __future__ import annotations

import pytest

from pipelines.extraction.layout import lines_above, lines_below
from pipelines.interpretation.sheets.captions import (
    body_lines,
    caption_rows,
    is_title,
    read_caption,
    without_broken_unit,
)
from tests.printed import page


@pytest.mark.parametrize(
    ("above", "number", "title", "unit", "organisation"),
    [
        (["表3", "部门支出总表", "部门：江城市水务局 单位：万元"], "表3", "部门支出总表", "万元", "江城市水务局"),
        (
            ["公开06表", "收入决算表", "编制单位：江城市水务局 金额单位：元"],
            "公开06表",
            "收入决算表",
            "元",
            "江城市水务局",
        ),
        (["部门公开表5", "一般公共预算支出表", "单位：万元"], "部门公开表5", "一般公共预算支出表", "万元", None),
        (
            ["表1-1", "部门收入总表", "单位：江城县信访局 金额单位：万元"],
            "表1-1",
            "部门收入总表",
            "万元",
            "江城县信访局",
        ),
        (["填报单位：[201001]江城市水务局 单位：万元", "收支预算总表"], None, "收支预算总表", "万元", "江城市水务局"),
        (
            ["附表2 2026年部门收入总表", "单位:万", "元"],
            None,
            "附表2 2026年部门收入总表".replace(" ", ""),
            "万元",
            None,
        ),
        (["支出总表", "部门：江城市审计局 单位", "：万元"], None, "支出总表", "万元", "江城市审计局"),
        (["支出总表", "部门名称：江城市人民法", "院 单位：万元"], None, "支出总表", "万元", "江城市人民法院"),
        (["支出总表", "单位：万", "部门名称：江城市法院 元"], None, "支出总表", "万元", "江城市法院"),
        (["支出总表", "编制单位：江城市法院", "金额单位：元"], None, "支出总表", "元", "江城市法院"),
        (["支出总表", "单位：", "万元"], None, "支出总表", "万元", None),
        (["一、收入情况说明。", "单位：亿元"], None, None, "亿元", None),
        (["预算01表", "收支总表 金额单位：万元"], "预算01表", "收支总表", "万元", None),
        (["支出总表 编报单位：江城市法院 单位：元"], None, "支出总表", "元", "江城市法院"),
        (
            ["公开09表：“三公”经费、会议费、培训费", "支出预算表"],
            None,
            '公开09表:"三公"经费、会议费、培训费支出预算表',
            None,
            None,
        ),
        (["附表3 单位：万元", "支出总表"], None, "支出总表", "万元", None),
        (["收支总表（单位：万元）"], None, "收支总表", "万元", None),
        (["表7 一般公共预算支出表"], "表7", "表7一般公共预算支出表", None, None),
        (["表七.一般公共预算支出表"], "表七", "表七.一般公共预算支出表", None, None),
    ],
)
def test_captions(
    above: list[str], number: str | None, title: str | None, unit: str | None, organisation: str | None
) -> None:
    caption = read_caption(above, [])
    assert (caption.title, caption.printed_unit, caption.organisation) == (title, unit, organisation)
    assert number is None or caption.number == number


@pytest.mark.parametrize(
    ("line", "unit"),
    [("511-江城市水务局 万元", "万元"), ("万元", "万元"), ("（元）", "元"), ("共计 120 万元", None), ("元", None)],
)
def test_a_unit_may_stand_without_its_label_and_behind_no_number(line: str, unit: str | None) -> None:
    assert read_caption(["项目支出绩效表", line], []).printed_unit == unit


def test_an_organisation_is_no_unit_of_money() -> None:
    assert read_caption(["支出总表", "单位：江城市百万元贸易中心"], []).printed_unit is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["十一、“三公”经费、会议费支出预", "算表", "部门：水务局 单位：万元"], '十一、"三公"经费、会议费支出预算表'),
        (["一般公共预算机关运行经费支出", "预算表"], "一般公共预算机关运行经费支出预算表"),
        (["公开03表", "预算表"], "预算表"),
        (["一般公共预算机关运行经费", "支出预算表"], "支出预算表"),
        (["收支总表", "预算表"], "预算表"),
        (["部门：水务局", "预算表"], "预算表"),
        (["详情如下", "预算表"], "预算表"),
    ],
)
def test_a_title_broken_in_a_word_is_whole(lines: list[str], title: str) -> None:
    assert read_caption(lines, []).title == title


def test_a_title_broken_in_its_quotation_is_whole() -> None:
    assert read_caption(["一般公共预算“三公”经费支出表（按", "功能分类科目）"], []).title is None
    assert read_caption(["财政拨款“三公", "”经费支出表"], []).title == '财政拨款"三公"经费支出表'


def test_the_year_of_a_title() -> None:
    assert read_caption(["2026年部门支出总表"], []).year == 2026


def test_notes_stand_under_a_table() -> None:
    caption = read_caption(["支出总表"], ["注：本表无数据。", "尾注", "12"])
    assert caption.notes == ("注：本表无数据。", "尾注", "12")
    assert read_caption(["支出总表"], ["二、收入说明"]).notes == ()


@pytest.mark.parametrize(
    "line",
    [
        "部门收支总表",
        "国有资本经营预算支出",
        "部门支出总表（按功能分类）",
        "2025年机关运行经费",
        "一般公共预算基本支出表--人员经费(工资福利支出)(按部门预算经济分类)",
    ],
)
def test_titles(line: str) -> None:
    assert is_title(line)


@pytest.mark.parametrize(
    "line", ["表3", "详见附表如下表", "收入增加，见下表", "单位：万元", "公开03表", "（六）2025年机关运行经费"]
)
def test_lines_that_are_no_titles(line: str) -> None:
    assert not is_title(line)


def test_rows_at_the_top_of_a_grid_can_be_its_caption() -> None:
    rows = [
        ["部门支出总表", "", ""],
        ["部门：江城市统计局", "", "单位：万元"],
        ["科目编码", "科目名称", "合计"],
        ["201", "x", "1"],
    ]
    assert caption_rows(page(1, [], rows).grids[0]) == 2
    assert caption_rows(page(1, [], rows[2:]).grids[0]) == 0


def test_empty_rows_beside_a_caption_in_the_grid_are_of_it() -> None:
    rows = [
        ["表11", "", ""],
        ["部门结转资金支出表", "", ""],
        ["", "", ""],
        ["", "", "单位：万元"],
        ["", "", ""],
        ["单位代码", "项目名称", "金额"],
        ["101001", "x", "9.00"],
    ]
    assert caption_rows(page(1, [], rows).grids[0]) == 5
    assert caption_rows(page(1, [], rows[4:]).grids[0]) == 0


def test_lines_belong_to_the_grid_under_them_and_over_them() -> None:
    two = page(1, ["表1"], [["a", "b"]], [["c", "d"]], foot="3")
    lines = body_lines([two])[1]
    first, second = two.grids
    assert [line.text for line in lines_above(first, two, lines)] == ["表1"]
    assert lines_above(second, two, lines) == ()
    assert lines_below(first, two, lines) == ()


def test_running_heads_and_page_numbers_are_no_captions() -> None:
    pages = [
        page(number, ["江城市2026年部门预算公开", f"{number}、说明"], foot=f"- {number} -") for number in range(1, 7)
    ]
    assert [line.text for line in body_lines(pages)[3]] == ["3、说明"]


def test_a_table_s_unit_on_every_page_is_no_running_head() -> None:
    pages = [page(number, ["单位：万元"]) for number in range(1, 7)]
    assert [line.text for line in body_lines(pages)[1]] == ["单位：万元"]


@pytest.mark.parametrize(
    ("above", "row", "mended"),
    [
        (["政府采购预算表", "单位：万"], ["采购项目", "元预算金额"], ["采购项目", "预算金额"]),
        (["政府采购预算表", "单位：万"], ["采购项目", "元\n预算金额"], ["采购项目", "预算金额"]),
        (["政府采购预算表", "单位：万元"], ["采购项目", "元预算金额"], None),
        (["单位：万", "政府采购预算表"], ["采购项目", "元预算金额"], None),
        (["政府采购预算表", "单位：万"], ["元大都遗址", "元预算金额"], None),
        (["政府采购预算表", "单位：万"], ["采购项目", "元"], None),
        ([], ["采购项目", "元预算金额"], None),
    ],
)
def test_a_unit_that_wraps_into_the_table_is_no_part_of_a_label(
    above: list[str], row: list[str], mended: list[str] | None
) -> None:
    (grid,) = page(1, [], [row, ["纸", "1.00"]]).grids
    read = without_broken_unit(grid, above)
    assert [cell.text for cell in read.row(0)] == (mended or row)
    assert read.row(1) == grid.row(1)
