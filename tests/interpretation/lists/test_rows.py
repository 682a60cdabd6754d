"""The rows of a list, each with the rule that decided."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.interpretation.declared.lists import list_form
from pipelines.interpretation.lists.columns import list_columns
from pipelines.interpretation.lists.rows import list_rows
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.sheet import Caption
from tests.interpretation.lists.readings import declared
from tests.printed import sheet

HEADER = ["单位编码", "单位（项目）名称", "项目金额"]
BUREAU = ["116001", "某市财政局", "450"]


def rules(table: str, rows: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The label of each row under the header, and the rule that decided its kind."""
    printed, form = sheet(*rows, caption=Caption(printed_unit="元")), list_form(declared(table))
    columns = list_columns(read_header(printed), form, 2025)
    return [(row.label, row.rule) for row in list_rows(printed, columns, range(1, len(rows)), form, frozenset())]


def test_a_row_says_which_rule_decided():
    rows = [HEADER, ["", "合计", "450"], BUREAU, ["", "通用项目", "450"], ["", "检查", "300"], ["", "管理", "150"]]
    assert rules("projects", rows) == [
        ("合计", "a total"),
        ("某市财政局", "a unit's code"),
        ("通用项目", "a class that sums those under it"),
        ("检查", "sums: nothing under it"),
        ("管理", "sums: nothing under it"),
    ]


@pytest.mark.parametrize(
    ("header", "rule"), [("单位（项目）名称", "no sums: several kinds"), ("项目名称", "no sums: projects only")]
)
def test_rows_that_no_sums_decide(header: str, rule: str):
    rows = [["单位编码", header, "项目金额"], ["", "合计", "450"], ["", "检查", "100"], ["", "管理", "150"]]
    assert {found for _, found in rules("projects", rows)} == {"a total", rule}


def test_rows_that_sums_decide_either_way():
    # Each may be the sum of the next one: more than one way makes 450.
    rows = [HEADER, BUREAU, *(["", name, "225"] for name in "甲乙丙丁")]
    assert "sums: either" in {rule for _, rule in rules("projects", rows)}


def test_a_class_with_nothing_under_it_is_an_item():
    rows = [["项目编号", "项 目", "总 计"], ["A", "货物", "9.00"], ["B", "工程", "9.00"]]
    assert rules("procurement", rows) == [
        ("货物", "a class with nothing under it"),
        ("工程", "a class with nothing under it"),
    ]
