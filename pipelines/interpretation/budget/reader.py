"""Budget tables: each printed amount under its row key and header path becomes a row of `budget_lines`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from pipelines.foundation.amounts import (
    Amount,
    AmountKind,
    UnitError,
    as_fraction,
    parse_amount,
    resolve_unit,
    to_yuan,
    without_commas,
)
from pipelines.foundation.label_path import label_path
from pipelines.foundation.record import Record
from pipelines.interpretation.budget.blocks import Block, split_blocks
from pipelines.interpretation.budget.counts import DATASET as COUNTS
from pipelines.interpretation.budget.counts import read_counts
from pipelines.interpretation.budget.defaults import Defaults, defaults_of
from pipelines.interpretation.budget.economic_columns import EconomicColumns, economic_columns
from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.budget.row_keys import keyed_by_names, row_keys
from pipelines.interpretation.budget.row_lines import LineContext, line_contexts
from pipelines.interpretation.budget.sections import section_heads
from pipelines.interpretation.budget.three_public import sums_three_public, three_public_count, three_public_expense
from pipelines.interpretation.budget.times import is_not_to_be_filled, phase_of, year_of
from pipelines.interpretation.budget.unknown_words import behind_unknown_words
from pipelines.interpretation.declared.budget import BudgetTable, title_axis
from pipelines.interpretation.declared.vocabulary import refine
from pipelines.interpretation.sheets.header import Column, Header, reprinted_totals
from pipelines.interpretation.sheets.misplaced_codes import holds_codes
from pipelines.interpretation.sheets.reading import CellUse, Context, Disposition, Reading, Role, source
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

_EMPTY = CellUse(Role.EMPTY, Disposition.STRUCTURAL)
_HEADER = CellUse(Role.HEADER, Disposition.STRUCTURAL)
_LABEL = CellUse(Role.LABEL, Disposition.STRUCTURAL)
_CODE = CellUse(Role.CODE, Disposition.STRUCTURAL)
_STRUCTURAL = {
    "code": _CODE,
    "class_code": _CODE,
    "division_code": _CODE,
    "item_code": _CODE,
    "note": CellUse(Role.TEXT, Disposition.STRUCTURAL),
}
_PERIODS = frozenset({"current_year", "carryover"})
_SCHEME_OF_SIDE = {"revenue": "revenue", "expenditure": "function"}


def read_budget(sheet: Sheet, header: Header, declaration: BudgetTable, context: Context) -> Reading:
    """Read a budget table: records for `budget_lines` in printed order, and the use of every cell.

    The numbers of things in the table of 三公 are records for `three_public_counts`.
    """
    defaults = defaults_of(declaration, sheet.caption.title or "")
    rows = [
        row
        for row in range(header.depth, sheet.row_count)
        if row not in sheet.repeated_header_rows and row not in header.number_rows
    ]
    reprinted = reprinted_totals(sheet, header)
    records: list[tuple[tuple[int, int], Record]] = []
    counts: list[tuple[tuple[int, int], Record]] = []
    uses = _key_uses(sheet, header, rows)
    by_title = title_axis(sheet.caption.title)
    axis = by_title or defaults.axis
    classes = (
        EconomicColumns(header.columns)
        if defaults.axis == "three_public"
        else economic_columns(header.columns, by_title, context.fiscal_year)
    )
    header = replace(header, columns=classes.columns)
    blocks = split_blocks(header)
    for block in blocks:
        if defaults.one_sided and len(blocks) > 1 and block.flow not in (None, defaults.flow):
            # Whatever stands there, it is not of this table.
            continue
        flow = defaults.side(block.flow)
        scheme = axis or (_SCHEME_OF_SIDE.get(flow) if flow else None)
        keys = _keys(sheet, block, rows, scheme, context)
        lines = line_contexts(keys, flow, two_sided=axis is None and len(blocks) > 1)
        reader = _BlockReader(sheet, declaration, defaults, context, block, header, classes, keys)
        for row, key in keys.items():
            for cell, use, record in reader.row(row, key, lines[row]):
                uses[(cell.row, cell.column)] = use
                if row in reprinted and use.disposition is Disposition.PUBLISHED:
                    # It counts once, where it is first printed.
                    uses[(cell.row, cell.column)] = CellUse(use.role, Disposition.RECONCILED)
                elif record is not None:
                    records.append(((cell.row, cell.column), record))
        if defaults.axis == "three_public":
            for cell, use, record in read_counts(sheet, block, keys, context):
                uses[(cell.row, cell.column)] = use
                counts += [((cell.row, cell.column), record)] if record is not None else []
    return Reading({"budget_lines": _ordered(records), **({COUNTS: _ordered(counts)} if counts else {})}, uses)


def _ordered(records: Sequence[tuple[tuple[int, int], Record]]) -> Sequence[Record]:
    """Records in the order of their cells."""
    return [record for _, record in sorted(records, key=lambda item: item[0])]


def _keys(
    sheet: Sheet, block: Block, rows: Sequence[int], scheme: str | None, context: Context
) -> Mapping[int, RowKey]:
    """The keys of a block's rows: revenue by function where names of functions key it, and sections by unit."""
    read = partial(row_keys, sheet, block, rows, year=context.fiscal_year)
    keys = read(axis=scheme, units=context.units)
    if scheme == "revenue" and keyed_by_names(by_function := read(axis="function", units=context.units)):
        scheme, keys = "function", by_function
    heads = section_heads(sheet, block, keys)
    return read(axis=scheme, units=context.units | heads) if heads else keys


