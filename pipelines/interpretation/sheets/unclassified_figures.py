"""The rows of `unclassified_figures`, which tables that no dataset is for and forms give."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipelines.foundation.label_path import label_path
from pipelines.foundation.record import Record
from pipelines.interpretation.sheets.reading import source
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell


def unclassified_figure(
    sheet: Sheet,
    cell: SheetCell,
    value: Decimal | None,
    *,
    row_path: Iterable[str],
    column_path: str | None,
    unit: str | None,
    amount_yuan: Decimal | None,
) -> Record:
    """The row of a number with the labels beside it and over it; `unit` and `amount_yuan` are of money only."""
    return {
        **source(sheet, cell),
        "table_title": sheet.caption.title,
        "row_path": label_path(row_path) or None,
        "column_path": column_path or None,
        "value": float(value) if value is not None else None,
        "printed_unit": unit,
        "amount_yuan": amount_yuan,
    }
