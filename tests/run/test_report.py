"""The report prints the findings of a release for a person, document by document."""

from pathlib import Path

import pytest

from pipelines.datasets.frames import frame, to_table
from pipelines.release.writing import write_dataset
from pipelines.run.report import main, report

IDENTITY = {
    "document_id": "420107-143-2025-budget",
    "fiscal_year": 2025,
    "division_code": "420107",
    "department_code": "143",
    "department_name": "青山区城市运行管理中心",
}
DOCUMENT = {
    **IDENTITY,
    "stage": "budget",
    "scope": "department",
    "title": "青山区城市运行管理中心2025年部门预算公开",
    "source_file": "a.pdf",
    "sha256": "0" * 64,
    "bytes": 1,
    "pages": 1,
    "text_layer": "native",
    "newly_established": False,
    "tables_expected": 9,
    "tables_found": 9,
    "tables_declared_empty": 0,
    "findings_errors": 1,
    "findings_warnings": 0,
    "status": "published_with_findings",
    "pipeline_version": "0",
}
FINDING = {
    **IDENTITY,
    "check_id": "classes_not_swapped",
    "severity": "error",
    "status": "fail",
    "formula": "a = b",
    "message": "人员类与运转类填反。",
    "message_en": "The two classes are swapped.",
    "page": 18,
}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    rows = {"documents": [DOCUMENT], "findings": [FINDING]}
    for name, records in rows.items():
        write_dataset(name, [to_table(name, frame(name, records))], tmp_path, "2025.03.01")
    return tmp_path


def test_a_failure_is_printed_with_its_page(release: Path):
    (text,) = report(release)
    assert text.startswith("420107-143-2025-budget")
    assert "第18页" in text
    assert "人员类与运转类填反。" in text


def test_the_command_prints_one_document(release: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(release), "420107-143-2025-budget"]) == 0
    assert "classes are swapped" in capsys.readouterr().out


def test_what_is_not_there_is_bad_usage(release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(release), "no-such-document"]) == 2
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "no release" in capsys.readouterr().err
