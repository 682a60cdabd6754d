"""Merged cells that reach down over a whole page: left of its grid no rule parts them, what they print stands loose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.extraction.grid import TextLine
from pipelines.extraction.layout import is_within_columns
from pipelines.interpretation.declared.tables import declared_labels
from pipelines.interpretation.sheets.sheet import SheetCell
from pipelines.interpretation.words.labels import label_key


def reaching_down(
    above: Sequence[SheetCell], below: Sequence[SheetCell], start: int, rows: int, left: Sequence[TextLine]
) -> list[SheetCell]:
    """The cells above, those left of all cells below reaching over the rows below.

    `start` is the first of the `rows` rows below, `left` the lines printed left of them: a merged cell is printed
    around the middle of its pages, and goes on with the lines that stand between its edges.
    """
    first = min((cell.column for cell in below), default=0)
    return [_over(cell, rows, left) if cell.row_end == start and cell.column_end <= first else cell for cell in above]


def _over(cell: SheetCell, rows: int, left: Sequence[TextLine]) -> SheetCell:
    """The cell, `rows` rows longer. What has a text goes on only as the rest of a label: it could be another cell's."""
    lines = [line.text for line in left if is_within_columns(line, cell.box)]
    text = "\n".join([*([cell.text] if cell.text else []), *lines])
    is_own = not cell.text or label_key(text) in declared_labels()
    return replace(cell, row_span=cell.row_span + rows, text=text if is_own else cell.text)
