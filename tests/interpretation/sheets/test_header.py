from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.interpretation.sheets.header import is_number_row, read_header, reprinted_totals
from pipelines.interpretation.sheets.sheet import Sheet
from tests.printed import Printed, sheet

FINAL: list[Sequence[Printed]] = [
    [("项目", 1, 4), ("本年支出合计", 2, 1), ("基本支出", 2, 1)],
    [("功能分类科目编码", 1, 3), "科目名称"],
    [("类", 2, 1), ("款", 2, 1), ("项", 2, 1), "栏次", "1", "2"],
    ["合计", "9.00", "9.00"],
    [("213", 1, 3), "农林水支出", "9.00", "9.00"],
]


def roles(printed: Sheet) -> list[str]:
    return [column.role for column in read_header(printed).columns]


def test_the_header_of_a_final_account() -> None:
    header = read_header(sheet(*FINAL))
    assert (header.depth, header.number_rows) == (2, {2})
    assert roles(sheet(*FINAL)) == ["class_code", "division_code", "item_code", "name", "amount", "amount"]
    assert header.columns[4].path == ("本年支出合计",)


@pytest.mark.parametrize(
    "row",
    [
        ["栏次", "1", "2"],
        ["**", "**", "1", "2"],
        ["1", "2", "3"],
        ["行次", "", "1"],
        ["类", "款", "项", "栏次", "1", "2"],
    ],
)
def test_rows_that_number_the_columns(row: list[str]) -> None:
    assert is_number_row(sheet(row).row(0))


@pytest.mark.parametrize(
    "row", [["合计", "1", "2"], ["201", "", "5"], ["5", "3", "1"], ["类", "款", "项"], ["", "", ""]]
)
def test_rows_that_don_t(row: list[str]) -> None:
    assert not is_number_row(sheet(row).row(0))


@pytest.mark.parametrize("again", [(), ("项目", "合计")])
def test_column_numbers_that_a_page_prints_again(again: tuple[str, ...]) -> None:
    top = [list(again)] if again else []
    rows = [["项目", "合计"], ["栏次", "1"], ["教育支出", "5.00"], *top, ["栏次", "1"], ["外交支出", "7.00"]]
    assert read_header(sheet(*rows, page_starts=(0, 3))).number_rows == {1, 3 + len(top)}


def test_labels_are_the_path_from_the_outermost_in() -> None:
    header = read_header(sheet(["科目", ("2026年预算数", 1, 2)], ["", "小计", "基本支出"], ["x", "1.00", "2.00"]))
    assert [column.printed_path for column in header.columns] == [
        "科目",
        "2026年预算数 / 小计",
        "2026年预算数 / 基本支出",
    ]
    assert (header.columns[2].meaning.year, header.columns[2].meaning.get("measure")) == (2026, "basic")


def test_a_name_over_two_columns_is_one_key() -> None:
    assert roles(sheet([("科目名称", 1, 2), "合计"], ["支出", "行政运行", "1.00"]))[:2] == ["name", "name"]


def test_an_unknown_word_over_texts_alone_is_a_key() -> None:
    printed = sheet(["项目（按类级细目）", "预算数"], ["教育支出", "1.00"])
    assert roles(printed) == ["name", "amount"]
    assert roles(sheet(["事由", "预算数"], ["教育支出", "1.00"])) == ["name", "amount"]


def test_a_side_s_name_over_texts_is_a_key_and_over_nothing_is_none() -> None:
    header = [("收入", 1, 2), ("支出", 1, 2)], ["项目", "金额", "支出用途", "金额"]
    printed = sheet(*header, ["一般公共预算", "5.00", "一、基本支出", "3.00"])
    assert roles(printed) == ["name", "amount", "name", "amount"]
    assert roles(sheet(["项目", "收入预算", "支出预算"], ["一般公共预算", "5.00", ""])) == ["name", "amount", "amount"]


