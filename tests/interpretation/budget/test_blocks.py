from __future__ import annotations

from collections.abc import Sequence

from pipelines.interpretation.budget.blocks import Block, split_blocks
from pipelines.interpretation.sheets.header import read_header
from tests.printed import Printed, sheet


def blocks(*rows: Sequence[Printed]) -> tuple[Block, ...]:
    return split_blocks(read_header(sheet(*rows)))


def shape(block: Block) -> tuple[list[int], list[int]]:
    return [column.index for column in block.key_columns], [column.index for column in block.amounts]


def test_the_sides_of_a_table_are_two_blocks() -> None:
    found = blocks([("收入", 1, 2), ("支出", 1, 2)], ["项目", "预算数", "项目", "预算数"], ["a", "1", "b", "2"])
    assert [(block.flow, shape(block)) for block in found] == [("revenue", ([0], [1])), ("expenditure", ([2], [3]))]


def test_line_numbers_belong_to_no_block() -> None:
    found = blocks([("收入", 1, 3), ("支出", 1, 3)], ["项目", "行次", "金额"] * 2, ["a", "1", "1.00", "b", "2", "2.00"])
    assert [shape(block) for block in found] == [([0], [2]), ([3], [5])]


def test_four_blocks_side_by_side() -> None:
    names = ["项目", "项目（按功能分类）", "项目（按部门预算经济分类）", "项目（按政府预算经济分类）"]
    found = blocks(
        [("收入", 1, 2), ("支出", 1, 6)], [text for name in names for text in (name, "预算数")], ["x", "1"] * 4
    )
    assert [block.groups[0].scheme for block in found] == [None, "function", "economic", "government_economic"]


def test_two_economic_classifications_are_two_keys_of_one_block() -> None:
    (block,) = blocks(
        [("部门预算支出经济分类", 1, 2), ("政府预算支出经济分类", 1, 2), ("合计", 2, 1)],
        ["编码", "名称", "编码", "名称"],
        ["30101", "基本工资", "50101", "工资奖金津补贴", "1.00"],
    )
    assert [group.scheme for group in block.groups] == ["economic", "government_economic"]


def test_the_name_beside_a_unit_s_code_is_the_unit_s_where_no_other_code_is() -> None:
    (by_unit,) = blocks(["单位代码", "单位名称（科目）", "合计"], ["129001", "江城县信访局", "1.00"])
    assert (by_unit.groups, by_unit.unit is not None) == ((), True)
    (by_code,) = blocks(["科目编码", "单位代码", "单位名称（科目）", "合计"], ["2010301", "129001", "行政运行", "1.00"])
    assert (len(by_code.groups), by_code.unit) == (1, None)


def test_columns_without_amounts_make_no_block() -> None:
    assert blocks(["科目编码", "科目名称"], ["201", "x"]) == ()
