"""The seed: every identity is evaluated, rounding is told apart, and what fails is what the document contains."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from pipelines.datasets.frames import frame, to_table
from pipelines.datasets.validation import validate
from pipelines.extraction.store import PAGES_FILE, write_pages
from pipelines.reconciliation.findings.report import render_report

FAILURES = {
    "performance_personnel": 1,
    "performance_operating": 1,
    "classes_not_swapped": 1,
    "one_figure_one_unit": 1,
    "purchase_has_activity": 1,
    "project_has_form": 1,
    "attributes_agree": 2,
    "labels_fit_section": 2,
    "years_in_one_order": 1,
    "glossary_is_current": 2,
    "glossary_fits_tables": 3,
    "glossary_fits_level": 1,
    "template_is_filled": 1,
    "keys_of_one_kind": 2,
}
"""The errors found by hand, by the check that tells them."""

ROUNDING = {"rows_by_code": 11, "rows_of_side": 2, "columns_by_measure": 3, "share_of_total": 3, "explanation_share": 2}


def counted(findings, status):
    return Counter(finding["check_id"] for finding in findings if finding["status"] == status)


def test_what_fails_is_what_the_document_contains(seed_findings):
    assert counted(seed_findings, "fail") == FAILURES


def test_rounding_is_told_apart(seed_findings):
    assert counted(seed_findings, "rounding") == ROUNDING


def test_some_four_hundred_identities_are_evaluated(seed_findings):
    identities = [finding for finding in seed_findings if finding.get("tolerance_yuan") is not None]
    assert len(identities) >= 400
    assert sum(finding["status"] == "fail" for finding in identities) == 2


def test_what_cannot_be_evaluated_says_why(seed_findings):
    skipped = [finding for finding in seed_findings if finding["status"] == "not_applicable"]
    assert skipped and all(finding["message"] and finding["message_en"] for finding in skipped)


def test_every_failure_says_whose_it_is_and_why(seed_findings):
    failures = [finding for finding in seed_findings if finding["status"] == "fail"]
    assert len(failures) == sum(FAILURES.values())
    assert all(finding["likelier_cause"] == "document" and finding["evidence"] for finding in failures)


def test_the_findings_meet_their_declaration(seed_findings):
    document = {
        "document_id": "420107-x-2025-budget",
        "fiscal_year": 2025,
        "division_code": "420107",
        "department_name": "青山区城市运行管理中心",
        "department_key": "dep0123456789abcdef",
    }
    validation = validate("findings", frame("findings", [{**document, **finding} for finding in seed_findings]))
    assert not validation.reasons
    assert to_table("findings", validation.good).num_rows == len(seed_findings)


def test_a_person_can_read_them(seed_findings):
    report = render_report(seed_findings)
    headings = [line for line in report.splitlines() if line and not line.startswith(" ")]
    assert [heading[:2] for heading in headings] == ["共核", "错误", "警告", "提示", "尾差", "未能"]
    swapped = next(each for each in seed_findings if each["check_id"] == "classes_not_swapped")
    place = report.index(str(swapped["message"]))
    assert f"第{swapped['page']}页  部门整体支出绩效目标表" in report[place - 40 : place]
    assert report.index("错误") < place < report.index("警告")


def test_the_report_of_a_document_without_findings_says_so():
    assert render_report([]) == "共核对0项：相符0项，尾差0项，不符0项，不适用0项。\n"


@pytest.mark.slow
def test_what_is_found_does_not_hang_on_the_order_of_sets(seed, tmp_path):
    write_pages(tmp_path / PAGES_FILE, seed.pages)
    command = [sys.executable, "-m", "tests.reconciliation.proofs", str(tmp_path / PAGES_FILE)]
    printed = [
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": number}, check=True, capture_output=True).stdout
        for number in ("1", "2")
    ]
    assert printed[0] and printed[0] == printed[1]
