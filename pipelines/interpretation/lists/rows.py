"""The rows of a list: which are items, and under which unit and class each is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.lists import ListForm
from pipelines.interpretation.lists.columns import ListColumn
from pipelines.interpretation.lists.outline import Place, outline
from pipelines.interpretation.lists.placing import ListRow, placed
from pipelines.interpretation.lists.printed_rows import PrintedRows
from pipelines.interpretation.lists.row_rules import RowKind, kind_of
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.words.codes import CodeKind, code_and_name

_DIVIDING = frozenset({RowKind.UNIT, RowKind.CLASS, RowKind.TOTAL})
_BY_SUMS = {
    True: (RowKind.ITEM, "sums: nothing under it"),
    False: (RowKind.HEAD, "sums: the sum of those under it"),
    None: (RowKind.AMBIGUOUS, "sums: either"),
}
"""What the outline says of a row, by `Place.is_item`."""


def list_rows(
    sheet: Sheet, columns: Sequence[ListColumn], rows: Sequence[int], form: ListForm, units: frozenset[str]
) -> tuple[ListRow, ...]:
    """Tell the rows of a list apart, top to bottom.

    A list with a field that only items fill (`items`) has its items there. Elsewhere a row is told by what is printed:
    see `row_rules`. What is left is told by sums: see `outline`. A row that they don't tell is a project where the
    column prints projects only, and AMBIGUOUS under a heading that promises several kinds of rows.
    """
    printed = PrintedRows(sheet, columns, rows, form, units)
    told = [_by_print(row, printed) for row in rows]
    if form.items:
        told = _class_items(told)
    if not printed.traits.has_item_fields:
        told = _by_sums(_with_classes(told, printed), printed)
    return tuple(placed(told, form, printed))


def _by_print(index: int, printed: PrintedRows) -> ListRow:
    """A row told by what it prints."""
    row = printed.read(index)
    kind, rule = kind_of(row)
    label, code = row.label, row.code
    if kind is RowKind.UNIT and code is None and (coded := code_and_name(label, CodeKind.UNIT)).code:
        code, label = coded.code, fold_text(coded.name)
    return ListRow(index, kind, label, code, unit_name=row.unit, rule=rule, joined=printed.joined(index))


def _class_items(rows: Sequence[ListRow]) -> list[ListRow]:
    """A class that nothing is printed under is an item."""
    printed_rows = [row for row in rows if row.kind is not RowKind.BLANK]
    after = dict(zip((row.index for row in printed_rows), printed_rows[1:], strict=False))
    closing = {RowKind.CLASS, RowKind.TOTAL}
    return [
        replace(row, kind=RowKind.ITEM, is_class=True, rule="a class with nothing under it")
        if row.kind is RowKind.CLASS and (row.index not in after or after[row.index].kind in closing)
        else row
        for row in rows
    ]


def _with_classes(rows: Sequence[ListRow], printed: PrintedRows) -> list[ListRow]:
    """Rows that name a class and are the sum of those under them, up to the next class or unit, are classes: 通用项目
    over its projects."""
    named = [position for position, row in enumerate(rows) if printed.read(row.index).names_class]
    ends = {position for position, row in enumerate(rows) if row.kind in _DIVIDING} | {*named, len(rows)}
    found = list(rows)
    for position in named:
        end = min(each for each in ends if each > position)
        under = [rows[at] for at in range(position + 1, end) if rows[at].kind is not RowKind.BLANK]
        amounts = [printed.amount(row.index) or Decimal() for row in under]
        if (
            rows[position].kind is RowKind.UNDECIDED
            and amounts
            and sum(amounts) == printed.amount(rows[position].index)
        ):
            found[position] = replace(rows[position], kind=RowKind.CLASS, rule="a class that sums those under it")
    return found


def _by_sums(rows: Sequence[ListRow], printed: PrintedRows) -> list[ListRow]:
    """Tell the UNDECIDED rows by the sums of their sections: the rows under a unit, or all under the list's total."""
    resolved = list(rows)
    total = next((printed.amount(row.index) for row in rows if row.kind is RowKind.TOTAL), None)
    sections = list(_sections(rows))
    for head, members in sections:
        whole = printed.amount(head.index) if head else total if len(sections) == 1 else None
        amounts = [printed.amount(rows[member].index) or Decimal() for member in members]
        places = outline(amounts, whole, _ulp(amounts), [printed.indent(rows[member].index) for member in members])
        for position, member in enumerate(members):
            resolved[member] = _resolved(rows, members, position, places, printed.prints_outline)
    return resolved


def _sections(rows: Sequence[ListRow]) -> Iterator[tuple[ListRow | None, list[int]]]:
    """Runs of UNDECIDED rows, each with the unit or class they stand under."""
    head: ListRow | None = None
    members: list[int] = []
    for position, row in enumerate(rows):
        if row.kind is RowKind.UNDECIDED:
            members.append(position)
        elif row.kind in {RowKind.UNIT, RowKind.CLASS, RowKind.TOTAL}:
            if members:
                yield head, members
            head, members = (None if row.kind is RowKind.TOTAL else row), []
    if members:
        yield head, members


def _resolved(
    rows: Sequence[ListRow], members: Sequence[int], position: int, places: Sequence[Place] | None, mixed: bool
) -> ListRow:
    row = rows[members[position]]
    if places is None:
        kind = RowKind.AMBIGUOUS if mixed else RowKind.ITEM
        return replace(row, kind=kind, rule="no sums: several kinds" if mixed else "no sums: projects only")
    place = places[position]
    kind, rule = _BY_SUMS[place.is_item]
    outermost = rows[members[place.heads[0]]].label if place.heads else None
    return replace(row, kind=kind, item_class=outermost, rule=rule)


def _ulp(amounts: Sequence[Decimal]) -> Decimal:
    """One in the last place that an amount prints."""
    places = [int(amount.as_tuple().exponent) for amount in amounts if amount]
    return Decimal((0, (1,), min(places, default=0)))
