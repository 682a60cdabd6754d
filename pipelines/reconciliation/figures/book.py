"""The figures of one document, ready to be selected by what they are of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.reconciliation.figures.axes import WHOLE
from pipelines.reconciliation.figures.figure import Figure, is_of_which
from pipelines.reconciliation.figures.outline import Outliner, by_column, is_detail, outline
from pipelines.reconciliation.figures.root import root
from pipelines.reconciliation.figures.selector import Selector, value_of


@dataclass(frozen=True)
class Book:
    """The figures of one document's budget year, ready to be selected."""

    by_table: Mapping[str, tuple[Figure, ...]]
    roots: Mapping[Figure, None]
    """The figures of the tables as wholes, in printed order."""

    def select(self, selector: Selector) -> tuple[Figure, ...]:
        """The figures that fit, of the document as a whole, in printed order. Checks ask for many of them twice."""
        if selector not in self._selected:
            self._selected[selector] = self._select(selector)
        return self._selected[selector]

    @cached_property
    def _selected(self) -> dict[Selector, tuple[Figure, ...]]:
        return {}

    @cached_property
    def _in_sums(self) -> Mapping[str, Sequence[Figure]]:
        return {table: [row for row in rows if not is_of_which(row)] for table, rows in self.by_table.items()}

    def _select(self, selector: Selector) -> tuple[Figure, ...]:
        facets = selector.facets
        of_table = self._in_sums.get(selector.table, ())
        found = [figure for figure in of_table if not selector.whole or figure in self.roots]
        for facet, values in facets:
            found = [figure for figure in found if value_of(figure, facet) in values]
        for facet, values in selector.prefer.facets:
            found = _preferred(found, facet, values)
        told = {facet for facet, _ in (*facets, *selector.prefer.facets)}
        if "period" not in told:
            found = _without_periods(found) if "fund" in told else _without_sources(found)
        return self._of_document(found)

    def _of_document(self, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        """The first printing of each row; the department's own rows where it has any beside its units'."""
        if figures and figures[0].dataset is not None:
            return tuple(figures)
        printed: dict[tuple[str | None, str | None], int] = {}
        rows: dict[tuple[object, ...], Figure] = {}
        for figure in figures:
            # What is printed by function and by economic class has one total.
            kind = (figure.flow, None if figure.line == "total" else figure.scheme)
            if printed.setdefault(kind, figure.table_no) == figure.table_no:
                rows.setdefault((figure.row, *kind, figure.fund, figure.period, figure.measure), figure)
        own = [figure for figure in rows.values() if self._is_of_document(figure)]
        return tuple(own or rows.values())

    def _is_of_document(self, figure: Figure) -> bool:
        """A unit may bear the department's name: its rows are the department's where the overall total is so named."""
        return figure in self.roots or figure.unit_name in (None, self._named.get(figure.table_no))

    @cached_property
    def _named(self) -> Mapping[int, str | None]:
        """By table: the unit that the overall total of its first column names."""
        named: dict[int, str | None] = {}
        for figure in self.roots:
            named.setdefault(figure.table_no, figure.unit_name)
        return named


def open_book(
    figures: Sequence[Figure],
    fiscal_year: int | None,
    phase: str,
    department: str | None,
    outlined: Outliner = outline,
) -> Book:
    """The figures of the document's own year and phase; those of other years are no part of its books."""
    current = [f for f in figures if f.phase == phase and f.amount_year == fiscal_year]
    tables: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in current:
        tables[figure.dataset or figure.table or ""].append(figure)
    outlines = [
        outlined(column, department) for column in by_column([figure for figure in current if figure.dataset is None])
    ]
    roots = [root(rows, department) for rows in outlines]
    details = {
        part for rows in outlines for whole, parts in rows.parts.items() for part in parts if is_detail(part, whole)
    }
    return Book(
        by_table={table: tuple(row for row in rows if row not in details) for table, rows in tables.items()},
        roots=dict.fromkeys(figure for figure in roots if figure is not None),
    )


def _without_periods(figures: Sequence[Figure]) -> list[Figure]:
    """Without the columns of this year and of what is carried over where the row prints both together beside them."""

    def place(figure: Figure) -> tuple[object, ...]:
        return figure.table_no, figure.row, figure.flow, figure.measure, figure.fund

    wholes = {place(figure) for figure in figures if figure.period == WHOLE}
    return [figure for figure in figures if figure.period == WHOLE or place(figure) not in wholes]


def _without_sources(figures: Sequence[Figure]) -> list[Figure]:
    """Without the columns that say who pays (当年安排, 上年结转安排) where the row prints the whole beside them."""

    def place(figure: Figure) -> tuple[object, ...]:
        return figure.table_no, figure.row, figure.flow, figure.measure

    wholes = {figure for figure in figures if figure.period == WHOLE and figure.fund is not None}
    places = {place(whole) for whole in wholes}
    return [figure for figure in figures if figure in wholes or place(figure) not in places]


def _preferred(figures: list[Figure], facet: str, values: Sequence[str]) -> list[Figure]:
    best = next((value for value in values if any(value_of(figure, facet) == value for figure in figures)), None)
    return [figure for figure in figures if value_of(figure, facet) == best]
