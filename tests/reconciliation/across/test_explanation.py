"""What the explanation says against the tables, by the phase of the document's own amounts."""

from decimal import Decimal

import pytest

from pipelines.reconciliation.across.explanation import explanation
from pipelines.reconciliation.figures.book import open_book
from pipelines.reconciliation.findings.equations import Equation
from tests.reconciliation.books import YEAR, figures, line


def said(subject, amount):
    return {
        "subject": subject,
        "section": "五、“三公”经费支出决算情况",
        "measure": None,
        "fund": None,
        "amount_yuan": Decimal(amount) * 10_000,
        "printed_unit": "万元",
        "source_text": f"{amount}万元",
        "page": 9,
    }


@pytest.mark.parametrize(
    ("subject", "amount", "outcome"),
    [
        ("“三公”经费支出决算", "2.00", ["pass"]),
        ("“三公”经费支出决算", "3.00", ["fail"]),
        ("“三公”经费财政拨款支出预算", "3.00", []),
        ("“三公”经费年初预算", "3.00", []),
        ("“三公”经费一般公共预算财政拨款支出", "3.00", ["fail"]),
    ],
)
def test_final_accounts_tell_the_budget_beside_what_was_spent(subject, amount, outcome):
    total = line("three_public", "2.00", scheme="three_public", code="total", line="total", phase="final", name="合计")
    book = open_book(figures(total), YEAR, "final", None)
    found = [each for each in explanation([said(subject, amount)], book, "final") if isinstance(each, Equation)]
    assert [each.verdict.status.value for each in found] == outcome
