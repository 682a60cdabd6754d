"""Rows and labels that a page's end cuts are whole, and none takes in a row of its own."""

from __future__ import annotations

import pytest

from pipelines.interpretation.sheets.joining import join_sheets
from tests.printed import page, texts_of

HEADER = ["科目编码", "科目名称", "合计"]
CAPTION = ["表3", "部门支出总表", "单位：万元"]


def test_a_row_cut_by_a_page_break_goes_on_under_the_numbers_of_the_columns() -> None:
    head = [["科目名称", "合计"], ["栏次", "1"]]
    first = page(1, CAPTION, [*head, ["212城乡社区支出", "5.00"], ["201一般公共服务", ""]])
    (sheet,) = join_sheets([first, page(2, [], [*head, ["支出", "7.00"]])])
    assert (texts_of(sheet)[3], sheet.repeated_header_rows) == (["201一般公共服务支出", "7.00"], {4, 5})


def test_a_row_cut_by_the_page_break_is_whole() -> None:
    first = page(1, CAPTION, [HEADER, ["2080505", "机关事业单位基本养老", "1.00"]])
    (sheet,) = join_sheets([first, page(2, [], [["", "保险缴费支出", ""], ["202", "外交支出", "2.00"]])])
    assert texts_of(sheet)[1][1] == "机关事业单位基本养老保险缴费支出"
    assert texts_of(sheet)[-1] == ["202", "外交支出", "2.00"]


def test_a_header_repeated_over_a_cut_row_stands_before_it() -> None:
    first = page(1, CAPTION, [HEADER, ["201", "一般公共服务", "1.00"]])
    (sheet,) = join_sheets([first, page(2, [], [HEADER, ["", "支出", ""], ["202", "外交支出", "2.00"]])])
    assert [sheet.at(row, 1).text for row in range(5)] == [
        "科目名称",
        "一般公共服务支出",
        "科目名称",
        "一般公共服务支出",
        "外交支出",
    ]


def test_the_first_row_under_a_header_left_at_the_foot_of_a_page_is_no_rest_of_it() -> None:
    (sheet,) = join_sheets([page(1, CAPTION, [HEADER]), page(2, [], [HEADER, ["", "", "说明"], ["202", "x", "2.00"]])])
    assert texts_of(sheet) == [HEADER, HEADER, ["", "", "说明"], ["202", "x", "2.00"]]


@pytest.mark.parametrize("amounts", [(["5.00"], [""]), ([""], ["5.00"])])
@pytest.mark.parametrize("upper", ["21208国有土地使用权出让", "国有土地使用权出让"])
def test_an_official_name_cut_by_a_page_break_is_whole(upper: str, amounts: tuple[list[str], list[str]]) -> None:
    above, below = amounts
    first = page(1, CAPTION, [["科目名称", "合计"], ["212城乡社区支出", "5.00"], [upper, *above]])
    (sheet,) = join_sheets([first, page(2, [], [["收入安排的支出", *below], ["外交支出", "3.00"]])])
    assert texts_of(sheet)[2:] == [[f"{upper}收入安排的支出", "5.00"], [], ["外交支出", "3.00"]]


def test_a_line_of_its_own_at_the_top_of_a_page_is_no_rest() -> None:
    sides = ["项目", "2025年预算数", "2026年预算数"] * 2
    first = page(1, CAPTION, [sides, ["本年收入合计", "5.00", "6.00", "本年支出合计", "5.00", "6.00"]])
    carried = ["上年结转", "", "", "结转下年", "", ""]
    (sheet,) = join_sheets([first, page(2, [], [carried])])
    assert texts_of(sheet)[2] == carried


def test_a_name_of_its_own_at_the_top_of_a_page_is_no_rest() -> None:
    first = page(1, CAPTION, [["科目名称", "合计"], ["教育支出", "5.00"], ["普通教育", ""]])
    (sheet,) = join_sheets([first, page(2, [], [["外交支出", "3.00"]])])
    assert texts_of(sheet)[2:] == [["普通教育", ""], ["外交支出", "3.00"]]


SOURCES = [["项目", "预算数"], ["上年结转", "0.00"], ["(1)一般公共预算拨款结转", "0.00"]]


@pytest.mark.parametrize("amounts", [("0.00", ""), ("", "0.00")])
@pytest.mark.parametrize(
    ("upper", "under"),
    [("(2)政府性基金预算拨款", ["收入总计", "0.00"]), ("(3)政府性基金预算拨款", ["(3)国有资本经营预算拨款结转", ""])],
)
def test_halves_that_are_labels_each_are_one_where_the_label_beside_them_in_the_list_ends_so(
    upper: str, under: list[str], amounts: tuple[str, str]
) -> None:
    first = page(1, CAPTION, [*SOURCES, [upper, amounts[0]]])
    (sheet,) = join_sheets([first, page(2, [], [["结转", amounts[1]], under])])
    assert texts_of(sheet)[3:] == [[f"{upper}结转", "0.00"], [], under]


@pytest.mark.parametrize(
    ("upper", "lower"),
    # Another list, no list, a number of its own, another ending: none is the rest of the row above.
    [
        ("一、政府性基金预算拨款", "结转"),
        ("政府性基金预算拨款", "结转"),
        ("(2)政府性基金预算拨款", "(3)结转"),
        ("(2)政府性基金预算拨款", "上年结转"),
    ],
)
def test_a_label_under_one_of_a_list_is_its_own(upper: str, lower: str) -> None:
    first = page(1, CAPTION, [*SOURCES, [upper, ""]])
    (sheet,) = join_sheets([first, page(2, [], [[lower, "0.00"], ["收入总计", "0.00"]])])
    assert texts_of(sheet)[3:] == [[upper, ""], [lower, "0.00"], ["收入总计", "0.00"]]
