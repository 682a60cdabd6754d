"""What purchases owe to the document's projects: the project's code, and the unit that its amount allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.sheets.reading import Reading

Doubts = Mapping[tuple[object, object, object], Record]
"""What rows say in the unit of their table where a header's was believed against it, amounts in yuan and the unit by
column; by the table, row and column of their cell."""

_EXCESS = 10
"""How many times its project a purchase must be for its unit to be wrong: units differ by ten thousand."""
_PURCHASES = ("procurement", "purchased_services", "asset_allocation")


def doubts_of(readings: Iterable[tuple[int, Reading]]) -> Doubts:
    """The amounts in doubt of a document's sheets, each given with its number."""
    return {
        (number, row, column): amounts
        for number, reading in readings
        for (row, column), amounts in reading.in_table_unit.items()
    }


def link_projects(records: Mapping[str, Sequence[Record]], doubts: Doubts | None = None) -> dict[str, list[Record]]:
    """The records of a document with what its project list adds to its purchases; other datasets as they are.

    A purchase gets the code of the project it names: the one of that name in its unit, else the only one of that name.
    Where a table's header and caption claim different units, the header was believed; purchases that far exceed their
    project say that the caption's unit is right.
    """
    linked = {dataset: list(rows) for dataset, rows in records.items()}
    projects = linked.get("projects", [])
    for dataset in _PURCHASES:
        if dataset in linked:
            linked[dataset] = _coded(_settled(linked[dataset], _amounts(projects), doubts or {}), projects)
    return linked


def _coded(purchases: Sequence[Record], projects: Sequence[Record]) -> list[Record]:
    by_unit: defaultdict[tuple[object, str], set[object]] = defaultdict(set)
    by_name: defaultdict[str, set[object]] = defaultdict(set)
    for project in projects:
        if code := project.get("project_code"):
            by_unit[(project.get("unit_code"), _name(project))].add(code)
            by_name[_name(project)].add(code)
    return [_with_code(purchase, by_unit, by_name) for purchase in purchases]


def _with_code(
    purchase: Record,
    by_unit: Mapping[tuple[object, str], set[object]],
    by_name: Mapping[str, set[object]],
) -> Record:
    if purchase.get("project_code") or not purchase.get("project_name"):
        return purchase
    name = _name(purchase)
    codes = by_unit.get((purchase.get("unit_code"), name)) or by_name.get(name, set())
    return {**purchase, "project_code": next(iter(codes))} if len(codes) == 1 else purchase


def _amounts(projects: Sequence[Record]) -> Mapping[str, Decimal]:
    """The amounts of all funds by project name; projects of one name together."""
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    for project in projects:
        amount = project.get("amount_yuan")
        if project.get("fund") == "all" and project.get("period") is None and isinstance(amount, Decimal):
            amounts[_name(project)] += amount
    return amounts


def _settled(purchases: Sequence[Record], projects: Mapping[str, Decimal], doubts: Doubts) -> list[Record]:
    """Purchases without doubt: where the sums of a table far exceed their projects, the caption's unit is taken."""
    sums: defaultdict[tuple[object, str], Decimal] = defaultdict(Decimal)
    for purchase in purchases:
        amount = purchase.get("amount_yuan")
        if _place(purchase) in doubts and isinstance(amount, Decimal):
            sums[(purchase["table_no"], _name(purchase))] += amount
    exceeding = {table for (table, name), amount in sums.items() if amount > _EXCESS * projects.get(name, amount)}
    return [
        {**purchase, **doubts.get(_place(purchase), {})} if purchase.get("table_no") in exceeding else purchase
        for purchase in purchases
    ]


def _place(purchase: Record) -> tuple[object, object, object]:
    return purchase.get("table_no"), purchase.get("row"), purchase.get("column")


def _name(record: Record) -> str:
    return fold_text(str(record.get("project_name") or ""))
