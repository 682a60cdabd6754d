"""What adds up in lists of projects and purchases: the items of each column, against the total printed over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.within.additive import AddingUp, of_partitions
from pipelines.reconciliation.within.partition import Partition
from pipelines.reconciliation.within.totals import list_items


def lists_adding_up(figures: Sequence[Figure], printed: Iterable[Equation]) -> Mapping[str, AddingUp]:
    """What adds up in each dataset of lists that a document has rows of; `printed` are the totals of `list_totals`."""
    items = list_items(figures)
    totals: defaultdict[tuple[int, int], list[Equation]] = defaultdict(list)
    for equation in printed:
        (whole,) = equation.left
        totals[whole.table_no, whole.column].append(equation)
    by_dataset: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in (each for rows in items.values() for each in rows):
        by_dataset[figure.dataset or ""].append(figure)
    return {name: of_partitions(tuple(_partitions(rows, totals)), rows) for name, rows in by_dataset.items()}


def _partitions(figures: Sequence[Figure], totals: Mapping[tuple[int, int], Sequence[Equation]]) -> Iterator[Partition]:
    """A partition for each table and source of funds; purchases print the amounts of several sources side by side."""
    columns: defaultdict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        columns[figure.table_no, figure.column].append(figure)
    by_source: defaultdict[tuple[object, ...], list[Partition]] = defaultdict(list)
    for column, rows in columns.items():
        for source in {_source(row): None for row in rows}:
            of_source = tuple(row for row in rows if _source(row) == source)
            by_source[column[0], *source].append(_partition(of_source, tuple(rows), totals.get(column, ())))
    for of_columns in by_source.values():
        yield _joined(of_columns)


def _source(figure: Figure) -> tuple[str | None, str]:
    return figure.fund, figure.period


def _partition(rows: tuple[Figure, ...], column: tuple[Figure, ...], totals: Sequence[Equation]) -> Partition:
    """The items of a column, where one printed total is of all of them."""
    overall = [equation for equation in totals if len(equation.right) == len(column)]
    if not overall:
        return Partition(None, rows, reason="total_not_printed")
    for equation in overall:
        if equation.verdict.status is not Status.FAIL:
            return Partition(equation.left[0], rows, rows, rows, rows)
    return Partition(overall[0].left[0], rows, reason="rows_do_not_add_up")


def _joined(columns: Sequence[Partition]) -> Partition:
    rows = tuple(row for each in columns for row in each.rows)
    seen = tuple(row for each in columns for row in each.seen)
    reason = next((each.reason for each in columns if each.reason), None)
    return Partition(columns[0].whole, seen, rows, rows, rows, reason)
