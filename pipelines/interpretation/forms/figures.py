"""Numbers in the tables of forms that no dataset names, such as scores of what was spent: unclassified figures."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.foundation.amounts import AmountKind, parse_amount
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.forms.rows import table_rows
from pipelines.interpretation.forms.tables import Block
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Role
from pipelines.interpretation.sheets.row_labels import labels_beside
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.sheets.unclassified_figures import unclassified_figure

FIGURE = "figure"
_NUMBERS = frozenset({AmountKind.NUMBER, AmountKind.PERCENT})


def figures(block: Block, sheet: Sheet) -> Iterator[tuple[str, Record]]:
    """A row for each number under a column of figures, with the words beside it and over it; none is of money."""
    columns = [column for column in block.columns if column.field == FIGURE]
    for row in table_rows(block, sheet) if columns else ():
        for column, cell in row.cells:
            printed = parse_amount(cell.text) if column in columns else None
            if printed is None or cell.row != row.index or figure_use(cell).disposition is not Disposition.PUBLISHED:
                continue
            record = unclassified_figure(
                sheet,
                cell,
                printed.value,
                row_path=[fold_space(label.text) for label in labels_beside(sheet, cell)],
                column_path=column.printed_path,
                unit=None,
                amount_yuan=None,
            )
            yield "unclassified_figures", record


def figure_use(cell: SheetCell, of_number: Disposition = Disposition.PUBLISHED) -> CellUse:
    """The use of a cell under a column of figures, or of rates: a dash says that there is none."""
    printed = parse_amount(cell.text)
    if printed is None or printed.kind not in _NUMBERS:
        return CellUse(Role.TEXT if cell.text else Role.EMPTY, Disposition.STRUCTURAL)
    return CellUse(Role.AMOUNT, of_number if cell.proven else Disposition.UNPARSED)
