"""Records for tests: lines of a small budget, made where a test needs them, and changed where it wants an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import count

from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.figure import Figure, budget_figures

YEAR = 2025
UNIT = Decimal(10_000)
_rows = count(1)


def line(table: str, amount: str, **columns: object) -> Record:
    """A row of budget_lines printed as `amount` in 万元; what is not given is as in an expenditure table."""
    return {
        "table": table,
        "flow": "expenditure",
        "line": "item",
        "scheme": None,
        "code": None,
        "name": None,
        "level": None,
        "government_economic_code": None,
        "unit_code": None,
        "unit_name": None,
        "fund": "all",
        "period": None,
        "measure": "total",
        "phase": "budget",
        "amount_year": YEAR,
        "amount_yuan": Decimal(amount.replace(",", "")) * UNIT,
        "printed_unit": "万元",
        "row_path": columns.get("name"),
        "column_path": "合计",
        "page": 1,
        "table_no": 1,
        "row": next(_rows),
        "column": 1,
        "source_text": amount,
        **columns,
    }


def functions(table: str, amounts: Mapping[str, str], **columns: object) -> list[Record]:
    """A table by function: `合计` and codes with their amounts, one row each."""
    return [
        line(table, amount, line="total", scheme="function", level=0, name="合计", **columns)
        if code == "合计"
        else line(table, amount, scheme="function", code=code, level=(len(code) - 1) // 2, name=code, **columns)
        for code, amount in amounts.items()
    ]


def figures(*records: Record | Sequence[Record]) -> list[Figure]:
    """Figures of records and of lists of records."""
    flat: list[Record] = []
    for record in records:
        flat.extend([record] if isinstance(record, Mapping) else record)
    return budget_figures(flat)


def changed(records: Mapping[str, Sequence[Record]], dataset: str, where: Mapping[str, object], **columns: object):
    """The records with columns of the rows of a dataset that fit changed; at least one row must fit."""
    fitting = [record for record in records[dataset] if all(record.get(key) == value for key, value in where.items())]
    assert fitting, f"no row of {dataset} is {where}"
    chosen = {id(record) for record in fitting}
    rows = [{**record, **columns} if id(record) in chosen else record for record in records[dataset]]
    return {**records, dataset: rows}


def statuses(equations: Iterable, check: str) -> list[str]:
    """The outcomes of one check."""
    return [each.verdict.status.value for each in equations if each.check == check]
