"""Each rule of each dataset fails on a row made for it; budget_lines has its own file."""

from collections import Counter
from decimal import Decimal

import pytest
from pandera.errors import SchemaErrors

from pipelines.datasets.catalogue import MODELS
from pipelines.datasets.frames import frame, table_of, to_frame
from pipelines.datasets.surely_valid import is_surely_valid
from pipelines.datasets.validation import validate
from pipelines.interpretation.sheets.reading import Disposition, Role

QUARANTINED = {"status": "quarantined", "reason": "damaged"}
SUPERSEDED = {"status": "superseded", "reason": "last_in 2025.03.01", "superseded_by": "b" * 64}
EMPTY_TABLE = {"presence": "empty_with_note", "note": "本单位无政府性基金预算支出。"}

FAILING = [
    ("documents", {"status": "lost"}, "status: isin (lost)"),
    ("documents", {"stage": "plan"}, "stage: isin"),
    ("documents", {"scope": "group"}, "scope: isin"),
    ("documents", {"text_layer": "scan"}, "text_layer: isin"),
    ("documents", {"sha256": "ABC"}, "sha256: str_matches"),
    ("documents", {"sha256": None}, "document_id: a published document's identity is known"),
    ("documents", {"bytes": -1}, "bytes: greater_than_or_equal_to"),
    ("documents", {"pages": 0}, "pages: greater_than_or_equal_to"),
    ("documents", {"staff_actual": -1}, "staff_actual: greater_than_or_equal_to"),
    ("documents", {"retrieved_at": "yesterday"}, "retrieved_at: str_matches"),
    ("documents", {"reason": "damaged"}, "reason: given for documents in no other dataset, and only those"),
    ("documents", {"status": "quarantined"}, "reason: given for documents in no other dataset, and only those"),
    ("documents", QUARANTINED | {"reason": "Is broken"}, "reason: str_matches"),
    ("documents", {"pages": None}, "document_id: a published document's identity is known"),
    ("documents", {"findings_errors": 1}, "status: says whether there are findings"),
    ("documents", {"status": "published_with_findings"}, "status: says whether there are findings"),
    ("documents", {"source_file": None}, "source_file: not_nullable"),
    ("cells", {"table": "table_5"}, "table: isin"),
    ("cells", {"role": "number"}, "role: isin"),
    ("cells", {"disposition": "lost"}, "disposition: isin"),
    ("cells", {"row_span": 0}, "row_span: greater_than_or_equal_to"),
    ("cells", {"row": -1}, "row: greater_than_or_equal_to"),
    ("cells", {"table_no": 0}, "table_no: greater_than_or_equal_to"),
    ("cells", {"disposition": "withheld"}, "source_text: null where withheld or empty"),
    ("cells", {"role": "empty"}, "source_text: null where withheld or empty"),
    ("cells", {"disposition": "unknown_table"}, "disposition: of an unknown table no name is known"),
    ("projects", {"project_name": None}, "project_name: not_nullable"),
    ("projects", {"fund": None}, "fund: not_nullable"),
    ("projects", {"project_code": "网上"}, "project_code: str_matches"),
    ("projects", {"period": "last"}, "period: isin"),
    ("project_profiles", {"start_year": 25}, "start_year: greater_than_or_equal_to"),
    ("project_funding", {"fund": "money"}, "fund: isin"),
    ("project_activities", {"economic_code": "2010399"}, "economic_code: str_matches"),
    ("procurement", {"catalogue_code": "复印纸"}, "catalogue_code: str_matches"),
    ("procurement", {"function_code": "30201"}, "function_code: str_matches"),
    ("procurement", {"quantity": -1}, "quantity: greater_than_or_equal_to"),
    ("purchased_services", {"economic_code": "3"}, "economic_code: str_matches"),
    ("asset_allocation", {"requested_quantity": -2}, "requested_quantity: greater_than_or_equal_to"),
    ("performance_targets", {"scope": "unit"}, "scope: isin"),
    ("performance_targets", {"scope": "department"}, "scope: a department's own target has no project"),
    ("performance_targets", {"horizon": "monthly"}, "horizon: isin"),
    ("performance_targets", {"project_link": "guess"}, "project_link: isin"),
    ("performance_targets", {"comparator": "=="}, "comparator: isin"),
    ("performance_targets", {"comparator": None}, "comparator: given with a value, and only then"),
    ("performance_targets", {"target_value": None}, "comparator: given with a value, and only then"),
    ("performance_targets", {"target_text": None}, "target_text: a value was read from a text"),
    ("performance_targets", {"baseline_year_1": 2024}, "baseline_year_1: the earlier year comes first"),
    ("performance_targets", {"goal_no": 0}, "goal_no: greater_than_or_equal_to"),
    ("narrative_figures", {"share": 0.5}, "amount_yuan: an amount or a share, one of the two"),
    ("narrative_figures", {"amount_yuan": None}, "amount_yuan: an amount or a share, one of the two"),
    ("narrative_figures", {"change": "up"}, "change: isin"),
    ("narrative_figures", {"sentence": None}, "sentence: not_nullable"),
    ("three_public_counts", {"item": "bicycles"}, "item: isin"),
    ("three_public_counts", {"number": -1}, "number: greater_than_or_equal_to"),
    ("three_public_counts", {"table_no": None}, "sentence: given in the explanation, as the cell is in a table"),
    ("three_public_counts", {"sentence": "三辆。"}, "sentence: given in the explanation, as the cell is in a table"),
    ("unclassified_figures", {"printed_unit": None}, "amount_yuan: an amount has a unit of money"),
    ("unclassified_figures", {"value": None}, "value: not_nullable"),
    ("findings", {"status": "ok"}, "status: isin"),
    ("findings", {"severity": "fatal"}, "severity: isin"),
    ("findings", {"left_yuan": "0.00"}, "difference_yuan: left side less right side"),
    ("findings", {"tolerance_yuan": "50.00"}, "status: a rounding difference is within the tolerance"),
    ("findings", {"tolerance_yuan": "-1.00"}, "tolerance_yuan: greater_than_or_equal_to"),
    ("spending_by_function", {"amount_yuan": None}, "amount_yuan: not_nullable"),
    ("spending_by_economic_class", {"rows": 0}, "rows: greater_than_or_equal_to"),
    ("projects_wide", {"project_name": None}, "project_name: not_nullable"),
    ("procurement_by_catalogue", {"code_source": "guess"}, "code_source: isin"),
    ("procurement_by_catalogue", {"division": "D"}, "division: isin"),
    ("budget_lines", {"additive": False, "in_total": True}, "in_total: a row that counts in the total is additive"),
    ("projects", {"additive": None, "in_total": False}, "in_total: a row that counts in the total is additive"),
    ("coverage", {"presence": "there"}, "presence: isin"),
    ("coverage", {"presence": "absent"}, "first_page: a table that is there has its pages"),
    ("coverage", {"first_page": None}, "first_page: a table that is there has its pages"),
    ("coverage", {"first_page": 14}, "first_page: a table that is there has its pages"),
    ("coverage", {"presence": "empty_with_note"}, "note: given where presence says so"),
    ("coverage", {"numbers_unread": 1}, "numbers_printed: every printed number is accounted for"),
    ("projects", {"corrected": True}, "corrected: a corrected row keeps the value it had, no other does"),
    ("projects", {"printed_value": "a=b"}, "corrected: a corrected row keeps the value it had, no other does"),
    ("completeness", {"topic": "style"}, "topic: isin"),
    ("completeness", {"points": 5.5}, "points: no more than the item has"),
    ("completeness", {"points": -1.0}, "points: greater_than_or_equal_to"),
    ("completeness", {"item": "Depth 1"}, "item: str_matches"),
    ("completeness", {"message_en": None}, "message_en: not_nullable"),
    ("documents", {"completeness": 1.2}, "completeness: less_than_or_equal_to"),
    ("documents", {"superseded_by": "b" * 64}, "superseded_by: given for superseded documents, and only those"),
    ("documents", SUPERSEDED | {"superseded_by": None}, "superseded_by: given for superseded documents"),
    ("documents", SUPERSEDED | {"reason": None}, "reason: given for documents in no other dataset, and only those"),
    ("budget_lines", {"row_key": "42"}, "row_key: str_matches"),
]

