"""Files are whole or absent."""

import os
import tempfile
import time
from pathlib import Path

import pytest

from pipelines.foundation.storage import scratch_folder, sweep, whole_file, whole_folder


def test_a_file_takes_its_place(tmp_path):
    with whole_file(tmp_path / "below" / "data.csv") as draft:
        draft.write_text("whole")
        assert not (tmp_path / "below" / "data.csv").exists()
    assert [path.name for path in (tmp_path / "below").iterdir()] == ["data.csv"]
    assert (tmp_path / "below" / "data.csv").read_text() == "whole"


def test_a_file_is_readable_for_whom_the_umask_allows(tmp_path):
    with whole_file(tmp_path / "data.csv") as draft:
        draft.write_text("whole")
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "data.csv").stat().st_mode & 0o777 == 0o666 & ~umask


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_private_is_for_its_owner_alone(tmp_path):
    (tmp_path / "shared").mkdir(0o755)
    with whole_file(tmp_path / "shared" / "run" / "registry.json", private=True) as draft:
        draft.write_text("names")
    with whole_folder(tmp_path / "work" / "pages" / "ab" / "abc", tmp_path / "work" / "drafts") as folder:
        (folder / "pages").write_text("names")
    assert [mode(path) for path in (tmp_path / "work").rglob("*") if path.is_dir()] == [0o700] * 4
    assert mode(tmp_path / "work") == mode(tmp_path / "shared" / "run") == 0o700
    assert mode(tmp_path / "work" / "pages" / "ab" / "abc" / "pages") == 0o600
    assert mode(tmp_path / "shared" / "run" / "registry.json") == 0o600
    assert mode(tmp_path / "shared") == 0o755


def test_after_an_error_a_file_is_as_it_was(tmp_path):
    (tmp_path / "data.csv").write_text("before")
    with pytest.raises(RuntimeError), whole_file(tmp_path / "data.csv") as draft:
        draft.write_text("ha")
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["data.csv"]
    assert (tmp_path / "data.csv").read_text() == "before"


def test_a_folder_takes_its_place(tmp_path):
    with whole_folder(tmp_path / "below" / "result", tmp_path / "work" / "drafts") as draft:
        (draft / "a").write_text("a")
        assert not (tmp_path / "below" / "result").exists()
    assert [path.name for path in (tmp_path / "below").iterdir()] == ["result"]
    assert (tmp_path / "below" / "result" / "a").read_text() == "a"


def test_the_faster_of_two_makes_the_folder(tmp_path):
    with whole_folder(tmp_path / "result", tmp_path / "work" / "drafts") as slow:
        (slow / "a").write_text("slow")
        with whole_folder(tmp_path / "result", tmp_path / "work" / "drafts") as fast:
            (fast / "a").write_text("fast")
    assert {path.name for path in tmp_path.iterdir()} == {"result", "work"}
    assert (tmp_path / "result" / "a").read_text() == "fast"


def test_a_file_in_the_way_is_an_error(tmp_path):
    (tmp_path / "result").write_text("a file")
    with pytest.raises(OSError), whole_folder(tmp_path / "result", tmp_path / "work" / "drafts") as draft:
        (draft / "a").write_text("a")
    assert {path.name for path in tmp_path.iterdir()} == {"result", "work"}


def test_after_an_error_a_folder_is_not_there(tmp_path):
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "result", tmp_path / "work" / "drafts") as draft:
        (draft / "a").write_text("a")
        raise RuntimeError
    assert [path.name for path in tmp_path.rglob("*")] == ["work", "drafts"]


def test_the_drafts_of_killed_processes_are_swept_and_no_others(tmp_path):
    for name, age in (("old", 90_000), ("new", 60)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pages").write_text("")
        then = time.time() - age
        os.utime(tmp_path / name, times=(then, then))
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    sweep(tmp_path / "nothing")


def test_scratch_goes_with_its_context_and_that_of_killed_processes_a_day_later(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, age in (("yusuan-old", 90_000), ("yusuan-new", 60), ("of others", 90_000)):
        (tmp_path / name).mkdir()
        then = time.time() - age
        os.utime(tmp_path / name, times=(then, then))
    with scratch_folder() as folder:
        (folder / "half a document").write_text("")
        assert {path.name for path in tmp_path.iterdir()} == {"yusuan-new", "of others", folder.name}
    assert {path.name for path in tmp_path.iterdir()} == {"yusuan-new", "of others"}
