"""Sums over the rows of a column: the items of a class, the classes of a total, both sides' closing rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.reconciliation.figures.axes import is_part
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.figures.outline import CODED, Outline, Outliner, by_column, is_loose, outline
from pipelines.reconciliation.figures.root import of_section, root_of, unit_of
from pipelines.reconciliation.findings.equations import Equation

_SIDED = {"grand_total", "carryover_in", "carryover_out"}
_PARTS_OF_NOTHING = "three_public"


def row_sums(figures: Sequence[Figure], department: str | None, outlined: Outliner = outline) -> Iterator[Equation]:
    """The identities within each column of each table. `department` is the name of the document's department."""
    columns = list(by_column([figure for figure in figures if figure.scheme != _PARTS_OF_NOTHING]))
    outlines = [outlined(tuple(filter(_counts, column)), department) for column in columns]
    beside = _beside(outlines)
    for rows, column in zip(outlines, columns, strict=True):
        doubt = _doubt(rows, column)
        for whole, parts in rows.parts.items():
            yield _of_parts(whole, parts, doubt)
        if any(figure.line in _SIDED for figure in rows.rows):
            yield from _side(rows, doubt)
        else:
            yield from _totals(rows, department, beside, doubt)


def _of_parts(whole: Figure, parts: tuple[Figure, ...], doubt: str | None) -> Equation:
    """A row is the sum of its parts; of those that only are of its fund (其中：财政拨款) some may not be printed."""
    if any(is_loose(part, whole) for part in parts):
        return Equation(_check(whole), parts, (whole,), at_most=True, doubt=doubt)
    return Equation(_check(whole), (whole,), parts, doubt=doubt)


@dataclass(frozen=True)
class _Beside:
    """Blocks side by side: the top classes of those that print no total of their own, and the totals of the others."""

    tops: Mapping[tuple[object, ...], tuple[Figure, ...]]
    totals: tuple[Figure, ...]

    def closed_by(self, total: Figure, parts: Sequence[Figure]) -> tuple[Figure, ...]:
        """The classes of other blocks that a total closes too: all that are like it; those left of it, back to the
        block that closes before, where it says more of the measure than its rows do (公用经费合计 in the last of three
        blocks)."""
        if not parts or not is_part("measure", total.measure or "", parts[0].measure or ""):
            return self.tops.get(_block(total), ())
        before = [each.column for each in self.totals if each.table_no == total.table_no and each.flow == total.flow]
        start = max((column for column in before if column < total.column), default=-1)
        return tuple(top for top in self.tops.get(_block(parts[0]), ()) if start < top.column < total.column)


def _beside(outlines: Sequence[Outline]) -> _Beside:
    blocks: defaultdict[tuple[object, ...], tuple[Figure, ...]] = defaultdict(tuple)
    for rows in outlines:
        if rows.tops and all(figure.line == "item" and figure.code for figure in rows.rows):
            blocks[_block(rows.tops[0])] += rows.tops
    return _Beside(blocks, tuple(figure for rows in outlines for figure in rows.rows if figure.line == "total"))


def _block(figure: Figure) -> tuple[object, ...]:
    """What the amounts of blocks side by side have in common that one total closes."""
    of_column = (figure.fund, figure.period, figure.measure, figure.phase, figure.amount_year)
    return (figure.table_no, figure.flow, figure.scheme, *of_column)


def _counts(figure: Figure) -> bool:
    """A memo column adds up by itself; a memo row is a part of nothing."""
    return figure.scheme != "revenue" or figure.fund is not None


def _check(whole: Figure) -> str:
    return "rows_by_unit" if whole.scheme == "unit" else "rows_by_code" if whole.code else "rows_of_side"


def _doubt(rows: Outline, column: Sequence[Figure]) -> str | None:
    """Why a sum of a column may miss a part or count one twice: a row whose place among the codes is unknown, a source
    of revenue that no fund names."""
    unplaced = any(item.code is None and item.scheme in CODED for item in rows.tops)
    uncounted = any(figure.amount for figure in column if not _counts(figure))
    return "unplaced_row" if unplaced else "unplaced_source" if uncounted else None


def _totals(rows: Outline, department: str | None, beside: _Beside, doubt: str | None) -> Iterator[Equation]:
    """合计 of a table under one classification, by unit where each has a section of its own."""
    totals = [figure for figure in rows.rows if figure.line == "total"]
    sections = {total: of_section(total, totals, rows.tops) for total in totals}
    root = root_of(totals, sections, department)
    for total, parts in sections.items():
        others = beside.closed_by(total, parts) if len(totals) == 1 else ()
        for cut in _cuts(total, parts):
            yield Equation(_check_of_total(cut), (total,), (*others, *cut), doubt=doubt)
    others = tuple(total for total in totals if total is not root and unit_of(total) != (None, None))
    units: dict[Figure | None, list[Figure]] = {}
    for total in others:
        units.setdefault(_department_of(total, others), []).append(total)
    for department_total, parts in units.items():
        if whole := department_total or root:
            yield Equation("rows_by_unit", (whole,), tuple(parts))


def _department_of(total: Figure, others: Sequence[Figure]) -> Figure | None:
    """The row of the department (301) that a unit (301001) belongs to, where it prints a total of its own."""
    code = total.unit_code or ""
    wholes = [other for other in others if (whole := other.unit_code) and code != whole and code.startswith(whole)]
    return max(wholes, key=lambda whole: len(whole.unit_code or ""), default=None)


def _cuts(total: Figure, parts: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    """The parts that make a total: a form prints it by source of funds, and once more by kind of expenditure.

    One source alone beside the kinds is what they leave out.
    """
    by_fund = tuple(part for part in parts if part.fund != total.fund)
    others = tuple(part for part in parts if part.fund == total.fund)
    yield from (others, by_fund) if others and len(by_fund) > 1 else (tuple(parts),) if parts else ()


def _check_of_total(parts: Sequence[Figure]) -> str:
    return "rows_by_unit" if parts[0].scheme == "unit" else "rows_by_code"


def _side(rows: Outline, doubt: str | None) -> Iterator[Equation]:
    """A side of a two-sided table: its items make 本年…合计, that and the carry-over make 总计."""
    lines = {figure.line: figure for figure in reversed(rows.rows)}
    total, grand = lines.get("total"), lines.get("grand_total")
    # 上年实户资金余额 is carried over beside 上年结转.
    over = [figure for figure in rows.rows if figure.line in {"carryover_in", "carryover_out"}]
    carried = next((figure for figure in over if figure.line == "carryover_in" and not _is_of_its_own(figure)), None)
    of_carried = tuple(item for item in rows.tops if carried and item.period == "carryover" and item.row > carried.row)
    items = [item for item in rows.tops if item not in of_carried]
    of_total = tuple(item for item in items if _belongs(item, total, items))
    rest = tuple(item for item in items if item not in of_total)
    if carried and of_carried:
        yield Equation("rows_of_side", (carried,), of_carried)
    if total and of_total:
        yield Equation("rows_of_side", (total,), of_total, doubt=doubt)
    if grand:
        parts = (total, *over) if total else over
        yield Equation("closing_row", (grand,), (*parts, *rest), doubt=doubt)


def _is_of_its_own(figure: Figure) -> bool:
    return figure.record.get("fund") == "unclassified"


def _belongs(item: Figure, total: Figure | None, items: Sequence[Figure]) -> bool:
    """Whether an item is a part of 本年…合计: it stands above it, or below where the total leads all items."""
    if total is None:
        return False
    leads = all(total.row < other.row for other in items)
    return leads or item.row < total.row
