"""Results are there whole or not at all."""

import pytest

from pipelines.foundation.store import FolderStore


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path)


def test_a_result_is_there_with_all_its_files(store):
    with store.put_whole("pages/ab/abc") as folder:
        (folder / "one").write_bytes(b"1")
        assert not store.has("pages/ab/abc")
    assert store.has("pages/ab/abc")
    assert (store.read("pages/ab/abc", "one"), store.read("pages/ab/abc", "two")) == (b"1", None)


def test_after_an_error_there_is_none(store):
    with pytest.raises(RuntimeError), store.put_whole("a/b") as folder:
        (folder / "half").write_bytes(b"1")
        raise RuntimeError("what nobody foresaw")
    assert not store.has("a/b")
    assert not store.path("a").exists()


def test_the_first_of_two_stays_and_what_is_dropped_is_gone(store):
    for text in (b"first", b"second"):
        with store.put_whole("a") as folder:
            (folder / "file").write_bytes(text)
    assert store.read("a", "file") == b"first"
    store.drop("a")
    store.drop("a")
    assert (store.has("a"), store.read("a", "file")) == (False, None)
