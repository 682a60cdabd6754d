"""The unit of each column of money: as printed, unless the figures contradict it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.foundation.record import Record
from pipelines.interpretation.declared.lists import list_form
from pipelines.interpretation.links.purchases import doubts_of, link_projects
from pipelines.interpretation.lists.units import Figures, ListUnits, list_units
from pipelines.interpretation.sheets.reading import Reading
from pipelines.interpretation.sheets.sheet import Caption
from tests.interpretation.lists.readings import declared, read, rows_of
from tests.printed import WAN_YUAN, sheet

FORM = list_form(declared("procurement"))
ASSETS = list_form(declared("asset_allocation"))


def _units(headers: dict[str, str | None], table: str | None, *rows: tuple[str, str, str, str]) -> ListUnits:
    names: tuple[str, ...] = ("quantity", "unit_price_yuan", "amount_yuan", "sme_amount_yuan")
    figures: list[Figures] = [dict(zip(names, map(Decimal, row), strict=True)) for row in rows]
    wanted = {f"{name}_yuan": unit for name, unit in headers.items()}
    return list_units(FORM, wanted, table, figures)


def test_a_header_s_unit_is_its_column_s_and_the_table_s_the_others():
    units = _units({"unit_price": "元", "amount": None}, "万元", ("2", "5000", "1", "0"))
    assert units == ListUnits({"unit_price_yuan": "元", "amount_yuan": "万元"})


def test_a_part_printed_as_its_whole_is_in_its_unit():
    units = _units({"amount": None, "sme_amount": "元"}, "万元", ("1", "0", "0.5", "0"), ("1", "0", "83.8", "83.8"))
    assert units.by_field["sme_amount_yuan"] == "万元"


def test_a_part_within_its_whole_keeps_its_header_s_unit():
    units = _units({"amount": None, "sme_amount": "元"}, "万元", ("1", "0", "9.52", "95200"))
    assert units.by_field["sme_amount_yuan"] == "元"


def test_a_part_greater_than_its_whole_is_in_its_unit():
    units = _units({"amount": "元", "sme_amount": "万元"}, "元", ("1", "0", "9000", "4000"))
    assert units.by_field["sme_amount_yuan"] == "元"


def test_nothing_contradicts_a_whole_without_a_unit():
    units = _units({"amount": None, "sme_amount": "元"}, None, ("1", "0", "9000", "4000"))
    assert units == ListUnits({"sme_amount_yuan": "元"})


def test_a_product_binds_its_figures_to_the_header_s_unit():
    units = _units(
        {"unit_price": "万元", "amount": None}, "元", ("20", "0.18", "3.6", "0"), ("1", "89.24", "89.24", "0")
    )
    assert units == ListUnits({"unit_price_yuan": "万元", "amount_yuan": "万元"}, in_doubt="元")


def test_figures_that_are_no_product_are_bound_by_nothing():
    units = _units({"unit_price": "万元", "amount": None}, "元", ("20", "0.18", "36000", "0"))
    assert units == ListUnits({"unit_price_yuan": "万元", "amount_yuan": "元"})


def test_headers_that_contradict_each_other_and_the_table_say_nothing():
    units = _units({"unit_price": "千元", "amount": "元"}, "万元", ("2", "3", "6", "0"))
    assert "amount_yuan" not in units.by_field


def test_one_price_under_two_units_is_in_the_table_s():
    headers = {"unit_price_yuan": "万元", "amount_yuan": "万元", "approved_unit_price_yuan": "元"}
    figures = {
        "requested_quantity": "4",
        "unit_price_yuan": "86000",
        "amount_yuan": "344000",
        "approved_unit_price_yuan": "86000",
    }
    units = list_units(ASSETS, headers, "元", [{name: Decimal(value) for name, value in figures.items()}])
    assert set(units.by_field.values()) == {"元"}


def test_a_table_without_any_unit_has_none():
    assert _units({"amount": None}, None, ("1", "1", "1", "1")).by_field == {}


def _purchases(price: str, amount: str, part: str) -> Reading:
    printed = sheet(
        ["单位代码", "项目", "政府采购品目", "采购数量", "单价(万元)", "采购金额(合计)", "其中面向中小企业(元)"],
        ["437003", "档案数字化", "[A02021000]打印机", "20", price, amount, part],
        caption=Caption(printed_unit="元"),
    )
    return read("procurement", printed)


def _projects(yuan: int) -> list[dict[str, object]]:
    project = {"project_code": "P1", "project_name": "档案数字化", "unit_code": "437003"}
    return [{**project, "fund": "all", "period": None, "amount_yuan": Decimal(yuan)}]


def _linked(reading: Reading, project: int) -> list[Record]:
    records = {**reading.records, "projects": _projects(project)}
    return link_projects(records, doubts_of([(1, reading)]))["procurement"]


@pytest.mark.parametrize(
    ("price", "amount", "project"),
    [("0.18", "3.6", 40_000), ("1800", "36000", 40_000)],
    ids=["figures in the header's unit", "figures in the table's unit"],
)
def test_a_unit_in_doubt_is_settled_by_the_project(price: str, amount: str, project: int):
    reading = _purchases(price, amount, amount)
    (purchase,) = _linked(reading, project)
    assert [purchase[name] for name in ("unit_price_yuan", "amount_yuan", "sme_amount_yuan")] == [1800, 36000, 36000]
    assert purchase["printed_unit"] == ("元" if amount == "36000" else "万元")


def test_a_unit_in_the_cell_is_in_no_doubt():
    reading = _purchases("1800元", "3.6万元", "3.6万元")
    (purchase,) = _linked(reading, 40)
    assert [purchase[name] for name in ("unit_price_yuan", "amount_yuan", "printed_unit")] == [1800, 36000, "万元"]


def test_a_doubt_that_leaves_parts_of_a_fen_is_none():
    reading = _purchases("0.123456", "2.46912", "2.46912")
    (purchase,) = _linked(reading, 40)
    assert (purchase["amount_yuan"], purchase["printed_unit"]) == (Decimal("24691.20"), "万元")


def test_a_part_in_a_unit_of_its_own_keeps_it():
    reading = _purchases("1800", "36000", "5000")
    (purchase,) = _linked(reading, 40_000)
    assert (purchase["amount_yuan"], purchase["sme_amount_yuan"]) == (36000, 5000)


def test_a_unit_in_the_cell_goes_before_all_others():
    printed = sheet(["项目名称", "金额（元）"], ["普查", "1.5万元"], caption=WAN_YUAN)
    assert rows_of(read("projects", printed), "amount_yuan", "printed_unit") == [(15000, "万元")]
