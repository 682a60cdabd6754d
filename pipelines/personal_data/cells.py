"""Somebody's name or number in the cells of a table: in a text, beside a label, below a heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.personal_data.policy import Labelled, plain, policy, was_read_as_number


@dataclass(frozen=True)
class PersonalCell:
    """Something personal in a cell: the cell's place in the sequence that was searched, the rule and the value."""

    index: int
    rule: str
    value: str


@dataclass(frozen=True)
class _Cell:
    index: int
    text: str
    role: object
    rows: range
    columns: range

    def heads(self, other: _Cell) -> bool:
        """Whether the other cell is a value in the column this one is the heading of."""
        above = self.role == "header" and self.rows.stop <= other.rows.start
        return above and other.role not in ("header", "label") and other.columns.start in self.columns


def personal_texts(cells: Sequence[Mapping[str, object]]) -> Iterator[PersonalCell]:
    """What is personal in the texts of cells (rows of the dataset `cells`), each by itself."""
    for index, cell in enumerate(cells):
        text = cell.get("source_text")
        if text is None:
            continue
        for found in policy().find(str(text)):
            if found.in_numbers or not was_read_as_number(cell):
                yield PersonalCell(index, found.rule, found.value)


def personal_neighbours(cells: Sequence[Mapping[str, object]]) -> Iterator[PersonalCell]:
    """What stands beside a label, or below one that is a heading, in the cells of one table."""
    labels = _labels(cells)
    if not labels:
        return
    found = [_cell(index, cell) for index, cell in enumerate(cells)]
    at = {(row, column): cell for cell in found for row in cell.rows for column in cell.columns}
    for index, rule in labels.items():
        label = found[index]
        beside = {at.get((row, label.columns.stop)) for row in label.rows}
        below = {cell for cell in found if label.heads(cell)}
        for cell in sorted(filter(None, beside | below), key=lambda cell: cell.index):
            is_heading = label.role == cell.role == "header"
            if cell.index not in labels and not is_heading:
                for value in rule.find_in_cell(plain(cell.text)):
                    yield PersonalCell(cell.index, rule.rule, value)


def _labels(cells: Sequence[Mapping[str, object]]) -> dict[int, Labelled]:
    found: dict[int, Labelled] = {}
    for index, cell in enumerate(cells):
        text = str(cell.get("source_text") or "")
        rules = policy().labelled if policy().trace.search(text) else ()
        if rule := next((rule for rule in rules if rule.is_label(plain(text))), None):
            found[index] = rule
    return found


def _cell(index: int, cell: Mapping[str, object]) -> _Cell:
    row, column, row_span, column_span = (int(str(cell[key])) for key in ("row", "column", "row_span", "column_span"))
    text = str(cell.get("source_text") or "")
    return _Cell(index, text, cell.get("role"), range(row, row + row_span), range(column, column + column_span))
