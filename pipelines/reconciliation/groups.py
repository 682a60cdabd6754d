"""Numbers whose commas part no thousands (`125360,898`): which of them sums prove to be read rightly.

Such a number is read by dropping its commas. That a digit is lost or a comma stands for a point shows in the sums: the
reading counts where they hold exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from pipelines.foundation.amounts import YUAN, is_oddly_grouped
from pipelines.foundation.guard import Broken, guarded
from pipelines.foundation.record import Record
from pipelines.interpretation.sheets.reading import Place
from pipelines.reconciliation.across.between import between_tables
from pipelines.reconciliation.figures.book import open_book
from pipelines.reconciliation.figures.figure import Figure, budget_figures, whole_number
from pipelines.reconciliation.figures.outline import outline
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.within.columns import column_sums
from pipelines.reconciliation.within.items import item_sums
from pipelines.reconciliation.within.rows import row_sums


def unproven(
    lines: Sequence[Record], year: int | None, phase: str, department: str | None
) -> frozenset[tuple[int, Place]]:
    """The table and place of each oddly grouped number among the rows of budget_lines that nothing proves.

    A number is proven where it takes part in sums that hold, and in none that doesn't, or equals one that is proven;
    and where so does every such number of its column, or of its row by the sums of the row alone. Where the sums can't
    be told, none is. `year`, `phase` and `department` are the document's.
    """
    odd = [line for line in lines if is_oddly_grouped(str(line["source_text"]))]
    found = guarded("groups", lambda: _unproven(lines, year, phase, department)) if odd else ()
    return frozenset(map(_place, odd) if isinstance(found, Broken) else found)


def _place(line: Record) -> tuple[int, Place]:
    return whole_number(line, "table_no"), (whole_number(line, "row"), whole_number(line, "column"))


def _unproven(
    lines: Sequence[Record], year: int | None, phase: str, department: str | None
) -> Iterator[tuple[int, Place]]:
    figures, outlined = budget_figures(lines), cache(outline)
    odd = frozenset(figure for figure in figures if is_oddly_grouped(figure.source_text))
    of_rows = [*column_sums(figures), *item_sums(figures)]
    within = [*of_rows, *row_sums(figures, department, outlined)]
    compared = between_tables(open_book(figures, year, phase, department, outlined))
    across = [each for each in compared if isinstance(each, Equation) and each.verdict.status is Status.PASS]
    proven, by_rows = _proven([*within, *across], odd), _proven(of_rows, odd)
    columns = {(figure.table_no, figure.column) for figure in odd - proven}
    rows = {(figure.table_no, figure.row) for figure in odd - (by_rows & proven)}
    for figure in odd:
        if (figure.table_no, figure.column) in columns and (figure.table_no, figure.row) in rows:
            yield _place(figure.record)


def _proven(equations: Sequence[Equation], odd: frozenset[Figure]) -> frozenset[Figure]:
    """The odd numbers that equations prove: sums do, and what equals a number that is proven or printed as usual."""
    failing = {figure for each in equations if each.verdict.status is Status.FAIL for figure in _sides(each)}
    holding = [each for each in equations if each.verdict.status is Status.PASS and not each.at_most]
    proven: frozenset[Figure] = frozenset()
    while found := {
        figure
        for each in holding
        if _proves(each, odd, proven)
        for figure in _sides(each)
        if figure in odd and figure not in proven and figure not in failing
    }:
        proven |= found
    return proven


def _proves(equation: Equation, odd: frozenset[Figure], proven: frozenset[Figure]) -> bool:
    """Whether an equation that holds could not hold if the commas were something else.

    If they all were points, sums of such numbers alone would hold as well; nobody prints a yuan to three places.
    """
    sides = [[figure for figure in side if figure.amount] for side in (equation.left, equation.right)]
    is_sum = any(len(side) > 1 for side in sides)
    figures = [*chain(*sides)]
    is_anchored = any(figure not in odd or figure in proven for figure in figures)
    return is_anchored or (is_sum and all(figure.printed_unit == YUAN for figure in figures))


def _sides(equation: Equation) -> tuple[Figure, ...]:
    return (*equation.left, *equation.right)
