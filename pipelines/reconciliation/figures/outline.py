"""The outline of a column: which row's amount is a part of which other row's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.classifications import classification
from pipelines.foundation.label_path import label_path, parted
from pipelines.foundation.text import list_number_form
from pipelines.reconciliation.figures.axes import is_part
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.figures.words import WORDS

CODED = frozenset({"function", "economic", "government_economic"})
"""The classifications whose codes say what is part of what, and whose lists are complete."""

_PRINTED_CODE = re.compile(r"(?P<code>\d{4,}) / ")


@dataclass(frozen=True, eq=False)
class Outline:
    """The rows of one column of amounts, from top to bottom, under the rows they are parts of."""

    rows: tuple[Figure, ...]
    parts: Mapping[Figure, tuple[Figure, ...]] = field(default_factory=dict[Figure, tuple[Figure, ...]])
    """The parts of each row that has any, in printed order."""
    tops: tuple[Figure, ...] = ()
    """The items that are part of no other item."""


Outliner = Callable[[tuple[Figure, ...], str | None], Outline]
"""`outline`, or what remembers what that made of a column: several checks ask for the same."""


def outline(column: tuple[Figure, ...], department: str | None) -> Outline:
    """Set the items of a column under each other: by code, by unit, by fund, by measure.

    Totals and carry-overs are no items. `department` names the department whose own row is the whole of its units'.
    """
    rows = tuple(sorted(column, key=lambda figure: figure.row))
    items = [figure for figure in rows if figure.line == "item"]
    finder = _Finder(items)
    parts: defaultdict[Figure, list[Figure]] = defaultdict(list)
    tops: list[Figure] = []
    for item in items:
        whole = finder.whole_of(item)
        if whole is None:
            tops.append(item)
        else:
            parts[whole].append(item)
    head = _head(rows, tops, department)
    if head is not None:
        parts[head] = [item for item in tops if item is not head and _follows(item, head)]
        tops = [item for item in tops if item not in parts[head]]
    return Outline(rows, {whole: tuple(found) for whole, found in parts.items()}, tuple(tops))


class _Finder:
    """Finds the item that an item is a part of."""

    def __init__(self, items: Sequence[Figure]) -> None:
        self._by_code: defaultdict[tuple[str | None, ...], list[Figure]] = defaultdict(list)
        self._kinds: list[Figure] = []
        self._funds: list[Figure] = []
        for item in items:
            if item.code is not None:
                self._by_code[_context(item, item.code or "")].append(item)
            elif item.scheme is None and item.measure is not None:
                self._kinds.append(item)
            elif item.scheme == "revenue":
                self._funds.append(item)

    def whole_of(self, item: Figure) -> Figure | None:
        if code := printed_code(item):
            return self._repeated(item, code) or self._by_prefix(item, code) or self._by_measure(item)
        if item.scheme == "revenue":
            return self._by_path(item) or self._by_number(item) or self._by_fund(item)
        return self._by_kind(item) if item.scheme is None else None

    def _repeated(self, item: Figure, code: str) -> Figure | None:
        """The row right above, where a 款 stands in the place of its 项 too: with the same code, name and amount."""
        if item.scheme != "function" or len(code) >= classification(item.scheme).form.widths[-1]:
            return None
        above = [each for each in self._by_code.get(_context(item, code), []) if each.row == item.row - 1]
        return next((each for each in above if (each.name, each.amount) == (item.name, item.amount)), None)

    def _by_prefix(self, item: Figure, code: str) -> Figure | None:
        for length in range(len(code) - 1, 2, -1):
            found = self._by_code.get(_context(item, code[:length]), [])
            if whole := _nearest_above([each for each in found if _same_government_class(item, each)], item):
                return whole
        return None

    def _by_measure(self, item: Figure) -> Figure | None:
        """人员经费和公用经费支出 and 项目支出 as headings over the classes spent under each."""
        return _nearest_above([each for each in self._kinds if each.measure == item.measure], item)

    def _by_kind(self, item: Figure) -> Figure | None:
        """人员经费, or a class numbered otherwise, under 一、基本支出: without code or scheme it is a part of that."""
        above = [each for each in self._kinds if each.row < item.row]
        if item.measure is not None:
            return _last([each for each in above if is_part("measure", item.measure, each.measure or "")])
        nearest = _last(above)
        return nearest if nearest and _numbering(nearest) not in ("", _numbering(item)) else None

    def _by_path(self, item: Figure) -> Figure | None:
        """`一般公共预算资金 / 小计` is the whole of the other rows under that label."""
        outer, inner = parted(item.row_path)
        if not outer or inner in WORDS.totals:
            return None
        subtotals = {label_path((outer, word)) for word in WORDS.totals}
        return next((each for each in self._funds if each.row_path in subtotals), None)

    def _by_number(self, item: Figure) -> Figure | None:
        """`（一）经费拨款` or `其中：经费拨款` under `一、一般公共预算` is part of it, numbered otherwise."""
        above = [each for each in self._funds if each.row < item.row and is_detail(item, each)]
        return _last([each for each in above if _numbering(each) not in ("", _numbering(item))])

    def _by_fund(self, item: Figure) -> Figure | None:
        wholes = [
            each
            for each in self._funds
            if each.row < item.row
            and each.period == item.period
            and each.fund is not None
            and item.fund is not None
            and is_part("fund", item.fund, each.fund)
        ]
        inmost = [each for each in wholes if not any(is_part("fund", o.fund or "", each.fund or "") for o in wholes)]
        return inmost[-1] if inmost else None


def _last(items: Sequence[Figure]) -> Figure | None:
    return items[-1] if items else None


def is_detail(part: Figure, whole: Figure) -> bool:
    """Whether a source of revenue is of the same fund and period as the one that it is a part of."""
    return part.scheme == "revenue" and (part.fund, part.period) == (whole.fund, whole.period)


def is_loose(part: Figure, whole: Figure) -> bool:
    """Whether a part of a source of revenue need not be all of it: 其中：经费拨款, or one without a number.

    What stands beside a 小计 under one label is all of it.
    """
    is_beside = bool(parted(part.row_path)[0])
    return is_detail(part, whole) and _numbering(part) == "" and not is_beside


def _numbering(item: Figure) -> str:
    return list_number_form(parted(item.row_path)[1])


def printed_code(item: Figure) -> str | None:
    """The code of a row; where it is none of its scheme (a place's own level: 3010201), as the row prints it."""
    match = _PRINTED_CODE.match(item.row_path or "")
    return item.code or (match["code"] if match else None)


def _context(item: Figure, code: str) -> tuple[str | None, ...]:
    """What an item has in common with the items of its own classification that it is a part of."""
    unit = (None, None) if item.scheme == "unit" else (item.unit_code, item.unit_name)
    return (item.scheme, item.measure, item.fund, *unit, code)


def _same_government_class(part: Figure, whole: Figure) -> bool:
    """One class printed once for each government class it goes to has its own groups each time."""
    inner, outer = part.government_economic_code, whole.government_economic_code
    return inner is None or outer is None or inner.startswith(outer)


def _nearest_above(wholes: Sequence[Figure], item: Figure) -> Figure | None:
    """Of several rows of one code the nearest above; a whole may also be printed below its parts."""
    above = [whole for whole in wholes if whole.row <= item.row]
    return above[-1] if above else wholes[0] if wholes else None


def _head(rows: Sequence[Figure], tops: Sequence[Figure], department: str | None) -> Figure | None:
    """A row over all the other items that no code says so of: it repeats the total, or bears the department's name
    in a table without a total."""
    totals = [figure for figure in rows if figure.line == "total"]
    for item in tops:
        if item.code is not None or item.scheme == "revenue":
            continue
        others = any(other.amount for other in tops if _follows(other, item))
        repeats = any(each.amount == item.amount for each in totals)
        named = not totals and item.scheme == "unit" and item.name == department
        if others and item.amount and (repeats or named):
            return item
    return None


def _follows(item: Figure, head: Figure) -> bool:
    return item.row > head.row


def by_column(figures: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    """The figures of each column of each table; revenue and expenditure apart where they stand in one."""
    columns: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        columns[figure.table_no, figure.flow, figure.column].append(figure)
    return (tuple(column) for column in columns.values())
