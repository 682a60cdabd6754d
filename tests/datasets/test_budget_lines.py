import pytest

from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate

TOTAL = {"line": "total", "code": None, "name": None, "level": 0}
UNKEYED = {"scheme": None, "code": None, "level": None}
TWO_SIDED = {"table": "revenue_and_expenditure"}
CLOSING = TWO_SIDED | TOTAL | {"line": "grand_total", "scheme": None}
OPENING = TWO_SIDED | UNKEYED | {"line": "carryover_in", "flow": "revenue"}

FAILING = [
    ({"document_id": "wuhan"}, "document_id: str_matches"),
    ({"document_id": "420107-143-2025-budget-1"}, "document_id: str_matches"),
    ({"document_id": "420107-144-2025-budget"}, "document_id: repeats division, department code and year"),
    ({"division_code": "420106"}, "document_id: repeats division, department code and year"),
    ({"division_code": None}, "document_id: repeats division, department code and year"),
    ({"fiscal_year": 2024}, "document_id: repeats division, department code and year"),
    ({"division_code": "42010"}, "division_code: str_matches"),
    ({"fiscal_year": 25}, "fiscal_year: greater_than_or_equal_to"),
    ({"page": 0}, "page: greater_than_or_equal_to(1)"),
    ({"page": None}, "page: not_nullable (null)"),
    ({"x0": None}, "x0: the box has its four edges"),
    ({"x0": 200.0}, "x0: the box has its four edges"),
    ({"table": "table_5"}, "table: isin (table_5)"),
    ({"flow": "both"}, "flow: isin"),
    ({"flow": None}, "flow: not_nullable"),
    ({"line": "subtotal"}, "line: isin"),
    ({"scheme": "functional"}, "scheme: isin"),
    ({"fund": "public"}, "fund: isin (public)"),
    ({"period": "last_year"}, "period: isin"),
    ({"measure": "salaries"}, "measure: isin"),
    ({"phase": "plan"}, "phase: isin"),
    ({"printed_unit": "美元"}, "printed_unit: isin"),
    ({"amount_yuan": None}, "amount_yuan: not_nullable"),
    ({"source_text": None}, "source_text: not_nullable"),
    ({"share": 45.4}, "share: less_than_or_equal_to"),
    ({"code": "2010", "level": 2}, "code: the code has the form of its scheme (2010)"),
    ({"code": "30201", "level": 2}, "code: the code has the form of its scheme (30201)"),
    ({"scheme": "economic", "code": "2010350"}, "code: the code has the form of its scheme"),
    ({"scheme": "three_public", "code": "cars"}, "code: the code has the form of its scheme"),
    ({"scheme": "expenditure_class", "code": "Z"}, "code: the code has the form of its scheme"),
    ({"scheme": "unit", "code": "143 001"}, "code: the code has the form of its scheme"),
    ({"scheme": None, "measure": "project"}, "code: the code has the form of its scheme"),
    ({"level": 2}, "level: the length of the code says its level (2)"),
    ({"level": None}, "level: the length of the code says its level (null)"),
    ({"code": None, "level": 0}, "level: total rows have level 0, items have not (0)"),
    (TOTAL | {"level": 1}, "level: total rows have level 0, items have not (1)"),
    (TOTAL | {"level": None}, "level: total rows have level 0, items have not (null)"),
    (TOTAL | {"code": "201"}, "code: only items and the three public total have a code (201)"),
    (UNKEYED | {"measure": "total"}, "scheme: an item has a scheme, or its measure says the kind"),
    (CLOSING | {"period": "current_year"}, "period: closing rows have one only where it is printed"),
    (CLOSING | {"period": "carryover", "column_path": None}, "period: closing rows have one only where"),
    (OPENING | {"period": "current_year"}, "period: what is carried in is not of the current year"),
    (OPENING | {"flow": "expenditure"}, "flow: what is carried in is revenue, out is expenditure"),
    (OPENING | {"line": "carryover_out"}, "flow: what is carried in is revenue, out is expenditure"),
    ({"table": "expenditure", "flow": "revenue"}, "flow: a table of one side has that flow (revenue)"),
    (
        {"scheme": "unit", "code": "143", "government_economic_code": "50501"},
        "government_economic_code: the",
    ),
    ({"scheme": "economic", "code": "30201", "level": 2, "economic_code": "30201"}, "government_economic_code: the"),
    ({"government_economic_code": "30101"}, "government_economic_code: str_matches"),
    ({"unit_code": "武汉"}, "unit_code: str_matches"),
    ({"amount_year": 2026}, "amount_year: the budget year, or up to five years before (2026)"),
    ({"amount_year": 2019}, "amount_year: the budget year, or up to five years before (2019)"),
    ({"table_no": None}, "table_no: not_nullable"),
    ({"row": None}, "row: not_nullable"),
    ({"column": None}, "column: not_nullable"),
]

HOLDING = [
    {},
    TOTAL,
    CLOSING,
    CLOSING | {"period": "current_year", "column_path": "本年收入 / 预算数"},
    OPENING | {"period": "carryover"},
    OPENING | {"period": None},
    UNKEYED | {"measure": "project"},
    UNKEYED | {"measure": "total", "fund": "unclassified"},
    {"code": None},
    {"code": None, "level": None},
    {"code": "201", "level": 1},
    {"scheme": "economic", "code": "30201", "level": 2, "government_economic_code": "50201"},
    {"economic_code": "3021101", "government_economic_code": "50201"},
    {"scheme": "economic", "code": "3030104", "level": None},
    {"scheme": "economic", "code": "3030104", "level": 3},
    {"scheme": "unit", "code": "143001", "level": 2, "unit_code": "03", "table": "general_budget_by_unit"},
    {"scheme": "three_public", "code": "total", "line": "total", "level": 0, "table": "three_public"},
    {"scheme": "three_public", "code": None, "level": None, "table": "three_public"},
    {"table": "government_fund", "flow": "revenue"},
    {"phase": "execution", "amount_year": 2024},
    {"x0": None, "y0": None, "x1": None, "y1": None},
    {"share": 0.454},
    {"department_code": None},
    {"division_code": None, "department_code": None, "document_id": "cn-国家信访局-2025-budget-unit-2"},
]


@pytest.fixture(scope="module")
def reasons(record):
    """Why rows are refused, by their number: those of `FAILING`, then those of `HOLDING`; checked at once, as the
    checks of a row cost as much as those of all."""
    changes = [changes for changes, _ in FAILING] + HOLDING
    rows = [record("budget_lines", **{"row": 100 + number, **changed}) for number, changed in enumerate(changes)]
    found: dict[int, list[str]] = {number: [] for number in range(len(rows))}
    for failure in validate("budget_lines", frame("budget_lines", rows)).failures:
        found[failure.row].append(failure.reason)
    return found


@pytest.mark.parametrize(("number", "reason"), [*enumerate(reason for _, reason in FAILING)])
def test_a_row_in_violation_is_told(reasons, number, reason):
    assert any(told.startswith(f"schema budget_lines.{reason}") for told in reasons[number])


@pytest.mark.parametrize("number", range(len(HOLDING)))
def test_what_documents_print_holds(reasons, number):
    assert reasons[len(FAILING) + number] == []


def test_one_printed_amount_is_one_row(record):
    rows = [record("budget_lines"), record("budget_lines", row=8), record("budget_lines")]

    found = validate("budget_lines", frame("budget_lines", rows))

    assert [failure.row for failure in found.failures] == [0, 2]
    assert found.failures[0].reason.endswith("the key names one row (420107-143-2025-budget, 5, 7, 3)")
