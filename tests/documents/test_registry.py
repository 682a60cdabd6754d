import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from pipelines.documents.registry import Fault, Registry, RegistryError, read_registry
from pipelines.extraction.formats import format_of
from tests.documents.files import pdf


def _files(registry: Registry) -> list[str]:
    return [source.file for source in registry.sources]


def test_documents_are_found_at_any_depth_in_order_of_their_paths(tmp_path: Path):
    for file in ("b.pdf", "a/z/deep.PDF", "a/mark", "a/README.md", "truth.json", ".hidden.pdf", ".git/x.pdf"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(pdf(file) if "json" not in file and "README" not in file else b"{}")
    (tmp_path / "empty.pdf").touch()
    assert _files(read_registry(tmp_path, format_of)) == ["a/mark", "a/z/deep.PDF", "b.pdf", "empty.pdf"]


def test_a_source_knows_its_bytes(tmp_path: Path):
    data = pdf("budget")
    (tmp_path / "a.pdf").write_bytes(data)
    (source,) = read_registry(tmp_path, format_of).sources
    assert (source.sha256, source.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert source.path.read_bytes() == data
    assert source.url is None


def test_the_second_of_two_equal_files_names_the_first(tmp_path: Path):
    for file in ("b.pdf", "a.pdf", "c.pdf"):
        (tmp_path / file).write_bytes(pdf("same" if file != "b.pdf" else "other"))
    first, other, second = read_registry(tmp_path, format_of).sources
    assert (first.duplicate_of, other.duplicate_of, second.duplicate_of) == (None, None, "a.pdf")


def test_facts_come_from_the_sources_table_of_the_folder_they_lie_in(tmp_path: Path):
    (tmp_path / "city").mkdir()
    data = pdf("budget")
    (tmp_path / "city" / "a.pdf").write_bytes(data)
    (tmp_path / "city" / "sources.csv").write_text(
        "file,sha256,url,publisher,division_code,published_on,retrieved_at,licence,note\n"
        f"a.pdf,{hashlib.sha256(data).hexdigest()},https://example.org/a,某局,420107,2025-02-18,"
        "2025-03-01T08:00:00Z,,typeset\n",
        encoding="utf-8-sig",
    )
    registry = read_registry(tmp_path, format_of)
    (source,) = registry.sources
    assert registry.problems == ()
    assert (source.url, source.publisher, source.division_code) == ("https://example.org/a", "某局", "420107")
    assert (source.published_on, source.retrieved_at) == (date(2025, 2, 18), "2025-03-01T08:00:00Z")
    assert (source.licence, source.note) == (None, "typeset")


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("b.pdf,,,", "no document 'b.pdf'"),
        ("a.pdf,0000,https://example.org,", "a.pdf has changed"),
        ("a.pdf,,,18 February,", "published_on can't be '18 February'"),
        ("a.pdf,,,,2025-03-01 08:00", "retrieved_at can't be '2025-03-01 08:00'"),
        ("a.pdf,,,,,42", "division_code can't be '42'"),
    ],
)
def test_a_record_that_does_not_fit_is_told_and_not_used(tmp_path: Path, record: str, problem: str):
    (tmp_path / "a.pdf").write_bytes(pdf("budget"))
    header = "file,sha256,url,published_on,retrieved_at,division_code"
    (tmp_path / "sources.csv").write_text(f"{header}\n{record}\n")
    registry = read_registry(tmp_path, format_of)
    assert len(registry.problems) == 1
    assert problem in registry.problems[0]
    (source,) = registry.sources
    assert (source.url, source.published_on, source.retrieved_at, source.division_code) == (None,) * 4


def test_a_sources_table_in_another_encoding_is_told(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(pdf("budget"))
    (tmp_path / "sources.csv").write_bytes("file,publisher\na.pdf,某局\n".encode("gb18030"))
    registry = read_registry(tmp_path, format_of)
    assert "sources.csv: can't be read" in registry.problems[0]
    assert registry.sources[0].publisher is None


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path):
    with pytest.raises(RegistryError, match="there is no such folder"):
        read_registry(tmp_path / "nowhere", format_of)
    (tmp_path / "file").touch()
    with pytest.raises(RegistryError, match="not a folder"):
        read_registry(tmp_path / "file", format_of)


