"""Tables that no dataset is for: every number with the labels over it and beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.classifications import classification
from pipelines.foundation.amounts import Amount, AmountKind, UnitError, parse_amount, resolve_unit, to_yuan
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.declared.unclassified import unclassified
from pipelines.interpretation.declared.vocabulary import CODES_OF_ITEMS
from pipelines.interpretation.sheets.header import Column, Header
from pipelines.interpretation.sheets.misplaced_codes import holds_codes
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Place, Reading, Role
from pipelines.interpretation.sheets.row_labels import labels_beside
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.sheets.unclassified_figures import unclassified_figure

DATASET = "unclassified_figures"

_CODES = CODES_OF_ITEMS | {"unit_code"}
_FIGURE = CellUse(Role.AMOUNT, Disposition.PUBLISHED)
_LABEL = CellUse(Role.LABEL, Disposition.PUBLISHED)
_HEADER = CellUse(Role.HEADER, Disposition.STRUCTURAL)
_CODE = CellUse(Role.CODE, Disposition.UNKNOWN_COLUMN)
_UNPROVEN = CellUse(Role.AMOUNT, Disposition.UNPARSED)


def read_unclassified(sheet: Sheet, header: Header) -> Reading:
    """Read the numbers of a sheet whose table nobody declares.

    Read are columns that hold amounts by their header; the labels of a row are the texts left of its number, and
    what stands there under the head of a code. What else may be a code is no figure, and stays where it was.
    """
    records: list[Record] = []
    uses: dict[Place, CellUse] = {}
    rows = [row for row in range(header.depth, sheet.row_count) if _is_body(sheet, header, row)]
    codes = frozenset(column.index for column in header.columns if column.role in _CODES)
    for column in header.columns:
        if column.role != "amount":
            continue
        figures = list(_figures(sheet, column, rows))
        coded = holds_codes([cell.text for cell, _ in figures])
        for cell, amount in figures:
            labels = labels_beside(sheet, cell, codes)
            place = (cell.row, cell.column)
            if coded or not cell.proven:
                uses[place] = _CODE if coded else _UNPROVEN
                continue
            uses[place] = _FIGURE
            uses |= {(label.row, label.column): _LABEL for label in labels}
            records.append(_record(sheet, cell, amount, column, [fold_space(label.text) for label in labels]))
    if records:
        uses |= {(cell.row, cell.column): _HEADER for cell in sheet.cells if cell.row < header.depth and cell.text}
    return Reading({DATASET: records} if records else {}, uses)


def _is_body(sheet: Sheet, header: Header, row: int) -> bool:
    return row not in header.number_rows and row not in sheet.repeated_header_rows


def _figures(sheet: Sheet, column: Column, rows: Sequence[int]) -> Iterator[tuple[SheetCell, Amount]]:
    for row in rows:
        for cell in sheet.row(row):
            amount = parse_amount(cell.text) if cell.column == column.index else None
            if amount is not None and amount.kind in {AmountKind.NUMBER, AmountKind.PERCENT}:
                yield cell, amount


def _record(sheet: Sheet, cell: SheetCell, amount: Amount, column: Column, row_path: Sequence[str]) -> Record:
    unit = _unit(sheet, amount, column, row_path)
    return unclassified_figure(
        sheet,
        cell,
        amount.value,
        row_path=row_path,
        column_path=column.printed_path,
        unit=unit,
        amount_yuan=_in_yuan(amount, unit),
    )


def _unit(sheet: Sheet, amount: Amount, column: Column, row_path: Sequence[str]) -> str | None:
    """The unit of money of a figure; None where it is none, or can't be told to be."""
    if amount.kind is AmountKind.PERCENT:
        return None
    by_title = [sheet.caption.title or ""] if _is_of_title(column) else []
    is_money = unclassified().is_money([*column.path, *row_path, *by_title])
    over_table = sheet.caption.printed_unit if is_money else None
    return resolve_unit(amount, column.meaning.unit, over_table)


def _is_of_title(column: Column) -> bool:
    """Whether a column holds what the table's title says: it sums the others, or an economic class names it."""
    sums = column.meaning.known and set(column.meaning.facets) == {"line"}
    return sums or any(classification("economic").knows(label) for label in column.path)


def _in_yuan(amount: Amount, unit: str | None) -> Decimal | None:
    if unit is None or amount.value is None:
        return None
    try:
        return to_yuan(amount.value, unit)
    except UnitError:
        return None
