"""Somebody's name or number in the cells of a table: in a text, beside a label or a role, below a heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipelines.personal_data.labelled import Labelled
from pipelines.personal_data.plain import plain
from pipelines.personal_data.policy import found_in, is_number, policy, was_read_as_number

_READ = frozenset({None, "published", "reconciled", "derived", "structural"})
"""What becomes of a number that was read as an amount or a code of its table."""
_UNKNOWN = frozenset({"unknown_table", "unread"})
_TEXTS_AT_ONCE = 20_000


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
    is_read: bool
    """Read as an amount or a code, with what the row and the column say of it."""
    is_unknown: bool
    """Of a table that nobody knew or could read: nothing tells its headings."""
    rows: range
    columns: range

    def heads(self, other: _Cell) -> bool:
        """Whether the other cell is a value in the column this one is the heading of."""
        above = self.role == "header" and self.rows.stop <= other.rows.start
        return above and other.role not in ("header", "label") and other.columns.start in self.columns


@dataclass(frozen=True)
class _Table:
    cells: Sequence[_Cell]

    @cached_property
    def _at(self) -> Mapping[tuple[int, int], _Cell]:
        return {(row, column): cell for cell in self.cells for row in cell.rows for column in cell.columns}

    def right(self, cell: _Cell) -> set[_Cell]:
        return self._in(cell.rows, [cell.columns.stop])

    def left(self, cell: _Cell) -> set[_Cell]:
        return self._in(cell.rows, [cell.columns.start - 1])

    def under(self, cell: _Cell) -> set[_Cell]:
        return self._in([cell.rows.stop], cell.columns)

    def row(self, cell: _Cell) -> list[_Cell]:
        """The cells with text that begin in a cell's row."""
        return [each for each in self.cells if each.rows.start == cell.rows.start and each.text]

    def headed(self, cell: _Cell) -> set[_Cell]:
        return {other for other in self.cells if cell.heads(other)}

    def under_top(self, cell: _Cell) -> set[_Cell]:
        """The cells under one of the first row, in a table whose headings nothing tells."""
        if cell.rows.start > 0 or not cell.is_unknown:
            return set()
        return {each for each in self.cells if each.columns.start in cell.columns and each is not cell}

    def column(self, cell: _Cell) -> list[_Cell]:
        """The other cells that begin in a cell's column."""
        return [each for each in self.cells if each.columns.start == cell.columns.start and each is not cell]

    def _in(self, rows: Iterable[int], columns: Sequence[int] | range) -> set[_Cell]:
        found = (self._at.get((row, column)) for row in rows for column in columns)
        return {each for each in found if each is not None}


def personal_texts(cells: Sequence[Mapping[str, object]]) -> Iterator[PersonalCell]:
    """What is personal in the texts of the cells (rows of the dataset `cells`) of one table, each by itself.

    A number that may be an amount or a code is one unless its table was not read, and neither a word beside it nor
    the other numbers of its column say that it is.
    """
    table: _Table | None = None
    for index, cell in enumerate(cells):
        text = cell.get("source_text")
        for found in found_in(str(text)) if text is not None else ():
            if not found.in_numbers and is_number(str(text)):
                table = table or _table(cells)
                if _is_amount_or_code(table.cells[index], table, cell):
                    continue
            yield PersonalCell(index, found.rule, found.value)


def _is_amount_or_code(cell: _Cell, table: _Table, record: Mapping[str, object]) -> bool:
    told = was_read_as_number(record)
    if told and not _is_of_unknown_table(record) and record.get("disposition") in _READ:
        return True
    beside = (*table.left(cell), *(other for other in table.column(cell) if other.rows.stop <= cell.rows.start))
    if any(policy().numbers.search(plain(other.text)) for other in beside):
        return True
    others = [other.text for other in table.column(cell) if is_number(other.text) and other.text.strip()]
    return told and any(not policy().is_telephone(plain(text)) for text in others)