def test_links_stay_within_the_folder(tmp_path: Path):
    (tmp_path / "raw" / "2025").mkdir(parents=True)
    (tmp_path / "raw" / "2025" / "a.pdf").write_bytes(pdf("budget"))
    (tmp_path / "secret.pdf").write_bytes(pdf("of somebody else"))
    (tmp_path / "raw" / "inside.pdf").symlink_to("2025/a.pdf")
    (tmp_path / "raw" / "out.pdf").symlink_to("../secret.pdf")
    (tmp_path / "raw" / "notes").symlink_to("../secret.pdf")
    (tmp_path / "raw" / "round.pdf").symlink_to("round.pdf")
    (tmp_path / "raw" / "up").symlink_to("..", target_is_directory=True)
    (tmp_path / "raw" / "loop").symlink_to(".", target_is_directory=True)
    found = {source.file: source.set_aside for source in read_registry(tmp_path / "raw", format_of).sources}
    assert {file: (fault.reason, fault.message) if fault else None for file, fault in found.items()} == {
        "2025/a.pdf": None,
        "inside.pdf": ("duplicate_of 2025/a.pdf", "the same bytes as that file"),
        "loop": ("unreadable", "it is a link to a folder, and those are not followed"),
        "out.pdf": ("unreadable", "it is a link that leads out of the folder"),
        "round.pdf": ("unreadable", "it can't be read: Too many levels of symbolic links"),
        "up": ("unreadable", "it is a link to a folder, and those are not followed"),
    }


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("budget"))

    def growing(head: bytes, name: str) -> str | None:
        if head:
            path.write_bytes(path.read_bytes() + b"more")
        return format_of(head, name)

    (source,) = read_registry(tmp_path, growing).sources
    assert source.fault == Fault("unreadable", "it changes while it is read; the next run reads it as it is then")
    (again,) = read_registry(tmp_path, format_of).sources
    assert again.fault is None


def test_what_cannot_be_read_is_a_source_with_a_fault(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(pdf("budget"))
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    with (tmp_path / "sparse.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.4\n")
        stream.truncate(3_000_000_000)
    (tmp_path / os.fsdecode(b"\xff\xfe.pdf")).write_bytes(pdf("named in GB 18030"))
    found = {source.file: source.fault for source in read_registry(tmp_path, format_of).sources}
    assert list(found) == sorted(found)
    assert {file: (fault.reason, fault.message) if fault else None for file, fault in found.items()} == {
        "\\xff\\xfe.pdf": None,
        "a.pdf": None,
        "gone.pdf": ("unreadable", "it can't be read: No such file or directory"),
        "pipe.pdf": ("unreadable", "it is no regular file"),
        "sparse.pdf": ("too_large", "it has 3,000,000,000 bytes, more than 300,000,000"),
    }


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.pdf").write_bytes(pdf("budget"))
    (tmp_path / "closed").mkdir()
    listed = os.scandir

    def scandir(path: str):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    # The tests may run as root, whom no folder is closed to.
    monkeypatch.setattr(os, "scandir", scandir)
    closed = read_registry(tmp_path, format_of).sources[1]
    assert (closed.file, closed.fault and closed.fault.reason) == ("closed/", "unreadable")


def test_a_sources_table_that_is_no_file_is_told(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(pdf("budget"))
    os.mkfifo(tmp_path / "sources.csv")
    registry = read_registry(tmp_path, format_of)
    assert registry.problems == ("sources.csv: it is no regular file",)
    assert _files(registry) == ["a.pdf"]


def test_a_name_that_can_t_be_printed_is_escaped_and_none_is_lost(tmp_path: Path):
    for name in (b"one\ntwo.pdf", b"\xff.pdf", rb"\xff.pdf"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(pdf(repr(name)))
    files = _files(read_registry(tmp_path, format_of))
    assert sorted(files) == sorted([r"one\ntwo.pdf", r"\xff.pdf", r"\\xff.pdf"])


def test_a_folder_deeper_than_a_path_may_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.pdf").write_bytes(pdf("budget"))
    monkeypatch.chdir(tmp_path / "raw")
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    known, *deep = read_registry(tmp_path / "raw", format_of).sources
    assert (known.file, known.set_aside) == ("a.pdf", None)
    assert [each.set_aside.message for each in deep if each.set_aside] == ["it can't be read: File name too long"]
