"""The main job on small real documents: what is published, what is told, what a second run does again."""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from assets.__main__ import BAD_USAGE, DONE_BY_WORKERS, FAILED, PUBLISHED, main
from pipelines.run.datasets import DATASETS
from pipelines.run.disclosures import CLAIM
from pipelines.run.stages import INTERPRET, READ
from tests.assets.runs import CIVIL_AFFAIRS, EDUCATION, HOUSING, begin_from, contents, rows
from tests.assets.small import budget

pytestmark = pytest.mark.slow


def test_two_documents_are_published(first):
    assert first.code == PUBLISHED
    published = first.folder / "processed"
    assert {f"{dataset}.{kind}" for dataset in DATASETS for kind in ("parquet", "csv")} < set(contents(published))
    assert [row["document_id"] for row in rows(published, "documents")] == [
        f"420107-{EDUCATION}-2025-budget",
        f"420107-{CIVIL_AFFAIRS}-2025-budget",
    ]
    assert len(rows(published, "budget_lines")) == 2 * 13
    assert first.out.splitlines()[0] == "documents: 2; published 2, quarantined 0; PDFs read 2, unchanged 0"
    assert re.search(r"^\d{4}-\d\d-\d\d \S+ pages: 2 documents to do$", first.err, re.MULTILINE)


def test_a_run_in_which_nothing_is_new_loads_nothing_that_makes_anything(run, tmp_path):
    run()
    made_by = (
        *DONE_BY_WORKERS,
        "pipelines.extraction.pdf.reader",
        "pipelines.fetching.fetcher",
        "pipelines.release.crops",
        "pipelines.release.guide",
    )
    code = f"""
import sys
from assets.__main__ import main
assert main(sys.argv[1:]) == {PUBLISHED}
assert sys.modules.keys().isdisjoint({made_by})
"""
    folders = (f"--{name}={tmp_path / name}" for name in ("raw", "processed", "work"))
    done = subprocess.run([sys.executable, "-c", code, "run", *folders], capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "documents: 2; published 2, quarantined 0; PDFs read 0, unchanged 2",
    ), done.stderr


def test_the_server_of_workers_loads_what_they_do():
    assert {stage.home for stage in (READ, CLAIM, INTERPRET)} < {*DONE_BY_WORKERS}
    assert all(find_spec(name) for name in DONE_BY_WORKERS)


@pytest.mark.usefixtures("released")
def test_runs_give_the_same_bytes_and_read_no_pdf_twice(run, tmp_path, capsys):
    first = contents(tmp_path / "processed")
    run()
    assert contents(tmp_path / "processed") == first
    assert "PDFs read 0, unchanged 2" in capsys.readouterr().out
    run("--workers", "2", processed="elsewhere", work="afresh")
    assert contents(tmp_path / "elsewhere") == first


@pytest.mark.usefixtures("released")
def test_a_new_document_costs_one_document(run, raw, tmp_path, capsys):
    budget(raw / "housing.pdf", HOUSING)
    run()
    assert "PDFs read 1, unchanged 2" in capsys.readouterr().out
    changes = rows(tmp_path / "processed", "changes")
    assert {row["reason"] for row in changes} == {"new_document"}


@pytest.mark.usefixtures("released")
def test_a_removed_document_goes_where_its_file_is_named_or_its_loss_accepted(run, raw, tmp_path, capsys):
    before = contents(tmp_path / "processed")
    (raw / "civil.pdf").unlink()
    assert run() == FAILED
    assert "civil.pdf was published and is gone" in capsys.readouterr().err
    assert contents(tmp_path / "processed") == before
    (tmp_path / "withdrawals.yaml").write_text("- {file: civil.pdf, reason: 撤回, date: 2025-03-02}")
    assert run("--serial", "--withdrawals", str(tmp_path / "withdrawals.yaml")) == PUBLISHED
    assert [row["department_name"] for row in rows(tmp_path / "processed", "documents")] == [EDUCATION]
    (raw / "below" / "education.PDF").unlink()
    budget(raw / "housing.pdf", HOUSING)
    assert run("--serial", "--accept-shrink", "another district") == PUBLISHED
    accepted = json.loads((tmp_path / "processed" / "release.json").read_text())["accepted"]
    assert {each["why"] for each in accepted} == {"another district"}


CORRECTION = """
- id: civil-operation
  document_id: 420107-{department}-2025-budget
  dataset: budget_lines
  where: {{code: 2010301, measure: total}}
  column: amount_yuan
  expected: {expected}
  value: 1100000.00
  reason: 印刷有误
  reported_by: publisher
  status: accepted
  date: 2025-03-01
"""


def test_a_correction_is_applied_and_marked(run, tmp_path):
    (tmp_path / "corrections").mkdir()
    text = CORRECTION.format(department=CIVIL_AFFAIRS, expected="1000000.00")
    (tmp_path / "corrections" / "civil.yaml").write_text(text)
    assert run("--serial", "--corrections", str(tmp_path / "corrections")) == PUBLISHED
    published = tmp_path / "processed"
    corrected = [row for row in rows(published, "budget_lines") if row["corrected"]]
    assert [(row["code"], str(row["amount_yuan"])) for row in corrected] == [("2010301", "1100000.00")]
    assert [row["correction_id"] for row in rows(published, "corrections")] == ["civil-operation"]


