"""The sheets: each amount from the first table that prints it, with its place, and what else is printed beside it."""

from decimal import Decimal

import pytest

from pipelines.analysis.department_budgets import department_budgets
from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.measures import measures
from pipelines.analysis.projects import projects_wide
from pipelines.analysis.purchases import named, procurement_by_catalogue
from pipelines.analysis.sheets import SHEETS
from pipelines.analysis.spending import common_code, spending_by_economic_class, spending_by_function
from pipelines.analysis.years import printed_years
from pipelines.classifications.lists import classification
from pipelines.datasets.analysis import DEPARTMENT_AMOUNTS
from pipelines.datasets.catalogue import MODELS
from pipelines.datasets.editions import editions
from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate
from pipelines.reconciliation.within.additive import adding_up, place
from tests.reconciliation.books import UNIT, YEAR, figures, functions, line

KEY = "dep0123456789abcdef"
EDGES = {"x0": 1.0, "y0": 2.0, "x1": 3.0, "y1": 4.0}


def lines(*tables):
    """Rows of budget_lines as they are published: with what adds up, and with editions."""
    flat = [
        {"economic_code": None, **row, **EDGES}
        for each in tables
        for row in (each if isinstance(each, list) else [each])
    ]
    marks = adding_up(figures(flat), None).marks
    return [
        {**row, "additive": mark.additive, "in_total": mark.in_total, **dict(editions("budget_lines", row, YEAR))}
        for row in flat
        for mark in [marks[place(row)]]
    ]


def document(year=YEAR, stage="budget", records=None, **columns):
    name = f"420107-143-{year}-{stage}"
    row = {
        "document_id": name, "fiscal_year": year, "division_code": "420107", "department_code": "143",
        "department_name": "某局", "department_key": KEY, "stage": stage, "scope": "department", "staff_quota": 9,
    }  # fmt: skip
    return AnalysedDocument({**row, **columns}, records or {})


def side(flow, total, **columns):
    columns = {"line": "grand_total", "flow": flow, "row_path": "总计", **columns}
    return line("revenue_and_expenditure", total, **columns)


EXPENDITURE = {"合计": "9.00", "201": "6.00", "2010301": "2.00", "2010350": "4.00", "208": "3.00"}
SPENT = functions("expenditure", EXPENDITURE, table_no=2)
BASIC = [{**row, "measure": "basic", "column": 2} for row in SPENT]


def sheet(*documents):
    rows = list(department_budgets(map(printed_years, documents)))
    assert not validate("department_budgets", frame("department_budgets", rows)).failures
    return rows


def budget(total="9.00", **columns):
    return document(records={"budget_lines": lines(side("expenditure", total), SPENT, BASIC), **columns})


def test_an_amount_is_taken_from_the_first_table_with_its_place_and_what_agrees():
    (row,) = sheet(budget())
    assert (row["expenditure_total_yuan"], row["expenditure_total_check"]) == (9 * UNIT, "agrees")
    assert row["expenditure_total_source"] == f"420107-143-{YEAR}-budget; revenue_and_expenditure; 1; 1.0 2.0 3.0 4.0"
    assert (row["basic_yuan"], row["basic_check"]) == (9 * UNIT, "single")
    assert row["staff_quota"] == 9


def test_what_differs_says_by_how_much():
    (row,) = sheet(budget("10.00"))
    assert (row["expenditure_total_check"], row["expenditure_total_difference_yuan"]) == ("differs", 1 * UNIT)


def test_what_is_not_printed_is_null_with_its_reason():
    presence = [
        {"table": "three_public", "presence": "empty_with_note"},
        {"table": "expenditure", "presence": "present"},
    ]
    (row,) = sheet(budget(coverage=presence))
    assert row.get("three_public_yuan") is None and row.get("three_public_check") is None
    reasons = dict(each.split("=") for each in str(row["missing"]).split("; "))
    assert reasons["three_public_yuan"] == "empty_with_note"
    assert reasons["project_yuan"] == "not_printed"
    (row,) = sheet(budget(coverage=[{**presence[1], "numbers_unread": 2}]))
    assert "project_yuan=not_read" in str(row["missing"])
    assert reasons["revenue_total_yuan"] == "absent"


def test_a_narrower_amount_stands_in_and_is_compared_with_nothing():
    basic = functions(
        "basic_expenditure", {"合计": "5.00", "201": "5.00"}, table_no=3, measure="basic", fund="general_public"
    )
    (alone,) = sheet(document(records={"budget_lines": lines(basic)}))
    assert (alone["basic_yuan"], alone["basic_check"]) == (5 * UNIT, "single")
    (beside,) = sheet(document(records={"budget_lines": lines(SPENT, BASIC, basic)}))
    assert (beside["basic_yuan"], beside["basic_check"]) == (9 * UNIT, "single")


