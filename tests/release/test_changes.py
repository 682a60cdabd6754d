"""What is told of datasets that aren't parted by documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.datasets.row_keys import table_with_keys
from pipelines.release import writing
from pipelines.release.changes import changes
from pipelines.release.documents import Histories
from tests.release.orders import record

DAYS = ("01", "02", "03", "04", "05")
AFTER = [
    pytest.param(DAYS, [], id="the same"),
    pytest.param((*DAYS, "06", "07"), [("added", "06"), ("added", "07")], id="added at the end"),
    pytest.param(("01", "02", "04", "05"), [("removed", "03")], id="gone in the middle"),
    pytest.param(("00", *DAYS), [("added", "00")], id="added at the beginning"),
    pytest.param((), [("removed", day) for day in DAYS], id="all gone"),
]


@pytest.mark.parametrize(("after", "told"), AFTER)
def test_attempts_are_told_from_the_first_rows_on_that_differ(tmp_path, monkeypatch, after, told):
    monkeypatch.setattr(writing, "ROWS_PER_GROUP", 2)
    old, new = fetches(tmp_path / "old", DAYS), fetches(tmp_path / "new", after)
    rows = [row for found in changes(old, new, ["fetches"], Histories((), (), (), None)) for row in found]
    assert [(row["change"], str(row["locator"]).split("T")[0][-2:]) for row in rows] == told


def fetches(folder: Path, days: Sequence[str]) -> Path:
    """The folder of a release with an attempt to fetch something on each of some days."""
    rows = [record("fetches", fetched_at=f"2025-03-{day}T02:30:00.000Z") for day in days]
    writing.write_dataset("fetches", [table_with_keys("fetches", rows)], folder, "2025.03.10")
    return folder
