"""The lists of whole documents against what was transcribed from them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.links.purchases import link_projects
from pipelines.interpretation.lists.reader import read_list
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.joining import join_sheets
from pipelines.interpretation.sheets.reading import CellUse, Context, Disposition, Role
from pipelines.interpretation.sheets.recognition import recognise
from pipelines.interpretation.sheets.units import document_units

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
COLUMNS = {
    "projects": ("project_code", "project_name", "fund", "period", "unit_code", "amount_yuan"),
    "procurement": (
        "unit_code",
        "project_name",
        "catalogue_code",
        "function_code",
        "economic_code",
        "quantity",
        "unit_price_yuan",
        "amount_yuan",
        "sme_amount_yuan",
        "micro_amount_yuan",
        "measure_unit",
    ),
    "purchased_services": (
        "unit_code",
        "project_name",
        "content",
        "quantity",
        "amount_yuan",
        "function_code",
        "economic_code",
        "directory_level3",
    ),
    "asset_allocation": (
        "unit_code",
        "project_name",
        "asset_name",
        "requested_quantity",
        "unit_price_yuan",
        "amount_yuan",
        "function_code",
    ),
}
YEARS = {"xian-1": 2022, "xian-3": 2019, "jiangsu-1": 2017, "jiangsu-2": 2018, "jiangsu-3": 2019, "wuxi-1": 2025}
PLACES = ("chongqing", "guangzhou", "jiangsu", "shenzhen", "wuxi", "xian", "yantai")
DOCUMENTS = sorted(
    [*CORPUS.glob("synthetic/*.pdf"), *(path for place in PLACES for path in CORPUS.glob(f"real/{place}-*.pdf"))]
)
TRUTHS = [
    path
    for path in sorted(CORPUS.glob("*/*.truth.json"))
    if COLUMNS.keys() & json.loads(path.read_text("utf-8"))["datasets"].keys()
]
NEEDS_CORPUS = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the shared corpus beside the project")


@cache
def _read(file: Path) -> tuple[dict[str, list[Record]], tuple[CellUse, ...]]:
    """The records of the lists of a document and the uses of their cells."""
    sheets = join_sheets(list(read_pages(file)))
    year = YEARS.get(file.stem, 2026 if file.parent.name == "real" else 2025)
    context = Context(fiscal_year=year, units=document_units((sheet, read_header(sheet)) for sheet in sheets))
    records: defaultdict[str, list[Record]] = defaultdict(list)
    uses: list[CellUse] = []
    for sheet in sheets:
        declaration = recognise(sheet)
        if declaration is not None and declaration.reader == "list":
            reading = read_list(sheet, read_header(sheet), declaration, context)
            assert reading.uses.keys() == {(cell.row, cell.column) for cell in sheet.cells}
            uses.extend(reading.uses.values())
            for dataset, rows in reading.records.items():
                records[dataset].extend(rows)
    return link_projects(records), tuple(uses)


def _keys(records: Sequence[Mapping[str, object]], columns: tuple[str, ...]) -> Counter[tuple[object, ...]]:
    return Counter(tuple(_value(record.get(column)) for column in columns) for record in records)


def _value(value: object) -> object:
    return fold_text(value) if isinstance(value, str) else None if value is None else round(float(str(value)), 4)


@pytest.mark.corpus
@NEEDS_CORPUS
@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name.split(".")[0])
def test_records_are_those_of_the_truth(truth: Path):
    datasets = json.loads(truth.read_text("utf-8"))["datasets"]
    wanted = COLUMNS.keys() & datasets.keys()
    records, _ = _read(truth.with_name(truth.name.replace("truth.json", "pdf")))
    for dataset in sorted(wanted):
        assert _keys(records.get(dataset, []), COLUMNS[dataset]) == _keys(datasets[dataset], COLUMNS[dataset])


@pytest.mark.corpus
@NEEDS_CORPUS
@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda path: path.stem)
def test_every_number_of_a_list_is_read(file: Path):
    _, uses = _read(file)
    lost = {Disposition.UNKNOWN_COLUMN, Disposition.UNPARSED}
    numbers = [use for use in uses if use.role is Role.AMOUNT]
    assert numbers
    assert not [use for use in numbers if use.disposition in lost]


@pytest.mark.corpus
@NEEDS_CORPUS
def test_purchases_know_their_projects():
    records, _ = _read(CORPUS / "synthetic/d03-many-units.pdf")
    assert len(records["procurement"]) == 10
    assert all(purchase.get("project_code") for purchase in records["procurement"])