HOLDING = [
    *((dataset, {}) for dataset in MODELS),
    ("documents", QUARANTINED | {"document_id": None, "fiscal_year": None, "pages": None}),
    ("documents", QUARANTINED | {"reason": "duplicate_of 2025/qingshan.pdf", "document_id": None}),
    ("documents", QUARANTINED | {"reason": "schema budget_lines.fund: isin (abc)"}),
    ("documents", {"status": "published_with_findings", "findings_errors": 0, "findings_warnings": 2}),
    ("documents", SUPERSEDED | {"document_id": None}),
    ("documents", {"retrieved_at": "2025-02-01T08:30:00+08:00"}),
    ("cells", {"disposition": "withheld", "source_text": None}),
    ("cells", {"disposition": "unknown_table", "table": None}),
    ("projects", {"amount_yuan": None, "source_text": None}),
    ("performance_targets", {"comparator": None, "target_value": None, "target_text": "长期"}),
    (
        "performance_targets",
        {"scope": "department", "project_code": None, "project_name": None, "project_link": None},
    ),
    ("narrative_figures", {"amount_yuan": None, "share": 26.0, "change": "increase"}),
    ("findings", {"status": "not_applicable", "left_yuan": None, "difference_yuan": None, "page": None}),
    ("projects", {"corrected": True, "printed_value": "amount_yuan=3332000.00"}),
    ("coverage", EMPTY_TABLE),
    ("coverage", {"presence": "absent", "first_page": None, "last_page": None, "page": None}),
    ("coverage", {"presence": "unknown", "first_page": None, "last_page": None, "page": None}),
]


