"""Purchases of goods, works and services in columns."""

from __future__ import annotations

import pytest

from pipelines.interpretation.sheets.reading import Disposition
from tests.interpretation.lists.readings import read, rows_of, where
from tests.printed import WAN_YUAN, Printed, sheet


@pytest.mark.parametrize("label", ["", "类"])
@pytest.mark.parametrize("over", [False, True])
def test_a_column_of_a_class_holds_an_item_of_it(label: str, over: bool) -> None:
    classes = [f"{name}{label}" for name in ("货物", "工程", "服务")]
    head: list[list[Printed]] = [["项目名称", "合计", *classes]]
    if over:
        head = [[("项目名称", 2, 1), ("采购预算金额", 1, 4)], ["合计", *classes]]
    printed = sheet(
        *head, ["合计", "4.50", "2.50", "", "2.00"], ["河长制", "4.50", "2.50", "", "2.00"], caption=WAN_YUAN
    )
    reading = read("procurement", printed)
    assert rows_of(reading, "project_name", "catalogue_name", "amount_yuan") == [
        ("河长制", f"货物{label}", 25_000),
        ("河长制", f"服务{label}", 20_000),
    ]
    depth = len(head)
    assert where(reading, Disposition.RECONCILED) == {(depth, at) for at in (1, 2, 4)} | {(depth + 1, 1)}
    assert where(reading, Disposition.UNKNOWN_COLUMN) == set()


def test_classes_that_do_not_make_up_the_amount_are_not_its_items() -> None:
    printed = sheet(["项目名称", "合计", "货物", "服务"], ["河长制", "4.50", "2.50", "1.00"], caption=WAN_YUAN)
    assert rows_of(read("procurement", printed), "catalogue_name", "amount_yuan") == [(None, 45_000)]


def test_a_class_that_sums_its_projects_in_a_column_of_its_own_is_that_of_those_below() -> None:
    printed = sheet(
        ["类型", "一级项目", "二级项目", "合计"],
        ["特定目标类项目", "", "", "5.00"],
        ["", "综合管理", "", "5.00"],
        ["", "", "宣传", "3.50"],
        ["", "", "培训", "1.50"],
        ["其他运转类项目", "", "", "1.00"],
        ["", "", "印刷", "1.00"],
        ["", "", "", "2.00"],
        ["", "", "未列类别", "2.00"],
        caption=WAN_YUAN,
    )
    assert rows_of(read("projects", printed), "project_name", "project_class", "amount_yuan") == [
        ("宣传", "特定目标类项目", 35_000),
        ("培训", "特定目标类项目", 15_000),
        ("印刷", "其他运转类项目", 10_000),
        ("未列类别", None, 20_000),
    ]
