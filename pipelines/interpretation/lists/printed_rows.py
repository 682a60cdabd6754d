"""What the rows of a list print: labels, codes, units, amounts, indents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from pipelines.foundation.amounts import parse_amount
from pipelines.foundation.text import strip_list_number
from pipelines.interpretation.declared.lists import ListForm
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.lists.columns import TOTALS, ListColumn
from pipelines.interpretation.lists.joined_codes import joined_codes
from pipelines.interpretation.lists.row_rules import ListTraits, RowPrint
from pipelines.interpretation.lists.values import printed, printed_classification, read_figure
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.sheets.units import unit_key
from pipelines.interpretation.words.codes import CodeKind, code_and_name, is_code, printed_code
from pipelines.interpretation.words.labels import label_core

_LETTER_OF_CLASS = re.compile(r"^[ABC]-?|[ABC]$")
_CLASS_LETTER = re.compile(r"[ABC]")
_LABELS_OF_ITEMS = ("outline", "project_name")
_LABELS = (*_LABELS_OF_ITEMS, "unit_name")
_NUMERIC = frozenset({"money", "count", "ordinal"})


def class_of(label: str) -> str:
    """The class that a heading names, without list number and letter: `一、货物A` is 货物."""
    return _LETTER_OF_CLASS.sub("", label_core(strip_list_number(label)[1]))


class PrintedRows:
    """The rows of a list as they are printed; `units` are the document's units, as `unit_key` compares them."""

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
        self._joined = joined_codes(sheet, columns, rows)
        self._deeper = self._codes_over_deeper_ones(rows)
        self._codes = Counter(code for row in rows if (code := self._code(row)))
        self._coded_labels = {self._label(row) for row in rows if self._code_is_of_a_project(row)}
        self.prints_outline = "outline" in self._columns
        self.traits = ListTraits(
            names_items=bool(form.items),
            has_item_fields=bool(self._items) or not any(name in self._columns for name in _LABELS),
            prints_units=any(self.texts(row, "unit_name") for row in rows if self._label(row)),
            codes_units=any(self._code_is_of_a_project(row) or self._is_uncoded(row) for row in rows),
        )

    def read(self, row: int) -> RowPrint:
        """What a row prints, as the rules see it."""
        class_alone = self._class_alone(row)
        label, code = self._label(row) or class_alone, self._code(row)
        heads = (self._form.classes.field, *self._form.heads)
        return RowPrint(
            traits=self.traits,
            label=label,
            code=code,
            unit=" ".join(self.texts(row, "unit_name")) or None,
            is_empty=not any(cell.text for cell in self._sheet.row(row)),
            is_total=self._is_total(row),
            fills_item_field=not class_alone and any(self.texts(row, name) for name in self._items),
            is_keyed=row in self._deeper,
            sums_deeper_codes=self._deeper.get(row, False),
            prints_numbers=any(self._prints(row, column) for column in self._numbers),
            names_class=class_of(label) in self._form.classes.labels,
            fills_class=any(self.texts(row, name) for name in heads if name is not None),
            names_unit=self._is_unit(label),
            sums_coded_rows=label in self._coded_labels,
            has_code_alone=code is not None and self._codes[code] == 1,
        )

    def texts(self, row: int, name: str) -> tuple[str, ...]:
        """What the columns of a field print in a row; a code in parts is joined."""
        columns, code = self._columns.get(name, ()), self._joined.get(row, {}).get(name, "")
        found = (printed(self._sheet, row, column.index) for column in columns if not code or column.part is None)
        return tuple(text for text in (code, *found) if text)

    def joined(self, row: int) -> Mapping[str, tuple[str, ...]]:
        """The codes that a row prints in parts, each with its name, by field."""
        return {name: self.texts(row, name) for name in self._joined.get(row, {})}

    def amount(self, row: int) -> Decimal | None:
        """The amount of a row over all funds, as printed."""
        figures = (read_figure(self._sheet.at(row, column.index)) for column in self._amounts)
        values = [figure.value if figure else None for figure in figures]
        found = [value for value in values if value is not None]
        return sum(found, Decimal()) if found else None

    def indent(self, row: int) -> float:
        """How far the label of a row stands from the left of its cell, in points."""
        column = next(self._columns[name][0] for name in _LABELS if name in self._columns)
        return self._sheet.at(row, column.index).indent

    def _codes_over_deeper_ones(self, rows: Sequence[int]) -> Mapping[int, bool]:
        """The rows that their code tells, each with whether the next row's code is one under it."""
        names_others = self._items or any(name in self._columns for name in _LABELS_OF_ITEMS)
        key = next((name for name in self._form.keys if name in self._columns), None)
        if key is None or names_others:
            return {}
        codes = {row: code for row in rows if (code := printed_classification(self.texts(row, key)))}
        over = {row for (row, code), (_, after) in pairwise(codes.items()) if after != code and after.startswith(code)}
        return {row: row in over for row in codes}

    def _is_unit(self, label: str) -> bool:
        return bool(label) and unit_key(label) in self._units

    def _label(self, row: int) -> str:
        """The row's label; one that a page break cut is made whole where that makes a known unit of it."""
        label = next((texts[0] for name in _LABELS if (texts := self.texts(row, name))), "")
        following = row + 1
        if label and not self._is_unit(label) and following in self._sheet.page_starts:
            rest = [cell.text for cell in self._sheet.row(following) if cell.text]
            if len(rest) == 1 and self._is_unit(label + rest[0]):
                return label + rest[0]
        return label

    def _class_alone(self, row: int) -> str:
        """The class that a row prints in the place of an item, after its letter, where it names nothing else."""
        field = self._form.classes.field
        if not self._items or field is None or self._label(row):
            return ""
        texts = self.texts(row, field)
        names = [text for text in texts if not _CLASS_LETTER.fullmatch(text)]
        return "".join(texts) if len(names) == 1 and class_of(names[0]) in self._form.classes.labels else ""

    def _code(self, row: int) -> str | None:
        texts = [*self.texts(row, "project_code"), *self.texts(row, "unit_code")]
        before = [
            code for text in self.texts(row, "project_name") if (code := code_and_name(text, CodeKind.PROJECT).code)
        ]
        return next((code for text in texts if (code := printed_code(text))), next(iter(before), None))

    def _code_is_of_a_project(self, row: int) -> bool:
        return is_code(self._code(row) or "", CodeKind.PROJECT)

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
