"""List tables: projects, purchases, services, assets. One record per row under the header, or per row and fund."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from pipelines.foundation.amounts import parse_amount
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space, fold_text
from pipelines.interpretation.declared.lists import PROFILES, Field, ListForm, ListTable, list_form
from pipelines.interpretation.lists.amounts import UNIT, ListAmounts
from pipelines.interpretation.lists.columns import ListColumn, list_columns
from pipelines.interpretation.lists.placing import ListRow
from pipelines.interpretation.lists.printed_rows import class_of
from pipelines.interpretation.lists.row_rules import RowKind
from pipelines.interpretation.lists.rows import list_rows
from pipelines.interpretation.lists.values import one_line, printed, read_count, read_field, read_figure
from pipelines.interpretation.sheets.header import Header
from pipelines.interpretation.sheets.reading import CellUse, Context, Disposition, Place, Reading, Role, source
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.words.labels import label_core

_ROLES = {"code": Role.CODE, "coded": Role.CODE, "label": Role.LABEL, "outline": Role.LABEL, "ordinal": Role.LABEL}
_OF_PROJECT = ("project_code", "project_name", "unit_name")
_CLASS_LETTERS = frozenset("ABC")


def read_list(sheet: Sheet, header: Header, declaration: ListTable, context: Context) -> Reading:
    """Read a list table: records for its dataset in printed order, and the use of every cell.

    Purchases are still to be linked to their projects, and a unit that the header claims against the table's is to be
    settled: see `link_projects`.
    """
    form = list_form(declaration)
    columns = list_columns(header, form, context.fiscal_year)
    rows = _data_rows(sheet, header, form)
    return _ListReader(sheet, form, columns, list_rows(sheet, columns, rows, form, context.units), context).read()


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
        self._unit_codes = context.unit_codes
        self._by_name: dict[str, list[ListColumn]] = {}
        for column in columns:
            if column.name:
                self._by_name.setdefault(column.name, []).append(column)
        items = [row.index for row in rows if row.kind is RowKind.ITEM]
        self._amounts = ListAmounts(sheet, form, columns, items)

    def read(self) -> Reading:
        """The records of the items in printed order, the amounts in doubt, and the use of every cell."""
        records: list[Record] = []
        profiles: dict[tuple[object, ...], Record] = {}
        published: set[Place] = set()
        in_table_unit: dict[Place, Record] = {}
        for row in self._rows.values():
            if row.kind is not RowKind.ITEM:
                continue
            said = self._said(row)
            if profile := self._profile(row, said):
                profiles.setdefault(tuple(profile[name] for name in (*_OF_PROJECT, *self._form.profile)), profile)
            is_record = bool(said.get("project_code")) and row.item_class is not None
            keeps_empty = self._form.coded_items_keep_empty_amounts and is_record
            amounts = self._amounts.of_item(row.index, keeps_empty)
            published |= amounts.published
            for cell, amount in amounts.said:
                record = self._filled({**said, **amount})
                records.append({**record, **source(self._sheet, cell)})
                if doubted := self._amounts.in_table_unit(cell, record):
                    in_table_unit[(cell.row, cell.column)] = doubted
        uses = {(cell.row, cell.column): self._use(cell, published) for cell in self._sheet.cells}
        found = {self._form.dataset: tuple(records), PROFILES: tuple(profiles.values())}
        return Reading(
            {dataset: rows for dataset, rows in found.items() if rows or dataset != PROFILES}, uses, in_table_unit
        )

    # What an item says beside its amount.

    def _said(self, row: ListRow) -> dict[str, object]:
        said: dict[str, object] = {}
        for name, columns in self._by_name.items():
            field = columns[0].field
            own = (printed(self._sheet, row.index, column.index) for column in columns)
            texts = row.joined.get(name) or [text for text in own if text]
            if field is None or (row.is_class and _names_the_class(field, row, texts)):
                continue
            texts = texts or list(row.carried.get(name, ()))
            if texts:
                read = read_field(field, texts, self._form.flags, self._year)
                # The code of the deepest level holds those above it.
                said = {**said, **read} if field.kind == "directory" else {**read, **said}
        if not said.get("unit_code"):
            # A unit that the row itself names has the code that the document prints beside the name elsewhere.
            named = fold_text(str(said.get("unit_name") or ""))
            said["unit_code"] = row.unit_code or self._unit_codes.get(named)
        said["unit_name"] = said.get("unit_name") or row.unit_name
        said.update(self._class_of_item(row, said))
        return said

    def _profile(self, row: ListRow, said: Mapping[str, object]) -> Record | None:
        """What an item says of its project beside the amounts; None where it says nothing, or names no project."""
        columns = [column for name in self._form.profile for column in self._by_name.get(name, ()) if said.get(name)]
        if not columns or not said.get("project_name"):
            return None
        record = {name: said.get(name) for name in (*_OF_PROJECT, *self._form.profile)}
        return {**record, **source(self._sheet, self._sheet.at(row.index, columns[0].index))}

    def _class_of_item(self, row: ListRow, said: Mapping[str, object]) -> dict[str, object]:
        field = self._form.classes.field
        if field is None:
            return {}
        if row.is_class:
            texts = [row.code or "", class_of(row.label)]
            letter = next((text for text in (*texts, row.label) if text[:1] in _CLASS_LETTERS), "")[:1]
            return {f"{field}_code": letter or None, f"{field}_name": class_of(row.label)}
        return {field: said.get(field) or row.item_class} if field in self._form.columns else {}

    def _filled(self, said: Mapping[str, object]) -> Record:
        columns = self._form.columns | {UNIT}
        return {name: value for name, value in said.items() if name in columns and value is not None}

    # Where each cell went.

    def _use(self, cell: SheetCell, published: Set[Place]) -> CellUse:
        if not cell.text:
            return CellUse(Role.EMPTY, Disposition.STRUCTURAL)
        if cell.row not in self._rows:
            return CellUse(Role.HEADER, Disposition.STRUCTURAL)
        column, row = self._columns[cell.column], self._rows[cell.row]
        if column.holds_money or column.kind == "count" or (column.field is None and _is_number(cell.text)):
            return self._use_of_number(cell, column, row, published)
        if column.kind == "personal":
            return CellUse(Role.TEXT, Disposition.WITHHELD)
        if column.field is None:
            heading = row.kind in {RowKind.BLANK, RowKind.TOTAL} or not column.path
            disposition = Disposition.STRUCTURAL if heading else Disposition.UNKNOWN_COLUMN
            return CellUse(Role.TEXT, disposition)
        role = _ROLES.get(column.field.kind, Role.TEXT)
        if row.kind is RowKind.AMBIGUOUS:
            return CellUse(role, Disposition.UNPARSED)
        goes_out = row.kind is RowKind.ITEM and self._goes_out(column.field.name)
        return CellUse(role, Disposition.PUBLISHED if goes_out else Disposition.STRUCTURAL)

    def _goes_out(self, name: str) -> bool:
        columns = self._form.columns
        is_column = bool({name, f"{name}_code", f"{name}_name"} & columns)
        return is_column or name in self._form.profile or (name == "outline" and "project_name" in columns)

    def _use_of_number(self, cell: SheetCell, column: ListColumn, row: ListRow, published: Set[Place]) -> CellUse:
        figure = read_figure(cell)
        if not any(character.isdigit() for character in cell.text) and (figure is None or figure.value is None):
            return CellUse(Role.TEXT, Disposition.STRUCTURAL)
        if column.derived:
            return CellUse(Role.AMOUNT, Disposition.DERIVED)
        if not column.holds_money and column.kind != "count":
            return CellUse(Role.AMOUNT, Disposition.UNKNOWN_COLUMN)
        is_count = column.kind == "count"
        read = read_count(one_line(cell.text)) is not None if is_count else self._amounts.reads(cell.row, column)
        if row.kind is RowKind.AMBIGUOUS or not read:
            return CellUse(Role.AMOUNT, Disposition.UNPARSED)
        if (cell.row, cell.column) in published or (is_count and row.kind is RowKind.ITEM):
            return CellUse(Role.AMOUNT, Disposition.PUBLISHED)
        if not published and figure is not None and figure.value:
            # A sum of nothing that was read.
            return CellUse(Role.AMOUNT, Disposition.UNPARSED)
        return CellUse(Role.AMOUNT, Disposition.RECONCILED)


def _names_the_class(field: Field, row: ListRow, texts: Sequence[str]) -> bool:
    names = {row.label, *_CLASS_LETTERS}
    return field.kind in {"label", "outline", "code"} and bool(texts) and texts[0] in names


def _is_number(text: str) -> bool:
    amount = parse_amount(fold_space(text))
    return amount is not None and amount.value is not None
