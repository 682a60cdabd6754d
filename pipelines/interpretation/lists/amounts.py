"""The amounts of a list's items, in yuan: one each, or one for each fund that is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipelines.foundation.amounts import YUAN, YUAN_PER_UNIT, UnitError, to_yuan
from pipelines.foundation.text import strip_list_number
from pipelines.interpretation.declared.lists import ListForm
from pipelines.interpretation.lists.columns import ListColumn
from pipelines.interpretation.lists.units import Figures, list_units
from pipelines.interpretation.lists.values import read_figure
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

AMOUNT = "amount_yuan"
_HALF_A_CENT = Decimal("0.005")

Said = Mapping[str, object]
"""What a record says, by column of the dataset."""


class ListAmounts:
    """Reads the amounts of a list; `items` are the rows of its items.

    `published` are the cells whose amount is in a record that was asked for.
    """

    def __init__(self, sheet: Sheet, form: ListForm, columns: Sequence[ListColumn], items: Sequence[int]) -> None:
        self._sheet = sheet
        self._form = form
        self._fields = {column.name: column for column in columns if column.name and column.kind in {"money", "count"}}
        self._money = {name: column for name, column in self._fields.items() if column.kind == "money"}
        self._funds = [column for column in columns if column.fund is not None]
        self._parts = _parts_of_sums(self._funds)
        headers = {name: column.unit for name, column in self._money.items()}
        self._units = list_units(form, headers, sheet.caption.printed_unit, [self._figures(row) for row in items])
        self.published: set[tuple[int, int]] = set()

    def of_item(self, row: int, keeps_empty: bool) -> Iterator[tuple[SheetCell, Said]]:
        """The cell of each amount of an item, and what the record says of it.

        `keeps_empty`: an empty amount of a fund is a record too.
        """
        found = self._by_fund(row, keeps_empty) if self._form.by_fund else self._of_one(row)
        for cell, said in found:
            if cell.text:
                self.published.add((cell.row, cell.column))
            yield cell, said

    def reads(self, row: int, column: ListColumn) -> bool:
        """Whether a row's amount in a column can be read."""
        return self._amount(row, column) is not None

    def in_table_unit(self, said: Said) -> Said:
        """A record's amounts in the table's unit, where a header's was believed against it; else nothing."""
        unit = self._units.in_doubt
        if unit is None:
            return {}
        amounts = {name: said.get(name) for name in self._units.by_field}
        return {
            name: to_yuan(amount / YUAN_PER_UNIT[self._units.by_field[name]], unit)
            for name, amount in amounts.items()
            if isinstance(amount, Decimal)
        }

    def _by_fund(self, row: int, keeps_empty: bool) -> Iterator[tuple[SheetCell, Said]]:
        own = [self._money[AMOUNT]] if AMOUNT in self._money else []
        for column in sorted([*own, *self._funds], key=lambda column: column.index):
            cell = self._sheet.at(row, column.index)
            amount = self._amount(row, column)
            if column.index in self._parts or (amount is None and not (keeps_empty and not cell.text)):
                continue
            fund, period = (column.fund.get("fund"), column.fund.get("period")) if column.fund else (None, None)
            yield cell, {"fund": fund or "all", "period": period, AMOUNT: amount}

    def _of_one(self, row: int) -> Iterator[tuple[SheetCell, Said]]:
        """The amounts by fund where they make up the item's amount, else that amount."""
        others = {name: self._amount(row, column) for name, column in self._money.items() if name != AMOUNT}
        for name, column in self._money.items():
            if name != AMOUNT and others[name] is not None:
                self.published.add((row, column.index))
        wholes = [self._money[AMOUNT]] if AMOUNT in self._money else [c for c in self._funds if c.is_total]
        whole = self._amount(row, wholes[0]) if wholes else None
        of_funds = [
            (column, amount)
            for column in self._funds
            if not column.is_total and (amount := self._amount(row, column)) is not None
        ]
        if of_funds and (whole is None or self._make_up(whole, of_funds)):
            if [whole] == [amount for _, amount in of_funds]:
                # One amount, printed in the column of its fund and in that of the whole.
                self.published.add((row, wholes[0].index))
            for column, amount in of_funds:
                source = strip_list_number(column.path[-1])[1]
                yield self._sheet.at(row, column.index), {"fund_source": source, AMOUNT: amount, **others}
        elif wholes:
            yield self._sheet.at(row, wholes[0].index), {AMOUNT: whole, **others}

    def _make_up(self, whole: Decimal, parts: Sequence[tuple[ListColumn, Decimal]]) -> bool:
        unit = self._unit(parts[0][0]) or YUAN
        rounding = _HALF_A_CENT * YUAN_PER_UNIT[unit] * (len(parts) + 1)
        return abs(sum((amount for _, amount in parts), Decimal()) - whole) <= rounding

    def _amount(self, row: int, column: ListColumn) -> Decimal | None:
        """The amount of a row in a column, in yuan; None where none can be read."""
        cell = self._sheet.at(row, column.index)
        value, unit = read_figure(cell)
        unit = unit or self._unit(column)
        if (cell.row, cell.column) != (row, column.index) or value is None or unit is None:
            return None
        try:
            return to_yuan(value, unit)
        except UnitError:
            return None

    def _unit(self, column: ListColumn) -> str | None:
        if column.field is not None:
            return self._units.by_field.get(column.field.name)
        return column.unit or self._units.by_field.get(AMOUNT) or self._sheet.caption.printed_unit

    def _figures(self, row: int) -> Figures:
        found = {name: read_figure(self._sheet.at(row, column.index)) for name, column in self._fields.items()}
        return {name: value for name, (value, unit) in found.items() if value is not None and unit is None}


def _parts_of_sums(funds: Sequence[ListColumn]) -> frozenset[int]:
    """The columns under a heading whose 小计 says the same fund and period: what they add, no column of the dataset
    can tell."""
    sums = {
        (column.path[:-1], column.fund.get("fund"), column.fund.get("period"))
        for column in funds
        if column.fund and column.is_total and len(column.path) > 1
    }
    return frozenset(
        column.index
        for column in funds
        if column.fund
        and not column.is_total
        and (column.path[:-1], column.fund.get("fund"), column.fund.get("period")) in sums
    )
