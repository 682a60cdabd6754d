"""A run over files of all kinds that can't be read: each is told and recorded, and stops nobody."""

import os

import pytest

from assets.__main__ import PUBLISHED
from tests.assets.runs import CIVIL_AFFAIRS, Done, done_in, rows, two_budgets
from tests.documents.files import pdf

pytestmark = pytest.mark.slow

REASONS = {
    "\\xff\\xfe.pdf": "not_a_budget",
    "copy.pdf": "duplicate_of civil.pdf",
    "cut.pdf": "damaged",
    "empty.pdf": "not_a_pdf",
    "gone.pdf": "unreadable",
    "letter.pdf": "not_a_budget",
    "locked.pdf": "encrypted",
    "page.pdf": "not_a_pdf",
    "scan.pdf": "no_text_layer",
    "sparse.pdf": "too_large",
    "王某 ….pdf (e3b0c442)": "duplicate_of empty.pdf",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> Done:
    """A run over two documents, one of them revised, and files of all kinds that can't be read; a record or two err."""
    folder = tmp_path_factory.mktemp("odd")
    raw = two_budgets(folder)
    civil = (raw / "civil.pdf").read_bytes()
    (raw / "revised.pdf").write_bytes(civil + b"\n")
    (raw / "copy.pdf").write_bytes(civil)
    (raw / "cut.pdf").write_bytes(civil[:1500])
    (raw / "empty.pdf").write_bytes(b"")
    (raw / "letter.pdf").write_bytes(pdf("To whom it may concern"))
    (raw / "locked.pdf").write_bytes(pdf("secret", user_password="secret"))
    (raw / "page.pdf").write_text("<html>404</html>")
    (raw / "scan.pdf").write_bytes(pdf(""))
    (raw / "gone.pdf").symlink_to(raw / "nowhere.pdf")
    with (raw / "sparse.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.4\n")
        stream.truncate(3_000_000_000)
    (raw / os.fsdecode(b"\xff\xfe.pdf")).write_bytes(pdf("no UTF-8 in its name"))
    (raw / "王某 13812345678.pdf").write_bytes(b"")
    (raw / "sources.csv").write_text("file,url,division_code\ncivil.pdf,https://example.org/a,x\nnone.pdf,,\n")
    return done_in(folder)


def documents_of(done: Done) -> dict[object, dict[str, object]]:
    return {row["source_file"]: row for row in rows(done.folder / "processed", "documents")}


def test_what_cannot_be_read_is_told_in_a_line_and_recorded(odd):
    assert odd.code == PUBLISHED
    documents = documents_of(odd)
    assert {file: row["reason"] for file, row in documents.items() if row["status"] == "quarantined"} == REASONS
    assert {row["status"] for file, row in documents.items() if file not in REASONS} == {"published"}
    assert documents["gone.pdf"]["sha256"] is None
    lines = odd.out.splitlines()[2:]
    assert sorted(": ".join(line.split(": ")[:2]) for line in lines[: len(REASONS)]) == sorted(
        f"{file}: {reason}" for file, reason in REASONS.items()
    )
    assert "sparse.pdf: too_large: it has 3,000,000,000 bytes, more than 300,000,000" in lines
    assert lines[len(REASONS)].startswith(f"documents: {len(documents)}; published 3, quarantined {len(REASONS)};")


def test_a_number_in_the_name_of_a_file_is_told_nowhere(odd):
    assert "13812345678" not in odd.out + odd.err


def test_a_second_document_of_one_identity_gets_a_number(odd):
    documents = {file: row["document_id"] for file, row in documents_of(odd).items()}
    assert documents["civil.pdf"] == f"420107-{CIVIL_AFFAIRS}-2025-budget"
    assert documents["revised.pdf"] == f"420107-{CIVIL_AFFAIRS}-2025-budget-2"
    ids = [row["document_id"] for row in rows(odd.folder / "processed", "budget_lines")]
    assert ids.count(documents["revised.pdf"]) == ids.count(documents["civil.pdf"]) == 13


def test_what_sources_csv_says_wrong_is_told(odd):
    out = odd.out.splitlines()
    assert out[0] == "sources.csv, record 1: division_code can't be 'x'"
    assert out[1] == "sources.csv, record 2: there is no document 'none.pdf'"
    urls = {file: row["source_url"] for file, row in documents_of(odd).items()}
    assert urls["civil.pdf"] == "https://example.org/a"
    assert urls["below/education.PDF"] is None
