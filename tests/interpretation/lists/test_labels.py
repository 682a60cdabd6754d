"""Headers of lists as other places print them: no column is unknown, and the amount is read."""

from __future__ import annotations

import pytest

from pipelines.interpretation.sheets.reading import Disposition
from tests.interpretation.lists.readings import read, rows_of, where
from tests.printed import WAN_YUAN, sheet

_PROJECTS = (
    ("项目名称", "主管部门", "项目属性", "年度预算安排"),
    ("项目名称", "是否政府采购", "项目依据", "申报金额"),
    ("项目名称", "项目概述", "资金用途", "资金额度"),
)
_PURCHASES = (
    ("采购项目名称", "采购品目", "规格要求", "需求时间", "总价"),
    ("采购目录名称", "采购需求概况", "是否专门面向中小企业采购", "采购预算总额"),
)
_SERVICES = (
    ("对应部门预算项目", "购买服务内容", "政府购买服务目录代码", "直接受益对象", "预算金额"),
    ("购买服务项目", "服务领域", "指导性目录", "购买期限", "金额"),
)
_ASSETS = (("固定资产类别", "资产名称", "规格型号", "总价"), ("资产类型", "资产名称", "资产品目", "金额"))
HEADERS = {"projects": _PROJECTS, "procurement": _PURCHASES, "purchased_services": _SERVICES}
HEADERS |= {"asset_allocation": _ASSETS}


@pytest.mark.parametrize(("table", "header"), [(table, each) for table in HEADERS for each in HEADERS[table]])
def test_a_header_of_another_place(table: str, header: tuple[str, ...]) -> None:
    texts = [f"{label[:2]}甲" for label in header[:-1]]
    reading = read(table, sheet([*header], [*texts, "2.50"], caption=WAN_YUAN))
    assert rows_of(reading, "amount_yuan") == [(25_000,)]
    assert where(reading, Disposition.UNKNOWN_COLUMN) == set()


def test_what_is_there_and_what_is_new_are_numbers_of_assets() -> None:
    printed = sheet(["资产名称", "存量", "新增", "总价"], ["打印机", "3", "2", "0.40"], caption=WAN_YUAN)
    assert rows_of(read("asset_allocation", printed), "quantity_held", "requested_quantity") == [(3.0, 2.0)]
