"""The guard at the door: no person's name or number leaves in a published text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa

from pipelines.datasets.catalogue import free_texts
from pipelines.personal_data.cells import personal_neighbours
from pipelines.personal_data.policy import policy, was_read_as_number

_HITS_SHOWN = 10
_PLACE = ["table_no", "row", "row_span", "column", "column_span"]
_CELL_COLUMNS = ["document_id", "page", "source_text", "role", "disposition", *_PLACE]


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


class PersonalDataError(Exception):
    """Personal data was about to be published: nothing was."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        shown = "; ".join(map(str, hits[:_HITS_SHOWN]))
        more = f"; and {len(hits) - _HITS_SHOWN} more" if len(hits) > _HITS_SHOWN else ""
        super().__init__(f"personal data in what was to be published: {shown}{more}")
        self.hits = tuple(hits)

    def __reduce__(self) -> tuple[type[PersonalDataError], tuple[tuple[Hit, ...]]]:
        """As it goes from a worker to the process that asked for it."""
        return type(self), (self.hits,)


def scan(dataset: str, table: pa.Table) -> Iterator[Hit]:
    """What the policy finds in a table of a dataset, column by column.

    Searched are the columns of free text: those whose values are neither enumerated nor bound to a pattern.
    In ``cells``, the cells beside a label such as 联系人 are searched as well.
    """
    for column in sorted(free_texts(dataset) - policy().not_searched):
        yield from _scan_column(dataset, table, column)
    if dataset == "cells":
        yield from _scan_neighbours(table)


def _scan_column(dataset: str, table: pa.Table, column: str) -> Iterator[Hit]:
    texts = table[column].to_pylist()
    found = {text: finds for text in set(texts) if text and (finds := tuple(policy().find(text)))}
    for row, text in enumerate(texts):
        if text not in found:
            continue
        record = table.slice(row, 1).to_pylist()[0]
        is_number = column == "source_text" and was_read_as_number(record)
        for each in found[text]:
            if each.in_numbers or not is_number:
                place = (record.get("document_id"), record.get("page"), column, row)
                yield Hit(dataset, *place, each.rule, _masked(each.value))


def _scan_neighbours(table: pa.Table) -> Iterator[Hit]:
    if not any(policy().has_trace(text) for text in set(table["source_text"].to_pylist()) if text):
        return
    rows = list(enumerate(table.select(_CELL_COLUMNS).to_pylist()))
    rows.sort(key=lambda item: (str(item[1]["document_id"]), item[1]["table_no"], item[0]))
    for _, group in groupby(rows, key=lambda item: (item[1]["document_id"], item[1]["table_no"])):
        numbered = list(group)
        for found in personal_neighbours([cell for _, cell in numbered]):
            row, cell = numbered[found.index]
            yield Hit("cells", cell["document_id"], cell["page"], "source_text", row, found.rule, _masked(found.value))


def _masked(value: str) -> str:
    return value[0] + "*" * (len(value) - 1)
