"""The account of every cell: what no reader used is said to be unused, and why."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.foundation.amounts import AmountKind, parse_amount
from pipelines.foundation.record import Record
from pipelines.interpretation.sheets.header import Header
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Place, Reading, Role, source
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

NUMBERING = CellUse(Role.LABEL, Disposition.STRUCTURAL)


def cell_records(sheet: Sheet, header: Header, table: str | None, reading: Reading) -> Iterator[Record]:
    """Rows of the dataset `cells` for a sheet, in printed order."""
    numbering = _numbering(sheet, header) if table is None else frozenset[Place]()
    for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.column)):
        place = (cell.row, cell.column)
        use = reading.uses.get(place) or (NUMBERING if place in numbering else unused(cell, table))
        yield _record(sheet, cell, table, use)


def unused(cell: SheetCell, table: str | None) -> CellUse:
    """The account of a cell that no reader used."""
    if not cell.text:
        return CellUse(Role.EMPTY, Disposition.STRUCTURAL)
    amount = parse_amount(cell.text)
    number = amount is not None and amount.kind in {AmountKind.NUMBER, AmountKind.PERCENT}
    if table is None:
        return CellUse(Role.AMOUNT if number else Role.TEXT, Disposition.UNKNOWN_TABLE)
    return CellUse(Role.AMOUNT if number else Role.TEXT, Disposition.UNPARSED if number else Disposition.STRUCTURAL)


def unread_cells(sheet: Sheet, table: str | None) -> Iterator[Record]:
    """Rows of the dataset `cells` for a sheet whose reading failed, in printed order."""
    for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.column)):
        yield _record(sheet, cell, table, _unread(cell))


def _unread(cell: SheetCell) -> CellUse:
    use = unused(cell, None)
    return use if use.role is Role.EMPTY else CellUse(use.role, Disposition.UNREAD)


def _record(sheet: Sheet, cell: SheetCell, table: str | None, use: CellUse) -> Record:
    record = source(sheet, cell)
    record["table"] = table
    record["row_span"] = cell.row_span
    record["column_span"] = cell.column_span
    record["role"] = use.role.value
    record["disposition"] = use.disposition.value
    if use.disposition is Disposition.WITHHELD:
        record["source_text"] = None
    return record


def _numbering(sheet: Sheet, header: Header) -> frozenset[Place]:
    """The cells that only count a table's rows or columns: digits under 序号, rows of column numbers."""
    ordinals = {column.index for column in header.columns if column.role == "number"}
    return frozenset(
        (cell.row, cell.column)
        for cell in sheet.cells
        if cell.row in header.number_rows or (cell.column in ordinals and cell.text.isdecimal())
    )
