import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.datasets.catalogue import MODELS, columns
from pipelines.datasets.frames import frame, to_table
from pipelines.datasets.validation import validate
from pipelines.release.corrections import (
    Correction,
    CorrectionError,
    correct,
    correction_records,
    of_document,
    read_corrections,
    without_document,
)

README = Path(__file__).parents[2] / "data" / "corrections" / "README.md"
DOCUMENT, SHA256 = "420107-143-2025-budget", "a" * 64
ENTRY = {
    "id": "office-supplies",
    "document_id": DOCUMENT,
    "dataset": "budget_lines",
    "where": {"table": "basic_expenditure", "code": "30201", "measure": "operating"},
    "column": "amount_yuan",
    "expected": "1190.00",
    "value": "1900.00",
    "reason": "表中数字对调",
    "reported_by": "publisher",
    "status": "accepted",
    "date": "2025-03-01",
}

Reads = Callable[..., tuple[Correction, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Reads:
    """Corrections as read from a file: each the entry above with changes; None drops a key."""

    def make(*changes: dict[str, object]) -> tuple[Correction, ...]:
        entries = [
            {key: value for key, value in (ENTRY | each).items() if value is not None} for each in changes or ({},)
        ]
        (tmp_path / "b.yaml").write_text("\n".join(f"- {_flow(entry)}" for entry in entries), encoding="utf-8")
        return read_corrections(tmp_path)

    return make


def _flow(value: object) -> str:
    """A value in YAML's flow style, texts without quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    return str(value)


def lines(*rows: dict[str, object]) -> pa.Table:
    """Rows of budget_lines of the document."""
    row = {
        "document_id": DOCUMENT,
        "fiscal_year": 2025,
        "division_code": "420107",
        "department_code": "143",
        "table": "basic_expenditure",
        "flow": "expenditure",
        "line": "item",
        "scheme": "economic",
        "code": "30201",
        "name": "办公费",
        "level": 2,
        "fund": "general_public",
        "measure": "operating",
        "phase": "budget",
        "amount_year": 2025,
        "edition": 2026,
        "amount_yuan": Decimal("1190.00"),
        "printed_unit": "元",
        "page": 11,
        "source_text": "1,190.00",
        "table_no": 7,
        "column": 4,
    }
    return to_table(
        "budget_lines", frame("budget_lines", [row | {"row": index} | changes for index, changes in enumerate(rows)])
    )


def test_an_accepted_correction_changes_one_value_and_marks_its_row(read):
    table = lines({}, {"code": "30202", "name": "印刷费"})

    before, after = table.to_pylist(), correct("budget_lines", table, read()).to_pylist()

    changed = {"amount_yuan": Decimal("1900.00"), "corrected": True, "printed_value": "amount_yuan=1190.00"}
    assert after == [before[0] | changed, before[1]]
    assert not before[1]["corrected"]


def test_two_corrections_of_a_row_both_keep_what_it_held(read):
    name = {"id": "name", "column": "name", "expected": "办公费", "value": "办公经费"}

    (row,) = correct("budget_lines", lines({}), read({}, name)).to_pylist()

    assert (row["amount_yuan"], row["name"]) == (Decimal("1900.00"), "办公经费")
    assert row["printed_value"] == "amount_yuan=1190.00; name=办公费"


def test_a_value_can_be_added_and_taken_away(read):
    unit = {"column": "unit_name", "expected": "null", "value": "市局本级"}
    share = {"column": "name", "expected": "办公费", "value": "null"}

    assert correct("budget_lines", lines({}), read(unit)).to_pylist()[0]["unit_name"] == "市局本级"
    assert correct("budget_lines", lines({}), read(share)).to_pylist()[0]["name"] is None


def test_rows_of_other_datasets_stay_the_same_table(read):
    table = lines({})

    assert correct("projects", table, read()) is table


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"amount_yuan": Decimal("1190.10")}], "amount_yuan is 1190.10, 1190.00 was expected: the document no longer"),
        ([{"amount_yuan": Decimal("1900.00")}], "amount_yuan is 1900.00, 1190.00 was expected"),
        ([{"code": "30299"}], "no row of budget_lines with table=basic_expenditure, code=30201, measure=operating"),
        ([], "no row of budget_lines"),
        ([{}, {"page": 12}], "2 rows of budget_lines"),
    ],
)
def test_a_correction_fails_loudly_where_the_document_prints_something_else(read, rows, message):
    with pytest.raises(CorrectionError) as caught:
        correct("budget_lines", lines(*rows), read())

    assert message in str(caught.value)
    assert str(caught.value).startswith("correction office-supplies (b.yaml): ")
    assert "\n" not in str(caught.value)


def test_a_row_that_the_declaration_refuses_is_no_correction(read):
    wrong = {"column": "fund", "expected": "general_public", "value": "piggy_bank"}

    with pytest.raises(CorrectionError, match=r"schema budget_lines\.fund: isin \(piggy_bank\)"):
        correct("budget_lines", lines({}), read(wrong))


def test_one_value_is_corrected_once(read):
    with pytest.raises(CorrectionError, match="office-supplies corrects the same value"):
        correct("budget_lines", lines({}), read({}, {"id": "again", "expected": "1900.00", "value": "1.00"}))


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_only_accepted_corrections_are_due(read, status):
    assert of_document(read({"status": status}), DOCUMENT, SHA256) == ()
    assert len(of_document(read(), DOCUMENT, SHA256)) == 1


def test_a_document_is_named_by_its_id_or_its_digest(read):
    by_digest = {"document_id": None, "sha256": SHA256}

    assert len(of_document(read(by_digest), "another-id", SHA256)) == 1
    assert of_document(read(by_digest), DOCUMENT, "b" * 64) == ()
    assert of_document(read(), "420107-144-2025-budget", SHA256) == ()
    assert len(of_document(read({"sha256": SHA256}), DOCUMENT, SHA256)) == 1


def test_another_file_under_the_same_id_is_another_document(read):
    with pytest.raises(CorrectionError, match="the file of 420107-143-2025-budget has changed"):
        of_document(read({"sha256": SHA256}), DOCUMENT, "b" * 64)


def test_corrections_of_documents_that_are_not_there_are_told(read):
    elsewhere, proposed = {"id": "elsewhere", "document_id": "cn-1-2025-budget"}, {"id": "maybe", "status": "proposed"}

    waiting = without_document(read({}, elsewhere, proposed), [(DOCUMENT, SHA256)])

    assert [each.id for each in waiting] == ["elsewhere"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": None}, "missing or unknown: reason"),
        ({"colour": "red"}, "missing or unknown: colour"),
        ({"dataset": "cells"}, "no column of cells: amount_yuan, code, measure, table"),
        ({"dataset": "wishes"}, "no column of wishes"),
        ({"column": "amount"}, "no column of budget_lines: amount"),
        ({"where": {"colour": "red"}}, "no column of budget_lines: colour"),
        ({"where": "page 11"}, "where names the row by its columns"),
        ({"column": "page"}, "page tells what a row is, it can't be corrected"),
        ({"column": "document_id"}, "document_id tells what a row is"),
        ({"column": "corrected"}, "corrected tells what a row is"),
        ({"value": "1900.001"}, "amount_yuan: no amount in yuan and fen: 1900.001"),
        ({"value": "many"}, "amount_yuan: no amount in yuan and fen: many"),
        ({"value": "NaN"}, "amount_yuan: no amount"),
        ({"where": {"page": "eleven"}}, "invalid literal for int"),
        ({"date": "yesterday"}, "Invalid isoformat string"),
        ({"status": "done"}, "(done)"),
        ({"reported_by": "王小明"}, "(王小明)"),
        ({"id": "Office Supplies"}, "(Office Supplies)"),
        ({"value": "1190.00"}, "differs from what is expected"),
        ({"document_id": None}, "names the document by its id, its digest or both"),
        ({"sha256": "abc"}, "(abc)"),
    ],
)
def test_a_malformed_correction_stops_the_run(read, changes, message):
    with pytest.raises(CorrectionError) as caught:
        read(changes)

    assert message in str(caught.value)
    assert "b.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["a: b", "- a", "- [", "3"])
def test_a_file_that_is_no_list_of_corrections_stops_the_run(tmp_path, text):
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CorrectionError, match=r"bad\.yaml"):
        read_corrections(tmp_path)


def test_ids_are_unique_over_all_files(read, tmp_path):
    read()
    (tmp_path / "a.yaml").write_text((tmp_path / "b.yaml").read_text("utf-8"), encoding="utf-8")

    with pytest.raises(CorrectionError, match=r"office-supplies \(b\.yaml\): another correction has this id"):
        read_corrections(tmp_path)


def test_plain_values_stay_the_text_they_are(read):
    (correction,) = read({"where": {"code": "0201", "amount_year": "2025", "share": "null"}, "expected": "1190.10"})

    assert correction.where == {"code": "0201", "amount_year": 2025, "share": None}
    assert (correction.expected, correction.date) == (Decimal("1190.10"), date(2025, 3, 1))


def test_no_folder_and_an_empty_file_are_no_corrections(tmp_path):
    (tmp_path / "empty.yaml").write_text("# nothing yet\n", encoding="utf-8")

    assert read_corrections(tmp_path) == ()
    assert read_corrections(tmp_path / "nowhere") == ()


def test_the_register_is_published_with_its_refused_entries(read):
    found = read({}, {"id": "later", "status": "proposed"})

    records = list(correction_records(found))

    assert [record["status"] for record in records] == ["accepted", "proposed"]
    assert records[0]["locator"] == "table=basic_expenditure; code=30201; measure=operating"
    assert not validate("corrections", frame("corrections", records)).failures


EXAMPLE = README.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]


def test_the_example_of_the_readme_is_well_formed_and_not_active(tmp_path):
    (tmp_path / "example.yaml").write_text(EXAMPLE, encoding="utf-8")

    (correction,) = read_corrections(tmp_path)

    assert not correction.accepted


def test_the_projects_own_corrections_are_well_formed(tmp_path):
    # There may be none: the example stands with them, so that something is read.
    folder = shutil.copytree(README.parent, tmp_path / "corrections")
    (folder / "example.yaml").write_text(EXAMPLE, encoding="utf-8")

    assert {each.file for each in read_corrections(folder)} == {path.name for path in folder.glob("*.yaml")}


def test_what_is_as_printed_can_not_be_corrected():
    correctable = {name for name in MODELS if "corrected" in {column.name for column in columns(name)}}

    assert correctable >= {"budget_lines", "projects", "procurement", "performance_targets", "narrative_figures"}
    assert not correctable & {"documents", "cells", "findings", "coverage", "completeness", "classifications"}


def test_what_was_proved_of_a_corrected_table_is_not_known_any_more(read):
    rows = lines({"additive": True, "in_total": True}, {"table": "expenditure", "additive": True, "in_total": True})
    (correction,) = read()
    found = correct("budget_lines", rows, [correction]).select(["table", "additive", "in_total"]).to_pylist()
    assert [(row["additive"], row["in_total"]) for row in found] == [(None, None), (True, True)]


def test_a_corrected_code_has_the_edition_of_its_own(read):
    change = {"column": "code", "expected": "30201", "value": "30202", "where": {"table": "basic_expenditure"}}
    (row,) = correct("budget_lines", lines({"edition": 1999}), read(change)).select(["code", "edition"]).to_pylist()
    assert row == {"code": "30202", "edition": 2026}