def test_an_unknown_word_over_amounts_is_an_unknown_amount() -> None:
    header = read_header(sheet(["科目名称", "甲乙丙"], ["教育支出", "1.00"]))
    assert (header.columns[1].role, header.columns[1].meaning.known) == ("amount", False)


def test_a_part_beside_a_subtotal_that_says_nothing_more_is_a_memo() -> None:
    printed = sheet(
        ["科目名称", ("一般公共预算", 1, 2), ("项目支出", 1, 2)],
        ["", "小计", "其中：财政拨款", "小计", "一般性项目"],
        ["教育支出", "2.00", "1.00", "2.00", "1.00"],
    )
    assert [column.memo for column in read_header(printed).columns] == [False, False, True, False, False]


def test_a_total_reprinted_under_a_repeated_header_is_told() -> None:
    rows = [["科目编码", "科目名称", "合计"], ["", "合计", "9.00"], ["201", "x", "9.00"]]
    printed = sheet(*rows, *rows[:2], ["202", "y", "9.00"], page_starts=(0, 3))
    joined = Sheet(**{**vars(printed), "repeated_header_rows": frozenset({3})})
    assert reprinted_totals(joined, read_header(joined)) == {4}
    assert reprinted_totals(printed, read_header(printed)) == set()


def test_column_numbers_under_a_repeated_header_are_told() -> None:
    rows = [["科目编码", "科目名称", "合计"], ["**", "**", "1"], ["201", "x", "9.00"]]
    printed = sheet(*rows, *rows[:2], ["202", "y", "9.00"], page_starts=(0, 3))
    joined = Sheet(**{**vars(printed), "repeated_header_rows": frozenset({3})})
    assert read_header(joined).number_rows == {1, 4}


def test_an_empty_column_that_speaks_of_money_is_no_key() -> None:
    printed = sheet(
        ["科目编码", "科目名称", "合计", "单位上年结余（不含甲乙）", "财政拨款结转"], ["201", "x", "9.00", "", "9.00"]
    )
    assert roles(printed) == ["code", "name", "amount", "amount", "amount"]


KEYS = ["科目编码", "科目名称", "合计"]
SUB = ["小计", "人员经费", "公用经费"]
AMOUNTS = ["201", "一般公共服务支出", "9.00", "7.00", "5.00", "2.00", "2.00"]


@pytest.mark.parametrize("sub", [SUB, ["合计", "人员经费", "公用经费"]])
def test_labels_that_are_not_merged_downwards_stand_in_the_first_row_of_the_header(sub: list[str]) -> None:
    head: list[list[Printed]] = [[*KEYS, ("基本支出", 1, 3), "项目支出"], ["", "", "", *sub, ""]]
    header = read_header(sheet(*head, AMOUNTS))
    assert header.depth == 2
    assert [column.path for column in header.columns[2:]] == [
        ("合计",),
        *(("基本支出", label) for label in sub),
        ("项目支出",),
    ]


def test_a_label_over_one_column_is_no_part_that_is_missing() -> None:
    head: list[list[Printed]] = [
        [*KEYS[:2], ("2026年预算数", 1, 4), "增减情况"],
        ["", "", "合计", ("基本支出", 1, 3), "增减额"],
        ["", "", "", *SUB, ""],
    ]
    header = read_header(sheet(*head, AMOUNTS))
    assert header.depth == len(head)
    assert header.columns[-1].path == ("增减情况", "增减额")


def test_columns_that_one_label_stands_over_say_nothing() -> None:
    header = read_header(sheet([*KEYS, ("基本支出", 1, 3), "项目支出"], AMOUNTS))
    assert [column.meaning.known for column in header.columns] == [True, True, True, False, False, False, True]


def test_a_column_that_rules_divide_in_other_rows_alone_is_one() -> None:
    rows: list[list[Printed]] = [["项目", ("合计", 1, 2)], ["教育支出", ("5.00", 1, 2)], ["注", "一", "二"]]
    assert all(column.meaning.known for column in read_header(sheet(*rows)).columns[:2])