def test_what_final_accounts_allocate_is_in_their_total():
    allocated = side("expenditure", "0.50", line="item", measure="unclassified", row_path="结余分配")
    carried = side("expenditure", "1.50", line="carryover_out", row_path="年末结转和结余")
    (row,) = sheet(document(records={"budget_lines": lines([side("expenditure", "11.00"), allocated, carried], SPENT)}))
    assert (row["expenditure_total_yuan"], row["expenditure_total_check"]) == (11 * UNIT, "agrees")


def test_a_total_with_its_periods_beside_it_is_one_amount():
    periods = {None: "9.00", "current_year": "7.00", "carryover": "2.00"}
    sides = [side("expenditure", amount, period=period, row=1) for period, amount in periods.items()]
    spent = [{**row, "period": period, "column": column} for column, period in enumerate(periods, 4) for row in SPENT]
    (row,) = sheet(document(records={"budget_lines": lines(sides, spent)}))
    assert (row["expenditure_total_yuan"], row["expenditure_total_check"]) == (9 * UNIT, "agrees")
    # Where no column sums them, they are what is printed of it.
    (row,) = sheet(document(records={"budget_lines": lines(sides[1:])}))
    assert row["expenditure_total_yuan"] == 9 * UNIT


def test_a_total_printed_three_times_is_one_amount():
    printings = [side("expenditure", "9.00", table_no=number) for number in (1, 5, 6)]
    (row,) = sheet(document(records={"budget_lines": lines(*printings)}))
    assert row["expenditure_total_yuan"] == 9 * UNIT


def test_the_year_s_own_document_goes_before_the_next_one_s_column_of_last_year():
    last = [{**row, "amount_year": YEAR} for row in lines(side("expenditure", "8.00"))]
    later = document(YEAR + 1, records={"budget_lines": last})
    (row,) = sheet(later, budget())
    assert (row["expenditure_total_yuan"], row["expenditure_total_check"]) == (9 * UNIT, "differs")
    (alone,) = sheet(later)
    assert (alone["expenditure_total_yuan"], alone["staff_quota"]) == (8 * UNIT, None)


def purchase(amount, additive: bool | None = True, **columns):
    row = {
        "amount_yuan": Decimal(amount) * UNIT,
        "printed_unit": "万元",
        "source_text": amount,
        "table_no": 9,
        "row": 1,
    }
    return {"column": 1, "page": 3, **EDGES, **row, "additive": additive, **columns}


def test_purchases_are_added_up_where_that_is_proved():
    (row,) = sheet(budget(procurement=[purchase("1.00"), purchase("2.00", row=2)]))
    assert row["procurement_yuan"] == 3 * UNIT
    (unproved,) = sheet(budget(procurement=[purchase("1.00", None), purchase("2.00", None, row=2)]))
    assert unproved.get("procurement_yuan") is None


def test_spending_is_of_the_finest_codes_with_names_of_class_and_group():
    rows = list(spending_by_function([budget()]))
    assert {row["code"]: row["amount_yuan"] for row in rows} == {
        "2010301": 2 * UNIT,
        "2010350": 4 * UNIT,
        "208": 3 * UNIT,
    }
    first = rows[0]
    assert (first["class_name"], first["group_code"], first["name"]) == ("一般公共服务支出", "20103", "行政运行")
    assert (first["code_common"], first["edition"], first["level"]) == ("2010301", 2026, 3)
    assert (rows[2]["group_code"], rows[2]["name"]) == (None, "社会保障和就业支出")


def test_spending_that_is_not_proved_is_not_told():
    wrong = functions("expenditure", {**EXPENDITURE, "208": "4.00"}, table_no=2)
    assert not list(spending_by_function([document(records={"budget_lines": lines(wrong)})]))


def test_amounts_by_function_and_class_are_added_up_under_each():
    both = [
        line("expenditure", "3.00", line="total", scheme="function", level=0, name="合计"),
        line("expenditure", "1.00", scheme="function", code="2010301", level=3, economic_code="30201"),
        line("expenditure", "2.00", scheme="function", code="2010301", level=3, economic_code="30202"),
    ]
    of = document(records={"budget_lines": lines(both)})
    (by_function,) = spending_by_function([of])
    assert (by_function["amount_yuan"], by_function["rows"]) == (3 * UNIT, 2)
    assert [row["code"] for row in spending_by_economic_class([of])] == ["30201", "30202"]


