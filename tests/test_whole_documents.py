"""Whole documents through the main job: the project's own, and the shared corpora with their transcriptions."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from assets.__main__ import PUBLISHED, main
from pipelines.collection import DATASETS

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
NOT_READ = ["unknown_table", "unknown_column", "unparsed"]
# What stands in the seed for persons' names and telephone numbers.
PERSON = re.compile("姓名〕|〔联系电话")
SCORE = re.compile(r"^(?P<dataset>\w+) +truth +(?P<truth>\d+) .* F1 (?P<f1>[\d.]+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def no_history(monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


def publish(raw: Path, folder: Path, *options: str) -> Path:
    """Run the main job on a folder; returns where it published."""
    folders = ["--raw", raw, "--processed", folder / "processed", "--work", folder / "work"]
    assert main(["run", *map(str, folders), *options]) == PUBLISHED
    return folder / "processed"


def unread(published: Path) -> list[dict[str, object]]:
    return pq.read_table(published / "cells.parquet", filters=pc.field("disposition").isin(NOT_READ)).to_pylist()


def texts(published: Path) -> Iterator[str]:
    """Every text in every dataset."""
    for dataset in DATASETS:
        for column in pq.read_table(published / f"{dataset}.parquet").columns:
            if pa.types.is_string(column.type):
                yield from (text for text in column.to_pylist() if text)


def f1_of(corpus: Path, published: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    """F1 by dataset, of the datasets that were transcribed."""
    capsys.readouterr()
    truths = sorted(str(path) for path in corpus.glob("*.truth.json"))
    runpy.run_path(str(SHARED / "score.py"))["main"](str(published), *truths)
    scores = SCORE.finditer(capsys.readouterr().out)
    return {score["dataset"]: float(score["f1"]) for score in scores if int(score["truth"])}


def test_the_seed_is_published_to_its_last_number_and_without_a_person(tmp_path, capsys):
    published = publish(ROOT / "data" / "raw", tmp_path, "--serial")
    assert "documents: 1; published 1, quarantined 0;" in capsys.readouterr().out
    document = pq.read_table(published / "documents.parquet").to_pylist()[0]
    assert document["document_id"] == "420107-143-2025-budget"
    assert unread(published) == []
    assert [text for text in texts(published) if PERSON.search(text)] == []
    assert is_told(published, (ROOT / "docs" / "architecture.md").read_text("utf-8"))


def is_told(published: Path, told: str) -> bool:
    """Whether the cell that the architecture's text follows has the place and the amount that are told there."""
    followed = (pc.field("table") == "expenditure") & (pc.field("code") == "2010350") & (pc.field("measure") == "basic")
    row = pq.read_table(published / "budget_lines.parquet", filters=followed).to_pylist()[0]
    place = [str(row["page"]), *(f"{row[edge]:.1f}" for edge in ("x0", "y0", "x1", "y1"))]
    return f"| {', '.join(place)} |" in told and str(row["amount_yuan"]) in told


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "least"), [("synthetic", 0.999), ("real", 0.99)])
def test_a_corpus_is_read_as_it_was_transcribed(name, least, tmp_path, capsys):
    corpus = SHARED / "corpus" / name
    if not corpus.is_dir():
        pytest.skip(f"there is no {corpus}")
    published = publish(corpus, tmp_path)
    scores = f1_of(corpus, published, capsys)
    assert scores
    assert {dataset: f1 for dataset, f1 in scores.items() if f1 < least} == {}
    if name == "synthetic":
        assert unread(published) == []
