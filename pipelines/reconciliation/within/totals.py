"""The printed totals of lists: 合计, a unit's, a class's row against the items under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.foundation.amounts import YUAN_PER_UNIT, parse_amount, resolve_unit
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.reconciliation.figures.figure import Figure, whole_number
from pipelines.reconciliation.figures.of_lists import LISTS
from pipelines.reconciliation.figures.words import WORDS
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.wording import total_label

LISTED = ("projects", "procurement", "purchased_services", "asset_allocation")
"""The datasets whose rows are items of lists that print totals."""

_LABELLING = frozenset({"label", "code"})
_ITEMS = {dataset: next(iter(declared.amounts.values())) for dataset, declared in LISTS.items() if dataset in LISTED}
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class _Group:
    """A row that adds up others: what its label names, and the rows in which its items stand."""

    row: int
    name: str
    kind: str
    items: range


def list_totals(figures: Sequence[Figure], cells: Iterable[Record]) -> Iterator[Equation]:
    """Each printed total of a list whose label says what it is of, column by column.

    A label is 合计 or blank, or names the unit or the class of the items under it; what other rows add up is not
    known.
    """
    tables = list_items(figures)
    labels, aggregates = _rows(cells, tables)
    for table_no, items in tables.items():
        # An item of two funds prints their sum beside them: it adds up no rows.
        rows = {whole_number(cell, "row") for cell in aggregates[table_no]} - {item.row for item in items}
        for group in _groups(items, labels[table_no], sorted(rows)):
            for cell in aggregates[table_no]:
                if group.kind != _UNKNOWN and whole_number(cell, "row") == group.row:
                    yield from _total(cell, group, items)


def list_items(figures: Sequence[Figure]) -> Mapping[int, Sequence[Figure]]:
    """The amounts of lists that make up their totals, by table."""
    tables: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if _ITEMS.get(figure.dataset or "") == figure.measure:
            tables[figure.table_no].append(figure)
    return tables


def _total(cell: Record, group: _Group, items: Sequence[Figure]) -> Iterator[Equation]:
    column, amount = whole_number(cell, "column"), parse_amount(str(cell.get("source_text") or ""))
    parts = tuple(each for each in items if each.column == column and each.row in group.items)
    item = parts[0] if parts else None
    unit = resolve_unit(amount, None, item.printed_unit) if item else None
    if item is None or amount is None or amount.value is None or unit is None:
        return
    whole = replace(
        item,
        record={**item.record, **cell},
        line="total",
        code=None,
        name=group.name,
        amount=amount.value * YUAN_PER_UNIT[unit],
    )
    yield Equation("list_total", (whole,), parts)


def _groups(items: Sequence[Figure], labels: Mapping[int, Sequence[str]], rows: Sequence[int]) -> Iterator[_Group]:
    """The groups of a list. Kinds of rows lie within each other in the order in which they first come."""
    kinds = {row: _kind(items, labels.get(row, ()), first=row == rows[0]) for row in rows}
    for before, row in pairwise(rows):
        if row == before + 1 and kinds[row] == kinds[before] == "class":
            # A group within the class that bears its name.
            kinds[row] = _UNKNOWN
    order = list(dict.fromkeys(kinds.values()))
    last = max((item.row for item in items), default=0) + 1
    for row, kind in kinds.items():
        after = (other for other in rows if other > row and order.index(kinds[other]) <= order.index(kind))
        name = next((label for label in reversed(labels.get(row, ())) if label), total_label())
        yield _Group(row, name, kind, range(last) if kind == "total" else range(row, next(after, last)))


def _kind(items: Sequence[Figure], labels: Sequence[str], first: bool) -> str:
    if all(not label or label in WORDS.totals for label in labels) and (first or labels):
        return "total"
    codes = [label for label in labels if label.isdecimal()]
    for code in codes:
        if any((item.unit_code or "").startswith(code) for item in items):
            return f"unit of {len(code)} digits"
    if not codes and any(fold_text(item.unit_name or "") in labels for item in items):
        return "unit"
    return "class" if any(fold_text(item.project_class or "-") in labels for item in items) else _UNKNOWN


def _rows(
    cells: Iterable[Record], tables: Iterable[int]
) -> tuple[Mapping[int, Mapping[int, list[str]]], Mapping[int, list[Record]]]:
    """By table: the labels of each row, and the amounts that are aggregates."""
    labels: defaultdict[int, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    aggregates: defaultdict[int, list[Record]] = defaultdict(list)
    wanted = set(tables)
    of_lists = [cell for cell in cells if cell.get("table_no") in wanted and cell.get("source_text")]
    numbering = {(cell["table_no"], cell.get("column")) for cell in of_lists if _heads_numbers(cell)}
    for cell in of_lists:
        table_no, row = whole_number(cell, "table_no"), whole_number(cell, "row")
        if cell.get("disposition") == "reconciled":
            aggregates[table_no].append(cell)
        elif cell.get("role") in _LABELLING and (table_no, cell.get("column")) not in numbering:
            labels[table_no][row].append(fold_text(str(cell["source_text"])))
    return labels, aggregates


def _heads_numbers(cell: Record) -> bool:
    """Whether a cell heads a column that numbers the rows."""
    return cell.get("role") == "header" and read_label(str(cell["source_text"])).get("column") == "number"
