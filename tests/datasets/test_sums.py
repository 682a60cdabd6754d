"""The queries of the data dictionary run on published files, and fall into none of the traps of adding up."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines.datasets.catalogue import MODELS
from pipelines.datasets.dictionary import dictionary
from pipelines.datasets.frames import frame, to_table
from pipelines.datasets.sums import sum_query

DEPARTMENT, UNIT = "420107-143-2025-budget", "420107-143001-2025-budget-unit"
_LINE = {
    "table": "expenditure", "flow": "expenditure", "line": "item", "scheme": "function", "level": 3, "fund": "all",
    "measure": "total", "phase": "budget", "amount_year": 2025, "fiscal_year": 2025, "printed_unit": "元", "page": 1,
    "table_no": 1, "column": 1, "division_code": "420107",
}  # fmt: skip


def line(
    document_id: str, row: int, amount: str, additive: bool, in_total: bool, **columns: object
) -> dict[str, object]:
    amounts = {"amount_yuan": Decimal(amount), "additive": additive, "in_total": in_total}
    return {"document_id": document_id, "row": row, "source_text": amount, **_LINE, **amounts, **columns}


LINES = [
    line(DEPARTMENT, 1, "9", False, False, line="total", level=0),
    line(DEPARTMENT, 2, "9", False, False, code="201", level=1),
    line(DEPARTMENT, 3, "5", True, True, code="2010301"),
    line(DEPARTMENT, 4, "4", True, True, code="2010350"),
    line(DEPARTMENT, 3, "5", True, False, code="2010301", fund="general_public", column=2),
    line(DEPARTMENT, 3, "5", True, True, code="2010301", measure="basic", column=3),
    line(DEPARTMENT, 3, "7", True, True, code="2010301", phase="execution", amount_year=2024, column=4),
    line(UNIT, 3, "5", True, True, code="2010301"),
]
_PROJECT = {
    "document_id": DEPARTMENT, "project_name": "项目", "fund": "all", "printed_unit": "元", "page": 1, "table_no": 2,
    "row": 1, "additive": True,
}  # fmt: skip
PROJECTS = [
    _PROJECT | {"period": None, "amount_yuan": Decimal(9), "column": 1, "in_total": True},
    _PROJECT | {"period": "current_year", "amount_yuan": Decimal(6), "column": 2, "in_total": False},
    _PROJECT | {"period": "carryover", "amount_yuan": Decimal(3), "column": 3, "in_total": False},
]
PURCHASES = [
    {"document_id": DEPARTMENT, "amount_yuan": Decimal(amount), "printed_unit": "元", "page": 1, "additive": additive}
    for amount, additive in (("4", True), ("5", True), ("9", False))
]
_FILE = {"source_file": "a.pdf", "bytes": 1, "status": "published", "pipeline_version": "1"}
ROWS: Mapping[str, list[dict[str, object]]] = {
    "budget_lines": LINES,
    "projects": PROJECTS,
    **dict.fromkeys(("procurement", "purchased_services", "asset_allocation"), PURCHASES),
    "documents": [
        {"document_id": DEPARTMENT, "contained_in": None, **_FILE},
        {"document_id": UNIT, "contained_in": DEPARTMENT, **_FILE},
    ],
}


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    for dataset, rows in ROWS.items():
        pq.write_table(to_table(dataset, frame(dataset, rows)), folder / f"{dataset}.parquet")
    return folder


def run(query: str, folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(config={"file_search_path": str(folder)}) as connection:
        return connection.execute(query).fetchall()


def sums() -> list[str]:
    return [dataset for dataset in MODELS if sum_query(dataset)]


@pytest.mark.parametrize("dataset", sums())
def test_the_query_of_a_dataset_counts_each_yuan_once(published, dataset):
    assert run(sum_query(dataset) or "", published) == [(DEPARTMENT, Decimal(9))]


def test_what_the_queries_keep_out_would_count_more_than_once(published):
    naive = "SELECT sum(amount_yuan) FROM 'budget_lines.parquet' WHERE \"table\" = 'expenditure'"
    assert run(naive, published) == [(Decimal(49),)]
    assert run("SELECT sum(amount_yuan) FROM 'projects.parquet' WHERE fund = 'all'", published) == [(Decimal(18),)]


def test_every_dataset_that_adds_up_says_how():
    chapters = {each.split(" ")[0]: each for each in dictionary().split("\n## ")}
    assert sums() == ["budget_lines", "projects", "procurement", "purchased_services", "asset_allocation"]
    for dataset in MODELS:
        assert ("How to sum this" in chapters[dataset]) == (dataset in sums())
    assert all((sum_query(dataset) or "") in chapters[dataset] for dataset in sums())
