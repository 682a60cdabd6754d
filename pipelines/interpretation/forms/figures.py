"""Amounts of a form that no dataset names: parts of a project's budget by level, of the money of several years."""

from __future__ import annotations

from decimal import Decimal

from pipelines.foundation.amounts import parse_amount
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.forms.layout import Pair
from pipelines.interpretation.sheets.reading import source
from pipelines.interpretation.sheets.row_labels import BETWEEN, labels_beside
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell


def figure(sheet: Sheet, pair: Pair, cell: SheetCell, amount: Decimal, unit: str | None) -> Record:
    """A row of `unclassified_figures`: the amount in yuan beside a label, with the labels left of it and over it."""
    printed = parse_amount(cell.text)
    return {
        **source(sheet, cell),
        "table_title": sheet.caption.title,
        "row_path": BETWEEN.join(fold_space(label.text) for label in labels_beside(sheet, cell)) or None,
        "column_path": fold_space(pair.over.text) if pair.over else None,
        "value": float(printed.value) if printed and printed.value is not None else 0.0,
        "printed_unit": unit,
        "amount_yuan": amount if unit else None,
    }
