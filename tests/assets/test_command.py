"""The main job on small real documents: what is published, what is told, what a second run does again."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.__main__ import BAD_USAGE, DONE_BY_WORKERS, FAILED, PUBLISHED, main
from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.foundation.store import FolderStore
from pipelines.release.manifest import verify
from pipelines.run.datasets import DATASETS
from pipelines.run.disclosures import CLAIM
from pipelines.run.run import Run
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET, READ
from tests.assets.small import budget
from tests.documents.files import pdf

pytestmark = pytest.mark.slow

CIVIL_AFFAIRS, EDUCATION, HOUSING = "武汉市青山区民政局", "武汉市青山区教育局", "武汉市青山区住房局"

RunCommand = Callable[..., int]


@dataclass(frozen=True)
class Done:
    """A run that was made once, for tests to look at and to begin from copies of: its folders, and what it told."""

    folder: Path
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True, scope="module")
def no_history():
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DAGSTER_HOME", raising=False)
        yield


def run_in(folder: Path, *options: str, processed: str = "processed", work: str = "work") -> int:
    folders = ["--raw", folder / "raw", "--processed", folder / processed, "--work", folder / work]
    return main(["run", *map(str, folders), *(options or ["--serial"])])


def done_in(folder: Path) -> Done:
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run_in(folder)
    return Done(folder, code, out.getvalue(), err.getvalue())


def two_budgets(folder: Path) -> Path:
    raw = folder / "raw"
    (raw / "below").mkdir(parents=True)
    budget(raw / "civil.pdf", CIVIL_AFFAIRS)
    budget(raw / "below" / "education.PDF", EDUCATION)
    return raw


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Done:
    """The run over two documents that most stories begin with."""
    folder = tmp_path_factory.mktemp("first")
    two_budgets(folder)
    return done_in(folder)


@pytest.fixture
def raw(tmp_path) -> Path:
    return two_budgets(tmp_path)


@pytest.fixture
def run(tmp_path, raw) -> RunCommand:
    return partial(run_in, tmp_path)


def begin_from(first: Done, folder: Path) -> None:
    """Have what a run left in another folder too."""
    for name in ("processed", "work"):
        shutil.copytree(first.folder / name, folder / name, symlinks=True)


@pytest.fixture
def released(first, tmp_path) -> None:
    """The first run was made in the test's folder too."""
    begin_from(first, tmp_path)


def rows(folder: Path, dataset: str) -> list[dict[str, object]]:
    return pq.read_table(folder / f"{dataset}.parquet").to_pylist()


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a publication but the database, which DuckDB writes differently each time, and its checksum."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    files["SHA256SUMS"] = b"".join(
        line for line in files.get("SHA256SUMS", b"").splitlines(True) if b".duckdb" not in line
    )
    return {name: content for name, content in files.items() if not name.endswith(".duckdb")}


