"""Object storage: objects whole or absent, a lease, results and a folder that shows objects. In memory, and over S3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, replace
from itertools import count
from pathlib import Path

import pytest

from pipelines.foundation.lease import LEASE, Holder, holder_of, leased, require_leased
from pipelines.foundation.lock import HeldError
from pipelines.foundation.mirror import Mirror
from pipelines.foundation.objects import Objects, StorageError, is_url
from pipelines.foundation.store import FolderStore, SharedStore
from tests.object_storage import nothing

_NUMBERS = count()


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.slow)])
def objects(request) -> Objects:
    if request.param == "memory":
        return Objects(f"memory://place-{next(_NUMBERS)}/below")
    return Objects(f"{request.getfixturevalue('storage').bucket()}/below")


def test_a_url_is_told_from_a_folder():
    assert is_url("s3://bucket/raw")
    assert not is_url("/data/raw")
    assert not is_url("data/s3")


def test_an_object_is_there_as_it_was_put_or_not_at_all(objects, tmp_path):
    assert objects.read("a/b") is None
    assert not objects.has("a/b")
    assert objects.listed() == {}
    objects.put("a/b", b"one")
    objects.put("a/b", b"two")
    (tmp_path / "file").write_bytes(b"three")
    objects.put_file("c", tmp_path / "file")
    assert objects.read("a/b") == b"two"
    assert {key: each.bytes for key, each in objects.listed().items()} == {"a/b": 3, "c": 5}
    assert [*objects.listed("a")] == ["a/b"]
    objects.drop("a/b")
    objects.drop("a/b")
    assert not objects.has("a/b")


def test_a_new_object_takes_nobodys_place(objects):
    assert objects.put_new("key", b"first")
    assert not objects.put_new("key", b"second")
    assert objects.read("key") == b"first"


def test_an_object_that_has_changed_since_it_was_seen_is_left_alone(objects):
    assert objects.tag("key") is None
    assert not objects.put_over("key", b"late", "any")
    objects.put("key", b"first")
    seen = objects.tag("key")
    objects.put("key", b"second")
    assert not objects.put_over("key", b"late", seen)
    assert not objects.drop_only("key", seen)
    assert objects.read("key") == b"second"
    assert objects.put_over("key", b"third", objects.tag("key"))
    assert objects.read("key") == b"third"
    assert objects.drop_only("key", objects.tag("key"))
    assert not objects.drop_only("key", seen)
    assert not objects.has("key")


def test_a_key_leads_nowhere_else(objects):
    for key in ("../other", "/other", "a/../../b"):
        with pytest.raises(StorageError, match="no path below it"):
            objects.put(key, b"")


def test_what_cannot_be_reached_is_told_in_a_sentence(monkeypatch):
    with pytest.raises(StorageError, match=r"^nonsense://place: .*nonsense"):
        Objects("nonsense://place").read("key")


@pytest.mark.slow
def test_a_bucket_that_is_none_is_told_in_a_sentence(storage):
    with pytest.raises(StorageError, match=r"^s3://there-is-none: can't put key: .*bucket does not exist"):
        Objects("s3://there-is-none").put("key", b"")
    with pytest.raises(StorageError, match=r"^s3://there-is-none/raw: can't list it: .*bucket does not exist"):
        Objects("s3://there-is-none/raw").listed()


def test_a_result_is_found_by_another_machine(objects, tmp_path):
    here, there = (SharedStore(FolderStore(tmp_path / name), objects) for name in ("here", "there"))
    assert not here.has("stage/ab")
    assert here.read("stage/ab", "rows") is None
    with here.put_whole("stage/ab") as folder:
        (folder / "rows").write_bytes(b"rows")
        (folder / "facts").write_bytes(b"facts")
    assert there.has("stage/ab")
    assert there.read("stage/ab", "rows") == b"rows"
    assert there.read("stage/ab", "nothing") is None
    objects.drop("stage/ab.zip")
    assert there.read("stage/ab", "facts") == b"facts"
    there.drop("stage/ab")
    assert not there.has("stage/ab")


def test_a_result_that_met_an_error_is_nowhere(objects, tmp_path):
    store = SharedStore(FolderStore(tmp_path), objects)
    with pytest.raises(ValueError, match="half"), store.put_whole("stage/ab") as folder:
        (folder / "rows").write_bytes(b"half of")
        raise ValueError("half")
    assert not store.has("stage/ab")
    assert objects.listed() == {}


def test_the_second_is_told_who_holds_the_place_and_since_when(objects):
    with leased(objects):
        require_leased(objects)
        told = rf"another run holds it since \S+ \S+ \(process {os.getpid()} on "
        with pytest.raises(HeldError, match=told), leased(objects):
            pass
        require_leased(objects)
    assert objects.listed() == {}
    with pytest.raises(HeldError, match="was lost"):
        require_leased(objects)


def other(until: float, process: int = 1, machine: str = "elsewhere") -> bytes:
    return json.dumps(asdict(Holder(process, machine, "2026-01-01 02:30:00+08:00", until))).encode()


def test_a_lease_that_ran_out_is_taken_over_and_one_that_did_not_is_not(objects):
    objects.put(LEASE, other(time.time() + 600))
    told = r"since 2026-01-01 02:30:00\+08:00 \(process 1 on elsewhere\)"
    with pytest.raises(HeldError, match=told), leased(objects):
        pass
    objects.put(LEASE, other(time.time() - 1))
    with leased(objects):
        require_leased(objects)


def test_the_lease_of_a_process_of_this_machine_that_is_dead_is_taken_over(objects):
    with leased(objects):
        own = holder_of(objects)
    assert own is not None
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = replace(own, process=ended.pid, until=time.time() + 600)
    assert dead.is_dead
    objects.put(LEASE, other(dead.until, dead.process, dead.machine))
    with leased(objects):
        require_leased(objects)


def test_a_lease_is_renewed_and_one_that_was_lost_is_left_alone(objects):
    with leased(objects, seconds=0.2):
        first = holder_of(objects)
        assert first is not None
        while (later := holder_of(objects)) is None or later.until == first.until:
            time.sleep(0.02)
        assert later.since == first.since
        taken = other(time.time() + 600)
        objects.put(LEASE, taken)
        time.sleep(0.2)
        with pytest.raises(HeldError, match="was lost"):
            require_leased(objects)
    assert holder_of(objects) == Holder(**json.loads(taken))


@pytest.mark.slow
def test_a_renewal_that_is_under_way_takes_nobodys_lease(storage):
    objects = Objects(storage.bucket())
    taken, is_taken = other(time.time() + 600), threading.Event()

    def take(path: str) -> None:
        # The renewal has left and does not arrive before another holds the place.
        if path.endswith(LEASE):
            storage.on_put = nothing
            objects.put(LEASE, taken)
            is_taken.set()

    with leased(objects, seconds=0.4):
        storage.on_put = take
        assert is_taken.wait(timeout=60)
    assert holder_of(objects) == Holder(**json.loads(taken))


@pytest.mark.slow
def test_a_lease_that_ran_out_is_taken_over_by_the_first(storage):
    objects = Objects(storage.bucket())
    objects.put(LEASE, other(time.time() - 1))
    faster = other(time.time() + 600, process=2)
    asked: list[str] = []

    def take(path: str) -> None:
        # First it is asked whether there is a lease; what is put then is put over the one that ran out.
        asked.append(path)
        if len(asked) == 2:
            storage.on_put = nothing
            objects.put(LEASE, faster)

    storage.on_put = take
    with pytest.raises(HeldError, match="has just begun"), leased(objects):
        pass
    assert holder_of(objects) == Holder(**json.loads(faster))


@pytest.fixture
def mirror(objects, tmp_path) -> Mirror:
    return Mirror(objects, tmp_path / "shown")


def shown(mirror: Mirror) -> dict[str, bytes]:
    files = [path for path in mirror.folder.rglob("*") if path.is_file()]
    return {path.relative_to(mirror.folder).as_posix(): path.read_bytes() for path in files}


def test_a_folder_shows_what_is_there_and_fetches_only_what_changed(mirror):
    mirror.objects.put("a.pdf", b"a")
    mirror.objects.put("below/b.pdf", b"b")
    mirror.objects.put(LEASE, b"{}")
    mirror.pull()
    assert shown(mirror) == {"a.pdf": b"a", "below/b.pdf": b"b"}
    assert mirror.folder.stat().st_mode & 0o077 == 0
    before = (mirror.folder / "a.pdf").stat()
    time.sleep(0.01)
    mirror.objects.put("below/b.pdf", b"bb")
    mirror.objects.put("c.pdf", b"c")
    mirror.pull()
    assert shown(mirror) == {"a.pdf": b"a", "below/b.pdf": b"bb", "c.pdf": b"c"}
    assert (mirror.folder / "a.pdf").stat().st_ino == before.st_ino
    mirror.objects.drop("a.pdf")
    mirror.pull()
    assert shown(mirror) == {"below/b.pdf": b"bb", "c.pdf": b"c"}


def test_a_file_bears_the_time_of_its_object(mirror):
    mirror.objects.put("a.pdf", b"a")
    mirror.pull()
    assert int((mirror.folder / "a.pdf").stat().st_mtime) == int(mirror.objects.listed()["a.pdf"].modified)


def test_what_was_fetched_goes_back_and_what_was_spoilt_here_does_not_stay(mirror, tmp_path):
    mirror.objects.put("a.pdf", b"a")
    mirror.pull()
    (mirror.folder / ".versions").mkdir()
    (mirror.folder / ".versions" / "a.pdf").write_bytes(b"earlier")
    (mirror.folder / "a.pdf").write_bytes(b"later")
    mirror.push()
    assert mirror.objects.read("a.pdf") == b"later"
    assert mirror.objects.read(".versions/a.pdf") == b"earlier"
    tags = mirror.objects.listed()
    mirror.push()
    assert mirror.objects.listed() == tags
    (mirror.folder / "a.pdf").write_bytes(b"spoilt")
    (mirror.folder / ".b.pdf.x.draft").write_bytes(b"half")
    mirror.pull()
    assert shown(mirror) == {"a.pdf": b"later", ".versions/a.pdf": b"earlier"}
    other = Mirror(mirror.objects, tmp_path / "elsewhere")
    other.pull()
    assert shown(other) == shown(mirror)


@pytest.mark.parametrize("key", ["预" * 80 + ".pdf", "below//a.pdf", "a" * 300])
def test_what_can_t_be_a_path_is_a_file_with_another_name(mirror, key):
    mirror.objects.put(key, b"odd")
    mirror.objects.put("a.pdf", b"a")
    mirror.pull()
    assert sorted(shown(mirror).values()) == [b"a", b"odd"]
    (file,) = shown(mirror).keys() - {"a.pdf"}
    assert ".." not in Path(file).parts
    assert Path(file).suffix == Path(key).suffix
    (mirror.folder / file).write_bytes(b"later")
    mirror.push()
    assert mirror.objects.listed().keys() == {key, "a.pdf"}
    assert mirror.objects.read(key) == b"later"
    mirror.objects.drop(key)
    mirror.pull()
    assert shown(mirror) == {"a.pdf": b"a"}
