"""Figures that were compared by eye with the pages of real documents."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.extraction.pdf.reader import read_pages
from pipelines.interpretation.identity.identity import identify
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context

SHARED = Path(__file__).parents[2] / "shared"
REAL = (SHARED / "corpus" / "real", SHARED / "corpus-2" / "real")
FIGURES = Path(__file__).parent / "golden"
KEY = ("page", "table", "flow", "line", "code", "name", "fund", "measure")
TARGETED = ("page", "horizon", "level1", "level2", "indicator", "comparator", "target_value", "target_unit")
TOLD = ("page", "change", "amount_yuan", "share")
EVALUATED = ("page", "indicator", "comparator", "target_value", "target_unit", "actual_text", "weight", "score")

Row = tuple[str, ...]


def golden(name: str) -> dict[str, list[dict[str, str]]]:
    with (FIGURES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {sha: [row for row in rows if row["sha256"] == sha] for sha in dict.fromkeys(row["sha256"] for row in rows)}


def text(value: object) -> str:
    """A value as the golden figures write it, numbers without what they don't need."""
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    return "" if value is None else str(value)


def figure(record: Mapping[str, object]) -> Row:
    return (*(text(record[column]) for column in KEY), str(record["source_text"]), f"{record['amount_yuan']:.2f}")


@cache
def documents() -> Mapping[str, Path]:
    """The documents of the corpora by their sha256."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for folder in REAL for path in folder.glob("*.pdf")}


def read(sha: str, dataset: str) -> Sequence[Mapping[str, object]]:
    if not all(folder.is_dir() for folder in REAL):
        pytest.skip(f"there are no {REAL}")
    path = documents()[sha]
    source = next(each for each in read_registry(path.parent, format_of).sources if each.sha256 == sha)
    pages = list(read_pages(path))
    identity = identify(pages, source)
    return interpret(pages, Context(identity.fiscal_year, identity.department_name, identity.stage)).rows(dataset)


@pytest.mark.corpus
@pytest.mark.parametrize("sha", golden("core_tables.csv"))
def test_the_figures_are_those_of_the_page(sha: str):
    found = {figure(record) for record in read(sha, "budget_lines")}
    wanted = golden("core_tables.csv")[sha]
    assert {(*(row[column] for column in KEY), row["printed"], row["amount_yuan"]) for row in wanted} <= found


@pytest.mark.corpus
@pytest.mark.parametrize("sha", golden("self_evaluations.csv"))
def test_what_was_reached_is_that_of_the_page(sha: str):
    found = {tuple(text(record.get(column)) for column in EVALUATED) for record in read(sha, "performance_targets")}
    assert {tuple(row[column] for column in EVALUATED) for row in golden("self_evaluations.csv")[sha]} <= found


@pytest.mark.corpus
@pytest.mark.parametrize("sha", golden("performance_targets.csv"))
def test_the_targets_are_those_of_the_page(sha: str):
    found = {tuple(text(record.get(column)) for column in TARGETED) for record in read(sha, "performance_targets")}
    assert {tuple(row[column] for column in TARGETED) for row in golden("performance_targets.csv")[sha]} <= found


@pytest.mark.corpus
@pytest.mark.parametrize("sha", golden("narrative_figures.csv"))
def test_what_the_explanation_says_is_that_of_the_page(sha: str):
    found = [
        (tuple(text(record.get(column)) for column in TOLD), f"{record.get('section')} {record.get('subject')}")
        for record in read(sha, "narrative_figures")
    ]
    missing = [
        row
        for row in golden("narrative_figures.csv")[sha]
        if not any(
            what == (row["page"], row["change"], amount_of(row), row["share"]) and row["words"] in words
            for what, words in found
        )
    ]
    assert missing == []


def amount_of(row: Mapping[str, str]) -> str:
    return text(Decimal(row["amount_yuan"])) if row["amount_yuan"] else ""
