"""What final accounts say was budgeted and spent: heads, and labels, tell which amount is which."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.interpretation.sheets.reading import Disposition
from tests.interpretation.forms.readings import dispositions, read
from tests.printed import WAN_YUAN, Printed, sheet

DEPARTMENT = "department_performance"
SAID = ("line", "name", "fund", "measure", "phase", "amount_yuan")
PHASES = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率")


def test_a_department_says_what_was_budgeted_and_spent() -> None:
    printed = sheet(
        (("部门名称", 1, 2), ("江城市商务局", 1, 6)),
        (("部门整体资金（万元）", 4, 2), "", *PHASES),
        ("年度资金总额", "11", "12", "10", "10", "83%"),
        ("其中：基本支出", "7", "7", "6", "—", "86%"),
        ("专户利息", "4", "5", "4", "—", "80%"),
    )
    reading = read(printed, DEPARTMENT)
    rows = reading.records["budget_lines"]
    assert [tuple(row[name] for name in SAID) for row in rows] == [
        ("total", None, "all", "total", "budget", Decimal("110000.00")),
        ("total", None, "all", "total", "adjusted", Decimal("120000.00")),
        ("total", None, "all", "total", "execution", Decimal("100000.00")),
        ("item", "基本支出", "all", "basic", "budget", Decimal("70000.00")),
        ("item", "基本支出", "all", "basic", "adjusted", Decimal("70000.00")),
        ("item", "基本支出", "all", "basic", "execution", Decimal("60000.00")),
    ]
    assert rows[3]["row_path"] == "部门整体资金（万元） / 其中：基本支出"
    # Nobody knows what the last row is of: its amounts are in no dataset, and say so.
    last = [reading.uses[4, column].disposition for column in (3, 4, 5)]
    assert last == 3 * [Disposition.UNPARSED]


def test_sources_beside_their_total_have_a_head_or_none() -> None:
    printed = sheet(
        (("资金来源", 1, 1), *PHASES),
        ("一般公共预算", "7", "8", "6", "10", "75%"),
        ("合计", "7", "8", "6", "10", "75%"),
        caption=WAN_YUAN,
    )
    rows = read(printed, DEPARTMENT).records["budget_lines"]
    assert [(row["line"], row["fund"], row["phase"], row["amount_yuan"]) for row in rows[1:4]] == [
        ("item", "general_public", "adjusted", Decimal("80000.00")),
        ("item", "general_public", "execution", Decimal("60000.00")),
        ("total", "all", "budget", Decimal("70000.00")),
    ]


TASKS: tuple[tuple[Printed, ...], ...] = (
    (("年度主要任务", 3, 1), ("任务名称", 2, 1), ("预算数", 1, 2), ("执行数", 1, 2)),
    ("总额", "财政拨款", "总额", "财政拨款"),
    ("防汛", "9", "8", "7", "6"),
)


def test_a_head_over_funds_says_their_phase() -> None:
    rows = read(sheet(*TASKS, caption=WAN_YUAN), DEPARTMENT).records["budget_lines"]
    assert [(row["fund"], row["phase"], row["amount_yuan"]) for row in rows] == [
        ("all", "budget", Decimal("90000.00")),
        ("fiscal_appropriation", "budget", Decimal("80000.00")),
        ("all", "execution", Decimal("70000.00")),
        ("fiscal_appropriation", "execution", Decimal("60000.00")),
    ]


@pytest.mark.parametrize("head", ["上级核定数", "2024年上报数"])
def test_amounts_under_a_head_that_nobody_knows_are_of_nothing(head: str) -> None:
    rows = [[head if each == ("执行数", 1, 2) else each for each in row] for row in TASKS]
    rows[0][-1] = (head, 1, 2)
    reading = read(sheet(*rows, caption=WAN_YUAN), DEPARTMENT)
    assert {row["phase"] for row in reading.records["budget_lines"]} == {"budget"}
    assert [reading.uses[2, column].disposition for column in (4, 5)] == 2 * [Disposition.UNKNOWN_COLUMN]


def test_sources_under_what_was_spent_were_spent() -> None:
    printed = sheet(
        (("项目名称", 1, 2), ("病媒防制", 1, 3)),
        (("预算执行情况（万元）", 3, 1), "预算数：", "9", "执行数：", "8"),
        ("其中：财政拨款", "7", "其中：财政拨款", "6"),
        ("其他资金", "2", "其他资金", "2"),
    )
    records = read(printed).records
    assert [(row["fund"], row["phase"], row["amount_yuan"]) for row in records["project_funding"]] == [
        ("all", "budget", Decimal("90000.00")),
        ("all", "execution", Decimal("80000.00")),
        ("fiscal_appropriation", "budget", Decimal("70000.00")),
        ("fiscal_appropriation", "execution", Decimal("60000.00")),
        ("other", "budget", Decimal("20000.00")),
        ("other", "execution", Decimal("20000.00")),
    ]
    assert records["project_profiles"][0]["current_budget_yuan"] == Decimal("90000.00")


def test_one_of_several_amounts_beside_a_label_is_told_by_its_head_alone() -> None:
    printed = sheet(
        ("项目名称", ("病媒防制", 1, 3)),
        ("", "某年上报数", "某年核定数", "比例"),
        ("年度资金总额", "9", "8", "89%"),
        caption=WAN_YUAN,
    )
    reading = read(printed)
    assert "project_funding" not in reading.records
    assert dispositions(reading, printed)["9"] is Disposition.UNPARSED
