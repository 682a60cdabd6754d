"""Whether documents may be new is guessed before anything is loaded that could tell."""

import time
from pathlib import Path

import pytest

from pipelines.run.places import is_touched
from pipelines.run.run import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that has taken stock of two files, in a folder and in one below it."""
    for name in ("a.pdf", "below/b.pdf"):
        (tmp_path / "raw" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "raw" / name).write_text(name)
    run = Run(tmp_path / "raw", tmp_path / "work", tmp_path / "corrections")
    assert is_touched(run.raw, run.work)
    run.take_stock()
    return run


def test_nothing_is_touched_since_stock_was_taken(run):
    assert not is_touched(run.raw, run.work)


@pytest.mark.parametrize(
    "touch",
    [
        lambda raw: (raw / "below" / "c.pdf").write_text("c"),
        lambda raw: (raw / "below" / "b.pdf").write_text("another"),
        lambda raw: (raw / "a.pdf").rename(raw / "c.pdf"),
        lambda raw: (raw / "a.pdf").unlink(),
    ],
)
def test_what_comes_goes_or_changes_is_seen(run, touch):
    time.sleep(0.02)  # the clock of a file system is coarse
    touch(run.raw)
    assert is_touched(run.raw, run.work)