def test_a_code_that_was_moved_has_its_common_code_only_where_one_has_its_name():
    lists = classification("function")
    assert common_code(lists, "2010301", YEAR) == "2010301"
    gone = [entry for entry in lists.entries if not lists.entry(entry.code, lists.edition)]
    moved = {entry.code: common_code(lists, entry.code, entry.edition_to) for entry in gone}
    assert any(moved.values()) and not all(moved.values())
    for code, common in moved.items():
        if common:
            assert lists.name_of(common, lists.edition) in lists.known_names(code)


def project(column, amount, fund, period=None, in_total=False):
    return {
        "project_code": None, "project_name": "甲项目", "project_class": None, "unit_code": None, "unit_name": None,
        "fund": fund, "period": period, "amount_yuan": Decimal(amount) * UNIT, "in_total": in_total, "additive": True,
        "table_no": 4, "row": 2, "column": column, "page": 5, "source_text": amount, **EDGES,
    }  # fmt: skip


def test_a_project_is_one_row_with_its_funds_beside_it():
    rows = [
        project(1, "9.00", "all", in_total=True),
        project(2, "6.00", "all", "current_year"),
        project(3, "6.00", "general_public", "current_year"),
        project(4, "3.00", "all", "carryover"),
    ]
    form = {
        "project_code": None,
        "project_name": "甲项目",
        "current_budget_yuan": 9 * UNIT,
        "start_year": 2025,
        "end_year": None,
    }
    targets = [{"project_code": None, "project_name": "甲项目", "target_value": value} for value in (1.0, None)]
    of = document(records={"projects": rows, "project_profiles": [form], "performance_targets": targets})
    (row,) = projects_wide([of])
    assert [row[f"{name}_yuan"] for name in ("amount", "general_public", "carryover", "government_fund")] == [
        *(9 * UNIT, 6 * UNIT, 3 * UNIT),
        None,
    ]
    assert (row["has_form"], row["indicators"], row["numeric_indicators"], row["additive"]) == (True, 2, 1, True)


@pytest.mark.parametrize(("code", "budget"), [("1100", "9.00"), (None, "4.00")])
def test_the_budget_on_a_form_is_that_of_all_parts_under_one_code(code: str | None, budget: str):
    rows = [{**project(1, "9.00", "all", in_total=True), "project_code": code}]
    of = {"project_code": code, "project_name": "甲项目", "table_no": 9}
    forms = [{**of, "current_budget_yuan": part * UNIT} for part in (4, 5)]
    (row,) = projects_wide([document(records={"projects": rows, "project_profiles": forms})])
    assert row["form_budget_yuan"] == Decimal(budget) * UNIT


def test_a_goal_printed_in_the_list_is_no_form():
    rows = [project(1, "9.00", "all", in_total=True)]
    goal = {"project_code": None, "project_name": "甲项目", "goal": "建成", "table_no": rows[0]["table_no"]}
    (row,) = projects_wide([document(records={"projects": rows, "project_profiles": [goal]})])
    assert not row["has_form"]


@pytest.mark.parametrize(
    ("code", "name", "found", "source"),
    [
        ("A02010105", "台式计算机", "A02010105", "printed"),
        (None, "台式计算机", "A02010105", "name"),
        (None, "某某机", None, None),
        (None, None, None, None),
    ],
)
def test_a_purchase_has_the_code_of_its_exact_name(code, name, found, source):
    kept = dict.fromkeys(("project_name", "unit_code", "unit_name", "quantity", "sme_amount_yuan"))
    row = purchase("1.00", catalogue_code=code, catalogue_name=name, **kept)
    (told,) = procurement_by_catalogue([document(records={"procurement": [row]})])
    assert (told["catalogue_code"], told["code_source"]) == (found, source)
    assert found is None or (told["division"], told["class_code"]) == ("A", "A02000000")


def test_a_name_of_several_codes_finds_none():
    catalogue = classification("procurement_catalogue")
    names = [entry.name for entry in catalogue.entries if entry.holds_in(YEAR)]
    twice = next(name for name in names if names.count(name) > 1)
    assert named(catalogue, twice, YEAR) is None


def test_every_sheet_and_amount_is_declared():
    assert SHEETS.keys() <= MODELS.keys()
    assert list(measures()) == list(DEPARTMENT_AMOUNTS)
    assert {need for each in SHEETS.values() for need in each.needs} <= MODELS.keys()
