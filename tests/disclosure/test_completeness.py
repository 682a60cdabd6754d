from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast, get_args

import pytest

from pipelines.datasets.enumerations import STANDARD_TABLE
from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate
from pipelines.disclosure.completeness import Rule, completeness, items, score
from pipelines.extraction.grid import Box
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.prose.statements import Statement

Row = dict[str, object]
Records = Mapping[str, Sequence[Record]]

ABSENT: Row = {"presence": "absent", "note": None, "page": None, "printed_unit": None, "source_text": None}
PRESENT = ABSENT | {"presence": "present", "page": 4, "printed_unit": "万元", "deepest_level": 3}
EMPTY = ABSENT | {"presence": "empty_with_note", "note": "本单位无此项支出。", "page": 5}


def judged(
    records: Records | None = None, tables: Mapping[str, Row] | None = None, year: int = 2025, new: bool = False
) -> Mapping[str, Record]:
    """The rows by item, of a document whose tables are absent but for the given ones."""
    coverage = [{"table": table, **ABSENT, **(tables or {}).get(table, {})} for table in STANDARD_TABLE]
    found = dict(records or {})
    findings, statements = found.pop("findings", ()), found.pop("statements", ())
    read = Interpretation(found, statements=tuple(Statement(**cast(dict[str, Any], each)) for each in statements))
    rows = completeness(read, coverage, year, findings, newly_established=new)
    return {str(row["item"]): row for row in rows}


def points(item: str, records: Records | None = None, **tables: Row) -> object:
    return judged(records, tables)[item]["points"]


def said(topic: str, table: str | None = None) -> Row:
    return {"topic": topic, "table": table, "page": 9, "box": Box(0, 0, 1, 1), "source_text": "原文"}


def line(table: str = "expenditure", **columns: object) -> Row:
    amount = {"amount_yuan": Decimal(100), "amount_year": 2025, "line": "item", "measure": "total", "name": None}
    return amount | {"table": table, "page": 4, "source_text": "1.00"} | columns


def test_a_complete_disclosure_has_a_hundred_points():
    assert sum(item.points for item in items()) == 100


def test_every_rule_is_asked_for():
    kinds = get_args(get_args(Rule)[0])
    assert {type(item) for item in items()} == set(kinds)


def test_nothing_disclosed_has_no_points():
    rows = tuple(judged().values())

    assert score(rows) == 0.0
    assert {row["item"] for row in rows if row["points"] is None} == {"units", "target_values", "checks"}


@pytest.mark.parametrize(
    ("presence", "expected"), [("present", 3), ("empty_with_note", 3), ("empty_without_note", 1.5), ("absent", 0)]
)
def test_an_empty_table_needs_a_note(presence, expected):
    assert points("table_government_fund", government_fund=ABSENT | {"presence": presence}) == expected


def test_what_a_year_does_not_ask_for_does_not_count():
    assert judged(year=2020)["table_state_capital"]["points"] is None
    assert judged(year=2021)["table_state_capital"]["points"] == 0


@pytest.mark.parametrize(("level", "expected"), [(3, 5), (2, 3.33), (1, 1.67), (None, 0)])
def test_depth_is_scored_by_level(level, expected):
    assert points("general_budget_depth", general_budget_by_function=PRESENT | {"deepest_level": level}) == expected


def test_depth_of_an_empty_table_does_not_apply():
    assert points("basic_expenditure_depth", basic_expenditure=EMPTY) is None
    assert points("basic_expenditure_depth") == 0


def test_units_are_counted_among_the_tables_with_numbers():
    without = PRESENT | {"printed_unit": None}

    row = judged(tables={"revenue": PRESENT, "expenditure": without, "government_fund": EMPTY})["units"]

    assert (row["points"], row["message"]) == (1.5, "1/2 张表注明单位；缺：expenditure")


def test_a_comparison_in_words_is_half_of_one_in_a_table():
    figure = {"change": "increase", "page": 7, "sentence": "比上年增加1万元。"}

    assert points("comparison", expenditure=PRESENT | {"compares_last_year": True}) == 3
    assert points("comparison", {"narrative_figures": [figure]}) == 1.5
    assert points("comparison", {"narrative_figures": [figure | {"change": None}]}) == 0
    assert judged(new=True)["comparison"]["points"] is None


def test_three_public_expenses_item_by_item():
    printed = ("official_reception", "vehicle_operation")
    told = {"amount_yuan": Decimal(100), "page": 9, "sentence": "原文"}
    records = {
        "budget_lines": [line("three_public", code=code) for code in printed],
        "narrative_figures": [
            told | {"subject": "因公出国（境）费"},
            told | {"subject": "公务用车购置费", "change": "decrease"},
        ],
    }

    row = judged(records, {"three_public": PRESENT})["three_public_items"]

    assert row["points"] == 3
    assert "vehicle_purchase" in str(row["message"])
    assert points("three_public_items", three_public=EMPTY) == 4


