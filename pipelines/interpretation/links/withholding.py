"""What is personal leaves no document: cells that print it are withheld, texts of the rows lose it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import fields, replace
from itertools import groupby
from typing import TypeVar

from pipelines.datasets.catalogue import free_texts
from pipelines.foundation.record import Record
from pipelines.interpretation.prose.statements import SheetFact, Statement
from pipelines.interpretation.sheets.reading import Disposition
from pipelines.interpretation.unclassified.reader import DATASET as UNCLASSIFIED
from pipelines.personal_data.cells import personal_neighbours, personal_texts
from pipelines.personal_data.policy import policy, redacted, was_read_as_number

Told = TypeVar("Told", Statement, SheetFact)


def withhold(records: Mapping[str, Sequence[Record]]) -> dict[str, list[Record]]:
    """The records of a document by dataset, without names and numbers of persons; see `pipelines.personal_data`.

    A cell of `cells` that prints one, or stands beside the label of one, is withheld as a whole, whoever read it and
    whatever for, and gives no unclassified figure. In the texts of other records `…` stands in the place of what is
    personal.
    """
    cells = list(_cells(records.get("cells", ())))
    withheld = {_place(cell) for cell in cells if cell["disposition"] == Disposition.WITHHELD.value}
    return {
        dataset: cells
        if dataset == "cells"
        else [row for row in _texts(dataset, rows) if dataset != UNCLASSIFIED or _place(row) not in withheld]
        for dataset, rows in records.items()
    }


def _place(record: Record) -> tuple[object, ...]:
    return record["table_no"], record["row"], record["column"]


def withhold_from(fact: Told) -> Told:
    """What is told of a document, a dataclass, without names and numbers of persons in its texts."""
    texts = {each.name: text for each in fields(fact) if isinstance(text := getattr(fact, each.name), str)}
    changed = {name: without for name, text in texts.items() if (without := redacted(text)) != text}
    return replace(fact, **changed) if changed else fact


def _cells(rows: Sequence[Record]) -> Iterator[Record]:
    for _, group in groupby(rows, key=lambda cell: cell["table_no"]):
        cells = list(group)
        personal = {found.index for find in (personal_texts, personal_neighbours) for found in find(cells)}
        for index, cell in enumerate(cells):
            yield _withheld(cell) if index in personal else cell


def _withheld(cell: Record) -> Record:
    return {**cell, "source_text": None, "disposition": Disposition.WITHHELD.value}


def _texts(dataset: str, rows: Sequence[Record]) -> Iterator[Record]:
    searched = free_texts(dataset) - policy().not_searched
    texts = {value for row in rows for column in searched if isinstance(value := row.get(column), str)}
    # Few texts repeat much, and hardly any is personal.
    changed = {text: without for text in texts if (without := redacted(text)) != text}
    for row in rows:
        yield _without_persons(row, searched, changed) if changed else row


def _without_persons(record: Record, searched: Set[str], without: Mapping[str, str]) -> Record:
    texts = {column: text for column in searched if isinstance(text := record.get(column), str)}
    changed = {column: without[text] for column, text in texts.items() if text in without}
    if "source_text" in changed and was_read_as_number(record):
        del changed["source_text"]
    return {**record, **changed} if changed else record
