"""The rows of a list: which are items, and under which unit and class each is printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum, auto

from pipelines.foundation.amounts import parse_amount
from pipelines.foundation.text import fold_text, strip_list_number
from pipelines.interpretation.declared.lists import ListForm, label_core
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.lists.columns import TOTALS, ListColumn
from pipelines.interpretation.lists.outline import Place, outline
from pipelines.interpretation.lists.values import PROJECT_CODE, printed, project_named, read_code, read_figure
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.sheets.units import CODE_BEFORE_NAME, unit_key

_UNIT_CODE = re.compile(r"\d{3,11}")
_CLASS_CODE = re.compile(r"\d{1,2}")
_LETTER_OF_CLASS = re.compile(r"^[ABC]-?|[ABC]$")
_LABELS = ("outline", "project_name", "unit_name")
_NUMERIC = frozenset({"money", "count", "ordinal"})


class RowKind(Enum):
    """What a row of a list is. OPEN rows are told by what they add up to; UNTOLD ones can't be told."""

    BLANK = auto()
    TOTAL = auto()
    UNIT = auto()
    CLASS = auto()
    HEAD = auto()
    ITEM = auto()
    OPEN = auto()
    UNTOLD = auto()


@dataclass(frozen=True)
class ListRow:
    """A row: what it is, its label and code as printed, and the unit and class it stands under."""

    index: int
    kind: RowKind
    label: str = ""
    code: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    item_class: str | None = None
    is_class: bool = False
    """The item is a class of the catalogue: nothing finer is printed."""
    carried: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Texts of the heads above, by field, for what the row itself leaves out."""


def list_rows(
    sheet: Sheet, columns: Sequence[ListColumn], rows: Sequence[int], form: ListForm, units: frozenset[str]
) -> tuple[ListRow, ...]:
    """Tell the rows of a list apart, top to bottom.

    A list with a field that only items fill (`items`) has its items there. Elsewhere a row is told by what is printed:
    a total's label or none; a project's code; the unit beside its name; a known unit's name or a unit's code; a class.
    What is left is told by sums: see `outline`. A row that they don't tell is a project where the column prints
    projects only, and UNTOLD under a heading that promises several kinds of rows.
    """
    reader = _RowReader(sheet, columns, rows, form, units)
    told = [reader.row(row) for row in rows]
    if form.items:
        told = _class_items(told)
    if not reader.has_item_fields:
        told = _resolve(told, reader)
    return tuple(_placed(told, form, reader))


class _RowReader:
    """Reads one row at a time; `amount` and `indent` are what the outline goes by."""

    def __init__(
        self, sheet: Sheet, columns: Sequence[ListColumn], rows: Sequence[int], form: ListForm, units: frozenset[str]
    ) -> None:
        self._sheet = sheet
        self._form = form
        self._units = units
        self._columns: dict[str, list[ListColumn]] = {}
        for column in columns:
            if column.name:
                self._columns.setdefault(column.name, []).append(column)
        self._amounts = _amount_columns(columns)
        self._numbers = [column for column in columns if column.holds_money or (column.kind == "count")]
        self._labelling = [column for column in columns if column.field and column.field.kind not in _NUMERIC]
        self._items = [name for name in form.items if name in self._columns]
        self._has_labels = any(name in self._columns for name in _LABELS)
        self._codes = Counter(code for row in rows if (code := self._code(row)))
        self._codes_units = any(self._code_is_of_a_project(row) or self._is_uncoded(row) for row in rows)
        self._prints_units = any(self.texts(row, "unit_name") for row in rows if self._label(row))
        self._coded_labels = {self._label(row) for row in rows if self._code_is_of_a_project(row)}
        self.prints_outline = "outline" in self._columns
        self.has_item_fields = bool(self._items) or not self._has_labels

    def texts(self, row: int, name: str) -> tuple[str, ...]:
        """What the columns of a field print in a row."""
        found = (printed(self._sheet, row, column.index) for column in self._columns.get(name, ()))
        return tuple(text for text in found if text)

    def amount(self, row: int) -> Decimal | None:
        """The amount of a row over all funds, as printed."""
        figures = (read_figure(self._sheet.at(row, column.index)) for column in self._amounts)
        values = [figure.value if figure else None for figure in figures]
        found = [value for value in values if value is not None]
        return sum(found, Decimal()) if found else None

    def indent(self, row: int) -> float:
        column = next(self._columns[name][0] for name in _LABELS if name in self._columns)
        return self._sheet.at(row, column.index).indent

    def row(self, row: int) -> ListRow:
        """A row told by what it prints."""
        label = self._label(row)
        code = self._code(row)
        own_unit = " ".join(self.texts(row, "unit_name"))
        kind = self._kind(row, label, code, own_unit)
        if kind is RowKind.UNIT and code is None and (match := CODE_BEFORE_NAME.match(fold_text(label))):
            code, label = match["code"], fold_text(label)[match.end() :]
        return ListRow(row, kind, label, code, unit_name=own_unit or None)

    def is_unit(self, label: str) -> bool:
        return bool(label) and unit_key(label) in self._units

    def _label(self, row: int) -> str:
        """The row's label; one that a page break cut is made whole where that makes a known unit of it."""
        label = next((texts[0] for name in _LABELS if (texts := self.texts(row, name))), "")
        following = row + 1
        if label and not self.is_unit(label) and following in self._sheet.page_starts:
            rest = [cell.text for cell in self._sheet.row(following) if cell.text]
            if len(rest) == 1 and self.is_unit(label + rest[0]):
                return label + rest[0]
        return label

    def _code(self, row: int) -> str | None:
        texts = [*self.texts(row, "project_code"), *self.texts(row, "unit_code")]
        before = [code for text in self.texts(row, "project_name") if (code := project_named(text)[0])]
        return next((code for text in texts if (code := read_code(text))), next(iter(before), None))

    def _kind(self, row: int, label: str, code: str | None, own_unit: str) -> RowKind:
        if not any(cell.text for cell in self._sheet.row(row)):
            return RowKind.BLANK
        if self._is_total(row):
            return RowKind.TOTAL
        if any(self.texts(row, name) for name in self._items):
            return RowKind.ITEM
        kind = self._by_print(row, label, code, own_unit)
        if self.has_item_fields and kind in {RowKind.ITEM, RowKind.OPEN}:
            kind = RowKind.HEAD
        prints_numbers = any(self._prints(row, column) for column in self._numbers)
        return kind if prints_numbers or kind in {RowKind.UNIT, RowKind.CLASS} else RowKind.BLANK

    def _by_print(self, row: int, label: str, code: str | None, own_unit: str) -> RowKind:
        if not label and code is None and not self._form.items:
            # Nothing names a project: the sum of a class, or a row that can't be told.
            return RowKind.HEAD if self._is_of_a_class(row) else RowKind.UNTOLD
        is_class = class_of(label) in self._form.classes.labels
        if is_class and self._form.items:
            return RowKind.CLASS
        beside = bool(own_unit) and label != own_unit and not self.is_unit(label)
        if beside or (code and PROJECT_CODE.fullmatch(code)):
            return RowKind.ITEM
        if is_class and (code is not None or self._prints_units):
            # Beside a project its unit is printed, beside a class none.
            return RowKind.CLASS
        if code and _CLASS_CODE.fullmatch(code):
            return RowKind.HEAD if self._form.items else RowKind.CLASS
        if code is None and not own_unit and label in self._coded_labels:
            # The sum of a project whose amounts stand in rows of their own, by purpose.
            return RowKind.HEAD
        if self.is_unit(label) or (own_unit and label == own_unit):
            return RowKind.UNIT
        is_unit_code = code is not None and self._codes[code] == 1 and bool(_UNIT_CODE.fullmatch(code))
        return RowKind.UNIT if is_unit_code and self._codes_units else RowKind.OPEN

    def _is_of_a_class(self, row: int) -> bool:
        return self._form.classes.field is not None and bool(self.texts(row, self._form.classes.field))

    def _code_is_of_a_project(self, row: int) -> bool:
        return bool(PROJECT_CODE.fullmatch(self._code(row) or ""))

    def _is_uncoded(self, row: int) -> bool:
        return bool(self._label(row)) and self._code(row) is None and not self._is_total(row)

    def _is_total(self, row: int) -> bool:
        labels = [text for column in self._labelling if (text := printed(self._sheet, row, column.index))]
        if not labels:
            return any(self._prints(row, column) for column in self._numbers)
        meaning = read_label(labels[0])
        return meaning.known and meaning.get("line") in TOTALS and meaning.facets.keys() <= {"line", "flow"}

    def _prints(self, row: int, column: ListColumn) -> bool:
        cell = self._sheet.at(row, column.index)
        return cell.row == row and bool(cell.text) and parse_amount(cell.text) is not None


