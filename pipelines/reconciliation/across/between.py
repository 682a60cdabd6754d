"""Checks between tables, as declared: the same quantity printed in two places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipelines.reconciliation.figures.book import Book
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.figures.selector import Selector, value_of
from pipelines.reconciliation.findings.catalogue import Check, comparisons
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import Unevaluated
from pipelines.reconciliation.findings.tolerance import Status, judge

Key = tuple[str, ...]
Sides = Mapping[Key, tuple[Figure, ...]]


def between_tables(book: Book) -> Iterator[Equation | Unevaluated]:
    """Every declared comparison on a document's figures; those that can't be made say why."""
    for comparison in comparisons():
        yield from compare(comparison, book)


def compare(comparison: Check, book: Book) -> Iterator[Equation | Unevaluated]:
    left = _keyed(comparison.left, comparison.each, book)
    rights = [_keyed(side, comparison.each, book) for side in comparison.rights]
    right = next((side for side in rights if _agrees(left, side, comparison)), None)
    right = right or next((side for side in rights if side), {})
    missing = _missing(comparison, left, right, book)
    if missing is not None:
        yield missing
        return
    tables = (comparison.left[0].table, comparison.rights[0][0].table)
    for key in dict.fromkeys([*left, *right]):
        if comparison.both and not (key in left and key in right):
            continue
        sides = (left.get(key, ()), right.get(key, ()))
        yield Equation(comparison.id, *sides, at_most=comparison.at_most, tables=tables)


def _missing(comparison: Check, left: Sides, right: Sides, book: Book) -> Unevaluated | None:
    """Why the comparison can't be made: a side that is not printed, or a premise that isn't met."""
    name = comparison.id
    for selector in (*comparison.left, *(each for side in comparison.rights for each in side)):
        needs = book.select(selector.needed_for) if selector.needed_for else ()
        if not book.select(selector) and any(figure.amount for figure in needs):
            return Unevaluated(name, "table_missing", selector.table)
    if not left:
        return Unevaluated(name, "not_printed", comparison.left[0].table)
    if not right:
        return Unevaluated(name, "not_printed", comparison.rights[0][0].table)
    if comparison.both and not any(key in right for key in left):
        return Unevaluated(name, "nothing_in_common", comparison.left[0].table)
    if any(figure.amount for selector in comparison.nothing for figure in book.select(selector)):
        return Unevaluated(name, "premise", comparison.left[0].table)
    totals = [_figures(side, book) for side in comparison.equal]
    if totals and judge(totals[0], totals[1]).status is Status.FAIL:
        return Unevaluated(name, "premise", comparison.left[0].table)
    return None


def _agrees(left: Sides, right: Sides, comparison: Check) -> bool:
    keys = set(left) & set(right) if comparison.both else set(left) | set(right)
    verdicts = (judge(left.get(key, ()), right.get(key, ()), comparison.at_most) for key in keys)
    return bool(right) and all(verdict.status is not Status.FAIL for verdict in verdicts)


def _keyed(side: Sequence[Selector], each: Sequence[str], book: Book) -> Sides:
    groups: defaultdict[Key, list[Figure]] = defaultdict(list)
    for figure in _figures(side, book):
        groups[tuple(value_of(figure, facet) for facet in each)].append(figure)
    return {key: tuple(figures) for key, figures in groups.items()}


def _figures(side: Sequence[Selector], book: Book) -> tuple[Figure, ...]:
    return tuple(figure for selector in side for figure in book.select(selector))
