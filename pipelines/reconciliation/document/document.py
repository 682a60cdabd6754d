"""A document as its checks see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pipelines.datasets.enumerations import phase_of_stage
from pipelines.extraction.grid import Page
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.reconciliation.figures.book import Book, open_book
from pipelines.reconciliation.figures.figure import Figure, budget_figures
from pipelines.reconciliation.figures.of_lists import list_figures
from pipelines.reconciliation.figures.outline import Outliner, outline
from pipelines.reconciliation.findings.causes import ReadingEvidence
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.observed.codes import Key, misnamed, printed_keys
from pipelines.reconciliation.observed.missing_forms import words_of_withholding
from pipelines.reconciliation.within.additive import AddingUp, adding_up
from pipelines.reconciliation.within.additive_lists import lists_adding_up
from pipelines.reconciliation.within.totals import list_totals


@dataclass(frozen=True)
class Facts:
    """What is known of the document as a whole. See `pipelines.interpretation.identity.identity.Identity`."""

    fiscal_year: int | None
    stage: str = "budget"
    department_name: str | None = None
    division_code: str | None = None
    place_is_told: bool = True
    """Whether it can be told from which place the department is."""

    @property
    def phase(self) -> str:
        """What the amounts of the document's own year are."""
        return phase_of_stage(self.stage)


@dataclass(frozen=True)
class Document:
    """A document as the checks see it. What several of them need is made when the first asks for it."""

    read: Interpretation
    facts: Facts
    pages: Sequence[Page] = ()
    beside: Interpretation | None = None
    """The same with the tables of the other files of its disclosure: what its explanation is checked by."""
    covered: Sequence[Record] = ()
    """The rows of `coverage` of the document."""
    covered_beside: Sequence[Record] = ()
    """The same of all files of its disclosure, where it has several."""

    def rows(self, dataset: str) -> Sequence[Record]:
        """The rows of a dataset."""
        return self.read.rows(dataset)

    @cached_property
    def figures(self) -> Sequence[Figure]:
        """The amounts of budget tables."""
        return budget_figures(self.rows("budget_lines"))

    @cached_property
    def listed(self) -> Sequence[Figure]:
        """The amounts of lists and forms."""
        return list_figures(self.read.records, self.facts.fiscal_year, self.facts.phase)

    @cached_property
    def book(self) -> Book:
        everything = [*self.figures, *self.listed]
        facts = self.facts
        return open_book(everything, facts.fiscal_year, facts.phase, facts.department_name, self.outlined)

    @cached_property
    def outlined(self) -> Outliner:
        """`outline`, which makes that of a column once."""
        return cache(outline)

    @cached_property
    def disclosure(self) -> Document:
        """The document with all tables of its disclosure."""
        if self.beside is None:
            return self
        return Document(self.beside, self.facts, self.pages, covered=self.covered_beside)

    @cached_property
    def keys(self) -> Sequence[Key]:
        return printed_keys(self.read.records)

    @cached_property
    def misnamed(self) -> frozenset[tuple[object, object]]:
        """The rows (table_no, row) whose code and name do not belong together."""
        return misnamed(self.keys)

    @cached_property
    def reading(self) -> ReadingEvidence:
        return ReadingEvidence(self.rows("cells"), [*self.figures, *self.listed], self.misnamed)

    @cached_property
    def list_totals(self) -> Sequence[Equation]:
        """The totals that lists print, each with its items."""
        return tuple(list_totals(self.listed, self.rows("cells")))

    @cached_property
    def adding_up(self) -> Mapping[str, AddingUp]:
        """What adds up, by dataset."""
        of_tables = adding_up(self.figures, self.facts.department_name, self.outlined)
        return {"budget_lines": of_tables, **lists_adding_up(self.listed, self.list_totals)}

    @cached_property
    def withheld(self) -> str | None:
        """The words by which the disclosure says that what is classified of its projects is left out."""
        return words_of_withholding(self.disclosure.read.prose, self.disclosure.rows("cells"))

    @property
    def totals(self) -> Sequence[Figure]:
        """The figures of the book that no item prints."""
        return [figure for table in self.book.by_table.values() for figure in table if figure.line != "item"]

    @property
    def used_functions(self) -> frozenset[str]:
        """The functional codes that the tables print."""
        lines = self.rows("budget_lines")
        return frozenset(str(row["code"]) for row in lines if row.get("scheme") == "function" and row.get("code"))
