"""Every declared check has what evaluates it, and one that breaks costs its own findings alone."""

from collections import Counter
from dataclasses import replace

import pytest

from pipelines.interpretation.identity.identity import Identity
from pipelines.reconciliation.document.evaluations import EVALUATIONS
from pipelines.reconciliation.findings.catalogue import checks
from pipelines.reconciliation.reconcile import reconcile
from pipelines.run.containment import CHECKS as BETWEEN_DOCUMENTS
from pipelines.run.proof import prove
from tests.typesetting.seed import DEPARTMENT

EVALUATED = [check for evaluation in EVALUATIONS for check in evaluation.checks]
IDENTITY = Identity(DEPARTMENT, None, "420107", False, 2025, "budget", "department", None, None, None, None, False)


def test_every_check_is_evaluated_once_and_nothing_else():
    assert Counter([*EVALUATED, *BETWEEN_DOCUMENTS]) == Counter({*checks()} - {"proof.evaluated"})


@pytest.mark.parametrize(
    ("dataset", "column", "value", "broken"),
    [
        ("budget_lines", "row", "1", "rows_by_code"),
        ("projects", "table_no", None, "list_total"),
        ("narrative_figures", "printed_unit", "斤", "explanation_repeats_table"),
    ],
)
def test_a_fault_in_one_kind_of_rows_costs_the_checks_that_read_them(seed, dataset, column, value, broken):
    spoilt = {**seed.records, dataset: [{**row, column: value} for row in seed.records[dataset]]}
    findings = seed.findings(spoilt)
    told = [row["message_en"] for row in findings if row["check_id"] == "proof.evaluated"]
    assert any(broken in text for text in told)
    assert any(row["check_id"] != "proof.evaluated" for row in findings)


def breaks(*_):
    raise KeyError("planted")


@pytest.mark.parametrize(
    "check", ["columns_by_source", "sides_of_summary", "explanation_share", "attributes_agree", "empty_table_has_note"]
)
def test_a_check_that_breaks_costs_its_own_findings_alone(seed, seed_findings, check):
    planted = [type(each)(each.checks, breaks) if check in each.checks else each for each in EVALUATIONS]
    lost = next(each.checks for each in EVALUATIONS if check in each.checks)
    findings = reconcile(seed.read, seed.facts, evaluations=planted)
    kept = [row for row in findings if row["check_id"] != "proof.evaluated"]
    told = [row for row in findings if row["check_id"] == "proof.evaluated"]
    assert kept == [row for row in seed_findings if row["check_id"] not in lost]
    assert [row["message_en"] for row in told] == [f"the check “{name}” broke: KeyError" for name in lost]
    assert all(row["severity"] == "error" and row["status"] == "fail" for row in told)


def test_a_table_whose_coverage_breaks_costs_its_row_and_what_is_judged_by_it(seed):
    sheets = tuple(
        replace(sheet, table_no=[]) if sheet.table == "three_public" else sheet for sheet in seed.read.sheets
    )
    proof = prove(replace(seed.read, sheets=sheets), IDENTITY, "a.pdf")
    told = " ".join(str(row["message_en"]) for row in proof.records["findings"] if row["check_id"] == "proof.evaluated")
    assert all(name in told for name in ("coverage.three_public", "completeness.table_three_public"))
    assert "three_public" not in {row["table"] for row in proof.records["coverage"]}
    assert {"table_revenue", "checks"} <= {row["item"] for row in proof.records["completeness"]}


def test_a_row_of_the_proof_that_does_not_fit_costs_itself_alone(seed):
    sheets = tuple(
        replace(sheet, first_page=0) if sheet.table == "three_public" else sheet for sheet in seed.read.sheets
    )
    proof = prove(replace(seed.read, sheets=sheets), IDENTITY, "a.pdf")
    told = [str(row["message_en"]) for row in proof.records["findings"] if row["check_id"] == "proof.evaluated"]
    assert any("coverage.three_public" in each and "coverage.page" in each for each in told)
    assert "three_public" not in {row["table"] for row in proof.records["coverage"]}
    assert proof.document_columns["findings_errors"] == sum(
        row["status"] == "fail" and row["severity"] == "error" for row in proof.records["findings"]
    )
