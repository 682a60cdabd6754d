from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.classifications import classification, scheme_of
from pipelines.interpretation.budget.blocks import split_blocks
from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.budget.row_keys import row_keys
from pipelines.interpretation.sheets.header import read_header
from tests.interpretation.budget.readings import YEAR
from tests.printed import Printed, sheet


def keys(
    header: Sequence[Printed], *rows: Sequence[Printed], axis: str | None = "function", units: tuple[str, ...] = ()
) -> list[RowKey]:
    printed = sheet(header, *rows)
    (block,) = split_blocks(read_header(printed))
    found = row_keys(printed, block, range(1, printed.row_count), axis, YEAR, frozenset(units))
    return list(found.values())


def codes(found: list[RowKey]) -> list[str | None]:
    return [key.code for key in found]


PARTS = ["类", "款", "项", "科目名称", "合计"]


def test_one_column_of_codes() -> None:
    found = keys(["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "1"], ["　2010301", "　行政运行", "1"])
    assert [(key.code, key.name, key.level) for key in found] == [
        ("201", "一般公共服务支出", 1),
        ("2010301", "行政运行", 3),
    ]


def test_three_columns_each_with_its_part() -> None:
    found = keys(PARTS, ["221", "02", "01", "住房公积金", "1"], ["221", "02", "03", "购房补贴", "1"])
    assert codes(found) == ["2210201", "2210203"]


def test_three_columns_that_leave_out_what_stands_above() -> None:
    rows = [["201", "", "", "x", "1"], ["", "40", "", "y", "1"], ["", "", "01", "z", "1"], ["", "", "02", "z", "1"]]
    assert codes(keys(PARTS, *rows, ["208", "", "", "x", "1"], ["", "05", "", "y", "1"])) == [
        "201", "20140", "2014001", "2014002", "208", "20805",
    ]  # fmt: skip


def test_one_column_that_prints_only_a_code_s_own_digits() -> None:
    rows = [
        ["201", "一般公共服务支出", "1"],
        ["03", "政府办公厅（室）及相关机构事务", "1"],
        ["2010301", "行政运行", "1"],
    ]
    assert codes(keys(["科目编码", "科目名称", "合计"], *rows)) == ["201", "20103", "2010301"]


def test_own_digits_with_a_name_of_another_class_are_no_code() -> None:
    rows = [["201", "一般公共服务支出", "1"], ["03", "住房改革支出", "1"]]
    assert codes(keys(["科目编码", "科目名称", "合计"], *rows)) == ["201", None]


def test_a_unit_s_code_among_the_codes_opens_its_rows() -> None:
    rows = [["143001", "青山区统计局", "2"], ["201", "一般公共服务支出", "2"]]
    total, item = keys(["科目编码", "科目名称", "合计"], *rows, units=("青山区统计局",))
    assert (total.line, total.level, total.code, total.unit_code) == ("total", 0, None, "143001")
    assert (item.code, item.unit_code, item.unit_name) == ("201", "143001", "青山区统计局")


def test_three_columns_that_print_whole_codes() -> None:
    rows = [["201", "", "", "x", "1"], ["", "20140", "", "y", "1"], ["", "", "2014001", "z", "1"]]
    assert codes(keys(PARTS, *rows, ["", "", "2080505", "z", "1"])) == ["201", "20140", "2014001", "2080505"]


def test_a_code_merged_over_its_three_columns() -> None:
    rows: list[Sequence[Printed]] = [[("201", 1, 3), "x", "1"], [("2010399", 1, 3), "z", "1"]]
    assert codes(keys([*PARTS], *rows)) == ["201", "2010399"]


def test_a_code_inside_the_name() -> None:
    found = keys(
        ["科目名称", "合计"],
        ["[2010399]其他政府办公厅支出", "1"],
        ["20805行政事业单位养老支出", "1"],
        ["210　卫生健康支出", "1"],
    )
    assert [(key.code, key.name) for key in found] == [
        ("2010399", "其他政府办公厅支出"),
        ("20805", "行政事业单位养老支出"),
        ("210", "卫生健康支出"),
    ]


def test_names_alone_are_looked_up_under_the_name_above() -> None:
    rows = [
        ["商品和服务支出", "1"],
        ["办公费", "1"],
        ["其他商品和服务支出", "1"],
        ["对个人和家庭的补助", "1"],
        ["退休费", "1"],
    ]
    assert codes(keys(["经济科目", "合计"], *rows, axis="economic")) == ["302", "30201", "30299", "303", "30302"]


def test_a_class_merged_over_its_rows_is_its_subtotal_and_holds_the_names_beside_it() -> None:
    found = keys(
        ["经济分类（类）", "经济分类（款）", "预算数"],
        [("商品和服务支出", 3, 1), "小计", "9"],
        ["差旅费", "5"],
        ["其他商品和服务支出", "4"],
        ["对个人和家庭的补助", "退休费", "1"],
        axis="economic",
    )
    assert [(key.scheme, key.code, key.line, key.meaning.get("measure")) for key in found] == [
        ("economic", code, "item", None) for code in ("302", "30211", "30299", "30302")
    ]


def test_a_name_that_no_list_has_gives_no_code() -> None:
    (key,) = keys(["科目名称", "合计"], ["其他杂项往来", "1"])
    assert (key.scheme, key.code, key.name, key.meaning.facets) == ("function", None, "其他杂项往来", {})


def test_a_kind_of_expenditure_in_the_place_of_a_function_is_no_function() -> None:
    (key,) = keys(["科目名称", "合计"], ["一、基本支出", "1"])
    assert (key.scheme, key.code, key.meaning.get("measure")) == (None, None, "basic")


@pytest.mark.parametrize("label", ["合计", "合 计", "总计"])
def test_a_total_is_level_0(label: str) -> None:
    for row in ([label, "", "1"], ["", label, "1"]):
        (key,) = keys(["科目编码", "科目名称", "合计"], row)
        assert (key.scheme, key.code, key.level, key.line) == ("function", None, 0, "total")


def test_codes_tell_what_keys_the_totals_where_the_header_doesn_t() -> None:
    found = keys(["编码", "名称", "合计"], ["30101", "基本工资", "1"], ["", "合计", "1"], axis="function")
    assert [key.scheme for key in found] == ["economic", "economic"]


def test_codes_tell_what_a_name_without_one_is_of_where_the_header_doesn_t() -> None:
    found = keys(["编码", "名称", "合计"], ["", "一般业务", "1"], ["2040602", "普法", "1"], axis="economic")
    assert [(key.scheme, key.code) for key in found] == [("function", None), ("function", "2040602")]


UNITS = ["单位代码", "单位名称", "科目编码", "科目名称", "合计"]


def test_rows_belong_to_the_unit_above_them() -> None:
    found = keys(
        UNITS,
        ["", "合计", "", "", "9"],
        ["129001", "江城县信访局", "", "", "9"],
        ["", "", "201", "一般公共服务支出", "9"],
    )
    assert [(key.line, key.unit_code, key.unit_name, key.code) for key in found] == [
        ("total", None, None, None),
        ("total", "129001", "江城县信访局", None),
        ("item", "129001", "江城县信访局", "201"),
    ]


def test_a_total_in_the_column_of_unit_codes_is_no_unit_s() -> None:
    (total,) = keys(["单位编码", "科目编码", "科目名称", "合计"], [("合计", 1, 3), "9"])
    assert (total.line, total.unit_code, total.unit_name) == ("total", None, None)


def test_one_column_can_name_units_and_functions() -> None:
    found = keys(
        ["类", "款", "项", "单位代码", "单位名称（科目）", "合计"],
        ["", "", "", "", "合计", "9"],
        ["", "", "", "129001", "江城县信访局", "9"],
        ["201", "03", "01", "129001", "行政运行", "9"],
    )
    assert [(key.line, key.unit_code, key.unit_name, key.code, key.name) for key in found] == [
        ("total", None, None, None, "合计"),
        ("total", "129001", "江城县信访局", None, None),
        ("item", "129001", "江城县信访局", "2010301", "行政运行"),
    ]


def test_a_project_under_a_unit_s_code_is_no_total_of_the_unit() -> None:
    found = keys(
        ["类", "款", "项", "单位代码", "单位名称（科目）", "合计"],
        ["", "", "", "129001", "江城县信访局", "9"],
        ["201", "03", "01", "129001", "行政运行", "9"],
        ["", "", "", "129001", "信访积案化解", "9"],
    )
    assert [(key.line, key.unit_name, key.scheme, key.code, key.name) for key in found] == [
        ("total", "江城县信访局", "function", None, None),
        ("item", "江城县信访局", "function", "2010301", "行政运行"),
        ("item", "江城县信访局", "function", None, "信访积案化解"),
    ]


def test_names_without_a_code_are_of_the_classification_of_the_codes() -> None:
    found = keys(
        ["科目编码", "科目名称", "合计"],
        ["2010301", "行政运行", "9"],
        ["", "信访积案化解", "9"],
        axis="economic",
    )
    assert [(key.scheme, key.code) for key in found] == [("function", "2010301"), ("function", None)]


def test_both_economic_codes_of_a_row() -> None:
    printed = sheet(
        [("部门预算支出经济分类", 1, 2), ("政府预算支出经济分类", 1, 2), ("合计", 2, 1)],
        ["编码", "名称", "编码", "名称"],
        ["30101", "基本工资", "50101", "工资奖金津补贴", "1"],
    )
    (block,) = split_blocks(read_header(printed))
    key = row_keys(printed, block, [2], None, YEAR, frozenset())[2]
    assert (key.scheme, key.code, key.government_economic_code) == ("economic", "30101", "50101")


def test_the_official_name_names_a_code_though_a_project_stands_beside_it() -> None:
    (found,) = keys(["科目编码", "科目名称", "项目名称", "合计"], ["2130304", "水利行业业务管理", "河湖管护项目", "1"])
    assert (found.code, found.name) == ("2130304", "水利行业业务管理")
    assert found.path == ("2130304", "水利行业业务管理", "河湖管护项目")


def test_the_path_is_printed_from_left_to_right() -> None:
    (key,) = keys(
        ["类", "款", "项", "单位代码", "单位名称（科目）", "合计"], ["201", "03", "01", "129001", "行政运行", "9"]
    )
    assert key.path == ("201", "03", "01", "129001", "行政运行")


@pytest.mark.parametrize(
    ("code", "scheme"),
    [
        ("201", "function"),
        ("2010301", "function"),
        ("30101", "economic"),
        ("50101", "government_economic"),
        ("129001", None),
    ],
)
def test_codes_tell_their_classification(code: str, scheme: str | None) -> None:
    assert scheme_of(code) == scheme


ITEMS = ("2010301", "2010399", "2080505", "2101101", "2130305", "2210201", "2299901")


@given(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=8))
def test_every_way_to_print_a_code_gives_the_same_key(items: list[str]) -> None:
    names = {item: classification("function").name_of(item, YEAR) or "" for item in items}
    whole = keys(["科目编码", "科目名称", "合计"], *[[item, names[item], "1"] for item in items])
    parts = keys(PARTS, *[[item[:3], item[3:5], item[5:], names[item], "1"] for item in items])
    merged: list[Sequence[Printed]] = [[(item, 1, 3), names[item], "1"] for item in items]
    assert codes(whole) == codes(parts) == codes(keys([*PARTS], *merged)) == items
