"""What adds up: no set of additive rows overlaps, each sums to its printed total, and what isn't proved says so."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.reconciliation.document.document import Document, Facts
from pipelines.reconciliation.document.evaluations import EVALUATIONS
from pipelines.reconciliation.figures.of_lists import list_figures
from pipelines.reconciliation.reconcile import reconcile, with_additive
from pipelines.reconciliation.within.additive import adding_up, place
from pipelines.reconciliation.within.additive_lists import lists_adding_up
from pipelines.reconciliation.within.totals import list_totals
from tests.reconciliation.books import UNIT, YEAR, figures, functions, line

SOUND = {
    "合计": "9.00",
    "201": "6.00",
    "20103": "6.00",
    "2010301": "2.00",
    "2010350": "4.00",
    "208": "3.00",
}


def marked(*records, department=None):
    """The records of a budget table with what was found to add up."""
    flat = [record for each in records for record in (each if isinstance(each, list) else [each])]
    marks = adding_up(figures(flat), department).marks
    return [(record, marks[place(record)]) for record in flat]


def summed(found, name="additive", **columns):
    """The sum of the rows that have a mark, in 万元."""
    rows = [row for row, mark in found if getattr(mark, name)]
    return sum(row["amount_yuan"] for row in rows if all(row[key] == each for key, each in columns.items())) / UNIT


def values(found, name="additive"):
    return [getattr(mark, name) for _, mark in found]


def test_the_finest_rows_of_each_branch_add_up_and_no_class_above_them():
    assert values(marked(functions("expenditure", SOUND))) == [False, False, False, True, True, True]


def test_a_total_printed_three_times_counts_once():
    printings = [functions("expenditure", SOUND, table_no=number) for number in (1, 2, 3)]
    found = marked(*printings)
    lowest = [row for each in printings for row in each if row["line"] == "item" and row["level"] == 3]
    items = sum(Decimal(str(row["amount_yuan"])) for row in lowest)
    assert items / UNIT == 18  # what adding up the items of the table gives
    assert summed(found) == summed(found, "in_total") == 9


def test_blocks_by_other_classifications_side_by_side_repeat_the_total():
    economic = [
        line("fiscal_appropriation", "5.00", scheme="economic", code="301", level=1, column=2),
        line("fiscal_appropriation", "4.00", scheme="economic", code="302", level=1, column=2),
    ]
    found = marked(functions("fiscal_appropriation", SOUND), economic)
    assert summed(found) == 9
    assert values(found)[-2:] == [False, False]


def test_a_class_printed_again_as_its_own_item_counts_once():
    again = line("expenditure", "3.00", scheme="function", code="208", level=1, name="208")
    assert summed(marked(functions("expenditure", SOUND), again)) == 9


def side(*rows, labels=None):
    return [
        line(
            "revenue_and_expenditure",
            amount,
            line=kind,
            flow="revenue",
            scheme="revenue" if kind == "item" else None,
            fund=fund,
            period=period,
            row_path=label,
        )
        for (kind, fund, period, amount), label in zip(rows, labels or [None] * len(rows), strict=True)
    ]


REVENUE = (
    ("item", "general_public", "current_year", "6.00"),
    ("item", "general_public", "current_year", "4.00"),
    ("item", "business", "current_year", "2.00"),
    ("total", "all", "current_year", "8.00"),
    ("carryover_in", "all", "carryover", "1.00"),
    ("grand_total", "all", None, "9.00"),
)
LABELS = ("一、一般公共预算拨款", "其中：经费拨款", "二、事业收入", "本年收入合计", "上年结转", "收入总计")


def test_sources_carry_over_and_totals_of_a_side_count_each_yuan_once():
    found = marked(side(*REVENUE, labels=LABELS))
    assert values(found) == [True, False, True, False, True, False]
    assert summed(found, "in_total") == 9


def test_sources_numbered_below_one_are_the_finest():
    labels = ("一、一般公共预算拨款", "（一）经费拨款", *LABELS[2:])
    rows = (REVENUE[0], (*REVENUE[1][:3], "6.00"), *REVENUE[2:])
    assert values(marked(side(*rows, labels=labels)))[:3] == [False, True, True]


def test_a_fund_over_others_adds_up_in_its_own_group_and_in_the_total_only_they_do():
    rows = side(
        ("item", "fiscal_appropriation", "current_year", "8.00"),
        ("item", "general_public", "current_year", "5.00"),
        ("item", "government_fund", "current_year", "3.00"),
        ("total", "all", "current_year", "8.00"),
        ("grand_total", "all", None, "8.00"),
    )
    found = marked(rows)
    assert values(found) == [True, True, True, False, False]
    assert values(found, "in_total") == [False, True, True, False, False]


def test_a_memo_column_adds_up_to_nothing():
    memo = [
        {**row, "measure": "unclassified", "column": 2, "column_path": "其中：政府采购"}
        for row in functions("expenditure", SOUND)
    ]
    assert not any(values(marked(functions("expenditure", SOUND), memo))[len(SOUND) :])


def test_the_funds_beside_all_add_up_by_themselves_and_not_in_the_total():
    columns = [
        functions("expenditure", SOUND),
        functions("expenditure", SOUND, fund="general_public", column=2),
        functions("expenditure", dict.fromkeys(SOUND, "0.00"), fund="general_public", period="carryover", column=3),
    ]
    found = marked(*columns)
    assert summed(found, fund="all") == summed(found, fund="general_public") == summed(found, "in_total") == 9


def test_rows_that_do_not_make_up_the_total_are_told_as_unproved():
    wrong = functions("expenditure", {**SOUND, "2010301": "2.50"})
    assert set(values(marked(wrong))) == {None}
    (finding,) = (each for each in findings(wrong) if each["check_id"] == "rows_add_up")
    assert (finding["status"], finding["page"]) == ("not_applicable", 1)
    assert "合计" in str(finding["message"])


def findings(rows):
    return reconcile(Interpretation({"budget_lines": rows}), Facts(YEAR))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (functions("expenditure", {"合计": "9.00"}), "no rows"),
        (functions("expenditure", {"201": "4.00", "208": "5.00"}), "no total"),
        (
            [
                *functions("expenditure", SOUND),
                *functions("expenditure", {**SOUND, "合计": "8.00", "208": "2.00"}, table_no=2),
            ],
            "more than once",
        ),
    ],
    ids=["a total alone", "no total", "two totals"],
)
def test_what_can_not_be_proved_says_why(rows, says):
    told = [each["message_en"] for each in findings(rows) if each["check_id"] == "rows_add_up"]
    assert len(told) == 1 and says in told[0]
    assert set(values(marked(rows))) == {None}


def test_a_part_of_the_total_that_is_not_proved_leaves_the_total_unproved():
    sound = functions("expenditure", SOUND, fund="general_public")
    wrong = functions("expenditure", {**SOUND, "合计": "10.00"}, fund="government_fund", column=2)
    found = marked(sound, wrong)
    assert summed(found) == 9
    assert not any(values(found, "in_total"))


def test_units_with_sections_of_their_own_count_and_not_the_department_s_above_them():
    rows = [
        *functions("expenditure", {"合计": "9.00", "201": "5.00", "205": "4.00"}),
        *functions("expenditure", {"合计": "5.00", "201": "5.00"}, unit_name="某局机关", unit_code="301001"),
        *functions("expenditure", {"合计": "4.00", "205": "4.00"}, unit_name="中心", unit_code="301002"),
    ]
    found = marked(rows)
    assert summed(found) == 9
    assert all(row["unit_name"] for row, mark in found if mark.additive)


def public_expenses(*items):
    return [
        line(
            "three_public",
            amount,
            scheme="three_public",
            code=code,
            line="total" if code == "total" else "item",
            row=1,
            column=place,
        )
        for place, (code, amount) in enumerate(items)
    ]


def test_the_parts_of_vehicles_count_and_not_their_sum():
    rows = public_expenses(
        ("total", "9.00"),
        ("overseas_travel", "2.00"),
        ("vehicles", "6.00"),
        ("vehicle_purchase", "4.00"),
        ("vehicle_operation", "2.00"),
        ("official_reception", "1.00"),
    )
    assert values(marked(rows)) == [False, True, False, True, True, True]


def project(row, column, amount, fund="all", period=None, name=None, table_no=1):
    return {
        "project_code": None, "project_name": name or f"项目{row}", "fund": fund, "period": period,
        "amount_yuan": Decimal(amount) * UNIT, "printed_unit": "万元", "source_text": amount, "page": 1,
        "table_no": table_no, "row": row, "column": column,
    }  # fmt: skip


def cell(row, column, text, role, disposition="structural", table_no=1):
    return {
        "table_no": table_no, "row": row, "column": column, "role": role, "disposition": disposition,
        "source_text": text, "page": 1,
    }  # fmt: skip


def projects_table(total="5.00"):
    rows = [
        *(
            project(2, 1, "3.00"),
            project(2, 2, "2.00", "all", "current_year"),
            project(2, 3, "1.00", "all", "carryover"),
        ),
        *(project(3, 1, "2.00"), project(3, 2, "2.00", "all", "current_year")),
    ]
    cells = [
        cell(1, 0, "合计", "label"),
        *(cell(1, column, text, "amount", "reconciled") for column, text in ((1, total), (2, "4.00"), (3, "1.00"))),
    ]
    return rows, cells


def listed(rows, cells, dataset="projects"):
    figures = list_figures({dataset: rows}, YEAR, "budget")
    found = lists_adding_up(figures, list_totals(figures, cells))[dataset]
    return [(row, found.marks[place(row)]) for row in rows]


def test_projects_of_all_funds_count_their_carry_over_once():
    rows, cells = projects_table()
    found = listed(rows, cells)
    assert sum(row["amount_yuan"] for row in rows if row["fund"] == "all") / UNIT == 10  # fund='all' alone
    assert summed(found, "in_total") == 5
    assert summed(found, period="carryover") == 1


def test_a_list_that_does_not_make_up_its_total_is_unproved():
    rows, cells = projects_table(total="5.50")
    found = listed(rows, cells)
    assert values(found) == [None, True, True, None, True]
    assert values(found, "in_total") == [None] * 5


def test_a_list_printed_twice_counts_once():
    rows, cells = projects_table()
    again = [{**row, "table_no": 2} for row in rows]
    found = listed([*rows, *again], [*cells, *({**each, "table_no": 2} for each in cells)])
    assert summed(found, "in_total") == 5


def test_a_column_of_serial_numbers_does_not_hide_the_total_of_a_list():
    rows, cells = projects_table()
    numbered = [cell(0, 9, "序号", "header"), cell(1, 9, "1", "label"), *cells]
    assert summed(listed(rows, numbered), "in_total") == 5


def test_purchases_of_several_funds_side_by_side_all_count():
    rows = [
        {"catalogue_name": name, "amount_yuan": Decimal(1) * UNIT, "printed_unit": "万元", "source_text": "1",
         "page": 1, "table_no": 1, "row": row, "column": column}
        for row, column, name in ((2, 1, "货物"), (3, 2, "服务"))
    ]  # fmt: skip
    cells = [
        cell(1, 0, "合计", "label"),
        cell(1, 1, "1", "amount", "reconciled"),
        cell(1, 2, "1", "amount", "reconciled"),
    ]
    assert summed(listed(rows, cells, "procurement")) == 2


def test_the_rows_of_a_document_are_told_what_adds_up():
    rows, cells = projects_table()
    read = Interpretation({"budget_lines": functions("expenditure", SOUND), "projects": rows, "cells": cells})
    told = with_additive(Document(read, Facts(YEAR)))
    assert [row["additive"] for row in told["budget_lines"]] == [False, False, False, True, True, True]
    assert all(row["additive"] for row in told["projects"])


def test_rows_stay_untold_where_the_proof_breaks():
    broken = [{**row, "row": None} for row in functions("expenditure", SOUND)]
    read = Interpretation({"budget_lines": broken})
    assert with_additive(Document(read, Facts(YEAR))) == {}
    (evaluation,) = _evaluations()
    (finding,) = reconcile(read, Facts(YEAR), evaluations=[evaluation])
    assert finding["check_id"] == "proof.evaluated" and "rows_add_up" in str(finding["message"])


def _evaluations():
    return [each for each in EVALUATIONS if each.checks == ("rows_add_up",)]


AMOUNTS = st.integers(0, 9_999)


@st.composite
def tables(draw):
    """A table by function of one to three levels, printed as it comes: classes without items, levels left out."""
    rows, total = [], 0
    for code in draw(st.lists(st.sampled_from(["201", "205", "208", "210", "221"]), min_size=1, unique=True)):
        groups, of_class = [], 0
        for group in draw(st.lists(st.sampled_from(["01", "03", "05"]), max_size=3, unique=True)):
            items = {
                f"{code}{group}{item}": draw(AMOUNTS) for item in draw(st.sets(st.sampled_from(["01", "02", "99"])))
            }
            amount = sum(items.values()) if items else draw(AMOUNTS)
            if not items or draw(st.booleans()):
                groups.append((f"{code}{group}", amount))
            groups += items.items()
            of_class += amount
        of_class = of_class if groups else draw(AMOUNTS)
        rows += [(code, of_class), *groups]
        total += of_class
    return {code: f"{Decimal(amount) / 100:.2f}" for code, amount in [("合计", total), *rows]}


@given(tables(), st.integers(1, 3), st.booleans())
def test_no_set_of_additive_rows_overlaps_and_each_makes_up_its_total(amounts, printings, beside):
    rows = [row for number in range(printings) for row in functions("expenditure", amounts, table_no=number + 1)]
    if beside:
        rows += [{**row, "fund": "general_public", "column": 2} for row in rows]
    found = marked(rows)
    total = Decimal(amounts["合计"])
    for fund in {row["fund"] for row in rows}:
        chosen = [row for row, mark in found if mark.additive and row["fund"] == fund]
        assert sum(row["amount_yuan"] for row in chosen) / UNIT == total
        codes = [row["code"] for row in chosen]
        assert len(codes) == len(set(codes))
        assert not any(one != other and other.startswith(one) for one in codes for other in codes)
    assert summed(found, "in_total") == total
    assert not any(mark.additive for row, mark in found if row["line"] != "item")
