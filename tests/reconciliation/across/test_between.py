"""Checks between tables that the seed does not print, and when a comparison does not apply."""

import pytest

from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.reconciliation.across.between import between_tables
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.figures.book import open_book
from pipelines.reconciliation.findings.catalogue import checks, comparisons
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import Unevaluated
from pipelines.reconciliation.reconcile import reconcile
from tests.reconciliation.books import YEAR, figures, functions, line

AMOUNTS = {"合计": "9.00", "201": "6.00", "2010350": "6.00", "208": "3.00"}
GENERAL = {"fund": "general_public"}


def results(check, *records, department=None):
    book = open_book(figures(*records), YEAR, "budget", department)
    return [result for result in between_tables(book) if result.check == check]


def outcomes(check, *records, department=None):
    found = results(check, *records, department=department)
    return [each.verdict.status.value for each in found if isinstance(each, Equation)]


def reasons(check, *records):
    return [each.reason for each in results(check, *records) if isinstance(each, Unevaluated)]


def total(table, amount, number, **columns):
    return line(table, amount, line="total", level=0, table_no=number, **columns)


def by_function(table, number, amounts=AMOUNTS, **columns):
    return functions(table, amounts, table_no=number, **columns)


PAIRS = {
    "revenue_by_function": (
        by_function("revenue", 1, flow="revenue"),
        by_function("expenditure", 2),
    ),
    "general_budget_of_appropriation": (
        by_function("fiscal_appropriation", 1, {"201": "6.00", "208": "3.00"}, **GENERAL),
        by_function("general_budget_by_function", 2, **GENERAL),
    ),
    "general_budget_by_economic": (
        [total("general_budget_by_economic", "9.00", 1, scheme="economic", **GENERAL)],
        by_function("general_budget_by_function", 2, **GENERAL),
    ),
    "basic_expenditure_by_function": (
        by_function("basic_expenditure", 1, measure="basic", **GENERAL),
        by_function("general_budget_by_function", 2, measure="basic", **GENERAL),
    ),
    "fiscal_expenditure_by_code": (
        by_function("fiscal_expenditure", 1, fund="fiscal_appropriation"),
        by_function("general_budget_by_function", 2, **GENERAL),
    ),
    "fiscal_basic_expenditure_by_code": (
        by_function("fiscal_basic_expenditure", 1, measure="basic", fund="fiscal_appropriation"),
        by_function("basic_expenditure", 2, measure="basic", **GENERAL),
    ),
    "basic_summary_total": (
        [total("basic_expenditure_summary", "9.00", 1, scheme="economic", measure="basic")],
        by_function("expenditure", 2, measure="basic"),
    ),
    "basic_summary_of_general_budget": (
        [total("basic_expenditure_summary", "9.00", 1, scheme="economic", measure="basic", **GENERAL)],
        [total("basic_expenditure", "9.00", 2, scheme="economic", measure="basic", **GENERAL)],
    ),
    "basic_summary_by_code": (
        by_function("basic_expenditure_summary", 1, measure="basic", **GENERAL),
        by_function("basic_expenditure", 2, measure="basic", **GENERAL),
    ),
    "appropriation_by_fund": (
        [line("fiscal_appropriation", "9.00", flow="revenue", scheme="revenue", **GENERAL)],
        [line("fiscal_appropriation", "9.00", line="grand_total", **GENERAL)],
    ),
    "appropriation_of_undivided_summary": (
        [line("fiscal_appropriation", "9.00", flow="revenue", scheme="revenue", period="carryover", **GENERAL)],
        [line("revenue_and_expenditure", "9.00", table_no=2, flow="revenue", scheme="revenue", **GENERAL)],
    ),
    "annuity_by_function": (
        [line("basic_expenditure", "2.00", scheme="economic", code="30109", measure="basic", **GENERAL)],
        by_function("general_budget_by_function", 2, {"2080506": "2.00"}, measure="basic", **GENERAL),
    ),
    "revenue_by_fund_undivided": (
        [total("revenue", "9.00", 1, flow="revenue", scheme="unit", **GENERAL)],
        [line("revenue_and_expenditure", "9.00", table_no=2, flow="revenue", scheme="revenue", **GENERAL)],
    ),
}


def wrong(records):
    """A table with all its amounts doubled."""
    return [{**record, "amount_yuan": record["amount_yuan"] * 2} for record in records]


def changed(records, of_total):
    """A table with another amount of its total or of its last row."""
    chosen = records[0 if of_total else -1]
    return [{**record, "amount_yuan": record["amount_yuan"] * 2} if record is chosen else record for record in records]


OF_TOTALS = {"general_budget_by_economic", "basic_summary_total", "basic_summary_of_general_budget"}


@pytest.mark.parametrize("check", PAIRS)
def test_two_tables_that_agree_pass_and_two_that_don_t_fail(check):
    left, right = PAIRS[check]
    assert set(outcomes(check, left, right)) == {"pass"}
    assert "fail" in outcomes(check, changed(left, check in OF_TOTALS), right)
    assert "fail" in outcomes(check, left, changed(right, check in OF_TOTALS))


COVERED = {
    "three_public_covers_travel": ("30212", "overseas_travel"),
    "three_public_covers_reception": ("30217", "official_reception"),
    "three_public_covers_vehicles": ("30231", "vehicle_operation"),
}


def covered(check, basic, public):
    """What is spent on an item of basic expenditure, and what the three public expenses have for it."""
    code, item = COVERED[check]
    return [
        line("basic_expenditure", basic, scheme="economic", code=code, measure="basic"),
        line("three_public", public, table_no=2, scheme="three_public", code=item),
    ]


