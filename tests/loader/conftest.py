"""A small release, made as the main job makes it: a valid row of each dataset, some more, the real code lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from pipelines.classifications import rows as code_lists
from pipelines.datasets.catalogue import MODELS, columns
from pipelines.datasets.frames import frame, to_table
from pipelines.datasets.row_keys import with_row_keys
from pipelines.foundation.record import Record
from pipelines.release.order import Order
from pipelines.release.place import Place
from pipelines.release.publish import publish
from pipelines.release.validators import OWN
from tests.assets.small import budget

ROWS = yaml.safe_load((Path(__file__).parents[1] / "datasets" / "rows.yaml").read_text("utf-8"))
LINES: Sequence[Record] = (
    {"code": "2010350", "amount_yuan": "2724100.00", "edition": 2026},
    # Of an edition in which it had another name.
    {"code": "2013804", "name": "市场主体管理", "amount_yuan": "0.00", "edition": 2022},
    {"code": "2010350", "amount_yuan": "0.10", "name": "带有\n换行", "fiscal_year": 2025, "share": 0.5},
    {"code": "2010350", "amount_yuan": "0.20", "source_text": '=带,"引号"的'},
    {"code": None, "level": None, "line": "total", "amount_yuan": "0.00"},
    # A code with zeros in front.
    {"scheme": "unit", "code": "001002", "name": "某中心", "level": None, "amount_yuan": "5.00"},
)


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the document that the release was made from."""
    folder = tmp_path_factory.mktemp("raw")
    budget(folder / "qingshan.pdf", "青山区统计局")
    return folder


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory, raw: Path) -> Path:
    """A folder with a whole release."""
    place = Place(tmp_path_factory.mktemp("release"))
    records: dict[str, Sequence[Record]] = {
        name: [row] for name, row in ROWS.items() if name in MODELS and name != "changes"
    }
    records["budget_lines"] = [{**ROWS["budget_lines"], "row": row, **line} for row, line in enumerate(LINES)]
    digest = hashlib.sha256((raw / "qingshan.pdf").read_bytes()).hexdigest()
    records["documents"] = [{**ROWS["documents"], "sha256": digest}]
    records["classifications"] = [dict(row) for row in code_lists()]
    tables = {name: (lambda name=name, rows=rows: [_table(name, rows)]) for name, rows in records.items()}
    return publish(place, Order(tables, "inputs", {}, "data/raw", validators=OWN)).folder


def _table(dataset: str, rows: Sequence[Record]) -> pa.Table:
    money = {column.name for column in columns(dataset) if pa.types.is_decimal(column.type)}
    exact: list[Mapping[str, object]] = [
        {name: Decimal(value) if name in money and isinstance(value, str) else value for name, value in row.items()}
        for row in rows
    ]
    return with_row_keys(dataset, to_table(dataset, frame(dataset, exact)))
