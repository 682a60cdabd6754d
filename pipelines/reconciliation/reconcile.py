"""The proof of a document: every declared check on its rows, each with its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.disclosure.coverage import coverage
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.reconciliation.across import narrative_checks as sayings
from pipelines.reconciliation.across.between import between_tables
from pipelines.reconciliation.across.explanation import explanation
from pipelines.reconciliation.across.repeated_amounts import repeated_amounts, swapped_classes
from pipelines.reconciliation.figures.book import Book, open_book
from pipelines.reconciliation.figures.figure import Figure, budget_figures
from pipelines.reconciliation.figures.of_lists import list_figures
from pipelines.reconciliation.findings.causes import Evidence
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import (
    Observation,
    Unevaluated,
    equation_finding,
    observation_finding,
    unevaluated_finding,
)
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.observed import forms
from pipelines.reconciliation.observed import presentation as printed
from pipelines.reconciliation.observed.codes import check_codes, misnamed, printed_keys
from pipelines.reconciliation.observed.faults import set_aside
from pipelines.reconciliation.observed.glossary import check_glossary
from pipelines.reconciliation.within.columns import column_sums
from pipelines.reconciliation.within.derived import products, project_forms, reserved_parts, shares
from pipelines.reconciliation.within.items import item_sums
from pipelines.reconciliation.within.rows import row_sums
from pipelines.reconciliation.within.totals import list_totals

Result = Equation | Unevaluated | Observation
Records = Mapping[str, Sequence[Record]]


@dataclass(frozen=True)
class Facts:
    """What is known of the document as a whole. See `pipelines.interpretation.identity.identity.Identity`."""

    fiscal_year: int
    stage: str = "budget"
    department_name: str | None = None
    division_code: str | None = None

    @property
    def phase(self) -> str:
        """What the amounts of the document's own year are."""
        return "final" if self.stage == "final_accounts" else "budget"


def reconcile(read: Interpretation, facts: Facts) -> list[Record]:
    """The rows of `findings` for one document, without the columns that tell the document.

    Every evaluated identity is a row; a check that can't be evaluated is one row that says why.
    """
    records, prose = read.records, read.prose
    figures = budget_figures(records.get("budget_lines", ()))
    listed = list_figures(records, facts.fiscal_year, facts.phase)
    book = open_book([*figures, *listed], facts.fiscal_year, facts.phase, facts.department_name)
    keys = printed_keys(records)
    evidence = Evidence(records.get("cells", ()), [*figures, *listed], misnamed(keys))
    results: tuple[Iterator[Result], ...] = (
        _within_tables(figures, listed, read, facts),
        between_tables(book),
        swapped_classes(book),
        _explained(records, book, facts, prose),
        check_codes(keys, facts.fiscal_year),
        _glossary(records, facts, prose),
        _forms(records, facts),
        _printed(read, figures, facts),
        set_aside(read.faults),
    )
    return [_finding(result, evidence) for group in results for result in group]


def _within_tables(
    figures: Sequence[Figure], listed: Sequence[Figure], read: Interpretation, facts: Facts
) -> Iterator[Result]:
    cells = read.rows("cells")
    yield from row_sums(figures, facts.department_name)
    yield from column_sums([*figures, *(figure for figure in listed if figure.dataset == "projects")])
    yield from item_sums(figures)
    yield from shares(figures, cells)
    yield from list_totals(listed, cells)
    yield from products(listed)
    yield from reserved_parts(listed)
    yield from project_forms(listed)
    yield from repeated_amounts(cells, read.sheets, listed)


def _explained(records: Records, book: Book, facts: Facts, prose: Sequence[Paragraph]) -> Iterator[Result]:
    stated = records.get("narrative_figures", ())
    totals = [figure for table in book.by_table.values() for figure in table if figure.line != "item"]
    yield from explanation(stated, book, facts.phase)
    yield from sayings.stated_shares(stated, totals)
    yield from sayings.purchases_by_kind(stated)
    yield from sayings.stated_counts(prose, records.get("performance_targets", ()))


def _glossary(records: Records, facts: Facts, prose: Sequence[Paragraph]) -> Iterator[Result]:
    lines = records.get("budget_lines", ())
    used = frozenset(str(line.get("code")) for line in lines if line.get("scheme") == "function" and line.get("code"))
    yield from check_glossary(prose, used, facts.fiscal_year, facts.division_code)


def _forms(records: Records, facts: Facts) -> Iterator[Result]:
    profiles = records.get("project_profiles", ())
    yield from forms.attributes(profiles, facts.fiscal_year)
    yield from forms.sections(records.get("cells", ()))
    yield from forms.missing_forms(records.get("projects", ()), profiles)
    yield from forms.purchases(records.get("procurement", ()), records.get("project_activities", ()))
    yield from forms.indicators(records.get("performance_targets", ()))


def _printed(read: Interpretation, figures: Sequence[Figure], facts: Facts) -> Iterator[Result]:
    cells = read.rows("cells")
    yield from printed.templates(read.prose, cells)
    if read.sheets:
        yield from printed.empty_tables(coverage(read, facts.fiscal_year))
    yield from printed.year_orders(cells)
    yield from printed.units(cells, read.sheets)
    yield from printed.repeated_rows(figures)
    yield from printed.mixed_keys(cells)


def _finding(result: Result, evidence: Evidence) -> Record:
    if isinstance(result, Unevaluated):
        return unevaluated_finding(result)
    if isinstance(result, Observation):
        return observation_finding(result)
    failed = result.verdict.status is Status.FAIL
    return equation_finding(result, evidence.cause(result) if failed else None)