@pytest.fixture(scope="module")
def reasons(record):
    """Why the rows of `FAILING` are refused, by dataset and their number in it; checked at once, as the checks of a
    row cost as much as those of all."""
    rows: dict[str, list[dict[str, object]]] = {}
    for dataset, changes, _ in FAILING:
        rows.setdefault(dataset, []).append(record(dataset, **changes))
    found: dict[tuple[str, int], list[str]] = {}
    for dataset, records in rows.items():
        for failure in validate(dataset, frame(dataset, records)).failures:
            found.setdefault((dataset, failure.row), []).append(failure.reason)
    return found


def numbered():
    """The rows of `FAILING` with their number among those of their dataset."""
    seen: Counter[str] = Counter()
    for dataset, _, reason in FAILING:
        yield dataset, seen[dataset], reason
        seen[dataset] += 1


@pytest.mark.parametrize(("dataset", "number", "reason"), [*numbered()])
def test_a_row_in_violation_is_told(reasons, dataset, number, reason):
    assert any(told.startswith(f"schema {dataset}.{reason}") for told in reasons[dataset, number])


def test_of_a_row_in_violation_nobody_is_sure(record):
    tables = [(dataset, changes, table_of(dataset, [record(dataset, **changes)])) for dataset, changes, _ in FAILING]

    assert [(dataset, changes) for dataset, changes, table in tables if is_surely_valid(dataset, table)] == []


@pytest.mark.parametrize(
    "changes", [{"economic_code": "３０１"}, {"economic_code": "301\n"}, {"division_code": "３３０１０６"}]
)
def test_digits_are_those_of_ascii_and_nothing_follows_them(record, changes):
    table = table_of("budget_lines", [record("budget_lines", **changes)])

    assert not is_surely_valid("budget_lines", table)
    assert validate("budget_lines", to_frame(table)).failures


def test_each_text_of_a_column_is_looked_at(record):
    rows = [record("budget_lines", row=row) for row in range(3)]

    assert is_surely_valid("budget_lines", table_of("budget_lines", rows))
    assert not is_surely_valid("budget_lines", table_of("budget_lines", [*rows, record("budget_lines", fund="其他")]))


@pytest.mark.parametrize("dataset", MODELS)
def test_a_table_of_another_shape_is_not_surely_valid(record, dataset):
    table = table_of(dataset, [record(dataset)])

    assert is_surely_valid(dataset, table)
    assert not is_surely_valid(dataset, table.drop_columns(table.column_names[-1]))
    assert not is_surely_valid(dataset, table.append_column("extra", table.column(0)))


