"""The amounts of a list's items, in yuan: one each, or one for each fund that is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.foundation.amounts import YUAN, YUAN_PER_UNIT, UnitError, resolve_unit, to_yuan
from pipelines.foundation.text import strip_list_number
from pipelines.interpretation.declared.lists import ListForm
from pipelines.interpretation.lists.columns import ListColumn
from pipelines.interpretation.lists.units import Figures, list_units
from pipelines.interpretation.lists.values import read_figure
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

AMOUNT, UNIT = "amount_yuan", "printed_unit"
_HALF_A_CENT = Decimal("0.005")

Said = Mapping[str, object]
"""What a record says, by column of the dataset."""


@dataclass(frozen=True)
class ItemAmounts:
    """The amounts of an item: the cell of each with what its record says, and all cells whose amount is in one."""

    said: tuple[tuple[SheetCell, Said], ...] = ()
    published: frozenset[tuple[int, int]] = frozenset()


class ListAmounts:
    """Reads the amounts of a list; `items` are the rows of its items."""

    def __init__(self, sheet: Sheet, form: ListForm, columns: Sequence[ListColumn], items: Sequence[int]) -> None:
        self._sheet = sheet
        self._form = form
        self._fields = {column.name: column for column in columns if column.name and column.kind in {"money", "count"}}
        self._money = {name: column for name, column in self._fields.items() if column.kind == "money"}
        self._funds = [column for column in columns if column.fund is not None]
        self._classed = [column for column in columns if column.item_class is not None]
        self._parts = _parts_of_sums(self._funds)
        headers = {name: column.unit for name, column in self._money.items()}
        self._units = list_units(form, headers, sheet.caption.printed_unit, [self._figures(row) for row in items])

    def of_item(self, row: int, keeps_empty: bool) -> ItemAmounts:
        """The amounts of an item. `keeps_empty`: an empty amount of a fund is a record too."""
        if self._form.by_fund:
            return _item_amounts(self._by_fund(row, keeps_empty))
        return self._of_one(row)

    def reads(self, row: int, column: ListColumn) -> bool:
        """Whether a row's amount in a column can be read."""
        return self._amount(row, column) is not None

    def in_table_unit(self, cell: SheetCell, said: Said) -> Said:
        """What a record says in the table's unit, where a header's was believed against it; else nothing.

        `cell` is the one of the record's amount. Amounts that print a unit in their cells are in no doubt; nor is a
        record whose amounts would not be whole fen.
        """
        unit = self._units.in_doubt
        if unit is None:
            return {}
        cells = {name: self._sheet.at(cell.row, column.index) for name, column in self._money.items()} | {AMOUNT: cell}
        believed = {**self._units.by_field, AMOUNT: str(said.get(UNIT))}
        try:
            amounts = {
                name: to_yuan(amount / YUAN_PER_UNIT[believed[name]], unit)
                for name in self._units.by_field
                if _in_doubt(cells[name]) and isinstance(amount := said.get(name), Decimal)
            }
        except UnitError:
            return {}
        return {**amounts, **({UNIT: unit} if AMOUNT in amounts else {})}

    def _by_fund(self, row: int, keeps_empty: bool) -> Iterator[tuple[SheetCell, Said]]:
        own = [self._money[AMOUNT]] if AMOUNT in self._money else []
        for column in sorted([*own, *self._funds], key=lambda column: column.index):
            cell = self._sheet.at(row, column.index)
            said = self._said(row, column)
            if column.index in self._parts or (not said and not (keeps_empty and not cell.text)):
                continue
            fund, period = (column.fund.get("fund"), column.fund.get("period")) if column.fund else (None, None)
            yield cell, {"fund": fund or "all", "period": period, **said}

    def _of_one(self, row: int) -> ItemAmounts:
        """The amounts by class or by fund where they make up the item's amount, else that amount."""
        others = {name: self._amount(row, column) for name, column in self._money.items() if name != AMOUNT}
        beside = [(row, self._money[name].index) for name, amount in others.items() if amount is not None]
        wholes = [self._money[AMOUNT]] if AMOUNT in self._money else [c for c in self._funds if c.is_total]
        whole = self._amount(row, wholes[0]) if wholes else None
        classed = [(column, amount) for column in self._classed if (amount := self._amount(row, column)) is not None]
        if classed and (whole is None or self._make_up(whole, classed)):
            return _item_amounts(
                (
                    (self._sheet.at(row, column.index), {**self._of_class(column), **self._said(row, column), **others})
                    for column, _ in classed
                ),
                beside,
            )
        of_funds = [
            (column, amount)
            for column in self._funds
            if not column.is_total and (amount := self._amount(row, column)) is not None
        ]
        if of_funds and (whole is None or self._make_up(whole, of_funds)):
            if [whole] == [amount for _, amount in of_funds]:
                # One amount, printed in the column of its fund and in that of the whole.
                beside.append((row, wholes[0].index))
            by_fund = (
                (column, {"fund_source": strip_list_number(column.path[-1])[1], **self._said(row, column), **others})
                for column, _ in of_funds
            )
            return _item_amounts(((self._sheet.at(row, column.index), said) for column, said in by_fund), beside)
        if wholes:
            said = {**self._said(row, wholes[0]), **others}
            return _item_amounts([(self._sheet.at(row, wholes[0].index), said)], beside)
        return ItemAmounts(published=frozenset(beside))

    def _of_class(self, column: ListColumn) -> Said:
        return {f"{self._form.classes.field}_name": column.item_class}

    def _make_up(self, whole: Decimal, parts: Sequence[tuple[ListColumn, Decimal]]) -> bool:
        unit = self._unit(parts[0][0]) or YUAN
        rounding = _HALF_A_CENT * YUAN_PER_UNIT[unit] * (len(parts) + 1)
        return abs(sum((amount for _, amount in parts), Decimal()) - whole) <= rounding

    def _amount(self, row: int, column: ListColumn) -> Decimal | None:
        """The amount of a row in a column, in yuan; None where none can be read."""
        amount = self._said(row, column).get(AMOUNT)
        return amount if isinstance(amount, Decimal) else None

    def _said(self, row: int, column: ListColumn) -> Said:
        """The amount of a row in a column with the unit it is printed in; nothing where none can be read."""
        cell = self._sheet.at(row, column.index)
        amount = read_figure(cell)
        unit = resolve_unit(amount, self._unit(column), None)
        if (cell.row, cell.column) != (row, column.index) or amount is None or amount.value is None or unit is None:
            return {}
        try:
            return {AMOUNT: to_yuan(amount.value, unit), UNIT: unit}
        except UnitError:
            return {}

    def _unit(self, column: ListColumn) -> str | None:
        if column.field is not None:
            return self._units.by_field.get(column.field.name)
        return column.unit or self._units.by_field.get(AMOUNT) or self._sheet.caption.printed_unit

    def _figures(self, row: int) -> Figures:
        found = {name: read_figure(self._sheet.at(row, column.index)) for name, column in self._fields.items()}
        bare = {name: amount.value for name, amount in found.items() if amount and amount.unit is None}
        return {name: value for name, value in bare.items() if value is not None}


def _in_doubt(cell: SheetCell) -> bool:
    amount = read_figure(cell)
    return amount is not None and amount.unit is None


def _item_amounts(said: Iterable[tuple[SheetCell, Said]], beside: Iterable[tuple[int, int]] = ()) -> ItemAmounts:
    found = tuple(said)
    return ItemAmounts(found, frozenset({(cell.row, cell.column) for cell, _ in found if cell.text} | {*beside}))


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
