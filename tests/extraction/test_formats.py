"""What kind of file a file is decides who makes its pages."""

from pathlib import Path

import pytest

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import FORMATS, format_of
from pipelines.extraction.producers import PRODUCERS, read_pages
from tests.documents.files import pdf

WHOLE = pdf("first page with words", "second page with words")


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (WHOLE[:1024], "a", "pdf"),
        (b"\r\n" + WHOLE[:1022], "a", "pdf"),
        (b"<html>", "a.PDF", "pdf"),
        (b"<html>", "a.html", None),
        (b"\x00" * 1024 + WHOLE, "a", None),
    ],
)
def test_a_file_is_known_by_its_first_bytes_or_claims_by_its_name(head: bytes, name: str, expected: str | None):
    assert format_of(head, name) == expected


def test_each_kind_stands_under_its_name_and_has_a_producer():
    assert [(name, each.name) for name, each in FORMATS.items()] == [("pdf", "pdf")]
    assert [*FORMATS] == [*PRODUCERS]


def test_a_document_is_read_by_the_producer_of_its_kind(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(WHOLE)
    (source,) = read_registry(tmp_path, format_of).sources
    assert source.format == "pdf"
    assert [page.number for page in read_pages(source)] == [1, 2]


def test_a_file_that_only_claims_its_kind_is_refused(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"<html></html>")
    (source,) = read_registry(tmp_path, format_of).sources
    with pytest.raises(QuarantineError, match="a web page") as caught:
        list(read_pages(source))
    assert caught.value.reason == "not_a_pdf"


def test_a_copy_is_not_read_twice(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(WHOLE)
    (tmp_path / "b.pdf").write_bytes(WHOLE)
    _, second = read_registry(tmp_path, format_of).sources
    with pytest.raises(QuarantineError) as caught:
        list(read_pages(second))
    assert caught.value.reason == "duplicate_of a.pdf"
