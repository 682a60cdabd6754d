"""Figures that were compared by eye with the pages of real documents."""

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipelines.documents.registry import read_registry
from pipelines.extraction.pdf.reader import read_pages
from pipelines.interpretation.identity.identity import identify
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context

REAL = Path(__file__).parents[2] / "shared" / "corpus" / "real"
GOLDEN = Path(__file__).parent / "golden" / "core_tables.csv"
KEY = ("page", "table", "flow", "line", "code", "name", "fund", "measure")


def golden() -> dict[str, list[dict[str, str]]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {sha: [row for row in rows if row["sha256"] == sha] for sha in dict.fromkeys(row["sha256"] for row in rows)}


def figure(record: Mapping[str, object]) -> tuple[str, ...]:
    key = tuple("" if record[column] is None else str(record[column]) for column in KEY)
    return (*key, str(record["source_text"]), f"{record['amount_yuan']:.2f}")


@pytest.mark.corpus
@pytest.mark.parametrize("sha", golden())
def test_the_figures_are_those_of_the_page(sha: str):
    if not REAL.is_dir():
        pytest.skip(f"there is no {REAL}")
    path = next(path for path in REAL.glob("*.pdf") if hashlib.sha256(path.read_bytes()).hexdigest() == sha)
    source = next(each for each in read_registry(REAL).sources if each.sha256 == sha)
    pages = list(read_pages(path))
    identity = identify(pages, source)
    read = interpret(pages, Context(identity.fiscal_year, identity.department_name, identity.stage)).rows(
        "budget_lines"
    )
    expected = {(*(row[column] for column in KEY), row["printed"], row["amount_yuan"]) for row in golden()[sha]}
    assert expected <= {figure(record) for record in read}
