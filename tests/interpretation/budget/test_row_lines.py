from __future__ import annotations

import pytest

from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.budget.row_lines import (
    LEAVING_RULES,
    LINE_RULES,
    PERIOD_RULES,
    LineContext,
    line_contexts,
)
from pipelines.interpretation.declared.vocabulary import read_label


def contexts(*labels: str, flow: str = "revenue", two_sided: bool = True) -> list[LineContext]:
    keys = {
        row: RowKey(
            scheme=flow,
            name=label,
            line=read_label(label).get("line") or "item",
            meaning=read_label(label),
            path=(label,),
        )
        for row, label in enumerate(labels)
    }
    return list(line_contexts(keys, flow, two_sided=two_sided).values())


def test_items_above_the_year_s_sum_are_of_the_year() -> None:
    found = contexts("一般公共预算拨款收入", "本年收入合计", "上年结转", "收入总计")
    assert [(each.line, each.period) for each in found] == [
        ("item", "current_year"),
        ("total", "current_year"),
        ("carryover_in", "carryover"),
        ("grand_total", None),
    ]


def test_items_under_a_heading_are_as_the_heading_says() -> None:
    found = contexts("一、本年收入", "（一）一般公共预算拨款", "二、上年结转", "（一）一般公共预算拨款", "收入总计")
    assert [each.period for each in found] == ["current_year", "current_year", "carryover", "carryover", None]
    assert found[3].headings == ("二、上年结转",)


def test_what_is_carried_over_may_stand_first() -> None:
    found = contexts("一、上年结转", "（一）一般公共预算拨款", "二、本年收入", "（一）一般公共预算拨款", "收入总计")
    assert [each.period for each in found] == ["carryover", "carryover", "current_year", "current_year", None]


def test_what_is_numbered_like_the_carryover_is_not_carried_over() -> None:
    assert [each.period for each in contexts("一、上年结转", "二、事业收入", "收入总计")] == ["carryover", None, None]


def test_items_without_heading_or_sum_have_no_period() -> None:
    assert [each.period for each in contexts("一般公共预算拨款收入", "事业收入", "收入总计")] == [None, None, None]


def test_what_stands_under_the_sum_is_not_of_the_year() -> None:
    found = contexts("事业收入", "本年收入合计", "使用非财政拨款结余", "总计")
    assert (found[2].line, found[2].period) == ("item", None)


def test_a_plain_total_closes_a_side_without_a_grand_total() -> None:
    assert contexts("事业收入", "收入合计")[-1].line == "grand_total"
    assert contexts("事业收入", "收入合计", "收入总计")[-2].line == "total"
    assert contexts("事业收入", "合计", two_sided=False)[-1].line == "total"


def test_what_is_carried_out_stands_among_the_expenditure() -> None:
    assert contexts("年末结转和结余", "总计", flow="expenditure")[0].line == "carryover_out"
    assert contexts("结余分配", "总计", flow="expenditure")[0].line == "item"


@pytest.mark.parametrize(
    ("heading", "below", "measure"),
    [
        ("1、专项业务经费支出", "(1)工资福利支出", "project"),
        ("基本支出", "工资福利支出", "basic"),
        ("二十五、上缴上级支出", "二十六、债务还本支出", None),
        ("3、上缴上级支出", "10、债务还本支出", None),
    ],
)
def test_a_measure_heads_what_is_not_numbered_like_it(heading: str, below: str, measure: str | None) -> None:
    keys = {
        0: RowKey(name=heading, meaning=read_label(heading), path=(heading,)),
        1: RowKey(scheme="function", code="231", name=below, path=(below,)),
    }
    assert line_contexts(keys, "expenditure", two_sided=True)[1].measure == measure


CASES: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "line": {
        "the year's sum": (("本年收入合计",), ("收入合计",)),
        "a grand total": (("收入总计",), ("收入合计",)),
        "a total that closes its side": (("收入合计",), ("收入总计", "收入合计")),
        "a total": (("收入总计", "收入合计"), ("收入合计",)),
        "carried in": (("上年结转",), ("事业收入",)),
        "an item": (("事业收入",), ("上年结转",)),
    },
    "heading": {
        "the year's sum above its items": (("一、本年收入",), ("事业收入", "本年收入合计")),
        "the year's sum under its items": (("事业收入", "本年收入合计"), ("一、本年收入",)),
        "carried in of its own": (("上年实户资金余额",), ("上年结转",)),
        "carried in": (("上年结转",), ("上年实户资金余额",)),
        "the end of a side": (("事业收入", "收入总计"), ("事业收入", "本年收入合计")),
        "numbered like the heading": (("一、上年结转", "二、事业收入"), ("一、上年结转", "（一）事业收入")),
        "under what stands above": (("一、上年结转", "（一）事业收入"), ("一、上年结转", "二、事业收入")),
    },
    "measure": {
        "no item": (("收入总计",), ("事业收入",)),
        "under what stands above": (("事业收入",), ("收入总计",)),
    },
    "fund": {
        "a part": (("一、一般公共预算", "其中：财政拨款"), ("一、一般公共预算", "财政拨款")),
        "a source of revenue": (("一、一般公共预算",), ("其中：财政拨款",)),
    },
    "period": {
        "the year's sum": (("本年收入合计",), ("收入合计",)),
        "carried in": (("上年结转",), ("事业收入",)),
        "no item": (("收入总计",), ("事业收入",)),
        "its own words": (("上年结转财政拨款",), ("财政拨款",)),
        "under a heading": (("一、上年结转", "（一）事业收入"), ("一、上年结转", "二、事业收入")),
        "above the year's sum": (("事业收入", "本年收入合计", "收入总计"), ("事业收入", "收入总计")),
        "nothing says": (("事业收入",), ("一、上年结转", "（一）事业收入")),
    },
}
"""By table, the labels of a side of revenue in which a rule decides, and of one in which it doesn't."""


@pytest.mark.parametrize(("table", "rule"), [(table, rule) for table, rules in CASES.items() for rule in rules])
def test_a_rule_decides_its_rows_and_no_others(table: str, rule: str) -> None:
    decides, does_not = CASES[table][rule]
    assert rule in {each.rules[table] for each in contexts(*decides)}
    assert contexts(*does_not)[-1].rules[table] != rule


def test_rules_of_rows_that_no_side_of_revenue_has() -> None:
    coded = RowKey(scheme="function", code="201", path=("201",))
    measure = RowKey(name="1、基本支出", meaning=read_label("基本支出"), path=("1、基本支出",))
    beside = RowKey(scheme="function", code="231", path=("2、债务还本支出",))
    found = [*line_contexts({0: measure, 1: beside, 2: coded}, "expenditure", two_sided=True).values()]
    assert [each.rules["line"] for each in found] == ["an item", "a code", "a code"]
    assert [each.rules["measure"] for each in found] == [
        "a measure of its own",
        "numbered like the measure",
        "under what stands above",
    ]
    assert {each.rules["fund"] for each in found} == {"no source"}
    assert {each.rules["period"] for each in found} == {"no revenue"}
    assert contexts("年末结转和结余", flow="expenditure")[0].rules["line"] == "carried out"
    assert contexts("年末结转和结余", flow="revenue")[0].rules["line"] == "an item"


def test_every_rule_is_shown() -> None:
    tables = {"line": LINE_RULES, **LEAVING_RULES, "period": PERIOD_RULES}
    elsewhere = {
        "a code",
        "carried out",
        "a measure of its own",
        "numbered like the measure",
        "no source",
        "no revenue",
    }
    for table, rules in tables.items():
        assert {rule.name for rule in rules} - elsewhere == {*CASES[table]}
