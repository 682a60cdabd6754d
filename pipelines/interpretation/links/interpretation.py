"""What is read of a document: rows for the datasets, and beside them what is told of it as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipelines.foundation.record import Record
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.interpretation.prose.statements import SheetFact, Statement
from pipelines.interpretation.sheets.reading import Disposition, Fault, Part, Place, Role


@dataclass(frozen=True)
class Interpretation:
    """The rows of a document by dataset, in printed order, without the columns that tell the document.

    `sheets` are its printed tables, `statements` what it says of itself in words, `prose` its text outside the tables:
    what coverage, completeness and checks rest on beside the rows. `faults` tell what was set aside, `damaged_pages`
    which pages could be read only in part.
    """

    records: Mapping[str, Sequence[Record]] = field(default_factory=dict[str, Sequence[Record]])
    sheets: tuple[SheetFact, ...] = ()
    statements: tuple[Statement, ...] = ()
    prose: tuple[Paragraph, ...] = ()
    faults: tuple[Fault, ...] = ()
    damaged_pages: frozenset[int] = frozenset()

    def rows(self, dataset: str) -> Sequence[Record]:
        """The rows of a dataset."""
        return self.records.get(dataset, ())

    @cached_property
    def cells_by_table(self) -> Mapping[object, Sequence[Record]]:
        """The rows of `cells` by the number of their table."""
        return _grouped(self.rows("cells"), "table_no")

    @cached_property
    def lines_by_table(self) -> Mapping[object, Sequence[Record]]:
        """The rows of `budget_lines` by their standard table."""
        return _grouped(self.rows("budget_lines"), "table")

    @property
    def unread_tables(self) -> frozenset[int]:
        """The numbers of the tables that were set aside."""
        return frozenset(fault.table_no for fault in self.faults if fault.table_no is not None)

    @property
    def unread_parts(self) -> frozenset[Part]:
        """What could not be read of the document beside its tables."""
        return frozenset(fault.part for fault in self.faults if fault.part is not None)

    @property
    def unnamed_tables(self) -> bool:
        """Whether a table was set aside of which nothing tells which one it is."""
        return any(sheet.table is None and sheet.table_no in self.unread_tables for sheet in self.sheets)

    def without(self, faults: Sequence[Fault], rows: Mapping[str, frozenset[int]]) -> Interpretation:
        """The interpretation without the tables of some faults, whose cells are then unread, and without single rows,
        told by dataset and position."""
        unread = frozenset(fault.table_no for fault in faults if fault.table_no is not None)
        kept = {
            dataset: [row for index, row in enumerate(found) if index not in rows.get(dataset, frozenset())]
            for dataset, found in self.records.items()
        }
        records = {
            dataset: [_unread(row) if row["table_no"] in unread else row for row in found]
            if dataset == "cells"
            else [row for row in found if row.get("table_no") not in unread]
            for dataset, found in kept.items()
        }
        return replace(self, records=records, faults=(*self.faults, *faults))

    def without_amounts(self, places: frozenset[tuple[int, Place]]) -> Interpretation:
        """The interpretation without the budget lines read from some cells, told by table and place: they are
        unparsed."""
        lines = [row for row in self.rows("budget_lines") if _place(row) not in places]
        cells = [
            {**cell, "disposition": Disposition.UNPARSED.value} if _place(cell) in places else cell
            for cell in self.rows("cells")
        ]
        return replace(self, records={**self.records, "budget_lines": lines, "cells": cells}) if places else self


def _grouped(rows: Sequence[Record], column: str) -> Mapping[object, Sequence[Record]]:
    found: defaultdict[object, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.get(column)].append(row)
    return found


def _place(row: Record) -> tuple[object, tuple[object, object]]:
    return row["table_no"], (row["row"], row["column"])


def _unread(cell: Record) -> Record:
    """A cell of a table that was set aside; what is empty or withheld stays so."""
    if cell["role"] == Role.EMPTY or cell["disposition"] == Disposition.WITHHELD:
        return cell
    return {**cell, "disposition": Disposition.UNREAD.value}
