"""The synthetic corpus through the main job: no person in the outputs, the same bytes twice, nothing read again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pypdfium2 as pdfium
import pytest

from assets.__main__ import PUBLISHED, main
from pipelines.collection import DATASETS

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "synthetic"
PERSON = re.compile(r"(?:填报人|项目负责人)\s*(?P<name>[\u4e00-\u9fff]{2,3})\s+联系电话\s*(?P<telephone>[\d-]{11,13})")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no {CORPUS}"),
]


def run(processed: Path, work: Path) -> Path:
    assert main(["run", "--raw", str(CORPUS), "--processed", str(processed), "--work", str(work)]) == PUBLISHED
    return processed


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def texts(published: Path) -> Iterator[str]:
    """Every text in every dataset."""
    for dataset in DATASETS:
        for column in pq.read_table(published / f"{dataset}.parquet").columns:
            if pa.types.is_string(column.type):
                yield from (text for text in column.unique().to_pylist() if text)


def printed_persons() -> set[str]:
    """Names and telephone numbers as the forms print them."""
    found: set[str] = set()
    for path in sorted(CORPUS.glob("*.pdf")):
        with pdfium.PdfDocument(path) as document:
            for page in document:
                text = page.get_textpage().get_text_range()
                found |= {value for match in PERSON.finditer(text) for value in match.groups()}
    return found


def test_two_runs_publish_the_same_bytes_and_no_person(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    first = contents(run(tmp_path / "first", tmp_path / "work"))
    assert contents(run(tmp_path / "second", tmp_path / "afresh")) == first
    capsys.readouterr()
    assert contents(run(tmp_path / "third", tmp_path / "work")) == first
    assert "PDFs read 0, unchanged 5" in capsys.readouterr().out
    persons = printed_persons()
    assert len(persons) > 20
    published = "\n".join(texts(tmp_path / "first"))
    assert {person for person in persons if person in published} == set()
