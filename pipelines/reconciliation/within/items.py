"""Sums of the 三公 table, whose items stand in its rows or in its columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.reconciliation.figures.axes import is_part, nearest
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.equations import Equation

_AXIS = "three_public"
_TOTAL = "total"


def item_sums(figures: Sequence[Figure]) -> Iterator[Equation]:
    """三公 as the sum of its items, vehicles as bought and run, for each unit, year, fund and period of each table."""
    for group in _groups([figure for figure in figures if figure.scheme == _AXIS]):
        coded = [figure for figure in group if figure.code is not None]
        for whole in coded:
            if parts := nearest(whole, coded, _is_within):
                yield Equation("three_public_items", (whole,), tuple(parts))
        yield from _with_others(group)


def _with_others(group: Sequence[Figure]) -> Iterator[Equation]:
    """合计 over the 三公, 会议费 and 培训费: the total without a code."""
    three_public = [figure for figure in group if figure.code == _TOTAL]
    others = [figure for figure in group if figure.code is None and figure.line == "item"]
    whole = next((f for f in group if f.code is None and f.line == "total"), None)
    if whole is not None and len(three_public) == 1:
        yield Equation("three_public_and_others", (whole,), (*three_public, *others))


def _groups(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures of one column or one row: whichever runs over the items."""
    by_line: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        common = ("row", figure.row, figure.phase, figure.amount_year, figure.fund, figure.period)
        by_line[figure.table_no, *common].append(figure)
        by_line[figure.table_no, "column", figure.column, figure.unit_name, figure.unit_code].append(figure)
    return (group for group in by_line.values() if len({figure.code for figure in group}) > 1)


def _is_within(part: Figure, whole: Figure) -> bool:
    return is_part(_AXIS, part.code or "", whole.code or "")
