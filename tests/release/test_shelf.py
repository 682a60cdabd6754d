"""Releases in object storage: the pointer is put last, so that whoever looks sees a whole release, whatever happens."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from pipelines.foundation.lease import LEASE, leased
from pipelines.foundation.lock import HeldError
from pipelines.foundation.objects import Objects, StorageError
from pipelines.release.manifest import CHECKSUMS, ChecksumError
from pipelines.release.place import LATEST, Place
from pipelines.release.shelf import Shelf
from pipelines.release.version import Version
from tests.object_storage import nothing

_NUMBERS = count()
FIRST = date(2026, 3, 1)
FILES = 6


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.slow)])
def shelf(request) -> Shelf:
    if request.param == "memory":
        return Shelf(Objects(f"memory://shelf-{next(_NUMBERS)}"))
    return Shelf(Objects(f"{request.getfixturevalue('storage').bucket()}/processed"))


def put(place: Place, night: int) -> Version:
    """A release of that night: one file that is the same in all, and some that are not."""
    version = Version(FIRST + timedelta(days=night))
    with place.draft() as draft:
        (draft / "below").mkdir()
        for number in range(FILES):
            name = f"{'below/' if number % 2 else ''}{number}.csv"
            (draft / name).write_text("the same" if number == 0 else f"{night} {number}")
        names = sorted(path.relative_to(draft).as_posix() for path in draft.rglob("*.csv"))
        sums = [f"{hashlib.sha256((draft / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
        (draft / CHECKSUMS).write_text("".join(sums))
        place.keep(draft, version)
    place.publish(version)
    return version


def push(shelf: Shelf, place: Place, keep: int = 12) -> None:
    with leased(shelf.objects):
        shelf.push(place, keep)


def published(shelf: Shelf, folder: Path) -> tuple[Version | None, dict[str, str]]:
    """What somebody gets who asks for the published release."""
    folder.mkdir()
    version = shelf.lay_out(folder)
    return version, {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.csv")}


def content(night: int) -> dict[str, str]:
    texts = {f"{'below/' if number % 2 else ''}{number}.csv": f"{night} {number}" for number in range(FILES)}
    return {**texts, "0.csv": "the same"}


def test_a_release_is_put_up_and_laid_out_again(shelf, tmp_path):
    place = Place(tmp_path / "place")
    assert published(shelf, tmp_path / "before") == (None, {})
    first = put(place, 0)
    push(shelf, place)
    assert published(shelf, tmp_path / "one") == (first, content(0))
    second = put(place, 1)
    push(shelf, place)
    assert published(shelf, tmp_path / "two") == (second, content(1))
    objects = [key for key in shelf.objects.listed() if key.startswith("objects/")]
    assert len(objects) == 2 * FILES - 1


def test_the_same_release_is_put_up_once(shelf, tmp_path):
    place = Place(tmp_path / "place")
    put(place, 0)
    push(shelf, place)
    before = shelf.objects.listed()
    push(shelf, place)
    assert shelf.objects.listed() == before


def test_old_releases_go_with_what_they_alone_had(shelf, tmp_path):
    place = Place(tmp_path / "place")
    for night in range(4):
        put(place, night)
        push(shelf, place, keep=2)
    keys = [*shelf.objects.listed()]
    assert len([key for key in keys if key.startswith("releases/")]) == 2
    assert len([key for key in keys if key.startswith("objects/")]) == 2 * FILES - 1
    assert published(shelf, tmp_path / "last")[1] == content(3)


def test_a_folder_shows_what_is_published_and_nothing_that_nobody_saw(shelf, tmp_path):
    place, elsewhere = Place(tmp_path / "place"), Place(tmp_path / "elsewhere")
    put(place, 0)
    shelf.pull(place)
    assert (place.version, [path.name for path in place.folder.glob("*.csv")]) == (None, [])
    first = put(elsewhere, 1)
    push(shelf, elsewhere)
    shelf.pull(place)
    assert place.version == first
    assert (place.folder / "1.csv").exists() is (place.path(first) / "1.csv").exists()
    put(place, 2)
    shelf.pull(place)
    assert place.version == first
    shelf.pull(place)
    assert place.version == first


def test_who_lost_the_lease_publishes_nothing(shelf, tmp_path):
    place = Place(tmp_path / "place")
    first = put(place, 0)
    push(shelf, place)
    put(place, 1)
    with pytest.raises(HeldError, match="lost to another run"):
        shelf.push(place, 12)
    assert published(shelf, tmp_path / "out") == (first, content(0))


def test_what_was_tampered_with_is_found(shelf, tmp_path):
    place = Place(tmp_path / "place")
    version = put(place, 0)
    push(shelf, place)
    digest = hashlib.sha256(b"0 1").hexdigest()
    shelf.objects.put(f"objects/{digest}", b"9 9")
    with pytest.raises(ChecksumError, match=r"below/1.csv: differs"):
        published(shelf, tmp_path / "one")
    sums = f"releases/{version}/{CHECKSUMS}"
    shelf.objects.put(sums, (shelf.objects.read(sums) or b"").replace(b"below", b".."))
    with pytest.raises(StorageError, match="is not what latest says"):
        published(shelf, tmp_path / "two")
    shelf.objects.put(LATEST, b"{}")
    with pytest.raises(StorageError, match="no pointer"):
        published(shelf, tmp_path / "three")


PUSH = """
import sys
from pathlib import Path
from pipelines.foundation.lease import leased
from pipelines.foundation.objects import Objects
from pipelines.release.place import Place
from pipelines.release.shelf import Shelf
shelf = Shelf(Objects(sys.argv[1]))
with leased(shelf.objects):
    shelf.push(Place(Path(sys.argv[2])), 12)
"""


@pytest.mark.slow
@pytest.mark.parametrize("puts", [3, FILES + 1, FILES + 2])
def test_killed_between_two_uploads_the_last_release_is_published_and_the_next_push_finishes(storage, tmp_path, puts):
    shelf, place = Shelf(Objects(f"{storage.bucket()}/processed")), Place(tmp_path / "place")
    first = put(place, 0)
    push(shelf, place)
    second = put(place, 1)
    seen = []

    def kill(path: str) -> None:
        seen.append(path)
        if len(seen) == puts:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    process = subprocess.Popen([sys.executable, "-c", PUSH, shelf.objects.url, str(place.folder)])
    storage.on_put = kill
    try:
        assert process.wait() == -signal.SIGKILL
    finally:
        storage.on_put = nothing
    old, new = (first, content(0)), (second, content(1))
    # The last request of all puts the pointer: whether it came through, the server knows.
    is_last = seen[-1].endswith(f"/{LATEST}")
    assert is_last is (puts == FILES + 2)
    assert published(shelf, tmp_path / "out") in ([old, new] if is_last else [old])
    assert shelf.objects.has(LEASE)
    push(shelf, place)
    assert published(shelf, tmp_path / "after") == (second, content(1))
