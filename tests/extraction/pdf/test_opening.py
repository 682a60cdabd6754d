import pickle
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source, read_registry
from pipelines.extraction.formats import format_of
from pipelines.extraction.pdf.opening import ChangedError, open_for_reading
from pipelines.extraction.pdf.reader import read_opened
from tests.documents.files import pdf, scan, scan_within_content

WHOLE = pdf("first page with words", "second page with words", "third page with words")


def _source(folder: Path, data: bytes) -> Source:
    (folder / "document.pdf").write_bytes(data)
    return read_registry(folder, format_of).sources[0]


@pytest.mark.parametrize(
    ("data", "reason", "message"),
    [
        pytest.param(b"", "not_a_pdf", "it is empty", id="empty"),
        pytest.param("2025年部门预算".encode(), "not_a_pdf", "it is text", id="text"),
        pytest.param("2025年部门预算".encode("gb18030"), "not_a_pdf", "it is text", id="text in GB 18030"),
        pytest.param(b"\n<!DOCTYPE html><html></html>", "not_a_pdf", "it is a web page", id="web page"),
        pytest.param(b"PK\x03\x04....", "not_a_pdf", "it is a ZIP archive", id="zip"),
        pytest.param(b"\x00\x01\x02", "not_a_pdf", "unknown kind", id="binary"),
        pytest.param(WHOLE[: len(WHOLE) // 2], "damaged", "its end is missing", id="cut in half"),
        pytest.param(WHOLE[: WHOLE.rfind(b"xref")], "damaged", "its end is missing", id="cut near the end"),
        pytest.param(b"%PDF-1.4\n%%EOF\n", "damaged", "can't be read", id="nothing inside"),
        pytest.param(pdf("words", user_password="secret"), "encrypted", "needs a password", id="password"),
        pytest.param(pdf("", ""), "no_text_layer", "pictures", id="pictures"),
        pytest.param(scan("what was recognised in a picture"), "no_text_layer", "pictures", id="scan"),
        pytest.param(pdf("a cover of some words", "", ""), "no_text_layer", "pictures", id="cover"),
        pytest.param(scan_within_content("words"), "no_text_layer", "pictures", id="pictures within the content"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_line(tmp_path: Path, data: bytes, reason: str, message: str):
    with pytest.raises(QuarantineError) as caught, open_for_reading(_source(tmp_path, data)):
        pass
    assert caught.value.reason == reason
    assert message in caught.value.message
    assert str(caught.value).startswith(f"document.pdf: {reason}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WHOLE, id="whole"),
        pytest.param(WHOLE + b"\n\x00\x00<!-- a server's footer -->" * 100, id="something behind the end"),
        pytest.param(b"\r\n" + WHOLE, id="something before the head"),
        pytest.param(pdf("first page with words", "", "third page with words"), id="one picture"),
    ],
)
def test_a_readable_file_is_read(tmp_path: Path, data: bytes):
    with open_for_reading(_source(tmp_path, data)) as readable:
        assert len(list(read_opened(readable.path, readable.contents))) == 3


def test_a_file_with_an_owners_password_is_read_from_an_unlocked_copy(tmp_path: Path):
    source = _source(tmp_path, pdf("first page with words", "more words", owner_password="secret"))
    with open_for_reading(source) as readable:
        assert readable.path != source.path
        assert [line.text for page in read_opened(readable.path, readable.contents) for line in page.lines] == [
            "first page with words",
            "more words",
        ]
    assert not readable.path.exists()


def test_a_page_that_breaks_while_reading_is_damage(tmp_path: Path):
    with pytest.raises(QuarantineError) as caught, open_for_reading(_source(tmp_path, WHOLE)):
        raise pdfium.PdfiumError("Failed to load page.")
    assert caught.value.reason == "damaged"


def test_the_error_survives_the_way_between_processes():
    error = QuarantineError("a.pdf", "damaged", "its end is missing")
    assert str(pickle.loads(pickle.dumps(error))) == "a.pdf: damaged: its end is missing"


def test_a_file_that_changed_since_it_was_listed_is_not_read_as_the_old_one(tmp_path: Path):
    source = _source(tmp_path, WHOLE)
    source.path.write_bytes(pdf("other words on its page"))
    with pytest.raises(ChangedError, match=r"document\.pdf changed"), open_for_reading(source):
        pass


def test_a_file_that_changes_while_it_is_read_is_read_as_it_was(tmp_path: Path):
    source = _source(tmp_path, WHOLE)
    with open_for_reading(source) as readable:
        source.path.write_bytes(pdf("other words on its page"))
        assert readable.path.read_bytes() == WHOLE


@pytest.mark.parametrize(
    ("sizes", "reason", "message"),
    [
        ([(595, 842), (20_000, 842)], "too_large", "its page 2 is 278 inches long, more than 200"),
        ([(595, 842)] * 3001, "too_large", "it has 3001 pages, more than 3000"),
    ],
)
def test_a_document_beyond_all_measure_is_refused(tmp_path: Path, sizes, reason: str, message: str):
    document = pdfium.PdfDocument.new()
    for size in sizes:
        document.new_page(*size)
    document.save(tmp_path / "large.pdf")
    with pytest.raises(QuarantineError) as caught, open_for_reading(read_registry(tmp_path, format_of).sources[0]):
        pass
    assert (caught.value.reason, caught.value.message) == (reason, message)