def _is_of_unknown_table(record: Mapping[str, object]) -> bool:
    """Whether nobody knows what the table of a cell is, though its numbers be published as they are printed."""
    return "table" in record and record["table"] is None


def personal_neighbours(cells: Sequence[Mapping[str, object]]) -> Iterator[PersonalCell]:
    """What stands beside a label or a role, or below one that is a heading, and names beside numbers of persons, in
    the cells of one table."""
    if not any(map(_may_tell, {str(cell.get("source_text") or "") for cell in cells})):
        return
    table = _table(cells)
    labels = {cell.index: rules for cell in table.cells if (rules := _rules(cell))}
    found = [
        *_beside_labels(table, labels),
        *_beside_roles(table),
        *_beside_numbers(table),
    ]
    yield from sorted(dict.fromkeys(found), key=lambda each: each.index)


@lru_cache(_TEXTS_AT_ONCE)
def _may_tell(text: str) -> bool:
    """Whether the text of a cell can say of another that it is somebody's: a label, a role, a telephone's number."""
    searched = plain(text)
    return policy().word.search(searched) is not None or policy().is_telephone(searched)


def _rules(cell: _Cell) -> tuple[Labelled, ...]:
    """The rules of which the cell is a label."""
    rules = policy().labelled if policy().has_trace(cell.text) else ()
    return tuple(rule for rule in rules if rule.is_label(plain(cell.text)))


def _beside_labels(table: _Table, labels: Mapping[int, Sequence[Labelled]]) -> Iterator[PersonalCell]:
    for label, rule in ((table.cells[index], rule) for index, rules in labels.items() for rule in rules):
        for cell in table.right(label) | table.headed(label):
            is_heading = label.role == cell.role == "header"
            if cell.index not in labels and not is_heading and not cell.is_read:
                for value in rule.find_in_cell(plain(cell.text)):
                    yield PersonalCell(cell.index, rule.rule, value)
        for cell in table.under_top(label):
            text = plain(cell.text)
            for value in rule.find_in_cell(text) if any(map(str.isdigit, text)) else _names(text):
                yield PersonalCell(cell.index, rule.rule, value)


def _names(text: str) -> Iterator[str]:
    return policy().roles.names_in_cell(text, surely=False)


def _beside_roles(table: _Table) -> Iterator[PersonalCell]:
    roles = policy().roles
    for role in table.cells:
        text = plain(role.text)
        is_role = roles.is_label(text)
        if not is_role and not roles.is_label_of_body(text):
            continue
        near = table.right(role) | table.headed(role) | table.under_top(role)
        if all(roles.is_label(plain(cell.text)) for cell in table.row(role)):
            near |= table.under(role)
        around = near | table.left(role) | table.under(role)
        for cell in around:
            for name in roles.names_in_cell(plain(cell.text), surely=not is_role or cell not in near):
                yield PersonalCell(cell.index, "role", name)


def _beside_numbers(table: _Table) -> Iterator[PersonalCell]:
    """Names left of a cell with nothing but somebody's number."""
    for cell in table.cells:
        if cell.is_read or not policy().is_telephone(plain(cell.text)):
            continue
        for left in table.left(cell):
            for name in policy().roles.names_in_cell(plain(left.text), surely=True):
                yield PersonalCell(left.index, "role", name)


def _table(cells: Sequence[Mapping[str, object]]) -> _Table:
    return _Table([_cell(index, cell) for index, cell in enumerate(cells)])


def _cell(index: int, cell: Mapping[str, object]) -> _Cell:
    row, column, row_span, column_span = (int(str(cell[key])) for key in ("row", "column", "row_span", "column_span"))
    return _Cell(
        index,
        str(cell.get("source_text") or ""),
        cell.get("role"),
        was_read_as_number(cell) and cell.get("disposition") in _READ and not _is_of_unknown_table(cell),
        _is_of_unknown_table(cell) or cell.get("disposition") in _UNKNOWN,
        range(row, row + row_span),
        range(column, column + column_span),
    )
