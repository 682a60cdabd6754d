"""The guard at the door: no person's name or number leaves in a published text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipelines.datasets.catalogue import columns
from pipelines.release.policy import Labelled, plain, policy

_HITS_SHOWN = 10
_NUMBER = re.compile(r"[\d\s.,%()+-]*[元千百万亿]*")
_CELL_COLUMNS = [
    "document_id",
    "page",
    "source_text",
    "role",
    "table_no",
    "row",
    "row_span",
    "column",
    "column_span",
]


@dataclass(frozen=True)
class Hit:
    """Something personal in a published text; the text itself is masked here.

    ``row`` is the position in the table that was searched, from 0.
    """

    dataset: str
    document_id: str | None
    page: int | None
    column: str
    row: int
    rule: str
    masked: str

    def __str__(self) -> str:
        place = f"{self.document_id}, page {self.page}" if self.page else self.document_id
        return f"{self.dataset}.{self.column} ({place}): {self.rule} {self.masked}"


@dataclass(frozen=True)
class _Cell:
    """A cell of the dataset ``cells`` and the grid positions it covers."""

    index: int
    document_id: str
    page: int
    text: str
    role: str
    rows: range
    columns: range

    @classmethod
    def of(cls, index: int, record: Mapping[str, Any]) -> "_Cell":
        return cls(
            index,
            record["document_id"],
            record["page"],
            record["source_text"] or "",
            record["role"],
            range(record["row"], record["row"] + record["row_span"]),
            range(record["column"], record["column"] + record["column_span"]),
        )

    def heads(self, other: "_Cell") -> bool:
        """Whether the other cell is a value in the column this one is the heading of."""
        above = self.role == "header" and self.rows.stop <= other.rows.start
        return above and other.role not in ("header", "label") and other.columns.start in self.columns

    def hit(self, rule: str, value: str) -> Hit:
        return Hit("cells", self.document_id, self.page, "source_text", self.index, rule, _masked(value))


class PersonalDataError(Exception):
    """Personal data was about to be published: nothing was."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        shown = "; ".join(map(str, hits[:_HITS_SHOWN]))
        more = f"; and {len(hits) - _HITS_SHOWN} more" if len(hits) > _HITS_SHOWN else ""
        super().__init__(f"personal data in what was to be published: {shown}{more}")
        self.hits = tuple(hits)


def scan(dataset: str, table: pa.Table) -> Iterator[Hit]:
    """What the policy finds in a table of a dataset, column by column.

    Searched are the columns of free text: those whose values are neither enumerated nor bound to a pattern.
    In ``cells``, the cells beside a label such as 联系人 are searched as well.
    """
    for column in columns(dataset):
        note = column.note
        if pa.types.is_string(column.type) and note.values is None and note.pattern is None:
            yield from _scan_column(dataset, table, column.name)
    if dataset == "cells":
        yield from _scan_forms(table)


def _scan_column(dataset: str, table: pa.Table, column: str) -> Iterator[Hit]:
    if column in policy().not_searched:
        return
    texts = table[column].to_pylist()
    found = {text: finds for text in set(texts) if text and (finds := tuple(_find(text)))}
    for row, text in enumerate(texts):
        if text not in found:
            continue
        record = table.slice(row, 1).to_pylist()[0]
        is_number = column == "source_text" and _was_read_as_number(record)
        for rule, value, in_numbers in found[text]:
            if in_numbers or not is_number:
                yield Hit(dataset, record.get("document_id"), record.get("page"), column, row, rule, _masked(value))


def _find(text: str) -> Iterator[tuple[str, str, bool]]:
    """What is personal in a text: the rule, the value, and whether it counts in a cell read as a number."""
    searched = plain(text)
    for pattern in policy().patterns:
        yield from ((pattern.rule, value, pattern.in_numbers) for value in pattern.find(searched))
    for labelled in policy().labelled:
        yield from ((labelled.rule, value, True) for value in labelled.find(searched))


def _was_read_as_number(record: Mapping[str, object]) -> bool:
    """Whether the row's source cell is an amount or a code: eleven digits of yuan are no telephone number."""
    amount = record.get("role") in ("amount", "code") or any(isinstance(value, Decimal) for value in record.values())
    return amount and _NUMBER.fullmatch(plain(str(record["source_text"]))) is not None


def _scan_forms(table: pa.Table) -> Iterator[Hit]:
    """Values in the cells beside a label: the next one of a form, and those below a heading."""
    texts = filter(None, set(table["source_text"].to_pylist()))
    labels = {text: rule for text in texts for rule in policy().labelled if rule.is_label(plain(text))}
    if not labels:
        return
    forms: dict[tuple[object, object], list[_Cell]] = defaultdict(list)
    for index, record in enumerate(table.select(_CELL_COLUMNS).to_pylist()):
        forms[record["document_id"], record["table_no"]].append(_Cell.of(index, record))
    for cells in forms.values():
        if any(cell.text in labels for cell in cells):
            yield from _scan_form(labels, cells)


def _scan_form(labels: Mapping[str, Labelled], cells: Sequence[_Cell]) -> Iterator[Hit]:
    at = {(row, column): cell for cell in cells for row in cell.rows for column in cell.columns}
    for label in cells:
        rule = labels.get(label.text)
        if rule is None:
            continue
        beside = {at.get((row, label.columns.stop)) for row in label.rows}
        below = {cell for cell in cells if label.heads(cell)}
        for cell in sorted(filter(None, beside | below), key=lambda cell: cell.index):
            if cell.text not in labels:
                yield from (cell.hit(rule.rule, value) for value in rule.find_in_cell(plain(cell.text)))


def _masked(value: str) -> str:
    return value[0] + "*" * (len(value) - 1)