@pytest.mark.parametrize("check", COVERED)
def test_basic_expenditure_is_within_the_three_public_expenses(check):
    assert outcomes(check, covered(check, "2.00", "3.00")) == ["pass"]
    assert outcomes(check, covered(check, "2.00", "1.00")) == ["fail"]


def test_a_class_that_one_table_leaves_out_fails():
    left, right = by_function("revenue_and_expenditure", 1, {"201": "6.00"}), by_function("expenditure", 2)
    assert outcomes("expenditure_by_class", left, right) == ["pass", "fail"]


def test_the_total_may_be_with_or_without_what_is_carried_on():
    totals = [total("revenue_and_expenditure", "8.00", 1), line("revenue_and_expenditure", "9.00", line="grand_total")]
    for amount in ("8.00", "9.00"):
        assert outcomes("expenditure_total", totals, total("expenditure", amount, 2, scheme="function")) == ["pass"]
    assert outcomes("expenditure_total", totals, total("expenditure", "7.00", 2, scheme="function")) == ["fail"]


def test_what_is_not_printed_is_not_compared():
    assert reasons("expenditure_total", by_function("expenditure", 1)) == ["not_printed"]


def test_a_document_without_tables_has_nothing_to_compare():
    assert {finding["status"] for finding in reconcile(Interpretation(), Facts(YEAR))} == {"not_applicable"}


def test_tables_of_different_scope_are_not_compared_code_by_code():
    general, all_funds = by_function("general_budget_by_function", 1, **GENERAL), wrong(by_function("expenditure", 2))
    assert reasons("general_budget_of_expenditure", general, all_funds) == ["premise"]


def test_a_fund_whose_table_is_missing_leaves_the_sum_open():
    spent = [
        line("fiscal_appropriation", "9.00", line="total", fund="fiscal_appropriation"),
        line("fiscal_appropriation", "3.00", flow="revenue", scheme="revenue", fund="government_fund"),
    ]
    assert reasons("appropriation_total", spent, by_function("general_budget_by_function", 2, **GENERAL)) == [
        "table_missing"
    ]


def test_amounts_of_other_years_are_no_part_of_the_books():
    last_year = total("expenditure", "5.00", 2, scheme="function", amount_year=YEAR - 1, column=2)
    totals = total("revenue_and_expenditure", "9.00", 1)
    assert outcomes("expenditure_total", totals, by_function("expenditure", 2), last_year) == ["pass"]


@pytest.mark.parametrize(("whole", "own"), [("某局", "某局（本级）"), (None, "某局")])
def test_the_units_of_a_department_are_added_up(whole, own):
    summary = by_function("revenue_and_expenditure", 1, {"201": "9.00"})
    units = [
        total("expenditure", "9.00", 2, scheme="function", unit_name=whole),
        *by_function("expenditure", 2, {"合计": "5.00", "201": "5.00"}, unit_name=own),
        *by_function("expenditure", 2, {"合计": "4.00", "201": "4.00"}, unit_name="中心"),
    ]
    assert outcomes("expenditure_by_class", summary, units, department="某局") == ["pass"]


def test_the_department_s_own_section_is_not_added_to_its_units():
    summary = by_function("revenue_and_expenditure", 1, {"201": "9.00"})
    sections = [
        *by_function("expenditure", 2, {"合计": "9.00", "201": "9.00"}),
        *by_function("expenditure", 2, {"合计": "9.00", "201": "9.00"}, unit_name="中心"),
    ]
    assert outcomes("expenditure_by_class", summary, sections, department="某局") == ["pass"]


def test_columns_of_who_pays_and_a_second_classification_do_not_count_twice():
    totals = total("revenue_and_expenditure", "9.00", 1)
    functions_ = [
        total("expenditure", "9.00", 2, row=0, scheme="function"),
        *by_function("expenditure", 2, {"201": "6.00", "208": "3.00"}),
        total("expenditure", "8.00", 2, row=0, scheme="function", period="current_year", column=2),
        total("expenditure", "1.00", 2, row=0, scheme="function", fund="unclassified", column=3),
    ]
    economic = total("expenditure", "9.00", 3, scheme="economic")
    assert outcomes("expenditure_total", totals, functions_, economic) == ["pass"]


def test_this_year_and_what_is_carried_over_do_not_count_beside_both_together():
    periods = {None: "9.00", "current_year": "8.00", "carryover": "1.00"}
    totals = [
        total("revenue_and_expenditure", amount, 1, row=0, column=column, period=period)
        for column, (period, amount) in enumerate(periods.items())
    ]
    assert outcomes("expenditure_total", totals, by_function("expenditure", 2)) == ["pass"]
    assert outcomes("expenditure_total", totals[1:], by_function("expenditure", 2)) == ["pass"]


def test_every_check_is_declared_in_both_languages_with_a_gravity():
    for check in checks().values():
        assert check.zh and check.en and check.severity in {"error", "warning", "info"}
    assert {*OF_TOTALS, *PAIRS} <= {comparison.id for comparison in comparisons()} <= set(checks())


@pytest.mark.parametrize(("period", "expected"), [("current_year", ["pass"]), ("carryover", [])])
def test_projects_of_the_general_budget_compare_where_nothing_of_it_is_carried_over(period, expected):
    books = [
        line("projects", "9.00", dataset="projects", table_no=3),
        line("projects", "6.00", dataset="projects", table_no=3, period="current_year", **GENERAL),
        line("projects", "3.00", dataset="projects", table_no=3, period=period, **GENERAL),
        total("expenditure", "9.00", 1, scheme="function", measure="project"),
        total("general_budget_by_function", "9.00", 2, scheme="function", measure="project", **GENERAL),
    ]
    assert outcomes("projects_of_general_budget", *books) == expected
