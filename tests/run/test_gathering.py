"""Rows are brought together once for all datasets, and again only where something they follow from is new."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.release.corrections import CorrectionError
from pipelines.run.accounts import take_accounts
from pipelines.run.all_rows import rows_of
from pipelines.run.datasets import DATASETS, OF_DOCUMENTS
from pipelines.run.engine import Processes
from pipelines.run.gathered import gathered_file
from pipelines.run.gathering import gather, note_results, violations
from pipelines.run.run import Run
from pipelines.run.stages import process
from tests.assets.small import budget

CORRECTION = """
- {id: a1, sha256: %s, dataset: budget_lines, where: {code: "2010302", measure: total}, column: amount_yuan,
   expected: "200000.00", value: "210000.00", reason: a, reported_by: reader, status: accepted, date: "2025-03-01"}
"""


@pytest.fixture(scope="module")
def processed(tmp_path_factory) -> Run:
    """A run over two small budgets, of which one has been read."""
    folder = tmp_path_factory.mktemp("gathering")
    (folder / "raw").mkdir()
    budget(folder / "raw" / "a.pdf", "武汉市青山区水务局")
    run = Run(folder / "raw", folder / "work", folder / "corrections")
    run.corrections.mkdir()
    read_all(run)
    return run


@pytest.fixture
def run(processed, tmp_path) -> Run:
    """The same, in folders of a test's own, with all that is gathered."""
    shutil.copytree(processed.raw.parent, tmp_path, dirs_exist_ok=True)
    run = Run(tmp_path / "raw", tmp_path / "work", tmp_path / "corrections")
    read_all(run)
    gather_all(run)
    return run


def read_all(run: Run) -> None:
    run.take_stock()
    for job in run.jobs():
        process(job)
    note_results(run)


def gather_all(run: Run) -> dict[str, int]:
    return {dataset: gather(dataset, run) for dataset in DATASETS}


def places(run: Run) -> dict[str, tuple[int, int]]:
    """The file of each dataset: another one after each writing, which may have the number of one that is gone."""
    files = {dataset: gathered_file(dataset, run).stat() for dataset in DATASETS if dataset != "fetches"}
    return {dataset: (file.st_ino, file.st_mtime_ns) for dataset, file in files.items()}


def rows(dataset: str, run: Run) -> pa.Table:
    return pq.read_table(gathered_file(dataset, run))


def test_nothing_new_is_gathered_once(run):
    before = places(run)
    read_all(run)
    gather_all(run)
    assert places(run) == before


def test_a_new_document_is_gathered(run):
    before = gather_all(run)
    budget(run.raw / "b.pdf", "武汉市青山区审计局")
    read_all(run)
    after = gather_all(run)
    assert after["documents"] == 2
    assert after["budget_lines"] == 2 * before["budget_lines"]


def test_a_correction_is_applied(run):
    (job,) = run.jobs()
    (run.corrections / "one.yaml").write_text(CORRECTION % job.source.sha256, encoding="utf-8")
    gather_all(run)
    corrected = [row["printed_value"] for row in rows("budget_lines", run).to_pylist() if row["corrected"]]
    assert corrected == ["amount_yuan=200000.00"]


def test_without_a_note_of_the_results_it_is_gathered_each_time(run):
    before = places(run)
    (run.folder / "results.sha256").unlink()
    gather_all(run)
    assert not set(places(run).values()) & {before[dataset] for dataset in OF_DOCUMENTS}


def test_what_one_pass_brings_is_what_each_dataset_gives(run):
    accounts = take_accounts(run.jobs())
    for dataset in OF_DOCUMENTS:
        alone = list(rows_of(dataset, accounts))
        assert rows(dataset, run).equals(pa.concat_tables(alone) if alone else rows(dataset, run).slice(0, 0)), dataset


def test_with_a_new_document_the_files_are_those_of_a_gathering_from_nothing(run):
    add_documents(run)
    gather_all_as_from_nothing(run)
    assert rows("changes_over_years", run).num_rows


def test_rows_of_a_document_that_is_as_it_was_are_taken_over(run):
    lose_the_lines_of_all(run)
    add_documents(run)
    gather_all(run)
    assert len(set(rows("budget_lines", run)["document_id"].to_pylist())) == 3


@pytest.mark.parametrize("what", ["correction", "registry", "spoiled", "code"])
def test_rows_are_made_anew_where_anything_is_not_as_it_was(run, what, monkeypatch):
    lose_the_lines_of_all(run)
    if what == "correction":
        text = CORRECTION % run.jobs()[0].source.sha256
        (run.corrections / "one.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(CorrectionError):
            gather_all(run)
        return
    if what == "registry":
        (run.raw / "a.pdf").rename(run.raw / "renamed.pdf")
    elif what == "spoiled":
        spoil(gathered_file("budget_lines", run))
    else:
        monkeypatch.setattr("pipelines.run.gathering.fingerprint", lambda *_: "another")
    budget(run.raw / "b.pdf", "武汉市青山区审计局")
    read_all(run)
    gather_all(run)
    assert len(set(rows("budget_lines", run)["document_id"].to_pylist())) == 1


def test_documents_that_are_gone_leave_no_rows(run):
    add_documents(run)
    gather_all(run)
    (run.raw / "a.pdf").unlink()
    read_all(run)
    gather_all_as_from_nothing(run)
    assert rows("documents", run).num_rows == 2


def test_two_workers_gather_the_same_bytes(run, monkeypatch):
    add_documents(run)
    gather_all(run)
    alone = contents(run)
    forget_the_last(run)
    # So that there is more than one task.
    monkeypatch.setattr("pipelines.run.all_rows._MADE_AT_ONCE", 1)
    gather("documents", run, Processes(workers=2).in_turn)
    assert contents(run) == alone


def gather_all_as_from_nothing(run: Run) -> None:
    """Gather, and see that the files are those of a gathering that takes nothing over."""
    gather_all(run)
    taken_over = contents(run)
    forget_the_last(run)
    gather_all(run)
    assert contents(run) == taken_over


def add_documents(run: Run) -> None:
    """Another body's document, and one of the same body of the year after."""
    budget(run.raw / "b.pdf", "武汉市青山区审计局")
    budget(run.raw / "c.pdf", "武汉市青山区水务局", year=2026)
    read_all(run)


def lose_the_lines_of_all(run: Run) -> None:
    for path in run.work.rglob("budget_lines.parquet"):
        if path != gathered_file("budget_lines", run):
            path.unlink()


def forget_the_last(run: Run) -> None:
    (run.folder / "index.json").unlink()
    for path in run.folder.glob("*.made_of"):
        path.unlink()


def contents(run: Run) -> dict[str, bytes]:
    return {dataset: gathered_file(dataset, run).read_bytes() for dataset in OF_DOCUMENTS}


def test_a_verdict_is_kept_for_the_rows_that_it_is_about(run):
    assert violations("budget_lines", run) == ()
    spoil(gathered_file("budget_lines", run))
    assert violations("budget_lines", run) == ()
    budget(run.raw / "b.pdf", "武汉市青山区审计局")
    read_all(run)
    gather_all(run)
    spoil(gathered_file("budget_lines", run))
    assert violations("budget_lines", run)
    assert violations("budget_lines", run)


def spoil(file: Path) -> None:
    table = pq.read_table(file)
    index = table.schema.get_field_index("flow")
    pq.write_table(table.set_column(index, table.schema.field(index), pa.array(["sideways"] * table.num_rows)), file)