def _key_uses(sheet: Sheet, header: Header, rows: Sequence[int]) -> dict[tuple[int, int], CellUse]:
    uses: dict[tuple[int, int], CellUse] = {}
    data = set(rows)
    for cell in sheet.cells:
        column = header.columns[cell.column]
        if not cell.text:
            use = _EMPTY
        elif cell.row not in data:
            use = _HEADER
        elif column.role == "amount":
            continue
        else:
            use = _STRUCTURAL.get(column.role, _LABEL)
        uses[(cell.row, cell.column)] = use
    return uses


@dataclass(frozen=True)
class _Read:
    """What became of an amount cell: its use, and its value in yuan by the unit it is printed in, or as a fraction."""

    use: CellUse
    value: Decimal | None = None
    unit: str | None = None


class _BlockReader:
    """Reads the amounts of one block."""

    def __init__(
        self,
        sheet: Sheet,
        declaration: BudgetTable,
        defaults: Defaults,
        context: Context,
        block: Block,
        header: Header,
        classes: EconomicColumns,
        keys: Mapping[int, RowKey],
    ) -> None:
        self._sheet = sheet
        self._declaration = declaration
        self._defaults = defaults
        self._context = context
        self._block = block
        self._classes = classes
        self._has_three_public_subtotal = sums_three_public(classes.columns, keys.values())
        self._splits_periods = {column.meaning.get("period") for column in block.amounts} >= _PERIODS
        columns_of_codes = frozenset(
            column.index
            for column in block.amounts
            if holds_codes([cell.text for cell in sheet.cells if cell.column == column.index])
        )
        self._in_doubt = columns_of_codes | behind_unknown_words(sheet, block, header.depth)

    def row(self, row: int, key: RowKey, line: LineContext) -> Iterator[tuple[SheetCell, CellUse, Record | None]]:
        """The amount cells of a row with their use and, where published, their record."""
        record: dict[str, object] | None = None
        for column in self._block.amounts:
            cell = self._sheet.at(row, column.index)
            if cell.row != row or cell.column != column.index or not cell.text:
                continue
            if self._defaults.axis == "three_public" and three_public_count(column, key):
                continue
            # Whether its commas may be dropped is for the sums to prove, when all is read.
            amount = parse_amount(cell.text) or without_commas(cell.text)
            read = self._read(cell, column, key, amount)
            if read.value is None or read.use.disposition is not Disposition.PUBLISHED:
                yield cell, read.use, None
            elif read.unit is None:
                if record is not None:
                    record["share"] = float(read.value)
                yield cell, read.use, None
            else:
                record = self._record(cell, column, key, line, read.value, read.unit)
                yield cell, read.use, record

    def _read(self, cell: SheetCell, column: Column, key: RowKey, amount: Amount | None) -> _Read:
        if amount is None or amount.value is None:
            disposition = Disposition.UNPARSED if _has_digit(cell.text) else Disposition.STRUCTURAL
            return _Read(CellUse(Role.AMOUNT if _has_digit(cell.text) else Role.TEXT, disposition))
        if is_not_to_be_filled(cell.text, self._context):
            return _Read(CellUse(Role.TEXT, Disposition.STRUCTURAL))
        by_row = key.meaning.get("kind") if key.meaning.known else None
        if "derived" in (column.meaning.get("kind"), by_row) or key.derived:
            return _Read(CellUse(Role.AMOUNT, Disposition.DERIVED))
        if column.meaning.get("count") or key.meaning.get("count"):
            return _Read(CellUse(Role.AMOUNT, Disposition.UNKNOWN_COLUMN))
        if not column.meaning.known or column.index in self._in_doubt:
            return _Read(CellUse(Role.AMOUNT, Disposition.UNKNOWN_COLUMN))
        if column.meaning.get("kind") == "share":
            share = as_fraction(amount, column.printed_path) if cell.proven else None
            return _Read(CellUse(Role.AMOUNT, Disposition.UNPARSED if share is None else Disposition.PUBLISHED), share)
        unit = resolve_unit(amount, column.meaning.unit, self._sheet.caption.printed_unit)
        if amount.kind is AmountKind.PERCENT or unit is None or not cell.proven:
            return _Read(CellUse(Role.AMOUNT, Disposition.UNPARSED))
        try:
            return _Read(CellUse(Role.AMOUNT, Disposition.PUBLISHED), to_yuan(amount.value, unit), unit)
        except UnitError:
            return _Read(CellUse(Role.AMOUNT, Disposition.UNPARSED))

    def _record(
        self, cell: SheetCell, column: Column, key: RowKey, line: LineContext, value: Decimal, unit: str
    ) -> dict[str, object]:
        defaults, meaning = self._defaults, column.meaning
        scheme = key.scheme
        code, name, level, line_kind = key.code, key.name, key.level, line.line
        measure = self._facet("measure", column, key, line.measure) or defaults.measure
        if line.line == "carryover_out" and meaning.get("measure") is None:
            measure = defaults.measure
        if column.memo:
            measure = "unclassified"
        if defaults.axis == "three_public":
            said = three_public_expense(
                column,
                key,
                self._declaration.behind_names,
                has_subtotal=self._has_three_public_subtotal,
            )
            scheme, code, name, level = "three_public", said.code, said.name, said.level
            line_kind, measure = said.line, "unclassified" if column.memo else said.measure
        table = defaults.by_axis.get(scheme or "", self._declaration.table)
        return {
            "table": table,
            "flow": defaults.side(self._block.flow or meaning.get("flow")) or line.flow,
            "line": line_kind,
            "scheme": scheme if line_kind == "item" or self._keyed(scheme) else None,
            "economic_code": key.economic_code or self._classes.code("economic", column.index, scheme),
            "government_economic_code": key.government_economic_code
            or self._classes.code("government_economic", column.index, scheme),
            "code": code,
            "name": name,
            "level": 0 if line_kind in {"total", "grand_total"} else level,
            "unit_code": key.unit_code,
            "unit_name": key.unit_name or self._context.section_unit,
            "fund": self._fund(column, key, line),
            "period": self._period(column, line),
            "measure": measure,
            "phase": phase_of(meaning, key, self._context),
            "amount_year": year_of(meaning, key, self._context),
            "amount_yuan": value,
            "printed_unit": unit,
            "row_path": label_path((*line.headings, *key.path)),
            "column_path": column.printed_path,
            **source(self._sheet, cell),
        }

    def _keyed(self, scheme: str | None) -> bool:
        """Whether the block's rows are keyed by a classification throughout; the sides of two-sided tables aren't."""
        return self._defaults.axis is not None or self._defaults.flow is not None or scheme == "unit"

    def _facet(self, facet: str, column: Column, key: RowKey, inherited: str | None) -> str | None:
        """What column and row say of a facet together; the row's heading speaks where neither does."""
        by_column, by_row = column.meaning.get(facet), key.meaning.get(facet)
        if by_column is not None and by_row is not None:
            return refine(facet, by_row, by_column) or by_column
        return by_column or by_row or inherited

    def _fund(self, column: Column, key: RowKey, line: LineContext) -> str:
        """The fund of an amount: 财政拨款 in a table of one of the fiscal funds is that fund. A source of revenue that
        no word names is not all of them."""
        said, default = self._facet("fund", column, key, line.fund), self._defaults.fund
        if said == "fiscal_appropriation" and line.fund is not None:
            # 其中：财政拨款 under 一般公共预算 is of that fund.
            return refine("fund", line.fund, said) or said
        if said == "fiscal_appropriation" and self._defaults.one_fund:
            return refine("fund", default, said) or said
        is_source = key.scheme == "revenue" and line.line == "item" and not key.meaning.known
        return said or ("unclassified" if is_source else default)

    def _period(self, column: Column, line: LineContext) -> str | None:
        """The period of an amount: 收入总计 under 本年收入 closes the side and is of no period, where all its columns
        say the same."""
        said = column.meaning.get("period")
        if line.line != "carryover_in" and self._splits_periods:
            # Columns that part the year from what is carried over say it of every row; one beside them sums them.
            return said
        closes = line.line == "grand_total" and len({each.meaning.get("period") for each in self._block.amounts}) == 1
        return line.period or (None if closes else said)


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)
