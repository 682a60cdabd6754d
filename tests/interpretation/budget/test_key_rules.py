"""The rules that key a row: each decides a row, and not the same row in a table or with a label that differs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.interpretation.budget.blocks import split_blocks
from pipelines.interpretation.budget.key_rules import CODE_RULES, NAME_RULES
from pipelines.interpretation.budget.row_keys import OWN_KEY, UNIT_RULES, row_keys
from pipelines.interpretation.sheets.header import read_header
from tests.interpretation.budget.readings import YEAR
from tests.printed import Printed, sheet

Table = Sequence[Sequence[Printed]]
COLUMNS = ("科目编码", "科目名称", "合计")
NAMES = ("科目名称", "合计")
UNITS = ("单位代码", "单位名称", "合计")
UNIT_AND_NAME = ("类", "款", "项", "单位代码", "单位名称（科目）", "合计")
OF_UNITS = ("单位代码", "单位名称", "科目编码", "科目名称", "合计")
BUREAU, CENTRE = "江城县信访局", "江城县接待中心"
CLASS_AND_NAME = ("科目名称（类）", "科目名称（款）", "预算数")


def rule(table: Table) -> str | None:
    """The rule that keys the last row of a table; None where nothing does."""
    printed = sheet(*table)
    (block,) = split_blocks(read_header(printed))
    rows = range(1, printed.row_count)
    # Rows headed 项目 alone are of a side of revenue.
    axis = "revenue" if table[0][0] == "项目" else "function"
    key = row_keys(printed, block, rows, axis, YEAR, frozenset({BUREAU})).get(rows[-1])
    return key.rule if key else None


CASES: dict[str, tuple[Table, Table]] = {
    "a code of its classification": (
        [COLUMNS, ["201", "一般公共服务支出", "1"]],
        [COLUMNS, ["", "一般公共服务支出", "1"]],
    ),
    "a unit's code": ([COLUMNS, ["143001", BUREAU, "1"]], [COLUMNS, ["143001", "普查中心", "1"]]),
    "a code's own digits": (
        [COLUMNS, ["201", "一般公共服务支出", "1"], ["03", "政府办公厅（室）及相关机构事务", "1"]],
        [COLUMNS, ["201", "一般公共服务支出", "1"], ["03", "住房改革支出", "1"]],
    ),
    "no code of its classification": (
        [COLUMNS, ["143001", "普查中心", "1"]],
        [COLUMNS, ["143001", BUREAU, "1"]],
    ),
    "a class's own sum": (
        [CLASS_AND_NAME, ["一般公共服务支出", "小计", "9"]],
        [CLASS_AND_NAME, ["一般公共服务支出", "人大事务", "9"]],
    ),
    "a total": ([NAMES, ["合计", "1"]], [NAMES, ["行政运行合同", "1"]]),
    "a unit's name": ([NAMES, [BUREAU, "1"]], [NAMES, ["普查中心", "1"]]),
    "a name of the classification": ([NAMES, ["一般公共服务支出", "1"]], [NAMES, ["其他杂项往来", "1"]]),
    "a sum of the label before it": (
        [("项目", "项目名称", "合计"), ["财政拨款", "小计", "9"]],
        [("项目", "项目名称", "合计"), ["财政拨款", "教育收费", "9"]],
    ),
    "a line in the place of a name": ([NAMES, ["结转下年", "1"]], [NAMES, ["其他杂项往来", "1"]]),
    "a measure in the place of a name": ([NAMES, ["一、基本支出", "1"]], [NAMES, ["其他杂项往来", "1"]]),
    "a name that the classification doesn't know": (
        [NAMES, ["其他杂项往来", "1"]],
        [NAMES, ["一般公共服务支出", "1"]],
    ),
    "words": ([("项目", "合计"), ["财政拨款", "1"]], [NAMES, ["财政拨款", "1"]]),
    "the sum of a table of units": ([UNITS, ["", "合计", "1"]], [UNITS, ["129001", BUREAU, "1"]]),
    "a unit": ([UNITS, ["129001", BUREAU, "1"]], [UNITS, ["", "合计", "1"]]),
    "a year": ([("年度", "合计"), ["2025年", "1"]], [("年度", "科目名称", "合计"), ["2025年", "行政运行", "1"]]),
    "a unit's own row": (
        [OF_UNITS, ["129001", BUREAU, "", "", "9"]],
        [OF_UNITS, ["129001", BUREAU, "201", "一般公共服务支出", "9"]],
    ),
    "a unit's name under its code": (
        [UNIT_AND_NAME, ["", "", "", "129001", CENTRE, "9"]],
        [UNIT_AND_NAME, ["201", "03", "01", "129001", "行政运行", "9"]],
    ),
    "a project under a unit's code": (
        [UNIT_AND_NAME, ["", "", "", "129001", CENTRE, "9"], ["", "", "", "129001", "信访积案化解", "9"]],
        [UNIT_AND_NAME, ["", "", "", "129001", CENTRE, "9"]],
    ),
}
"""By rule, a table whose last row it keys, and one whose last row it doesn't."""


@pytest.mark.parametrize("name", CASES)
def test_a_rule_keys_its_rows_and_no_others(name: str) -> None:
    keyed, other = CASES[name]
    assert rule(keyed) == name
    assert rule(other) != name


def test_every_rule_keys_a_row() -> None:
    names = {rule.name for rule in (*CODE_RULES, *NAME_RULES, *UNIT_RULES)}
    assert names - {OWN_KEY.name} == {*CASES}


def test_a_table_without_key_columns_holds_totals_only() -> None:
    assert rule([("基本支出", "项目支出"), ["1", "2"]]) == "no key columns"


def test_a_row_without_labels_has_no_key() -> None:
    assert rule([NAMES, ["", "1"]]) is None