def _amount_columns(columns: Sequence[ListColumn]) -> list[ListColumn]:
    """The column of the whole amount; the columns of the funds where none prints it."""
    funds = [column for column in columns if column.fund is not None]
    whole = [column for column in columns if column.name == "amount_yuan"]
    whole += [column for column in funds if column.is_total and not column.fund_facets & {"fund", "period"}]
    return whole[:1] or [column for column in funds if not column.is_total]


def class_of(label: str) -> str:
    """The class that a heading names, without list number and letter: `一、货物A` is 货物."""
    return _LETTER_OF_CLASS.sub("", label_core(strip_list_number(label)[1]))


def _class_items(rows: Sequence[ListRow]) -> list[ListRow]:
    """A class that nothing is printed under is an item."""
    printed_rows = [row for row in rows if row.kind is not RowKind.BLANK]
    after = dict(zip((row.index for row in printed_rows), printed_rows[1:], strict=False))
    closing = {RowKind.CLASS, RowKind.TOTAL}
    return [
        replace(row, kind=RowKind.ITEM, is_class=True)
        if row.kind is RowKind.CLASS and (row.index not in after or after[row.index].kind in closing)
        else row
        for row in rows
    ]


def _resolve(rows: Sequence[ListRow], reader: _RowReader) -> list[ListRow]:
    """Tell the OPEN rows by the sums of their sections: the rows under a unit, or all under the list's total."""
    resolved = list(rows)
    total = next((reader.amount(row.index) for row in rows if row.kind is RowKind.TOTAL), None)
    sections = list(_sections(rows))
    for head, members in sections:
        whole = reader.amount(head.index) if head else total if len(sections) == 1 else None
        amounts = [reader.amount(rows[member].index) or Decimal() for member in members]
        places = outline(amounts, whole, _ulp(amounts), [reader.indent(rows[member].index) for member in members])
        for position, member in enumerate(members):
            resolved[member] = _resolved(rows, members, position, places, reader.prints_outline)
    return resolved


