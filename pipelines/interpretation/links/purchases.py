"""What purchases owe to the document's projects: the project's code, and the unit that its amount allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text

IN_TABLE_UNIT = "_in_table_unit"
"""In a record of `read_list` where a header's unit was believed against the table's: its amounts in the table's unit.
`link_projects` takes it out."""

_WITH_PROJECT_CODE = ("procurement",)
_EXCESS = 10
"""How many times its project a purchase must be for its unit to be wrong: units differ by ten thousand."""
_PURCHASES = ("procurement", "purchased_services", "asset_allocation")


def link_projects(records: Mapping[str, Sequence[Record]]) -> dict[str, list[Record]]:
    """The records of a document with what its project list adds to its purchases; other datasets as they are.

    A purchase gets the code of the project it names: the one of that name in its unit, else the only one of that name.
    Where a table's header and caption claim different units, the header was believed; purchases that far exceed their
    project say that the caption's unit is right.
    """
    linked = {dataset: list(rows) for dataset, rows in records.items()}
    projects = linked.get("projects", [])
    for dataset in _PURCHASES:
        if dataset in linked:
            linked[dataset] = _settled(linked[dataset], _amounts(projects))
    for dataset in _WITH_PROJECT_CODE:
        if dataset in linked:
            linked[dataset] = _coded(linked[dataset], projects)
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


def _settled(purchases: Sequence[Record], projects: Mapping[str, Decimal]) -> list[Record]:
    """Purchases without doubt: where the sums of a table far exceed their projects, the caption's unit is taken."""
    sums: defaultdict[tuple[object, str], Decimal] = defaultdict(Decimal)
    for purchase in purchases:
        amount = purchase.get("amount_yuan")
        if IN_TABLE_UNIT in purchase and isinstance(amount, Decimal):
            sums[(purchase["table_no"], _name(purchase))] += amount
    exceeding = {table for (table, name), amount in sums.items() if amount > _EXCESS * projects.get(name, amount)}
    return [_settle(purchase, purchase.get("table_no") in exceeding) for purchase in purchases]


def _settle(purchase: Record, exceeds: bool) -> Record:
    plain = {name: value for name, value in purchase.items() if name != IN_TABLE_UNIT}
    in_table_unit = purchase.get(IN_TABLE_UNIT)
    return {**plain, **in_table_unit} if exceeds and isinstance(in_table_unit, Mapping) else plain


def _name(record: Record) -> str:
    return fold_text(str(record.get("project_name") or ""))