def test_topics_of_the_text_are_counted():
    goods, works = said("procurement_goods"), said("procurement_works")

    row = judged({"statements": [goods, works]})["procurement_by_kind"]

    assert (row["points"], row["message"], row["message_en"]) == (2.0, "缺服务", "Missing: services")
    assert (row["page"], row["source_text"]) == (9, "原文")
    assert points("procurement_by_kind", {"statements": [said("none", "procurement")]}) == 3


@pytest.mark.parametrize(
    ("records", "tables", "expected"),
    [
        ({}, {}, 0),
        ({}, {"operating_costs": PRESENT}, 3),
        ({"budget_lines": [line("three_public", name="机关运行经费")]}, {}, 3),
        ({"statements": [said("operating_costs")]}, {}, 3),
        ({"statements": [said("none", "operating_costs")]}, {}, 3),
        ({"statements": [said("vehicles")]}, {}, 0),
    ],
)
def test_operating_costs_may_be_told_anywhere(records, tables, expected):
    assert points("operating_costs", records, **tables) == expected


def test_a_list_is_a_list_with_amounts():
    project = {"project_name": "甲", "fund": "all", "amount_yuan": Decimal(100), "page": 8, "source_text": "0.01"}

    assert points("project_list", {"projects": [project]}) == 6
    assert points("project_list", {"projects": [project | {"amount_yuan": None}]}, projects=PRESENT) == 3
    assert points("project_list") == 0
    assert points("project_list", projects=EMPTY) == 6


def project(name: str, yuan: int, fund: str = "all") -> Row:
    return {"project_name": name, "fund": fund, "amount_yuan": Decimal(yuan), "page": 8, "source_text": "原文"}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ({}, 0),
        ({"projects": [project("甲", 30), project("甲", 30, "general_public"), project("乙", 10)]}, 0),
        ({"projects": [project("甲", 30), project("乙", 10)], "performance_targets": [{"project_name": "甲"}]}, 4.5),
        ({"projects": [project("甲", 40)], "performance_targets": [{"project_name": "甲 "}]}, 6),
        (
            {
                "projects": [project("2025年甲", 40)],
                "performance_targets": [{"project_name": "甲"}],
                "project_profiles": [{"project_name": "甲", "current_budget_yuan": Decimal(20)}],
            },
            3,
        ),
        ({"budget_lines": [line(line="total", measure="project", amount_yuan=Decimal(0))]}, None),
        (
            {
                "budget_lines": [line(line="total", measure="project", amount_yuan=Decimal(40))],
                "performance_targets": [{"project_name": "甲"}],
                "project_profiles": [
                    {"project_name": "甲", "total_budget_yuan": Decimal(10)},
                    {"project_name": "乙", "total_budget_yuan": Decimal(30)},
                ],
            },
            1.5,
        ),
    ],
)
def test_the_share_of_project_money_with_targets(records, expected):
    assert points("project_targets", records) == expected


def test_families_of_indicators():
    output, effect = {"level1": "产出指标", "level2": "数量指标"}, {"level1": "效益指标", "level2": "社会效益指标"}
    older = {"level1": "产出指标", "level2": "成本指标"}

    assert points("indicator_families", {"performance_targets": [output, effect]}) == 1.5
    assert points("indicator_families", {"performance_targets": [older, effect]}) == 2.25
    assert judged({"performance_targets": [output, effect]}, year=2020)["indicator_families"]["points"] == 2
    assert points("indicator_families") == 0


def test_targets_that_are_a_number():
    targets = [{"target_value": 1.0}, {"target_value": None}]

    assert points("target_values", {"performance_targets": targets}) == 0.5


def test_the_glossary_explains_what_the_tables_use():
    used = [
        line("general_budget_by_function", scheme="function", level=3, name="行政运行"),
        line("general_budget_by_function", scheme="function", level=3, name="住房公积金"),
        line("general_budget_by_function", scheme="function", level=2, name="住房改革支出"),
    ]
    explained = said("glossary") | {"source_text": "一、行政运行（项）：指行政单位的基本支出。"}

    row = judged({"budget_lines": used, "statements": [explained]})["glossary_match"]

    assert (row["points"], row["message"]) == (1.0, "1/2 个项级科目有解释；缺：住房公积金")
    assert points("glossary_match", {"budget_lines": used}) == 0


def test_checks_count_where_amounts_were_compared():
    found = [
        {"status": status, "left_yuan": Decimal(1)} for status in ("pass", "pass", "rounding", "fail", "not_applicable")
    ]

    assert points("checks", {"findings": found}) == 3
    assert points("checks", {"findings": [{"status": "fail", "left_yuan": None}]}) is None


def test_the_score_leaves_out_what_does_not_apply():
    rows = [
        {"points": 1.0, "max_points": 2.0},
        {"points": None, "max_points": 5.0},
        {"points": 2.0, "max_points": 2.0},
    ]

    assert score(rows) == 0.75
    assert score([]) is None


def test_the_rows_meet_their_declaration():
    document = {"document_id": "420107-143-2025-budget", "fiscal_year": 2025, "division_code": "420107"}
    rows = judged({"statements": [said("vehicles")]}, {"expenditure": PRESENT}).values()

    assert rows
    assert not validate("completeness", frame("completeness", [{**document, **row} for row in rows])).failures
