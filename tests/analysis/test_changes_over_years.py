"""changes_over_years: only amounts of one meaning stand side by side, each with its place."""

from decimal import Decimal

from pipelines.analysis.changes_over_years import changes_over_years
from pipelines.analysis.years import printed_years
from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate
from tests.analysis.test_sheets import EXPENDITURE, SPENT, document, functions, lines, side
from tests.reconciliation.books import UNIT, YEAR

NEXT = YEAR + 1


def of_year(year, total, stage="budget", phase="budget", **columns):
    rows = lines(side("expenditure", total, amount_year=year, phase=phase))
    return document(year, stage, {"budget_lines": rows}, **columns)


def compared(*documents):
    rows = list(changes_over_years(map(printed_years, documents)))
    assert not validate("changes_over_years", frame("changes_over_years", rows)).failures
    return rows


def totals(rows):
    return [
        (
            row["comparison"],
            row["from_year"],
            row["from_phase"],
            row["to_year"],
            row["to_phase"],
            row["difference_yuan"],
        )
        for row in rows
        if row["item"] == "expenditure_total"
    ]


def test_a_year_and_the_next_one():
    (row,) = [row for row in compared(of_year(NEXT, "12.00"), of_year(YEAR, "10.00")) if row["subject"] == "amount"]
    assert totals([row]) == [("next_year", YEAR, "budget", NEXT, "budget", 2 * UNIT)]
    assert (row["from_yuan"], row["to_yuan"], row["rate"]) == (10 * UNIT, 12 * UNIT, 0.2)
    assert str(row["from_source"]).startswith(f"420107-143-{YEAR}-budget; revenue_and_expenditure; 1; ")


def test_what_came_of_a_budget():
    found = compared(of_year(YEAR, "10.00"), of_year(YEAR, "7.00", "final_accounts", "final"))
    assert totals(found) == [("outcome", YEAR, "budget", YEAR, "final", -3 * UNIT)]


def test_what_the_next_document_prints_of_the_year_before_stands_beside_its_own():
    later = lines(side("expenditure", "9.00", amount_year=YEAR), side("expenditure", "12.00", amount_year=NEXT))
    found = compared(document(NEXT, records={"budget_lines": later}), of_year(YEAR, "10.00"))
    assert totals(found) == [
        ("next_year", YEAR, "budget", NEXT, "budget", 2 * UNIT),
        ("restated", YEAR, "budget", YEAR, "budget", -1 * UNIT),
    ]


def test_what_final_accounts_print_of_the_budget_stands_beside_the_budget():
    sides = [side("expenditure", amount, phase=phase) for amount, phase in (("9.00", "budget"), ("8.00", "final"))]
    found = compared(document(YEAR, "final_accounts", {"budget_lines": lines(*sides)}), of_year(YEAR, "10.00"))
    assert totals(found) == [
        ("restated", YEAR, "budget", YEAR, "budget", -1 * UNIT),
        ("outcome", YEAR, "budget", YEAR, "final", -2 * UNIT),
    ]


def test_amounts_of_other_tables_departments_years_and_scopes_are_not_compared():
    others = [
        document(NEXT, records={"budget_lines": [{**row, "amount_year": NEXT} for row in lines(SPENT)]}),
        of_year(NEXT, "12.00", department_key="dep00000000000000ff"),
        of_year(NEXT, "12.00", scope="unit"),
        of_year(NEXT + 1, "12.00"),
    ]
    assert totals(compared(of_year(YEAR, "10.00"), *others)) == []


def test_nothing_can_be_said_of_a_rate_over_nothing():
    (row,) = compared(of_year(YEAR, "0.00"), of_year(NEXT, "1.00"))
    assert (row["difference_yuan"], row["rate"]) == (1 * UNIT, None)


def test_spending_by_function_is_compared_code_by_code():
    more = functions("expenditure", {**EXPENDITURE, "合计": "10.00", "208": "4.00"}, table_no=2, amount_year=NEXT)
    years = [
        document(YEAR, records={"budget_lines": lines(SPENT)}),
        document(NEXT, records={"budget_lines": lines(more)}),
    ]
    found = {row["item"]: row for row in compared(*years) if row["subject"] == "function"}
    assert {code: row["difference_yuan"] for code, row in found.items()} == {
        "2010301": Decimal(0),
        "2010350": Decimal(0),
        "208": 1 * UNIT,
    }