def _sections(rows: Sequence[ListRow]) -> Iterator[tuple[ListRow | None, list[int]]]:
    """Runs of OPEN rows, each with the unit or class they stand under."""
    head: ListRow | None = None
    members: list[int] = []
    for position, row in enumerate(rows):
        if row.kind is RowKind.OPEN:
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
        return replace(row, kind=RowKind.UNTOLD if mixed else RowKind.ITEM)
    place = places[position]
    kind = {True: RowKind.ITEM, False: RowKind.HEAD, None: RowKind.UNTOLD}[place.is_item]
    outermost = rows[members[place.heads[0]]].label if place.heads else None
    return replace(row, kind=kind, item_class=outermost)


def _ulp(amounts: Sequence[Decimal]) -> Decimal:
    """One in the last place that an amount prints."""
    places = [int(amount.as_tuple().exponent) for amount in amounts if amount]
    return Decimal((0, (1,), min(places, default=0)))


def _placed(rows: Sequence[ListRow], form: ListForm, reader: _RowReader) -> Iterator[ListRow]:
    """The rows with what stands above them: unit, class, and the fields that heads and dittos carry down."""
    unit: tuple[str | None, str | None] = (None, None)
    item_class: str | None = None
    carried: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.kind in {RowKind.UNIT, RowKind.CLASS, RowKind.TOTAL}:
            carried = {}
        if row.kind is RowKind.UNIT:
            unit, item_class = (row.code, row.label), item_class if form.items else None
        elif row.kind is RowKind.CLASS:
            item_class = row.label
        elif row.kind is RowKind.HEAD and form.items and reader.texts(row.index, "outline"):
            # A heading in the units' place that is no known unit: what follows is of no known unit.
            unit = (None, None)
        own = row.item_class
        named = own if own is not None and class_of(own) in form.classes.labels else item_class
        is_ditto = not any(reader.texts(row.index, name) for name in form.carry)
        given = {name: texts for name, texts in carried.items() if is_ditto or name not in form.items}
        yield replace(row, unit_code=unit[0], unit_name=row.unit_name or unit[1], item_class=named, carried=given)
        if row.kind in {RowKind.HEAD, RowKind.ITEM} and form.carry:
            carried = _carry(carried, row, form, reader)


def _carry(
    carried: Mapping[str, tuple[str, ...]], row: ListRow, form: ListForm, reader: _RowReader
) -> dict[str, tuple[str, ...]]:
    """What goes down from a row: all a head says; of an item what it is, for a row of dittos below it."""
    said = {name: texts for name in form.carry if (texts := reader.texts(row.index, name))}
    if row.kind is RowKind.HEAD:
        return {**{name: texts for name, texts in carried.items() if name not in form.items}, **said}
    return {**carried, **{name: texts for name, texts in said.items() if name in form.items}}
