"""The unit of work: a stage is done once, a refusal is kept like a result, real files go all the way."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source, read_registry
from pipelines.extraction.formats import format_of
from pipelines.extraction.store import PAGES_FILE
from pipelines.foundation.store import FolderStore
from pipelines.run.stage import Failure, Job, Refusal, Stage
from pipelines.run.stages import INTERPRET, READ, process, read_pages_of
from tests.assets.small import budget
from tests.documents.files import pdf


def count(job: Job, folder: Path) -> None:
    """Write how many times this was called."""
    assert isinstance(job.store, FolderStore)
    counter = job.store.folder / "calls"
    calls = int(counter.read_text()) + 1 if counter.exists() else 1
    counter.write_text(str(calls))
    (folder / "calls").write_text(str(calls))


def refuse(job: Job, folder: Path) -> None:
    (folder / "half").write_text("half")
    raise QuarantineError(job.source.file, "damaged", "it ends in the middle")


def err(job: Job, folder: Path) -> None:
    (folder / "half").write_text("half")
    raise RuntimeError("what nobody foresaw")


def place(stage: Stage, job: Job) -> Path:
    assert isinstance(job.store, FolderStore)
    return job.store.path(stage.key(job))


def stage(make, **changes) -> Stage:
    return replace(Stage("made", f"{__name__}:{make.__name__}", made_by="hand"), **changes)


@pytest.fixture
def job(tmp_path):
    (tmp_path / "work").mkdir()
    return Job(Source(tmp_path / "a.pdf", "a.pdf", "0" * 64, 1, "pdf"), FolderStore(tmp_path / "work"))


def test_a_stage_is_done_once(job):
    counting = stage(count)
    assert not counting.is_done(job)
    assert [counting(job), counting(job)] == [None, None]
    assert counting.is_done(job)
    assert (job.store.folder / "calls").read_text() == "1"


@pytest.mark.parametrize(
    "other",
    [
        stage(count, name="other"),
        stage(count, made_by="another hand"),
        stage(count, facts=("division_code",)),
    ],
)
def test_what_a_result_depends_on_makes_it_another(job, other):
    stage(count)(job)
    assert not other.is_done(job)


def test_a_recorded_fact_makes_another_result_only_where_the_stage_uses_it(job):
    elsewhere = Job(replace(job.source, division_code="420107"), job.store)
    plain, placed = stage(count), stage(count, name="placed", facts=("division_code",))
    plain(job)
    placed(job)
    assert plain.is_done(elsewhere)
    assert not placed.is_done(elsewhere)


def test_a_refusal_is_kept_and_nothing_half_made(job):
    refusing = stage(refuse)
    assert refusing(job) == Refusal("damaged", "it ends in the middle")
    assert refusing.is_done(job)
    assert refusing.refusal(job) == Refusal("damaged", "it ends in the middle")
    assert [path.name for path in place(refusing, job).iterdir()] == ["refused.json"]


def test_an_error_leaves_nothing(job):
    erring = stage(err)
    with pytest.raises(RuntimeError):
        erring(job)
    assert not erring.is_done(job)
    assert not [*place(erring, job).parent.parent.rglob("*")]


def test_failures_are_counted_and_forgotten_with_the_first_success(job):
    counting = stage(count)
    assert counting.failure(job) is None
    counting.record_failure(job, Refusal("failed", "it died"))
    counting.record_failure(job, Refusal("too_complex", "it hung"))
    assert counting.failure(job) == Failure(Refusal("too_complex", "it hung"), attempts=2)
    counting(job)
    assert counting.failure(job) is None


def sources(folder: Path, **files: bytes) -> dict[str, Job]:
    raw = folder / "raw"
    raw.mkdir(exist_ok=True)
    for name, content in files.items():
        (raw / f"{name}.pdf").write_bytes(content)
    return {
        Path(source.file).stem: Job(source, FolderStore(folder / "work"))
        for source in read_registry(raw, format_of).sources
    }


def test_a_pdf_is_read_to_pages(tmp_path):
    jobs = sources(tmp_path, letter=pdf("To whom it may concern", "Yours"))
    assert READ(jobs["letter"]) is None
    pages = read_pages_of(jobs["letter"])
    assert [page.number for page in pages] == [1, 2]
    assert [line.text for line in pages[1].lines] == ["Yours"]


@pytest.mark.slow
def test_a_pdf_that_took_a_process_with_it_is_read_carefully_and_the_same(tmp_path):
    job = sources(tmp_path, letter=pdf("To whom it may concern", "Yours"))["letter"]
    again = Job(job.source, FolderStore(tmp_path / "again"))
    READ.record_failure(again, Refusal("too_complex", "pages: it takes longer than 900 seconds"))
    assert [READ(job), READ(again)] == [None, None]
    assert READ.failure(again) is None
    assert READ.read(again, PAGES_FILE) == READ.read(job, PAGES_FILE)
    assert len(read_pages_of(again)) == 2


def test_documents_that_are_refused_go_no_further(tmp_path):
    jobs = sources(
        tmp_path,
        empty=b"",
        locked=pdf("secret", user_password="x"),
        letter=pdf("To whom it may concern"),
        cut=pdf("half of it", "and half")[:900],
    )
    refusals = {name: process(job) for name, job in jobs.items()}
    assert {name: refusal.reason for name, refusal in refusals.items() if refusal} == {
        "empty": "not_a_pdf",
        "locked": "encrypted",
        "letter": "not_a_budget",
        "cut": "damaged",
    }
    assert not INTERPRET.is_done(jobs["locked"])
    assert [path.name for path in place(INTERPRET, jobs["letter"]).iterdir()] == ["refused.json"]


def test_rows_are_kept_with_what_follows_from_all_of_them(tmp_path):
    (tmp_path / "raw").mkdir()
    budget(tmp_path / "raw" / "a.pdf", "武汉市青山区水务局")
    job = sources(tmp_path)["a"]
    assert process(job) is None
    lines, cells = (kept_rows(job, dataset) for dataset in ("budget_lines", "cells"))
    assert {(row["code"], row["edition"] is not None) for row in lines} == {
        *((code, True) for code in ("201", "20103", "2010301", "2010302")),
        (None, False),
    }
    assert {row["code"] for row in lines if row["additive"]} == {"2010301", "2010302"}
    assert [row["source_text"] for row in cells[:5]] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    assert {row["document_id"] for row in (*lines, *cells)} == {"420107-武汉市青山区水务局-2025-budget"}


def kept_rows(job: Job, dataset: str) -> list[dict[str, object]]:
    return pq.read_table(BytesIO(INTERPRET.read(job, f"{dataset}.parquet") or b"")).to_pylist()
