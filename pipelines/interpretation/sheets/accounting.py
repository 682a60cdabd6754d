"""The account of every cell: what no reader used is said to be unused, and why."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.foundation.amounts import AmountKind, parse_amount
from pipelines.foundation.record import Record
from pipelines.interpretation.sheets.header import Header
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Place, Reading, Role, source
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

NUMBERING = CellUse(Role.LABEL, Disposition.STRUCTURAL)


def cell_records(sheet: Sheet, header: Header | None, table: str | None, reading: Reading) -> Iterator[Record]:
    """Rows of the dataset `cells` for a sheet, in printed order; `header` is None where it could not be read."""
    numbering = _numbering(sheet, header) if table is None and header else frozenset[Place]()
    for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.column)):
        place = (cell.row, cell.column)
        use = reading.uses.get(place) or (NUMBERING if place in numbering else unused(cell, table))
        record = source(sheet, cell)
        if use.disposition is Disposition.WITHHELD:
            record["source_text"] = None
        yield {
            **record,
            "table": table,
            "row_span": cell.row_span,
            "column_span": cell.column_span,
            "role": use.role.value,
            "disposition": use.disposition.value,
        }


def unused(cell: SheetCell, table: str | None) -> CellUse:
    """The account of a cell that no reader used."""
    if not cell.text:
        return CellUse(Role.EMPTY, Disposition.STRUCTURAL)
    amount = parse_amount(cell.text)
    number = amount is not None and amount.kind in {AmountKind.NUMBER, AmountKind.PERCENT}
    if table is None:
        return CellUse(Role.AMOUNT if number else Role.TEXT, Disposition.UNKNOWN_TABLE)
    return CellUse(Role.AMOUNT if number else Role.TEXT, Disposition.UNPARSED if number else Disposition.STRUCTURAL)


def unread(sheet: Sheet) -> Reading:
    """The account of a table whose reading failed."""
    return Reading(uses={(cell.row, cell.column): _unread(cell) for cell in sheet.cells})


def _unread(cell: SheetCell) -> CellUse:
    use = unused(cell, None)
    return use if use.role is Role.EMPTY else CellUse(use.role, Disposition.UNREAD)


def _numbering(sheet: Sheet, header: Header) -> frozenset[Place]:
    """The cells that only count a table's rows or columns: digits under 序号, rows of column numbers."""
    ordinals = {column.index for column in header.columns if column.role == "number"}
    return frozenset(
        (cell.row, cell.column)
        for cell in sheet.cells
        if cell.row in header.number_rows or (cell.column in ordinals and cell.text.isdecimal())
    )
