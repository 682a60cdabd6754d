"""The numbers of things in the explanation against those of the 三公 table."""

import pytest

from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.reconcile import reconcile

CHECK = "explanation_counts_of_three_public"


def count(number: int, printed_in: str, **columns: object):
    row = {"item": "vehicles_held", "number": number, "printed_in": printed_in, "amount_year": 2025, "phase": "final"}
    return {**row, "page": 3 if printed_in == "table" else 9, "unit_name": None, **columns}


def found(*rows) -> list[tuple[object, object]]:
    findings = reconcile(Interpretation({"three_public_counts": rows}), Facts(2025, "final_accounts"))
    return [(row["status"], row["message_en"]) for row in findings if row["check_id"] == CHECK]


def test_numbers_that_agree_and_that_differ():
    assert [status for status, _ in found(count(12, "table"), count(12, "explanation"))] == ["pass"]
    ((status, message),) = found(count(12, "table"), count(13, "explanation"))
    assert status == "fail"
    assert "(p. 9) prints 13 as official vehicles held" in str(message)
    assert "(p. 3) 12" in str(message)


@pytest.mark.parametrize(
    "innocent",
    [
        {"phase": "budget"},
        {"amount_year": 2024},
        {"item": "vehicles_purchased"},
        {"unit_name": "急救中心"},
    ],
)
def test_a_number_of_something_else_is_not_compared(innocent):
    assert found(count(12, "table", **innocent), count(13, "explanation")) == []


def test_one_of_several_printings_that_agrees_is_enough():
    assert [status for status, _ in found(count(12, "table"), count(15, "table"), count(15, "explanation"))] == ["pass"]
