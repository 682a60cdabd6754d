"""What makes a release: documents and what is read of them, not the nights in which nothing was new."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.datasets.catalogue import arrow_schema
from pipelines.datasets.frames import frame, to_table
from pipelines.datasets.row_keys import with_row_keys
from pipelines.fetching.record import Asked, Attempt, Outcome, dead_addresses, fetch_records, keep_attempt
from pipelines.release.place import Place
from pipelines.run import gathered, gathering
from pipelines.run.datasets import DATASETS
from pipelines.run.gathered import gathered_file, gathered_rows
from pipelines.run.gathering import gather
from pipelines.run.releasing import Terms, inputs_of, release
from pipelines.run.run import Run
from tests.release.orders import Document, order

URL = "https://example.org/a.pdf"


@pytest.fixture
def run(tmp_path) -> Run:
    """A run whose rows are gathered: two documents, and no attempt to fetch anything."""
    run = Run(tmp_path / "raw", tmp_path / "work", tmp_path / "corrections")
    run.raw.mkdir()
    run.take_stock()
    rows = order(Document("143"), Document("144")).datasets
    for dataset in DATASETS:
        tables = list(rows[dataset]()) if dataset in rows else [arrow_schema(dataset).empty_table()]
        pq.write_table(pa.concat_tables(tables), gathered_file(dataset, run))
    return run


def night(run: Run, day: int, outcome: Outcome, **told) -> None:
    """A night in which a source was asked, and its rows were gathered."""
    known = {"status": 200, "source_file": "a.pdf", "sha256": "a" * 64, "bytes": 1}
    keep_attempt(run.raw, Attempt(f"2025-03-{day:02}T02:30:00.000Z", URL, 1, outcome, **{**known, **told}))
    assert gather("fetches", run) == len(list(fetch_records(run.raw)))


def test_a_night_without_news_is_no_new_input(run):
    night(run, 1, Outcome.STORED)
    before = inputs_of(run)
    night(run, 2, Outcome.UNCHANGED, status=304)
    night(run, 3, Outcome.PAGE)
    night(run, 4, Outcome.FAILED, status=None, source_file=None, sha256=None, error="no answer")
    assert inputs_of(run) == before
    night(run, 5, Outcome.REPLACED, sha256="b" * 64)
    assert inputs_of(run) != before


def test_a_source_that_dies_or_comes_back_is_a_new_input_once(run):
    night(run, 1, Outcome.STORED)
    alive = inputs_of(run)
    states = []
    for day, outcome in enumerate([Outcome.FAILED] * 3 + [Outcome.REFUSED, Outcome.UNCHANGED, Outcome.FAILED], start=2):
        night(run, day, outcome, source_file=None, sha256=None, error="no answer")
        states.append(inputs_of(run) == alive)
    assert states == [True, True, False, False, True, True]


def test_a_robots_txt_that_is_not_there_is_no_dead_source():
    days = [f"2025-03-0{day}T02:30:00.000Z" for day in range(1, 5)]
    found = {URL: Outcome.FAILED, "https://example.org/robots.txt": Outcome.ABSENT}
    asked = [Asked(day, url, outcome) for day in days for url, outcome in found.items()]
    assert dead_addresses(asked) == {URL}
    assert dead_addresses([*asked, Asked(days[-1], URL, Outcome.STORED)]) == frozenset()


def test_attempts_are_gathered_by_time_few_at_once(run, monkeypatch):
    monkeypatch.setattr(gathering, "ROWS_PER_GROUP", 2)
    monkeypatch.setattr(gathered, "ROWS_PER_GROUP", 2)
    for day in (3, 1, 5, 2, 4):
        night(run, day, Outcome.STORED)
    groups = list(gathered_rows("fetches", run))
    assert [len(group) for group in groups] == [2, 2, 1]
    times = [time for group in groups for time in group["fetched_at"].to_pylist()]
    assert [time[8:10] for time in times] == ["01", "02", "03", "04", "05"]


def test_every_other_row_is_an_input(run):
    before = inputs_of(run)
    changed = with_row_keys("coverage", to_table("coverage", frame("coverage", [coverage()])))
    pq.write_table(changed, gathered_file("coverage", run))
    assert inputs_of(run) != before


def coverage() -> dict[str, object]:
    identity = Document("143").identity
    return {**identity, "table": "expenditure", "presence": "absent"}


@pytest.mark.slow
def test_nights_without_news_make_no_release_and_stand_in_the_next_one(run, tmp_path):
    terms = Terms(tmp_path / "processed", tmp_path / "withdrawals.yaml", thorough=False)
    night(run, 1, Outcome.STORED)
    first = release(run, terms)
    clean = {file.name: file.read_text().splitlines()[1:] for file in (run.folder / "clean").iterdir()}
    assert clean.keys() >= {*DATASETS}
    assert len(clean["documents"]) == len(rows_of_documents(run))
    night(run, 2, Outcome.UNCHANGED, status=304)
    again = release(run, terms)
    assert (again.version, again.publications) == (first.version, ())
    assert fetched(terms.processed) == ["stored"]
    night(run, 3, Outcome.REPLACED, sha256="b" * 64)
    second = release(run, terms)
    assert second.version > first.version
    assert fetched(terms.processed) == ["stored", "unchanged", "replaced"]
    assert len(Place(terms.processed).versions()) == 2


def rows_of_documents(run: Run) -> Sequence[str]:
    return pq.read_table(gathered_file("documents", run))["document_id"].to_pylist()


def fetched(processed: Path) -> Sequence[str]:
    return pq.read_table(processed / "fetches.parquet")["outcome"].to_pylist()
