"""Folders of documents published by the main job, and what is looked up in what it publishes."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from assets.__main__ import PUBLISHED, main
from pipelines.run.datasets import DATASETS

SHARED = Path(__file__).parents[2] / "shared"
_NOT_READ = ["unknown_table", "unknown_column", "unparsed", "unread"]
_SCORE = re.compile(r"^(?P<dataset>\w+) +truth +(?P<truth>\d+) .* F1 (?P<f1>[\d.]+)$", re.MULTILINE)


def publish(raw: Path, processed: Path, work: Path, *options: str) -> Path:
    """Run the main job on a folder; returns where it published."""
    folders = ["--raw", raw, "--processed", processed, "--work", work]
    assert main(["run", *map(str, folders), *options]) == PUBLISHED
    return processed


def unread(published: Path) -> list[dict[str, object]]:
    """The cells that were not read."""
    return pq.read_table(published / "cells.parquet", filters=pc.field("disposition").isin(_NOT_READ)).to_pylist()


def texts(published: Path) -> Iterator[str]:
    """Every text in every dataset."""
    for dataset in DATASETS:
        for column in pq.read_table(published / f"{dataset}.parquet").columns:
            if pa.types.is_string(column.type):
                yield from (text for text in column.unique().to_pylist() if text)


def f1_of(corpus: Path, published: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    """F1 against a corpus's transcriptions by dataset, of the datasets that were transcribed."""
    capsys.readouterr()
    truths = sorted(str(path) for path in corpus.glob("*.truth.json"))
    runpy.run_path(str(SHARED / "score.py"))["main"](str(published), *truths)
    scores = _SCORE.finditer(capsys.readouterr().out)
    return {score["dataset"]: float(score["f1"]) for score in scores if int(score["truth"])}