def untouched(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files but what holds the place: the holder's own note."""
    return {name: content for name, content in files.items() if name != ".lock.holder"}


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
    made_by = (*DONE_BY_WORKERS, "pipelines.extraction.pdf.reader", "pipelines.fetching.fetcher")
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


HOLD = """
import sys, time
from pathlib import Path
from pipelines.foundation.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("folder", ["processed", "work"])
def test_a_second_run_is_told_who_holds_the_place_and_touches_nothing(run, raw, tmp_path, capsys, folder):
    before = contents(tmp_path / "processed")
    place = tmp_path / "processed" if folder == "processed" else Run(raw, tmp_path / "work", tmp_path).folder
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    budget(raw / "housing.pdf", HOUSING)
    capsys.readouterr()
    try:
        assert run() == FAILED
        assert "another run holds it since" in capsys.readouterr().err
        assert untouched(contents(tmp_path / "processed")) == untouched(before)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert run() == PUBLISHED


def below(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_of_two_runs_at_once_the_second_says_who_is_first_and_touches_nothing(raw, tmp_path):
    def command(work: str) -> list[str]:
        folders = ["--raw", raw, "--processed", tmp_path / "processed", "--work", tmp_path / work]
        return [sys.executable, "-m", "assets", "run", "--serial", *map(str, folders)]

    first = subprocess.Popen(command("work"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    holder = tmp_path / "processed" / ".lock.holder"
    while not (holder.exists() and holder.read_text()):
        assert first.poll() is None
        time.sleep(0.01)
    # It stands still while the second one begins, so that it can't be done before.
    first.send_signal(signal.SIGSTOP)
    before, files = json.loads(holder.read_text()), below(tmp_path / "processed")
    second = subprocess.run(command("other"), capture_output=True, text=True)
    (told,) = (line for line in second.stderr.splitlines() if "another run holds it since" in line)
    assert second.returncode == FAILED == 1
    assert f"since {before['since']} (process {before['process']} on " in told
    assert below(tmp_path / "processed") == files
    assert not list((tmp_path / "other").rglob("*.parquet"))
    first.send_signal(signal.SIGCONT)
    out, _ = first.communicate()
    assert first.returncode == PUBLISHED, out
    verify(tmp_path / "processed" / "latest")
    assert len(rows(tmp_path / "processed", "documents")) == 2
    assert not holder.exists()


REASONS = {
    "\\xff\\xfe.pdf": "not_a_budget",
    "copy.pdf": "duplicate_of civil.pdf",
    "cut.pdf": "damaged",
    "empty.pdf": "not_a_pdf",
    "gone.pdf": "unreadable",
    "letter.pdf": "not_a_budget",
    "locked.pdf": "encrypted",
    "page.pdf": "not_a_pdf",
    "scan.pdf": "no_text_layer",
    "sparse.pdf": "too_large",
    "王某 ….pdf (e3b0c442)": "duplicate_of empty.pdf",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> Done:
    """A run over two documents, one of them revised, and files of all kinds that can't be read; a record or two err."""
    folder = tmp_path_factory.mktemp("odd")
    raw = two_budgets(folder)
    civil = (raw / "civil.pdf").read_bytes()
    (raw / "revised.pdf").write_bytes(civil + b"\n")
    (raw / "copy.pdf").write_bytes(civil)
    (raw / "cut.pdf").write_bytes(civil[:1500])
    (raw / "empty.pdf").write_bytes(b"")
    (raw / "letter.pdf").write_bytes(pdf("To whom it may concern"))
    (raw / "locked.pdf").write_bytes(pdf("secret", user_password="secret"))
    (raw / "page.pdf").write_text("<html>404</html>")
    (raw / "scan.pdf").write_bytes(pdf(""))
    (raw / "gone.pdf").symlink_to(raw / "nowhere.pdf")
    with (raw / "sparse.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.4\n")
        stream.truncate(3_000_000_000)
    (raw / os.fsdecode(b"\xff\xfe.pdf")).write_bytes(pdf("no UTF-8 in its name"))
    (raw / "王某 13812345678.pdf").write_bytes(b"")
    (raw / "sources.csv").write_text("file,url,division_code\ncivil.pdf,https://example.org/a,x\nnone.pdf,,\n")
    return done_in(folder)


def documents_of(done: Done) -> dict[object, dict[str, object]]:
    return {row["source_file"]: row for row in rows(done.folder / "processed", "documents")}


def test_what_cannot_be_read_is_told_in_a_line_and_recorded(odd):
    assert odd.code == PUBLISHED
    documents = documents_of(odd)
    assert {file: row["reason"] for file, row in documents.items() if row["status"] == "quarantined"} == REASONS
    assert {row["status"] for file, row in documents.items() if file not in REASONS} == {"published"}
    assert documents["gone.pdf"]["sha256"] is None
    lines = odd.out.splitlines()[2:]
    assert sorted(": ".join(line.split(": ")[:2]) for line in lines[: len(REASONS)]) == sorted(
        f"{file}: {reason}" for file, reason in REASONS.items()
    )
    assert "sparse.pdf: too_large: it has 3,000,000,000 bytes, more than 300,000,000" in lines
    assert lines[len(REASONS)].startswith(f"documents: {len(documents)}; published 3, quarantined {len(REASONS)};")


def test_a_number_in_the_name_of_a_file_is_told_nowhere(odd):
    assert "13812345678" not in odd.out + odd.err


def test_a_second_document_of_one_identity_gets_a_number(odd):
    documents = {file: row["document_id"] for file, row in documents_of(odd).items()}
    assert documents["civil.pdf"] == f"420107-{CIVIL_AFFAIRS}-2025-budget"
    assert documents["revised.pdf"] == f"420107-{CIVIL_AFFAIRS}-2025-budget-2"
    ids = [row["document_id"] for row in rows(odd.folder / "processed", "budget_lines")]
    assert ids.count(documents["revised.pdf"]) == ids.count(documents["civil.pdf"]) == 13


def test_what_sources_csv_says_wrong_is_told(odd):
    out = odd.out.splitlines()
    assert out[0] == "sources.csv, record 1: division_code can't be 'x'"
    assert out[1] == "sources.csv, record 2: there is no document 'none.pdf'"
    urls = {file: row["source_url"] for file, row in documents_of(odd).items()}
    assert urls["civil.pdf"] == "https://example.org/a"
    assert urls["below/education.PDF"] is None


def test_an_empty_folder_publishes_nothing(run, raw, tmp_path, capsys):
    for path in (raw / "civil.pdf", raw / "below" / "education.PDF"):
        path.unlink()
    assert run() == FAILED
    assert capsys.readouterr().err.splitlines() == [
        "yusuan: the run failed, nothing was published",
        f"yusuan: release: no documents in {raw}: nothing to publish",
    ]
    assert not (tmp_path / "processed" / "latest").exists()


def tamper(tmp_path: Path, raw: Path, column: str, value: object) -> None:
    """Put a value into the kept result of a document, where only a fault of ours could put it."""
    source = next(source for source in read_registry(raw, format_of).sources if source.file == "civil.pdf")
    store = FolderStore(tmp_path / "work")
    path = store.path(INTERPRET.key(Job(source, store))) / "budget_lines.parquet"
    table = pq.read_table(path)
    index = table.schema.get_field_index(column)
    field = table.schema.field(index)
    values = [value, *table.column(index).to_pylist()[1:]]
    pq.write_table(table.set_column(index, field, pa.array(values, field.type)), path)
    # A kept result never changes, so nobody looks at it again: what was gathered of it has to be forgotten.
    for mark in (tmp_path / "work" / "runs").glob("*/*.made_of"):
        mark.unlink()


@pytest.mark.usefixtures("released")
def test_a_bad_row_stops_the_release(run, raw, tmp_path, capsys):
    before = contents(tmp_path / "processed")
    tamper(tmp_path, raw, "fund", "petty_cash")
    capsys.readouterr()
    assert run() == FAILED
    out, err = capsys.readouterr()
    assert out == ""
    assert "nothing was published" in err
    assert "schema budget_lines.fund: isin (petty_cash)" in err
    assert "Traceback" not in err
    assert contents(tmp_path / "processed") == before


@pytest.mark.usefixtures("released")
def test_a_telephone_number_stops_the_release(run, raw, tmp_path, capsys):
    before = contents(tmp_path / "processed")
    tamper(tmp_path, raw, "name", "联系电话：13800138000")
    capsys.readouterr()
    assert run() == FAILED
    _, err = capsys.readouterr()
    assert "release:" in err
    assert "13800138000" not in err
    assert contents(tmp_path / "processed") == before


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
    asked = subprocess.run([sys.executable, "-m", "assets"], capture_output=True, text=True)
    assert asked.returncode == BAD_USAGE
    assert "usage:" in asked.stderr
