"""What a document prints of another year or stage, beside the document of that year and stage."""

from dataclasses import replace

import pytest

from pipelines.run.containment import link
from tests.run.test_departments import BUREAU, identity, line, tied

YEAR = 2024


def budget(amount: str, year: int = YEAR, document_id: str = "b", **more):
    return tied(document_id, identity(BUREAU, year=year, **more), row(amount, year))


def row(amount: str, year: int, phase: str = "budget", label: str = "2024年年初预算数", **columns):
    place = {"table": "expenditure", "column_path": label, "page": 7}
    return line(amount, amount_year=year, phase=phase, **{**place, **columns})


def final(*rows, year: int = YEAR, document_id: str = "f"):
    who = replace(identity(BUREAU, year=year), stage="final_accounts")
    return tied(document_id, who, row("9.00", year, "final", "决算数"), *rows)


def found(*documents):
    return [
        (document, finding["check_id"], finding["status"])
        for document, findings in link(documents).findings.items()
        for finding in findings
    ]


def test_final_accounts_print_the_budget_as_it_was():
    assert found(budget("10.00"), final(row("10.00", YEAR))) == [("f", "budget_as_budgeted", "pass")]
    assert found(budget("10.00"), final(row("11.00", YEAR))) == [("f", "budget_as_budgeted", "fail")]
    (finding,) = link([budget("10.00"), final(row("11.00", YEAR))]).findings["f"]
    assert (finding["page"], finding["table"], finding["likelier_cause"]) == (7, "expenditure", "document")
    assert "is 110000.00 yuan; the document of 2024 (b, p. 7) prints 100000.00 yuan" in str(finding["message_en"])


def test_a_budget_that_may_have_been_adjusted_is_no_contradiction():
    plain = final(row("11.00", YEAR, label="预算数"))
    assert found(budget("10.00"), plain) == [("f", "budget_as_budgeted", "not_applicable")]
    assert found(budget("10.00"), final(row("11.00", YEAR, "adjusted", label="全年预算数"))) == []


def test_the_next_document_prints_last_year_as_it_was():
    before = final()
    after = final(row("9.00", YEAR, "final", "上年决算数"), year=YEAR + 1, document_id="g")
    assert found(before, after) == [("g", "last_year_as_printed", "pass")]
    other = final(row("8.00", YEAR, "final", "上年决算数"), year=YEAR + 1, document_id="g")
    assert found(before, other) == [("g", "last_year_as_printed", "fail")]


@pytest.mark.parametrize(
    "innocent",
    [
        budget("10.00", year=YEAR - 1),
        budget("10.00", scope="unit"),
        budget("10.00", division="420106"),
        tied("b", identity(BUREAU, year=YEAR), row("10.00", YEAR, table="revenue")),
        tied("b", identity(BUREAU, year=YEAR), row("10.00", YEAR, fund="general_public")),
        # Printed to other places, within the rounding.
        budget("11.0043"),
    ],
    ids=["another year", "a single unit", "another place", "another table", "another fund", "rounding"],
)
def test_what_is_something_else_is_no_contradiction(innocent):
    assert "fail" not in {status for *_, status in found(innocent, final(row("11.00", YEAR)))}


def test_the_three_public_expenses_are_compared_by_expense():
    def reception(amount: str, phase: str = "budget", label: str = "年初预算数"):
        kind = {"scheme": "three_public", "code": "official_reception", "line": "item", "table": "three_public"}
        return row(amount, YEAR, phase, label, **kind)

    of_year = tied("b", identity(BUREAU, year=YEAR), reception("2.00", label="预算数"))
    assert found(of_year, final(reception("2.00"))) == [("f", "budget_as_budgeted", "pass")]
    assert found(of_year, final(reception("3.00"))) == [("f", "budget_as_budgeted", "fail")]
