"""Sums within a row: what stands in the columns 合计, 小计, 其中 … of one row of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.foundation.label_path import label_path, parted
from pipelines.foundation.text import fold_text
from pipelines.reconciliation.figures.axes import AXES, WHOLE, is_part, nearest
from pipelines.reconciliation.figures.figure import Figure, is_of_which
from pipelines.reconciliation.figures.words import WORDS
from pipelines.reconciliation.findings.equations import Equation


def column_sums(figures: Sequence[Figure]) -> Iterator[Equation]:
    """The identities within each row of each table: by source (fund and period), by measure, by item of 三公.

    Figures that say the same of themselves in one row (the totals of blocks side by side) must be equal.
    """
    rows: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if not is_of_which(figure):
            rows[_row(figure)].append(figure)
    for row in rows.values():
        yield from _same(row)
        for whole in row if len(row) > 1 else ():
            beside = [other for other in row if other.measure == whole.measure and other is not whole]
            unplaced = any(other.fund is None and other.period == WHOLE for other in beside)
            parts = nearest(whole, beside, _is_within_source)
            yield from _sum("columns_by_source", whole, parts, "unplaced_column" if unplaced else None)
            beside = [other for other in row if _source(other) == _source(whole) and other is not whole]
            yield from _sum("columns_by_measure", whole, nearest(whole, beside, _is_within_measure))


def _row(figure: Figure) -> tuple[object, ...]:
    """What the figures of one row have in common that add up over columns."""
    key = (figure.flow, figure.line, figure.scheme, figure.code, figure.name)
    others = (figure.economic_code, figure.government_economic_code)
    return (figure.table_no, figure.row, *key, *others, figure.phase, figure.amount_year)


def _same(row: Sequence[Figure]) -> Iterator[Equation]:
    first: dict[tuple[str | None, ...], Figure] = {}
    for figure in row:
        if figure.fund is None or figure.measure is None:
            continue
        earlier = first.setdefault((figure.fund, figure.period, figure.measure, _plan(figure)), figure)
        if earlier is not figure:
            yield Equation("same_in_row", (earlier,), (figure,))


def _plan(figure: Figure) -> str | None:
    """Which budget of its year a column prints: 年初预算数 and 全年预算数 are two."""
    match = WORDS.plan.search(figure.column_path or "")
    return match.group() if match else None


def _sum(check: str, whole: Figure, parts: Sequence[Figure], doubt: str | None = None) -> Iterator[Equation]:
    if parts:
        yield Equation(check, (whole,), tuple(parts), doubt=doubt)


def _source(figure: Figure) -> tuple[str | None, str]:
    return figure.fund, figure.period


def _is_within_source(part: Figure, whole: Figure) -> bool:
    if part.fund is None or whole.fund is None or _source(part) == _source(whole):
        return False
    if part.fund in AXES.carried_apart and whole.period != WHOLE and not _is_headed_total(whole):
        return False
    by_fund = part.fund == whole.fund or is_part("fund", part.fund, whole.fund)
    return by_fund and (part.period == whole.period or whole.period == WHOLE)


def _is_headed_total(figure: Figure) -> bool:
    """Whether a column is the total of those under its heading: 上年结转 / 小计."""
    heading, label = parted(figure.column_path)
    return bool(heading) and fold_text(label) in WORDS.totals


def _is_within_measure(part: Figure, whole: Figure) -> bool:
    if part.measure is None or whole.measure is None or not is_part("measure", part.measure, whole.measure):
        return False
    return part.measure != "carryover_out" or _is_under_heading(part, whole)


def _is_under_heading(part: Figure, whole: Figure) -> bool:
    """Whether a part stands under the heading of its whole: 年末结转和结余 beside 本年支出 / 小计 does not."""
    heading, _ = parted(whole.column_path)
    return not heading or (part.column_path or "").startswith(label_path((heading, "")))