@pytest.mark.parametrize(("dataset", "changes"), HOLDING)
def test_what_documents_print_holds(record, dataset, changes):
    assert validate(dataset, frame(dataset, [record(dataset, **changes)])).failures == ()


@pytest.mark.parametrize("dataset", MODELS)
def test_a_frame_without_rows_is_valid(dataset):
    assert validate(dataset, frame(dataset, [])).good.empty


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"columns": None}, "given with both values for changed rows, and only those"),
        ({"change": "added"}, "given with both values for changed rows, and only those"),
        ({"key": None}, "not_nullable"),
        ({"reason": "whim"}, "isin"),
        ({"previous_version": "yesterday"}, "str_matches"),
    ],
)
def test_a_bad_change_is_told(record, changes, check):
    rows = frame("changes", [record("changes", **changes)])

    assert any(check in failure.check for failure in validate("changes", rows).failures)


def test_a_key_names_one_row(record):
    rows = [record("findings", row_key="r_abcdefghijklmnop")] * 2

    assert any(failure.column == "key" for failure in validate("findings", frame("findings", rows)).failures)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"edition": None}, "not_nullable"),
        ({"scheme": "colours"}, "isin"),
        ({"code": "2010-350"}, "str_matches"),
        ({"name": None}, "not_nullable"),
    ],
)
def test_a_bad_code_list_stops_the_run(record, changes, check):
    with pytest.raises(SchemaErrors, match=check):
        validate("classifications", frame("classifications", [record("classifications", **changes)]))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"outcome": "lost"}, "isin"),
        ({"fetched_at": "yesterday"}, "str_matches"),
        ({"attempt": 0}, "greater_than_or_equal_to"),
        ({"status": 20}, "greater_than_or_equal_to"),
        ({"sha256": "ABC"}, "str_matches"),
        ({"outcome": "failed"}, "given for what failed"),
        ({"error": "HTTP 503"}, "given for what failed"),
        ({"source_file": None}, "a document has its path"),
    ],
)
def test_a_bad_record_of_a_fetch_stops_the_run(record, changes, reason):
    with pytest.raises(SchemaErrors, match=reason):
        validate("fetches", frame("fetches", [record("fetches", **changes)]))


def test_two_documents_of_one_identity_are_told(record):
    rows = [record("documents"), record("documents", source_file="again.pdf")]

    found = validate("documents", frame("documents", rows))

    assert found.reasons == {
        "420107-143-2025-budget": "schema documents.document_id: names one document (420107-143-2025-budget)"
    }


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"comparison": "like"}, "isin"),
        ({"from_yuan": "8000000.01"}, "the second amount less the first"),
        ({"subject": None}, "not_nullable"),
    ],
)
def test_a_bad_comparison_of_years_stops_the_run(record, changes, check):
    changed = {name: Decimal(value) if name.endswith("_yuan") else value for name, value in changes.items()}
    with pytest.raises(SchemaErrors, match=check):
        validate("changes_over_years", frame("changes_over_years", [record("changes_over_years", **changed)]))


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"basic_check": "maybe"}, "isin"),
        ({"amount_year": None}, "not_nullable"),
        ({"staff_quota": -1}, "greater_than_or_equal_to"),
    ],
)
def test_a_bad_row_of_a_department_stops_the_run(record, changes, check):
    with pytest.raises(SchemaErrors, match=check):
        validate("department_budgets", frame("department_budgets", [record("department_budgets", **changes)]))


def test_one_file_is_one_row(record):
    rows = [record("documents", **QUARANTINED | {"document_id": None}), record("documents")]

    with pytest.raises(SchemaErrors, match="the key names one row"):
        validate("documents", frame("documents", rows))


def test_the_cells_say_what_the_readers_say(record):
    def values(column):
        schema = MODELS["cells"].to_schema()
        return set(schema.columns[column].metadata["note"].values)

    assert values("role") == set(Role)
    assert values("disposition") == set(Disposition)
