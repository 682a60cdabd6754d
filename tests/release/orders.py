"""Small orders: documents with a few rows in a few datasets, as a run gathers them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyarrow as pa
import yaml

from pipelines.datasets.catalogue import columns, of_documents
from pipelines.datasets.frames import frame, to_table
from pipelines.datasets.row_keys import with_row_keys
from pipelines.foundation.record import Record
from pipelines.release.order import Order
from pipelines.release.validators import OWN

ROWS = yaml.safe_load((Path(__file__).parents[1] / "datasets" / "rows.yaml").read_text(encoding="utf-8"))


def record(dataset: str, **changes: object) -> Record:
    """A valid row of a dataset, with changes."""
    money = {column.name for column in columns(dataset) if pa.types.is_decimal(column.type)}
    return {
        name: Decimal(str(value)) if name in money and value is not None else value
        for name, value in (ROWS[dataset] | changes).items()
    }


def digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


class Document:
    """A document of a department and a year with amounts; another `content` is another file."""

    def __init__(self, code: str, *amounts: str, year: int = 2025, content: str = "1", file: str = "") -> None:
        self.identity = {
            "document_id": f"420107-{code}-{year}-budget",
            "fiscal_year": year,
            "division_code": "420107",
            "department_code": code,
            "department_name": f"部门{code}",
        }
        self.file = file or f"{code}-{year}.pdf"
        self.sha256 = digest(f"{code} {year} {content}")
        self.amounts = amounts or ("1.00", "2.00")

    def row(self) -> Record:
        facts = {"source_file": self.file, "sha256": self.sha256, "published_on": None, "retrieved_at": "2025-03-01"}
        return record("documents", **self.identity, **facts)

    def lines(self) -> list[Record]:
        return [
            record(
                "budget_lines",
                **self.identity,
                row=number,
                code=f"20103{number:02}",
                name=f"科目{number}",
                amount_yuan=amount,
            )
            for number, amount in enumerate(self.amounts)
        ]


def order(*documents: Document, lines: Sequence[Record] = (), others: Sequence[str] = (), **terms: object) -> Order:
    """An order of some documents, read by our own validators; `lines` are further rows of budget_lines.

    Of each dataset in `others` there is a row, of the first document where it is one of documents.
    """
    in_order = sorted(documents, key=lambda document: str(document.identity["document_id"]))
    tables = {
        "documents": [document.row() for document in in_order],
        "budget_lines": [line for document in in_order for line in document.lines()] + list(lines),
        "findings": [record("findings", **document.identity) for document in in_order],
    }
    for dataset in others:
        identity = in_order[0].identity if of_documents(dataset) else {}
        tables.setdefault(dataset, [record(dataset, **identity)])
    made = {name: _table(name, rows) for name, rows in tables.items()}
    inputs = hashlib.sha256(repr([(name, table.to_pylist()) for name, table in made.items()]).encode()).hexdigest()
    rows = {name: partial(iter, [table]) for name, table in made.items()}
    return Order(rows, inputs, {}, "data/raw", **{"validators": OWN, **terms})  # type: ignore[arg-type]


def _table(dataset: str, rows: Sequence[Record]) -> pa.Table:
    return with_row_keys(dataset, to_table(dataset, frame(dataset, rows)))
