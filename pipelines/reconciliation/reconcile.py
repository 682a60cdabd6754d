"""The proof of a document: every declared check on its rows, each with its outcome."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import chain

from pipelines.datasets.catalogue import columns
from pipelines.datasets.enumerations import phase_of_stage
from pipelines.disclosure.coverage import coverage
from pipelines.extraction.grid import Page
from pipelines.foundation.guard import Broken, guarded
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.reconciliation.across import narrative_checks
from pipelines.reconciliation.across.between import compare
from pipelines.reconciliation.across.counts import stated_three_public
from pipelines.reconciliation.across.explanation import explanation
from pipelines.reconciliation.across.repeated_amounts import repeated_amounts, swapped_classes
from pipelines.reconciliation.across.shares import stated_shares
from pipelines.reconciliation.figures.book import Book, open_book
from pipelines.reconciliation.figures.figure import Figure, budget_figures
from pipelines.reconciliation.figures.of_lists import list_figures
from pipelines.reconciliation.figures.outline import Outliner, outline
from pipelines.reconciliation.findings.catalogue import Check, checks, comparisons
from pipelines.reconciliation.findings.causes import ReadingEvidence
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import (
    Observation,
    Unevaluated,
    broken_finding,
    equation_finding,
    for_want_of,
    observation_finding,
    read_in_part,
    unevaluated_finding,
)
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.observed import forms, pages, presentation
from pipelines.reconciliation.observed.codes import Key, check_codes, misnamed, printed_keys
from pipelines.reconciliation.observed.faults import set_aside, without_columns
from pipelines.reconciliation.observed.glossary import check_glossary
from pipelines.reconciliation.observed.missing_forms import missing_forms, words_of_withholding
from pipelines.reconciliation.within.additive import AddingUp, adding_up, adds_up, place
from pipelines.reconciliation.within.additive_lists import lists_adding_up
from pipelines.reconciliation.within.columns import column_sums
from pipelines.reconciliation.within.derived import products, project_forms, reserved_parts, shares
from pipelines.reconciliation.within.items import item_sums
from pipelines.reconciliation.within.rows import row_sums
from pipelines.reconciliation.within.totals import list_totals

Result = Equation | Unevaluated | Observation


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


@dataclass(frozen=True)
class Evaluation:
    """The checks that one pass over the document decides, and that pass."""

    checks: tuple[str, ...]
    results: Callable[[Document], Iterable[Result]]


def _columns(of: Document) -> Iterable[Result]:
    return column_sums([*of.figures, *(figure for figure in of.listed if figure.dataset == "projects")])


def _compared(check: Check, of: Document) -> Iterable[Result]:
    return compare(check, of.book)


def _empty_tables(of: Document) -> Iterable[Result]:
    return presentation.empty_tables(coverage(of.read, of.facts.fiscal_year)) if of.read.sheets else ()


def _templates(of: Document) -> Iterable[Result]:
    found = presentation.templates(of.read.prose, of.rows("cells"))
    whole = "prose" not in of.read.unread_parts
    return (each for each in found if whole or each.status is Status.FAIL)


def _adding_up(of: Document) -> Iterable[Result]:
    for found in of.adding_up.values():
        yield from adds_up(found)


def _glossary(of: Document) -> Iterable[Result]:
    functions = of.disclosure.used_functions
    return check_glossary(of.read.prose, functions, of.facts.fiscal_year, of.facts.division_code)


def _department(of: Document) -> Iterable[Result]:
    if of.facts.department_name is not None and not of.facts.place_is_told:
        told = {"name": of.facts.department_name}
        yield Observation("department_is_told", Status.FAIL, "no_place", told, cause="place_not_told")


EVALUATIONS: tuple[Evaluation, ...] = (
    Evaluation(("department_is_told",), _department),
    Evaluation(
        ("rows_by_code", "rows_by_unit", "rows_of_side", "closing_row"),
        lambda of: row_sums(of.figures, of.facts.department_name, of.outlined),
    ),
    Evaluation(("columns_by_source", "columns_by_measure", "same_in_row"), _columns),
    Evaluation(("three_public_items", "three_public_and_others"), lambda of: item_sums(of.figures)),
    Evaluation(("share_of_total",), lambda of: shares(of.figures, of.rows("cells"))),
    Evaluation(("list_total",), lambda of: of.list_totals),
    Evaluation(("rows_add_up",), _adding_up),
    Evaluation(("quantity_times_price",), lambda of: products(of.listed)),
    Evaluation(("reserved_within_purchase",), lambda of: reserved_parts(of.listed)),
    Evaluation(
        ("funding_total", "funding_of_project", "activities_of_project"),
        lambda of: project_forms(of.listed),
    ),
    Evaluation(
        ("project_repeated", "purchase_repeated"),
        lambda of: repeated_amounts(of.rows("cells"), of.read.sheets, of.listed),
    ),
    *(Evaluation((check.id,), partial(_compared, check)) for check in comparisons()),
    Evaluation(("classes_not_swapped",), lambda of: swapped_classes(of.book)),
    Evaluation(
        ("explanation_repeats_table",),
        lambda of: explanation(
            of.rows("narrative_figures"), of.disclosure.book, of.facts.phase, of.disclosure.list_totals
        ),
    ),
    Evaluation(
        ("explanation_share",),
        lambda of: stated_shares(of.rows("narrative_figures"), of.disclosure.totals),
    ),
    Evaluation(("explanation_purchases",), lambda of: narrative_checks.purchases_by_kind(of.rows("narrative_figures"))),
    Evaluation(
        ("explanation_counts_indicators",),
        lambda of: narrative_checks.stated_counts(of.read.prose, of.disclosure.rows("performance_targets")),
    ),
    Evaluation(
        ("explanation_counts_of_three_public",),
        lambda of: stated_three_public(of.rows("three_public_counts"), of.disclosure.rows("three_public_counts")),
    ),
    Evaluation(
        ("code_has_name", "code_is_known", "name_is_current"),
        lambda of: check_codes(of.keys, of.misnamed, of.facts.fiscal_year),
    ),
    Evaluation(("glossary_is_current", "glossary_fits_tables", "glossary_fits_level"), _glossary),
    Evaluation(("attributes_agree",), lambda of: forms.attributes(of.rows("project_profiles"), of.facts.fiscal_year)),
    Evaluation(("labels_fit_section",), lambda of: forms.sections(of.rows("cells"))),
    Evaluation(
        ("project_has_form",),
        lambda of: missing_forms(of.rows("projects"), of.rows("project_profiles"), of.withheld),
    ),
    Evaluation(
        ("purchase_has_activity",), lambda of: forms.purchases(of.rows("procurement"), of.rows("project_activities"))
    ),
    Evaluation(("indicators_of_projects",), lambda of: forms.indicators(of.rows("performance_targets"))),
    Evaluation(("template_is_filled",), _templates),
    Evaluation(("empty_table_has_note",), _empty_tables),
    Evaluation(("years_in_one_order",), lambda of: presentation.year_orders(of.rows("cells"))),
    Evaluation(("one_figure_one_unit",), lambda of: presentation.units(of.rows("cells"), of.read.sheets)),
    Evaluation(("rows_have_own_labels",), lambda of: presentation.repeated_rows(of.figures)),
    Evaluation(("keys_of_one_kind",), lambda of: presentation.mixed_keys(of.rows("cells"))),
    Evaluation(
        ("page_whole", "figures_shown", "numbers_accounted"),
        lambda of: chain(pages.check_pages(of.pages, of.rows("cells")), pages.check_groups(of.rows("cells"))),
    ),
    Evaluation(("pages_once",), lambda of: pages.check_repetition(of.pages)),
    Evaluation(("columns_on_every_page",), lambda of: pages.check_columns(of.rows("cells"))),
    Evaluation(("table_read",), lambda of: chain(set_aside(of.read.faults), without_columns(of.read.statements))),
)
"""The declared checks with what evaluates them, in the order of their findings."""


def reconcile(
    read: Interpretation,
    facts: Facts,
    pages_read: Sequence[Page] = (),
    evaluations: Sequence[Evaluation] = EVALUATIONS,
) -> list[Record]:
    """The rows of `findings` for one document, without the columns that tell the document.

    Every evaluated identity is a row; a check that can't be evaluated, or breaks, is one row that says why.
    None says anything against a document whose pages could be read only in part.
    """
    covered = guarded("", lambda: coverage(read, facts.fiscal_year))
    told = () if isinstance(covered, Broken) else covered
    return findings_of(Document(read, facts, pages_read, covered=told), evaluations)


def findings_of(document: Document, evaluations: Sequence[Evaluation] = EVALUATIONS) -> list[Record]:
    """The findings of a document, as `reconcile` gives them."""
    findings = [finding for evaluation in evaluations for finding in _evaluated(evaluation, document)]
    return [*map(read_in_part, findings)] if any(page.faults for page in document.pages) else findings


def with_additive(document: Document) -> Mapping[str, Sequence[Record]]:
    """The rows that add up to totals, told of each whether it does; untold where that breaks: a finding says so."""
    found = guarded("", lambda: document.adding_up.items())
    marked = () if isinstance(found, Broken) else found
    told = {dataset: {column.name for column in columns(dataset)} for dataset, _ in marked}
    return {dataset: [_marked(row, each, told[dataset]) for row in document.rows(dataset)] for dataset, each in marked}


def _marked(row: Record, found: AddingUp, told: Container[str]) -> Record:
    mark = found.marks.get(place(row))
    return {**row, **{name: value for name, value in vars(mark).items() if name in told}} if mark else row


def _evaluated(evaluation: Evaluation, document: Document) -> Iterator[Record]:
    findings = guarded("", lambda: (_finding(result, document) for result in evaluation.results(document)))
    if isinstance(findings, Broken):
        yield from (broken_finding(Broken(check, findings.error)) for check in evaluation.checks)
    else:
        yield from findings


def _finding(result: Result, document: Document) -> Record:
    if isinstance(result, Unevaluated):
        return unevaluated_finding(for_want_of(result, document.covered, document.covered_beside))
    if isinstance(result, Observation):
        return observation_finding(result)
    if result.verdict.status is not Status.FAIL:
        return equation_finding(result)
    if _may_be_withheld(result) and document.withheld:
        result = replace(result, doubt=result.doubt or "parts_withheld")
    return equation_finding(result, document.reading.cause(result))


def _may_be_withheld(failed: Equation) -> bool:
    """Whether a whole exceeds its listed parts, where a document may leave some of them out."""
    short = checks()[failed.check].parts
    return short is not None and (failed.verdict.difference > 0) == (short == "right")