def test_a_correction_out_of_date_fails_the_run_in_a_line(run, tmp_path, capsys):
    (tmp_path / "corrections").mkdir()
    text = CORRECTION.format(department=CIVIL_AFFAIRS, expected="1.00")
    (tmp_path / "corrections" / "civil.yaml").write_text(text)
    assert run("--serial", "--corrections", str(tmp_path / "corrections")) == FAILED
    assert "correction civil-operation (civil.yaml)" in capsys.readouterr().err
    assert not (tmp_path / "processed" / "latest").exists()


@pytest.mark.usefixtures("released")
def test_runs_on_different_folders_share_a_work_folder(run, raw, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    budget(other / "housing.pdf", HOUSING)
    before = contents(tmp_path / "processed")
    folders = ["--raw", other, "--processed", tmp_path / "others", "--work", tmp_path / "work"]
    assert main(["run", *map(str, folders), "--serial"]) == PUBLISHED
    assert [row["department_name"] for row in rows(tmp_path / "others", "documents")] == [HOUSING]
    run()
    assert contents(tmp_path / "processed") == before


def test_a_home_for_the_history_that_is_none_is_bad_usage(run, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "nothing"))
    assert run() == BAD_USAGE
    assert "DAGSTER_HOME" in capsys.readouterr().err


def test_a_history_that_can_not_be_opened_is_told_in_a_line(run, monkeypatch, tmp_path, capsys):
    (tmp_path / "dagster.yaml").write_text("storage: [")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    assert run() == FAILED
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"yusuan: {tmp_path}: Dagster's history can't be opened: while parsing")
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "work").exists()


@pytest.mark.usefixtures("released")
def test_a_home_without_settings_tells_nobody_of_the_run(run, monkeypatch, tmp_path, capsys):
    for name in ("HOME", "DAGSTER_HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    assert run() == PUBLISHED
    assert "elemetry" not in capsys.readouterr().err
    assert not [*tmp_path.rglob("*telemetry*")]
    assert not [*(tmp_path / "HOME").iterdir()]


@pytest.mark.usefixtures("released")
def test_an_empty_name_of_a_home_is_none(run, monkeypatch):
    monkeypatch.setenv("DAGSTER_HOME", "")
    assert run() == PUBLISHED


def test_a_dry_run_says_what_a_run_would_do_and_writes_nothing(first, run, raw, tmp_path, capsys):
    assert run("--dry-run") == PUBLISHED
    assert not (tmp_path / "work").exists()
    assert not (tmp_path / "processed").exists()
    assert "civil.pdf: would be read" in capsys.readouterr().out.splitlines()
    begin_from(first, tmp_path)
    budget(raw / "housing.pdf", HOUSING)
    (raw / "civil.pdf").unlink()
    capsys.readouterr()
    assert run("--dry-run") == PUBLISHED
    assert capsys.readouterr().out.splitlines() == [
        "housing.pdf: would be read",
        "documents: 2; to read 1, to interpret 0, done 1",
        "housing.pdf: new since the last release",
        "civil.pdf: gone since the last release",
        f"release: {len(DATASETS)} datasets to {tmp_path / 'processed'}; documents new 1, changed 0, gone 1",
    ]


@pytest.mark.parametrize("raw_folder", ["nothing", "file"])
def test_a_folder_that_is_none_is_bad_usage(tmp_path, capsys, raw_folder):
    (tmp_path / "file").write_text("")
    folders = ["--raw", str(tmp_path / raw_folder), "--processed", str(tmp_path / "processed")]
    assert main(["run", *folders]) == BAD_USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert str(tmp_path / raw_folder) in err
    assert not (tmp_path / "processed").exists()


def test_the_command_by_itself(raw, tmp_path):
    folders = ["--raw", raw, "--processed", tmp_path / "processed", "--work", tmp_path / "work"]
    thorough = {**os.environ, "YUSUAN_VALIDATORS": "all"}
    command = [sys.executable, "-m", "assets", "run", "-q", *folders]
    done = subprocess.run(command, capture_output=True, text=True, env=thorough)
    assert (done.returncode, done.stdout, done.stderr) == (PUBLISHED, "", "")
    checks = json.loads((tmp_path / "processed" / "release.json").read_text())["checks"]
    assert set(checks.values()) == {"passed"}
    (tmp_path / "raw" / "sources.csv").write_bytes("file,publisher\na.pdf,某局\n".encode("gb18030"))
    done = subprocess.run(command, capture_output=True, text=True, env=thorough)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (PUBLISHED, "", 1)
    assert done.stderr.startswith("sources.csv: can't be read")
    asked = subprocess.run([sys.executable, "-m", "assets"], capture_output=True, text=True)
    assert asked.returncode == BAD_USAGE
    assert "usage:" in asked.stderr
