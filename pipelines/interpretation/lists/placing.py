"""Under what each row of a list stands: its unit, its class, and the fields that heads and dittos carry down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.interpretation.declared.lists import ListForm
from pipelines.interpretation.lists.printed_rows import PrintedRows, class_of
from pipelines.interpretation.lists.row_rules import RowKind

Texts = Mapping[str, tuple[str, ...]]
"""Printed texts by field."""
_DIVIDING = frozenset({RowKind.UNIT, RowKind.CLASS, RowKind.TOTAL})


@dataclass(frozen=True)
class ListRow:
    """A row: what it is, its label and code as printed, and the unit and class it stands under.

    `rule` names what decided its kind.
    """

    index: int
    kind: RowKind
    label: str = ""
    code: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    item_class: str | None = None
    is_class: bool = False
    """The item is a class of the catalogue: nothing finer is printed."""
    carried: Texts = field(default_factory=dict[str, tuple[str, ...]])
    """Texts of the heads above, by field, for what the row itself leaves out."""
    rule: str = ""
    joined: Texts = field(default_factory=dict[str, tuple[str, ...]])
    """The codes whose parts stand in columns of their own, each with its name, by field."""


@dataclass(frozen=True)
class _Above:
    """What stands above a row."""

    unit_code: str | None = None
    unit_name: str | None = None
    item_class: str | None = None
    carried: Texts = field(default_factory=dict[str, tuple[str, ...]])


def placed(rows: Sequence[ListRow], form: ListForm, printed: PrintedRows) -> Iterator[ListRow]:
    """The rows, top to bottom, with what stands above them."""
    above = _Above()
    for row in rows:
        above, found = _step(above, row, form, printed)
        yield found


def _step(above: _Above, row: ListRow, form: ListForm, printed: PrintedRows) -> tuple[_Above, ListRow]:
    """A row under what stands above it, and what stands above those below."""
    above = _under(above, row, form, printed)
    named = row.item_class if row.item_class and class_of(row.item_class) in form.classes.labels else above.item_class
    is_ditto = not any(printed.texts(row.index, name) for name in form.carry)
    given = {name: texts for name, texts in above.carried.items() if is_ditto or name not in form.items}
    unit_name = row.unit_name or above.unit_name
    found = replace(row, unit_code=above.unit_code, unit_name=unit_name, item_class=named, carried=given)
    if row.kind in {RowKind.HEAD, RowKind.ITEM} and form.carry:
        above = replace(above, carried=_carry(above.carried, row, form, printed))
    return above, found


def _under(above: _Above, row: ListRow, form: ListForm, printed: PrintedRows) -> _Above:
    """What stands above from a row on, but for the texts it carries down."""
    if row.kind in _DIVIDING:
        above = replace(above, carried={})
    if row.kind is RowKind.UNIT:
        item_class = above.item_class if form.items else None
        return replace(above, unit_code=row.code, unit_name=row.label, item_class=item_class)
    if row.kind is RowKind.CLASS:
        return replace(above, item_class=row.label)
    if row.kind is RowKind.HEAD and not (row.label or form.items):
        return replace(above, carried={**above.carried, **_class_in_column(row, form, printed)})
    if row.kind is RowKind.AMBIGUOUS and not row.label:
        # It may be the sum of a class that is not named.
        return replace(above, carried={})
    if row.kind is RowKind.HEAD and form.items and printed.texts(row.index, "outline"):
        # A heading in the units' place that is no known unit: what follows is of no known unit.
        return replace(above, unit_code=None, unit_name=None)
    return above


def _class_in_column(row: ListRow, form: ListForm, printed: PrintedRows) -> Texts:
    """The class that a row prints in the column of classes, for those below."""
    field = form.classes.field
    texts = printed.texts(row.index, field) if field else ()
    return {field: texts} if field and texts else {}


def _carry(carried: Texts, row: ListRow, form: ListForm, printed: PrintedRows) -> Texts:
    """What goes down from a row: all a head says; of an item what it is, for a row of dittos below it."""
    said = {name: texts for name in form.carry if (texts := printed.texts(row.index, name))}
    if row.kind is RowKind.HEAD:
        return {**{name: texts for name, texts in carried.items() if name not in form.items}, **said}
    return {**carried, **{name: texts for name, texts in said.items() if name in form.items}}
