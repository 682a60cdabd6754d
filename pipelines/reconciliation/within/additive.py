"""What adds up: which rows of a table make up its printed totals, each yuan once, and where that is not proved.

Rows that add up have table, flow, measure, fund, period, phase and amount year in common: a group. Of several
printings of one total, in columns, in tables or under several classifications, one counts and the others repeat it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.axes import WHOLE, is_part
from pipelines.reconciliation.figures.figure import Figure, total, whole_number
from pipelines.reconciliation.figures.of_lists import standard_table
from pipelines.reconciliation.figures.outline import Outliner, by_column, outline
from pipelines.reconciliation.figures.root import unit_of
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status, judge
from pipelines.reconciliation.within.partition import (
    Partition,
    is_named,
    key,
    partition_of_columns,
    partition_of_items,
)

Place = tuple[int, int, int]
"""The cell of an amount: table, row, column."""

_CLOSING = ("grand_total", "total")
_SCHEMES = ("function", "economic", "government_economic", "unit", "revenue", "expenditure_class")
"""Of several classifications that print one total, the first counts."""


@dataclass(frozen=True)
class Mark:
    """Whether a row adds up in its group, and in the total over all funds and periods; None where it isn't proved."""

    additive: bool | None
    in_total: bool | None


@dataclass(frozen=True)
class Unproved:
    """A group of which it is not proved that its rows add up, why, and a figure of it."""

    at: Figure
    reason: str


@dataclass(frozen=True)
class AddingUp:
    """What became of the groups of a table."""

    marks: Mapping[Place, Mark]
    unproved: tuple[Unproved, ...]
    proved: tuple[Figure, ...]
    """A figure of each group that is proved."""


def place(record: Record) -> Place:
    """The cell of a row."""
    return whole_number(record, "table_no"), whole_number(record, "row"), whole_number(record, "column")


def adding_up(figures: Sequence[Figure], department: str | None, outlined: Outliner = outline) -> AddingUp:
    """What adds up in the budget tables of a document."""
    tables: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        tables[figure.table, figure.flow, figure.phase, figure.amount_year].append(figure)
    return _together([of_partitions(tuple(_partitions(each, department, outlined)), each) for each in tables.values()])


def adds_up(found: AddingUp) -> Iterator[Observation]:
    """A finding for each table in which rows are proved to add up, and for each group in which they are not."""
    tables = Counter(figure.table for figure in found.proved)
    for table, groups in tables.items():
        yield Observation("rows_add_up", Status.PASS, "proved", {"groups": groups}, table)
    for each in found.unproved:
        at = {"page": each.at.page, "column": each.at.column_path or ""}
        yield Observation(
            "rows_add_up", Status.NOT_APPLICABLE, each.reason, at, standard_table(each.at.table), each.at.record
        )


def _together(found: Sequence[AddingUp]) -> AddingUp:
    return AddingUp(
        {at: mark for each in found for at, mark in each.marks.items()},
        tuple(one for each in found for one in each.unproved),
        tuple(one for each in found for one in each.proved),
    )


def _partitions(figures: Sequence[Figure], department: str | None, outlined: Outliner) -> Iterator[Partition]:
    """The partitions of a table, of each of its printings and columns."""
    items: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    printings: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.scheme == "three_public":
            items[figure.table_no, figure.fund, figure.period].append(figure)
        else:
            printings[figure.table_no].append(figure)
    yield from map(partition_of_items, items.values())
    for printing in printings.values():
        yield from _of_printing(printing, department, outlined)


def _of_printing(figures: Sequence[Figure], department: str | None, outlined: Outliner) -> Iterator[Partition]:
    """The partitions of one table's columns; a block without a total goes with the one beside it that has one."""
    partition = partial(partition_of_columns, department=department, outlined=outlined)
    columns = list(by_column(figures))
    alone = [partition([column]) for column in columns]
    closed = [each for each in alone if each.reason != "total_not_printed"]
    rootless = [column for column, each in zip(columns, alone, strict=True) if each.reason == "total_not_printed"]
    for each in closed:
        blocks = [column for column in rootless if key(column[0]) == key(each.seen[0])]
        joined = partition([each.seen, *blocks]) if blocks and not each.is_proved else each
        if joined.is_proved and joined is not each:
            rootless = [column for column in rootless if column not in blocks]
        yield joined if joined.is_proved else each
    for column in rootless:
        wholes = [each.whole for each in closed if each.whole and key(each.seen[0]) == key(column[0])]
        yield partition([column], other_whole=wholes[0] if len(wholes) == 1 else None)


