"""The labels of a figure's row."""

from __future__ import annotations

from collections.abc import Sequence, Set

from pipelines.foundation.amounts import parse_amount
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell


def labels_beside(sheet: Sheet, figure: SheetCell, codes: Set[int] = frozenset()) -> Sequence[SheetCell]:
    """The cells left of a figure that print words, or anything in one of the columns of `codes`, each once, from the
    left."""
    beside = dict.fromkeys(sheet.at(figure.row, column) for column in range(figure.column))
    return [cell for cell in beside if cell.text and (cell.column in codes or parse_amount(cell.text) is None)]
