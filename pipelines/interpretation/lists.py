"""List tables: projects, purchases, services, assets. One record per row under the header, or per row and fund."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipelines.amounts import YUAN_PER_UNIT, UnitError, parse_amount, to_yuan
from pipelines.interpretation.header import Header, read_header
from pipelines.interpretation.list_columns import ListColumn, list_columns
from pipelines.interpretation.list_form import Field, ListForm, label_core, list_form
from pipelines.interpretation.list_rows import ListRow, RowKind, class_of, list_rows
from pipelines.interpretation.list_units import Figures, ListUnits, list_units
from pipelines.interpretation.list_values import (
    one_line,
    printed,
    read_code,
    read_coded,
    read_count,
    read_figure,
    read_flag,
)
from pipelines.interpretation.project_links import IN_TABLE_UNIT
from pipelines.interpretation.reading import CellUse, Context, Disposition, Reading, Role, source
from pipelines.interpretation.recognition import TableDeclaration
from pipelines.interpretation.sheet import Sheet, SheetCell
from pipelines.result import Record
from pipelines.text import fold_space

_ROLES = {"code": Role.CODE, "coded": Role.CODE, "label": Role.LABEL, "outline": Role.LABEL, "ordinal": Role.LABEL}
_AMOUNT = "amount_yuan"
_CLASS_LETTERS = frozenset("ABC")


def read_list(sheet: Sheet, declaration: TableDeclaration, context: Context) -> Reading:
    """Read a list table: records for its dataset in printed order, and the use of every cell.

    The declaration's settings are described in `list_form`. Purchases are still to be linked to their projects, and a
    unit that the header claims against the table's is to be settled: see `project_links`.
    """
    form = list_form(declaration)
    header = read_header(sheet)
    columns = list_columns(header, form, context.fiscal_year)
    rows = _data_rows(sheet, header, form)
    reader = _ListReader(sheet, form, columns, list_rows(sheet, columns, rows, form, context.units), context)
    return Reading({form.dataset: tuple(reader.records())}, reader.uses(frozenset(rows)))


def _data_rows(sheet: Sheet, header: Header, form: ListForm) -> tuple[int, ...]:
    return tuple(
        row
        for row in range(header.depth, sheet.row_count)
        if row not in sheet.repeated_header_rows
        and row not in header.number_rows
        and sheet.row(row)
        and not _is_header(sheet.row(row), form)
    )


def _is_header(cells: Sequence[SheetCell], form: ListForm) -> bool:
    """Whether a row prints labels of columns and nothing else: a header that goes on, or is printed again."""
    labels = [label_core(cell.text) for cell in cells if cell.text]
    return len(labels) > 1 and all(label in form.fields or label in form.code_parts for label in labels)


class _ListReader:
    """Reads the rows of one list into records and cell uses."""

    def __init__(
        self,
        sheet: Sheet,
        form: ListForm,
        columns: Sequence[ListColumn],
        rows: Sequence[ListRow],
        context: Context,
    ) -> None:
        self._sheet = sheet
        self._form = form
        self._columns = columns
        self._rows = {row.index: row for row in rows}
        self._year = context.fiscal_year
        self._by_name: dict[str, list[ListColumn]] = {}
        for column in columns:
            if column.name:
                self._by_name.setdefault(column.name, []).append(column)
        self._funds = [column for column in columns if column.fund is not None]
        self._units = self._list_units()
        self._published: set[tuple[int, int]] = set()

    def records(self) -> Iterator[Record]:
        """The records of the items, in printed order."""
        for row in self._rows.values():
            if row.kind is RowKind.ITEM:
                said = self._said(row)
                for cell, amounts in self._amounts(row):
                    yield self._record(row, {**said, **amounts}, cell)

    # What an item says beside its amount.

    def _said(self, row: ListRow) -> dict[str, object]:
        said: dict[str, object] = {}
        for name, columns in self._by_name.items():
            field = columns[0].field
            texts = [text for column in columns if (text := printed(self._sheet, row.index, column.index))]
            if field is None or (row.is_class and _names_the_class(field, row, texts)):
                continue
            if not texts:
                texts = list(row.carried.get(name, ()))
            if field.kind in {"text", "label"} and texts:
                said[name] = texts[0]
            elif field.kind == "outline" and texts:
                said.setdefault("project_name", texts[0])
            elif field.kind == "code" and texts:
                said[name] = read_code(texts[0])
            elif field.kind == "flag" and texts:
                said[name] = read_flag(texts[0], self._form.flags)
            elif field.kind == "coded" and field.scheme and (coded := read_coded(texts, field.scheme, self._year)):
                target = coded.scheme if coded.scheme != "procurement_catalogue" else name
                said.setdefault(f"{target}_code", coded.code)
                said.setdefault(f"{target}_name", coded.name)
            elif field.kind == "count" and texts and (count := read_count(texts[0])):
                said[name] = count.number
                if count.measure:
                    said.setdefault("measure_unit", count.measure)
        if not said.get("unit_code"):
            said["unit_code"] = row.unit_code
        said["unit_name"] = said.get("unit_name") or row.unit_name
        said.update(self._class_of_item(row, said))
        return said

    def _class_of_item(self, row: ListRow, said: Mapping[str, object]) -> dict[str, object]:
        field = self._form.classes.field
        if field is None:
            return {}
        if row.is_class:
            texts = [row.code or "", class_of(row.label)]
            letter = next((text for text in (*texts, row.label) if text[:1] in _CLASS_LETTERS), "")[:1]
            return {f"{field}_code": letter or None, f"{field}_name": class_of(row.label)}
        return {field: said.get(field) or row.item_class} if field in self._form.columns else {}

    # The amounts of an item.

    def _amounts(self, row: ListRow) -> Iterator[tuple[SheetCell, dict[str, object]]]:
        """The cell of each amount of an item, and what the record says of it."""
        if self._form.by_fund:
            yield from self._amounts_by_fund(row)
        else:
            yield from self._one_amount(row)

    def _amounts_by_fund(self, row: ListRow) -> Iterator[tuple[SheetCell, dict[str, object]]]:
        keeps_empty = self._form.coded_items_keep_empty_amounts and bool(self._text(row, "project_code"))
        own = self._by_name.get(_AMOUNT, [])
        for column in sorted([*own, *self._funds], key=lambda column: column.index):
            cell = self._sheet.at(row.index, column.index)
            amount = self._money(row, column)
            if amount is None and not (keeps_empty and not cell.text):
                continue
            meaning = column.fund
            fund = (meaning.get("fund") if meaning else None) or "all"
            yield cell, {"fund": fund, "period": meaning.get("period") if meaning else None, _AMOUNT: amount}

    def _one_amount(self, row: ListRow) -> Iterator[tuple[SheetCell, dict[str, object]]]:
        """The amounts by fund where they are printed, else the item's one amount; their sum is no record."""
        others = {
            name: self._money(row, columns[0])
            for name, columns in self._by_name.items()
            if columns[0].kind == "money" and name != _AMOUNT
        }
        of_funds = [
            (column, amount)
            for column in self._funds
            if not column.is_total and (amount := self._money(row, column, publish=False)) is not None
        ]
        if of_funds:
            for column, _ in of_funds:
                cell = self._sheet.at(row.index, column.index)
                yield cell, {"fund_source": column.path[-1], _AMOUNT: self._money(row, column), **others}
            return
        wholes = [*self._by_name.get(_AMOUNT, []), *(column for column in self._funds if column.is_total)]
        if wholes:
            cell = self._sheet.at(row.index, wholes[0].index)
            yield cell, {_AMOUNT: self._money(row, wholes[0]), **others}

    def _money(self, row: ListRow, column: ListColumn, publish: bool = True) -> Decimal | None:
        """The amount of a row in a column, in yuan; None where none can be read."""
        cell = self._sheet.at(row.index, column.index)
        if cell.row != row.index or cell.column != column.index:
            return None
        value, unit = read_figure(cell)
        unit = unit or self._unit(column)
        if value is None or unit is None:
            return None
        try:
            amount = to_yuan(value, unit)
        except UnitError:
            return None
        if publish:
            self._published.add((cell.row, cell.column))
        return amount

    def _unit(self, column: ListColumn) -> str | None:
        if column.field is not None:
            return self._units.by_field.get(column.field.name)
        return column.unit or self._units.by_field.get(_AMOUNT) or self._sheet.caption.printed_unit

    def _list_units(self) -> ListUnits:
        money = {name: columns[0] for name, columns in self._by_name.items() if columns[0].kind == "money"}
        rows: list[Figures] = []
        for row in self._rows.values():
            if row.kind is RowKind.ITEM:
                rows.append(dict(self._figures(row)))
        headers = {name: column.unit for name, column in money.items()}
        return list_units(self._form, headers, self._sheet.caption.printed_unit, rows)

    def _figures(self, row: ListRow) -> Iterator[tuple[str, Decimal]]:
        for name, columns in self._by_name.items():
            if columns[0].kind in {"money", "count"}:
                value, unit = read_figure(self._sheet.at(row.index, columns[0].index))
                if value is not None and unit is None:
                    yield name, value

    def _text(self, row: ListRow, name: str) -> str:
        return next((printed(self._sheet, row.index, column.index) for column in self._by_name.get(name, ())), "")

    def _record(self, row: ListRow, said: Mapping[str, object], cell: SheetCell) -> dict[str, object]:
        record = {name: value for name, value in said.items() if name in self._form.columns and value is not None}
        if self._units.in_doubt:
            record[IN_TABLE_UNIT] = dict(self._in_unit(record, self._units.in_doubt))
        return {**record, **source(self._sheet, cell)}

    def _in_unit(self, record: Mapping[str, object], unit: str) -> Iterator[tuple[str, Decimal]]:
        """The amounts of a record as they are if their figures are in another unit."""
        for name, believed in self._units.by_field.items():
            amount = record.get(name)
            if isinstance(amount, Decimal):
                yield name, to_yuan(amount / YUAN_PER_UNIT[believed], unit)

    # Where each cell went.

    def uses(self, data_rows: frozenset[int]) -> dict[tuple[int, int], CellUse]:
        """The use of every cell; to be asked for when the records are made."""
        return {(cell.row, cell.column): self._use(cell, data_rows) for cell in self._sheet.cells}

    def _use(self, cell: SheetCell, data_rows: frozenset[int]) -> CellUse:
        if not cell.text:
            return CellUse(Role.EMPTY, Disposition.STRUCTURAL)
        if cell.row not in data_rows:
            return CellUse(Role.HEADER, Disposition.STRUCTURAL)
        column, row = self._columns[cell.column], self._rows[cell.row]
        if column.holds_money or column.kind == "count" or (column.field is None and _is_number(cell.text)):
            return self._use_of_number(cell, column, row)
        if column.kind == "personal":
            return CellUse(Role.TEXT, Disposition.WITHHELD)
        if column.field is None:
            heading = row.kind in {RowKind.BLANK, RowKind.TOTAL} or not column.path
            disposition = Disposition.STRUCTURAL if heading else Disposition.UNKNOWN_COLUMN
            return CellUse(Role.TEXT, disposition)
        role = _ROLES.get(column.field.kind, Role.TEXT)
        if row.kind is RowKind.UNTOLD:
            return CellUse(role, Disposition.UNPARSED)
        published = row.kind is RowKind.ITEM and self._goes_out(column.field.name)
        return CellUse(role, Disposition.PUBLISHED if published else Disposition.STRUCTURAL)

    def _goes_out(self, name: str) -> bool:
        columns = self._form.columns
        return bool({name, f"{name}_code", f"{name}_name"} & columns) or (
            name == "outline" and "project_name" in columns
        )

    def _use_of_number(self, cell: SheetCell, column: ListColumn, row: ListRow) -> CellUse:
        if not any(character.isdigit() for character in cell.text) and read_figure(cell)[0] is None:
            return CellUse(Role.TEXT, Disposition.STRUCTURAL)
        if column.derived:
            return CellUse(Role.AMOUNT, Disposition.DERIVED)
        if not column.holds_money and column.kind != "count":
            return CellUse(Role.AMOUNT, Disposition.UNKNOWN_COLUMN)
        is_count = column.kind == "count"
        read = read_count(one_line(cell.text)) is not None if is_count else self._reads(cell, column)
        if row.kind is RowKind.UNTOLD or not read:
            return CellUse(Role.AMOUNT, Disposition.UNPARSED)
        if (cell.row, cell.column) in self._published or (is_count and row.kind is RowKind.ITEM):
            return CellUse(Role.AMOUNT, Disposition.PUBLISHED)
        return CellUse(Role.AMOUNT, Disposition.RECONCILED)

    def _reads(self, cell: SheetCell, column: ListColumn) -> bool:
        value, unit = read_figure(cell)
        return value is not None and (unit or self._unit(column)) is not None


def _names_the_class(field: Field, row: ListRow, texts: Sequence[str]) -> bool:
    names = {row.label, *_CLASS_LETTERS}
    return field.kind in {"label", "outline", "code"} and bool(texts) and texts[0] in names


def _is_number(text: str) -> bool:
    amount = parse_amount(fold_space(text))
    return amount is not None and amount.value is not None
