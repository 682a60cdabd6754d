"""The row of a column that is of the table as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.figures.outline import Outline


def root(rows: Outline, department: str | None) -> Figure | None:
    """The row of a column that is of the table as a whole: its overall total, or what stands for it."""
    totals = [figure for figure in rows.rows if figure.line == "total"]
    sections = {total: of_section(total, totals, rows.tops) for total in totals}
    if totals:
        return totals[0] if len(totals) == 1 else root_of(totals, sections, department)
    return rows.tops[0] if len(rows.tops) == 1 and rows.tops[0].scheme == "unit" else None


def root_of(
    totals: Sequence[Figure], sections: Mapping[Figure, tuple[Figure, ...]], department: str | None
) -> Figure | None:
    """The total of all units' sections: of no unit or of the department itself."""
    for total in totals:
        if unit_of(total) == (None, None) or (total.unit_name == department and not sections[total]):
            return total
    return None


def of_section(total: Figure, totals: Sequence[Figure], tops: Sequence[Figure]) -> tuple[Figure, ...]:
    """The top items under a total: of its unit, or all where the table has one total."""
    if len(totals) == 1:
        return tuple(tops)
    return tuple(item for item in tops if item.scheme != "unit" and unit_of(item) == unit_of(total))


def unit_of(figure: Figure) -> tuple[str | None, str | None]:
    return figure.unit_code, figure.unit_name
