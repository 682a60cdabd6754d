"""Partitions: the rows of a column that make up its printed total, each yuan once, the finest level on each branch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.foundation.label_path import parted
from pipelines.foundation.text import is_part as is_of_which_label
from pipelines.reconciliation.figures.axes import is_part, nearest
from pipelines.reconciliation.figures.figure import Figure, total
from pipelines.reconciliation.figures.outline import Outline, Outliner, is_loose, outline
from pipelines.reconciliation.figures.root import root, unit_of
from pipelines.reconciliation.findings.tolerance import Status, judge

_NO_UNIT = (None, None)
_CARRIED = frozenset({"carryover_in", "carryover_out"})
_THREE_PUBLIC = "three_public"

Rows = tuple[Figure, ...]


@dataclass(frozen=True, eq=False)
class Partition:
    """A printed total (None where there is none) with the rows that make it up; empty where there are none.

    `rows` have no parts at all, those in `over_funds` none of their own measure, those in `finest` none of their own
    fund, period and measure: 财政拨款 over the funds that it is made of is finest, though not over all funds. `seen`
    are all figures that were looked at. `reason` says why the rows are not proved to make up the total.
    """

    whole: Figure | None
    seen: Rows
    rows: Rows = ()
    over_funds: Rows = ()
    finest: Rows = ()
    reason: str | None = None

    @property
    def is_proved(self) -> bool:
        return self.reason is None


def partition_of_columns(
    columns: Sequence[Sequence[Figure]],
    department: str | None,
    other_whole: Figure | None = None,
    outlined: Outliner = outline,
) -> Partition:
    """The partition of one column, or of blocks side by side that one total closes.

    A memo is a part of nothing, unless the total can't do without it. `other_whole` is the total of a block beside
    them, for blocks that print none.
    """
    seen = tuple(figure for column in columns for figure in column)
    first: Partition | None = None
    for counts in (_is_whole_row, is_named, _any):
        outlines = [outlined(tuple(filter(counts, column)), department) for column in columns]
        found = _of_columns(outlines, department, other_whole, seen)
        if found.is_proved:
            return found
        first = first or found
    assert first is not None
    return first


def _of_columns(
    outlines: Sequence[Outline], department: str | None, other_whole: Figure | None, seen: Rows
) -> Partition:
    whole = next((found for rows in outlines if (found := _closing(rows, department))), None) or other_whole
    levels = [tuple(row for rows in outlines for row in _finest(rows, common)) for common in (_nothing, _measure, key)]
    return _proved(whole, [(levels[0], levels[1], levels[2])], seen)


def is_named(figure: Figure) -> bool:
    """Whether an axis knows what a figure is of: a memo is a part of nothing."""
    return figure.fund is not None and figure.measure is not None


def _is_whole_row(figure: Figure) -> bool:
    """Whether a figure is neither a memo nor, by its label, a part of the row above it: 其中：…"""
    return is_named(figure) and not is_of_which_label(_label(figure))


def _label(figure: Figure) -> str:
    return parted(figure.row_path)[1]


def partition_of_items(figures: Sequence[Figure]) -> Partition:
    """The partition of the public expenses of one year and fund, whose items stand in rows or in columns."""
    coded = [figure for figure in figures if figure.scheme == _THREE_PUBLIC and figure.code is not None]
    totals = [figure for figure in coded if figure.code == "total"]
    whole = next((each for each in totals if unit_of(each) == _NO_UNIT), totals[0] if totals else None)

    def within(part: Figure, of: Figure) -> bool:
        return unit_of(part) == unit_of(of) and is_part(_THREE_PUBLIC, part.code or "", of.code or "")

    items = tuple(each for each in coded if each.code != "total")
    leaves = tuple(each for each in items if not nearest(each, items, within))
    tops = tuple(each for each in items if not any(within(each, other) for other in items))
    return _proved(whole, [(leaves, leaves, leaves), (tops, tops, tops)], tuple(figures))


Common = Callable[[Figure], object]
"""What rows must have in common for one to be a part of the other."""


def _finest(rows: Outline, common: Common) -> Iterator[Figure]:
    """The rows of a column that have no parts with which they have something in common: items, and what is carried
    over where no items tell of what."""
    carried, dropped = _carried(rows)
    above = {part: whole for whole, parts in rows.parts.items() for part in parts}
    for item in (*rows.tops, *above):
        is_below = any(common(each) == common(item) for each in _ancestors(item, above))
        if not is_below and item not in dropped:
            yield from _finest_below(item, rows, common)
    yield from carried


def _nothing(_: Figure) -> object:
    return None


def _measure(figure: Figure) -> object:
    return figure.measure


def key(figure: Figure) -> tuple[str | None, ...]:
    """What rows that add up have in common within a table, flow, phase and year."""
    return figure.fund, figure.period, figure.measure


def _ancestors(item: Figure, above: dict[Figure, Figure]) -> Iterator[Figure]:
    while (whole := above.get(item)) is not None:
        yield whole
        item = whole


def _carried(rows: Outline) -> tuple[list[Figure], list[Figure]]:
    """What is carried over as a row of its own, and the items below it that are not all of it."""
    found: list[Figure] = []
    dropped: list[Figure] = []
    for row in rows.rows:
        items = [item for item in rows.tops if item.period == "carryover" and item.row > row.row]
        if row.line == "carryover_out":
            found.append(row)
        elif row.line == "carryover_in" and (not items or total(items) != row.amount):
            found.append(row)
            dropped += items
    return found, dropped


def _finest_below(whole: Figure, rows: Outline, common: Common) -> Iterator[Figure]:
    parts = rows.parts.get(whole, ())
    if not parts or not _is_all(parts, whole) or any(common(part) != common(whole) for part in parts):
        yield whole
        return
    for part in parts:
        yield from _finest_below(part, rows, common)


def _is_all(parts: Sequence[Figure], whole: Figure) -> bool:
    """Whether the parts of a row are all of it: those of a fund without a number of their own need not be."""
    if not any(is_loose(part, whole) for part in parts):
        return True
    return total(parts) == whole.amount and not any(is_of_which_label(_label(part)) for part in parts)


def _closing(rows: Outline, department: str | None) -> Figure | None:
    closing = [row for row in rows.rows if row.line == "grand_total"]
    return closing[-1] if closing else root(rows, department)


Levels = tuple[Rows, Rows, Rows]
"""Rows at the levels of `Partition`: of all, over funds, finest."""


def _proved(whole: Figure | None, levels: Sequence[Levels], seen: Rows) -> Partition:
    """The first of some levels, and of the selections of its rows, that makes up the total.

    Rows that repeat others count once where the total says so.
    """
    if whole is None:
        return Partition(None, seen, reason="total_not_printed")
    others = [_each_without(level, whole) for level in levels]
    if not any(level[0] for level in others):
        return Partition(whole, seen, reason="total_alone" if whole.amount else None)
    for rows, over_funds, finest in (*others, *map(_once, others)):
        for selected in _selections(rows, whole):
            chosen = tuple(filter(selected, rows))
            if chosen and judge((whole,), chosen).status is not Status.FAIL:
                return Partition(
                    whole, seen, chosen, tuple(filter(selected, over_funds)), tuple(filter(selected, finest))
                )
    return Partition(whole, seen, reason="rows_do_not_add_up")


def _each_without(levels: Levels, whole: Figure) -> Levels:
    rows, over_funds, finest = (tuple(row for row in level if row is not whole) for level in levels)
    return rows, over_funds, finest


def _once(levels: Levels) -> Levels:
    rows, over_funds, finest = map(_once_each, levels)
    return rows, over_funds, finest


def _once_each(rows: Iterable[Figure]) -> Rows:
    """The rows without those that repeat another one, place apart: a class printed once more as its own item."""
    first: dict[tuple[object, ...], Figure] = {}
    for row in rows:
        first.setdefault((*key(row), *_printed(row), row.amount), row)
    return tuple(first.values())


def _printed(row: Figure) -> tuple[object, ...]:
    codes = (row.scheme, row.code, row.name, row.economic_code, row.government_economic_code)
    return (*codes, *unit_of(row), row.line, row.row_path)


Selected = Callable[[Figure], bool]


def _selections(rows: Rows, whole: Figure) -> Iterator[Selected]:
    """Which rows may make up a total: all; else those of the units, or of the department; else under one
    classification.

    A table may print one total over sections of the department and of its units, over units and what each spends, or
    over the kinds of expenditure and its functions.
    """
    own = (_NO_UNIT, unit_of(whole))
    units: Iterable[Selected] = (_any, lambda row: unit_of(row) not in own, lambda row: unit_of(row) in own)
    schemes = list(dict.fromkeys(row.scheme for row in rows))
    kinds: list[Selected] = [_any]
    if len(schemes) > 1:
        kinds += [_is_no_unit, *map(_is_of, schemes)]
    codes: Iterable[Selected] = (_any, _has_code)
    for unit in units:
        for kind in kinds:
            for code in codes:
                yield lambda row, of=(unit, kind, code): all(holds(row) for holds in of)


def _is_no_unit(row: Figure) -> bool:
    return row.scheme != "unit"


def _has_code(row: Figure) -> bool:
    return row.code is not None


def _any(_: Figure) -> bool:
    return True


def _is_of(scheme: str | None) -> Selected:
    def is_of(row: Figure) -> bool:
        return row.scheme == scheme

    return is_of
