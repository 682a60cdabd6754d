"""The synthetic corpus through the main job: as transcribed, no person, the same bytes twice, nothing read again."""

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.publishing import SHARED, f1_of, publish, texts, unread

CORPUS = SHARED / "corpus" / "synthetic"
PERSON = re.compile(r"(?:填报人|项目负责人)\s*(?P<name>[\u4e00-\u9fff]{2,3})\s+联系电话\s*(?P<telephone>[\d-]{11,13})")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no {CORPUS}"),
]


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a publication but the database, which DuckDB writes differently each time, and its checksum."""
    files = {path.name: path.read_bytes() for path in sorted((folder / "latest").iterdir()) if path.is_file()}
    files["SHA256SUMS"] = b"".join(line for line in files["SHA256SUMS"].splitlines(True) if b".duckdb" not in line)
    return {name: content for name, content in files.items() if not name.endswith(".duckdb")}


def printed_persons() -> set[str]:
    """Names and telephone numbers as the forms print them."""
    found: set[str] = set()
    for path in sorted(CORPUS.glob("*.pdf")):
        with pdfium.PdfDocument(path) as document:
            for page in document:
                text = page.get_textpage().get_text_range()
                found |= {value for match in PERSON.finditer(text) for value in match.groups()}
    return found


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """What is read of each document is kept here, from the run that publishes to the one that reads nothing again."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def published(work, tmp_path_factory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAGSTER_HOME", raising=False)
        return publish(CORPUS, tmp_path_factory.mktemp("processed"), work)


def test_documents_are_published_as_they_were_transcribed_to_the_last_number(published, capsys):
    scores = f1_of(CORPUS, published, capsys)
    assert scores
    assert {dataset: f1 for dataset, f1 in scores.items() if f1 < 0.999} == {}
    assert unread(published) == []


def test_two_runs_publish_the_same_bytes(published, work, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    assert contents(publish(CORPUS, tmp_path / "afresh", tmp_path / "work")) == contents(published)
    capsys.readouterr()
    assert contents(publish(CORPUS, tmp_path / "again", work)) == contents(published)
    assert "PDFs read 0, unchanged 5" in capsys.readouterr().out


def test_no_person_is_published(published):
    persons = printed_persons()
    assert len(persons) > 20
    said = "\n".join(texts(published))
    assert {person for person in persons if person in said} == set()
