"""A document as the sheets see it: its row in `documents`, and its rows in the other datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.datasets.enumerations import phase_of_stage
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.book import Book, open_book
from pipelines.reconciliation.figures.figure import Figure, budget_figures
from pipelines.reconciliation.figures.of_lists import list_figures

IDENTITY = ("document_id", "fiscal_year", "division_code", "department_code", "department_name", "department_key")
"""The columns of every row of a document."""
PLACE = ("page", "x0", "y0", "x1", "y1", "source_text")
"""The columns that tell where a row is printed."""


@dataclass(frozen=True)
class AnalysedDocument:
    """A published document with its rows, in published order."""

    row: Record
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict[str, Sequence[Record]])

    def rows(self, dataset: str) -> Sequence[Record]:
        return self.records.get(dataset, ())

    @property
    def id(self) -> str:
        return str(self.row["document_id"])

    @property
    def fiscal_year(self) -> int | None:
        year = self.row.get("fiscal_year")
        return year if isinstance(year, int) else None

    @property
    def phase(self) -> str:
        """What the amounts of the document's own year are."""
        return phase_of_stage(self.row.get("stage"))

    @property
    def identity(self) -> Record:
        return {name: self.row.get(name) for name in IDENTITY}

    @cached_property
    def figures(self) -> Sequence[Figure]:
        return [
            *budget_figures(self.rows("budget_lines")),
            *list_figures(self.records, self.fiscal_year, self.phase),
        ]

    @cached_property
    def books(self) -> Mapping[tuple[int, str], Book]:
        """The books of each year and phase that the document prints."""
        name = self.row.get("department_name")
        department = None if name is None else str(name)
        times = dict.fromkeys((figure.amount_year, figure.phase) for figure in self.figures)
        return {
            (year, phase): open_book(self.figures, year, phase, department)
            for year, phase in times
            if year is not None and phase is not None
        }