def of_partitions(partitions: Sequence[Partition], figures: Sequence[Figure]) -> AddingUp:
    """Which rows of a table add up, by the partitions of its printings and columns."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        groups.setdefault(_group(figure), []).append(figure)
    verdicts = {name: _of_group(group, partitions) for name, group in groups.items()}
    in_total = _over_funds(partitions)
    marks: dict[Place, Mark] = {}
    for name, group in groups.items():
        rows, reason = verdicts[name]
        for figure in group:
            additive = None if reason else figure in rows
            marks[place(figure.record)] = Mark(additive, additive and _is_in(in_total.get(figure.measure), figure))
    return AddingUp(
        marks,
        tuple(Unproved(groups[name][0], reason) for name, (_, reason) in verdicts.items() if reason),
        tuple(groups[name][0] for name, (_, reason) in verdicts.items() if not reason),
    )


def _is_in(rows: frozenset[Figure] | None, figure: Figure) -> bool | None:
    return None if rows is None else figure in rows


def _group(figure: Figure) -> tuple[object, ...]:
    record = figure.record
    return record.get("fund"), record.get("period"), record.get("measure")


def _over_funds(partitions: Sequence[Partition]) -> Mapping[str | None, frozenset[Figure] | None]:
    """By measure, the rows that give each yuan of it once over all funds and periods; None where that isn't proved.

    They are those of the partitions whose fund and period lie within no other's. Where one of these is not proved,
    or of these one shares a fund and a period with another, nothing is.
    """
    of_totals = [each for each in partitions if each.seen and is_named(_head(each))]
    measures = dict.fromkeys(row.measure for each in of_totals for row in each.seen)
    return {measure: _of_measure(measure, of_totals) for measure in measures}


def _of_measure(measure: str | None, partitions: Sequence[Partition]) -> frozenset[Figure] | None:
    beside = [
        replace(each, rows=tuple(row for row in each.over_funds if row.measure == measure))
        for each in partitions
        if any(row.measure == measure for row in each.seen)
    ]
    splits = any(_head(each).period == "carryover" for each in beside)
    sources = {each: _source(_head(each), splits) for each in beside}
    widest: defaultdict[Source, list[Partition]] = defaultdict(list)
    for each, source in sources.items():
        if not any(_is_within(source, other) for other in sources.values()):
            widest[source].append(each)
    if any(_overlap(one, other) for one, other in combinations(widest, 2)):
        return None
    found: set[Figure] = set()
    for printings in widest.values():
        chosen = _chosen([each for each in printings if each.rows])
        if chosen is None or not all(each.is_proved for each in printings):
            return None
        found.update(chosen)
    return frozenset(found)


Source = tuple[str, str]
"""A fund and a period."""


def _source(figure: Figure, splits: bool) -> Source:
    """What an amount is of. In a table without carry-over the current year is all there is."""
    return figure.fund or "", figure.period if splits else WHOLE


def _head(partition: Partition) -> Figure:
    """What the total of a partition is of, or its first figure where none is printed."""
    return partition.whole or partition.seen[0]


def _is_within(part: Source, whole: Source) -> bool:
    return part != whole and _is_fund_in(part[0], whole[0]) and whole[1] in (part[1], WHOLE)


def _overlap(one: Source, other: Source) -> bool:
    """Whether two sources that don't lie within each other have amounts in common."""
    of_funds = _is_fund_in(one[0], other[0]) or _is_fund_in(other[0], one[0])
    return of_funds and (one[1] == other[1] or WHOLE in (one[1], other[1]))


def _is_fund_in(part: str, whole: str) -> bool:
    return part == whole or whole == "all" or is_part("fund", part, whole)


def _of_group(group: Sequence[Figure], partitions: Sequence[Partition]) -> tuple[frozenset[Figure], str | None]:
    """The rows of a group that add up; the reason where it is not proved that they do."""
    members = set(group)
    of_group = [each for each in partitions if members & {*each.seen}]
    if not any(map(is_named, group)):
        needed = {row for each in of_group if each.whole and is_named(each.whole) for row in each.rows}
        return frozenset(members & needed), None
    candidates: list[Partition] = []
    reasons: list[str] = []
    for each in of_group:
        rows = tuple(row for row in each.finest if row in members)
        reason = each.reason or _reason(rows, [figure for figure in each.seen if figure in members])
        if reason:
            reasons.append(reason)
        else:
            candidates.append(replace(each, rows=rows))
    if reasons:
        return frozenset(), reasons[0]
    chosen = _chosen([each for each in candidates if each.rows])
    return (frozenset(), "printings_differ") if chosen is None else (frozenset(chosen), None)


def _reason(rows: Sequence[Figure], printed: Sequence[Figure]) -> str | None:
    """Why the rows of a group don't make up the total that is printed over them, if one is."""
    closing = [figure for line in _CLOSING for figure in printed if figure.line == line]
    if not rows or not closing or judge((closing[0],), tuple(rows)).status is not Status.FAIL:
        return None
    return "rows_do_not_add_up"


def _chosen(printings: Sequence[Partition]) -> tuple[Figure, ...] | None:
    """The rows that count of several printings; None where they are neither one total nor those of several units."""
    if not printings:
        return ()
    by_total: list[list[Partition]] = []
    for each in printings:
        for same in by_total:
            if _is_one_total(each, same[0]):
                same.append(each)
                break
        else:
            by_total.append([each])
    best = [min(same, key=_preference) for same in by_total]
    if len(best) == 1:
        return best[0].rows
    units = [frozenset(unit_of(row) for row in each.rows) for each in best]
    named = all((None, None) not in each for each in units)
    return tuple(row for each in best for row in each.rows) if named and _are_disjoint(units) else None


def _is_one_total(one: Partition, other: Partition) -> bool:
    first, second = replace(one.rows[0], amount=total(one.rows)), replace(other.rows[0], amount=total(other.rows))
    return judge((first,), (second,)).status is not Status.FAIL


def _are_disjoint(units: Sequence[frozenset[tuple[str | None, str | None]]]) -> bool:
    return sum(map(len, units)) == len({unit for each in units for unit in each})


def _preference(partition: Partition) -> int:
    return min(_SCHEMES.index(row.scheme) if row.scheme in _SCHEMES else len(_SCHEMES) for row in partition.rows)
