"""Where releases lie: one rename changes what the folder shows, and nothing that bears a version changes any more."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from pipelines.release.place import Place, PlaceError
from pipelines.release.version import Version

FIRST, SECOND = Version(date(2025, 3, 1)), Version(date(2025, 3, 1), 2)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "processed")


def put(place: Place, version: Version, **files: str) -> None:
    with place.draft() as draft:
        for name, text in files.items():
            (draft / f"{name}.csv").write_text(text)
        place.keep(draft, version)
    place.publish(version)


def shown(place: Place) -> dict[str, str]:
    return {path.name: path.read_text() for path in place.folder.glob("*.csv")}


def test_the_files_of_the_published_release_are_found_by_their_names(place):
    put(place, FIRST, documents="one")
    assert shown(place) == {"documents.csv": "one"}
    put(place, SECOND, documents="two", findings="new")
    assert shown(place) == {"documents.csv": "two", "findings.csv": "new"}
    assert place.version == SECOND
    assert place.versions() == (FIRST, SECOND)
    assert (place.path(FIRST) / "documents.csv").read_text() == "one"


def test_a_release_is_read_only_and_written_once(place):
    put(place, FIRST, documents="one")
    assert not (place.path(FIRST) / "documents.csv").stat().st_mode & 0o222
    with place.draft() as draft, pytest.raises(FileExistsError, match="written once"):
        place.keep(draft, FIRST)


def test_a_file_that_a_release_has_no_more_is_not_shown(place):
    put(place, FIRST, documents="one", wishes="gone soon")
    put(place, SECOND, documents="two")
    assert shown(place) == {"documents.csv": "two"}
    assert not any(path.is_symlink() and not path.exists() for path in place.folder.iterdir())


@pytest.mark.parametrize("renames", range(4))
def test_no_link_leads_nowhere_whenever_a_run_is_killed(place, monkeypatch, renames):
    put(place, Version(date(2025, 3, 1)), budget="one", of_the_first="one")
    put_off = iter(range(renames))
    rename = Path.rename

    def rename_some(path: Path, target: Path) -> Path:
        if path.is_symlink():
            next(put_off)
        return rename(path, target)

    with monkeypatch.context() as patched, suppress(StopIteration):
        patched.setattr(Path, "rename", rename_some)
        put(place, Version(date(2025, 3, 2)), budget="two", of_the_second="two")
    assert all(path.exists() for path in place.folder.iterdir())
    place.link_files()
    assert {*shown(place)} in [{"budget.csv", f"of_the_{which}.csv"} for which in ("first", "second")]


def test_what_is_right_is_not_touched(place):
    put(place, FIRST, documents="one")
    before = {path.name: path.lstat().st_mtime_ns for path in place.folder.iterdir()}
    place.link_files()
    assert {path.name: path.lstat().st_mtime_ns for path in place.folder.iterdir()} == before


def test_the_oldest_releases_go_and_never_the_published_one(place):
    versions = [Version(date(2025, 3, day)) for day in range(1, 6)]
    for version in versions:
        put(place, version, documents=str(version))
    place.publish(versions[0])
    assert place.prune(2) == tuple(versions[1:3])
    assert place.versions() == (versions[0], *versions[3:])


def test_what_killed_runs_left_is_swept(place):
    put(place, FIRST, documents="one")
    half = place.folder / "releases" / ".abc.draft"
    half.mkdir()
    (half / "documents.csv").write_text("half")
    (place.folder / ".latest.draft").symlink_to("releases/nowhere")
    place.sweep()
    assert {path.name for path in place.folder.rglob(".*")} == set()
    assert shown(place) == {"documents.csv": "one"}


def test_plain_files_of_earlier_software_become_the_first_release(place):
    place.folder.mkdir()
    for name in ("documents.csv", "budget_lines.csv", "notes.csv"):
        (place.folder / name).write_text(name)
        os.utime(place.folder / name, (1740787200, 1740787200))
    place.adopt(frozenset({"documents.csv", "budget_lines.csv"}))
    assert place.version == Version(date(2025, 3, 1))
    assert shown(place) == {name: name for name in ("documents.csv", "budget_lines.csv", "notes.csv")}
    assert (place.folder / "documents.csv").is_symlink()
    assert not (place.folder / "notes.csv").is_symlink()


def test_an_adoption_that_was_killed_halfway_is_finished(place):
    place.folder.mkdir()
    for name in ("documents.csv", "budget_lines.csv"):
        (place.folder / name).write_text(name)
    names = frozenset({"documents.csv", "budget_lines.csv"})
    place.adopt(names)
    (place.folder / "documents.csv").unlink()
    (place.folder / "documents.csv").write_text("documents.csv")
    place.adopt(names)
    assert (place.folder / "documents.csv").is_symlink()
    assert len(place.versions()) == 1


def test_a_file_of_somebody_else_in_the_way_stops_before_anything_changes(place):
    put(place, FIRST, documents="one")
    (place.folder / "findings.csv").write_text("my own notes")
    with pytest.raises(PlaceError, match=r"findings\.csv: is in the way"):
        put(place, SECOND, documents="two", findings="new")
    assert place.version == FIRST
    assert shown(place) == {"documents.csv": "one", "findings.csv": "my own notes"}


def test_a_published_release_that_is_gone_is_told(place):
    put(place, FIRST, documents="one")
    (place.folder / "latest").unlink()
    (place.folder / "latest").symlink_to("releases/2024.01.01")
    with pytest.raises(PlaceError, match="the release it leads to is gone"):
        _ = place.latest


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("2025.03.01", FIRST),
        ("2025.03.01.2", SECOND),
        ("2025.03.01.1", None),
        ("2025.02.30", None),
        ("2025.3.1", None),
        (".2025.03.01.draft", None),
    ],
)
def test_names_of_releases(text, version):
    assert Version.parse(text) == version
    assert version is None or str(version) == text


def test_a_release_never_looks_older_than_the_last():
    assert FIRST.after([]) == FIRST
    assert FIRST.after([FIRST]) == SECOND
    assert FIRST.after([Version(date(2025, 4, 1), 11)]) == Version(date(2025, 4, 1), 12)
    assert Version(date(2025, 5, 1)).after([FIRST, SECOND]) == Version(date(2025, 5, 1))
