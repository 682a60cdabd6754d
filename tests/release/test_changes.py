"""What is told of datasets that aren't parted by documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.datasets.row_keys import table_with_keys
from pipelines.release import writing
from pipelines.release.changes import changes
from pipelines.release.documents import Histories
from pipelines.release.place import Place
from pipelines.release.publish import publish
from pipelines.release.searched import Searched
from tests.release.orders import Document, order, record

DAYS = ("01", "02", "03", "04", "05")
AFTER = [
    pytest.param(DAYS, [], id="the same"),
    pytest.param((*DAYS, "06", "07"), [("added", "06"), ("added", "07")], id="added at the end"),
    pytest.param(("01", "02", "04", "05"), [("removed", "03")], id="gone in the middle"),
    pytest.param(("00", *DAYS), [("added", "00")], id="added at the beginning"),
    pytest.param(DAYS[::-1], [], id="in another order"),
    pytest.param(
        ("01", "02", "03", "03", "03", "04"), [("removed", "05"), ("added", "03"), ("added", "03")], id="more of one"
    ),
    pytest.param((), [("removed", day) for day in DAYS], id="all gone"),
]


@pytest.mark.parametrize(("after", "told"), AFTER)
def test_attempts_are_told_from_the_first_rows_on_that_differ(tmp_path, monkeypatch, after, told):
    monkeypatch.setattr(writing, "ROWS_PER_GROUP", 2)
    old, new = fetches(tmp_path / "old", DAYS), fetches(tmp_path / "new", after)
    rows = [row for found in changes(old, new, ["fetches"], Histories((), (), (), None)) for row in found]
    assert [(row["change"], str(row["locator"]).split("T")[0][-2:]) for row in rows] == told


def test_of_many_bodies_each_row_group_is_read_once(tmp_path, monkeypatch):
    """They stand by their places, and their keys are digests: asked for by these, each would be in another group."""
    monkeypatch.setattr(writing, "ROWS_PER_GROUP", 3)
    keys = [f"dep{number * 7 % 10}" for number in range(10)]
    old, new = (bodies(tmp_path / name, keys, documents) for name, documents in (("old", 1), ("new", 2)))
    read, read_row_group = Counter[int](), pq.ParquetFile.read_row_group

    def counted(file: pq.ParquetFile, number: int, columns: Sequence[str]) -> pa.Table:
        read[number] += len(columns) > 1
        return read_row_group(file, number, columns)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", counted)
    rows = [row for found in changes(old, new, ["departments"], Histories((), (), (), None)) for row in found]
    assert [str(row["locator"]) for row in rows] == [f"department_key={key}" for key in keys]
    assert read == dict.fromkeys(range(4), len((old, new)))


def test_bodies_that_are_gone_come_last_in_the_order_of_their_file(tmp_path):
    gone = [f"dep{number * 7 % 10}" for number in range(10)]
    old, new = bodies(tmp_path / "old", [*gone, "depx"], 1), bodies(tmp_path / "new", ["depx"], 2)
    rows = [row for found in changes(old, new, ["departments"], Histories((), (), (), None)) for row in found]
    assert [str(row["locator"]) for row in rows] == [f"department_key={key}" for key in ("depx", *gone)]


def bodies(folder: Path, keys: Sequence[str], documents: int) -> Path:
    """The folder of a release with a body for each of some keys."""
    rows = [record("departments", department_key=key, documents=documents) for key in keys]
    writing.write_dataset("departments", [table_with_keys("departments", rows)], folder, "2025.03.10")
    return folder


def fetches(folder: Path, days: Sequence[str]) -> Path:
    """The folder of a release with an attempt to fetch something on each of some days."""
    rows = [record("fetches", fetched_at=f"2025-03-{day}T02:30:00.000Z") for day in days]
    writing.write_dataset("fetches", [table_with_keys("fetches", rows)], folder, "2025.03.10")
    return folder


@pytest.mark.parametrize("is_killed", [False, True])
def test_documents_that_are_known_to_be_the_same_are_not_compared(tmp_path, is_killed):
    """What is known is that of one release: where a run was killed before it could say what is in its own, all is
    compared."""
    place, kept = Place(tmp_path / "processed"), tmp_path / "clean"
    for amounts, is_kept, told in (
        (("1.00", "2.00"), True, set()),
        (("1.00", "3.00"), not is_killed, {("changed", "144")}),
        (("1.00", "2.00"), True, {("changed", "144")}),
    ):
        searched = Searched(kept, "policy")
        outcome = publish(place, order(Document("143"), Document("144", *amounts), searched=searched))
        assert changed_lines(outcome.folder) == told
        if is_kept:
            searched.keep(outcome.folder)


def changed_lines(release: Path) -> set[tuple[str, str]]:
    """What became of rows of budget_lines, and the code of their document's department."""
    rows = pq.read_table(release / "changes.parquet").to_pylist()
    return {(row["change"], row["document_id"].split("-")[1]) for row in rows if row["dataset"] == "budget_lines"}


def test_the_same_documents_are_those_of_the_release_that_is_told(tmp_path):
    place, kept = Place(tmp_path / "processed"), tmp_path / "clean"
    searched = Searched(kept, "policy")
    first = publish(place, order(Document("143"), Document("144"), searched=searched)).folder
    searched.keep(first)
    now = order(Document("143"), Document("144", "9.00"), Document("145"))
    second = publish(place, now).folder
    search = Searched(kept, "policy").of("budget_lines")
    for table in now.datasets["budget_lines"]():
        assert not [*search.scan(table)]
    assert search.same_in(first) == {str(Document("143").identity["document_id"])}
    assert search.same_in(second) == frozenset()
