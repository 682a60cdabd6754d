"""The declared checks of a document, each with what evaluates it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain

from pipelines.disclosure.coverage import coverage
from pipelines.reconciliation.across import narrative_checks
from pipelines.reconciliation.across.between import compare
from pipelines.reconciliation.across.counts import stated_three_public
from pipelines.reconciliation.across.explanation import explanation
from pipelines.reconciliation.across.repeated_amounts import repeated_amounts, swapped_classes
from pipelines.reconciliation.across.shares import stated_shares
from pipelines.reconciliation.document.document import Document
from pipelines.reconciliation.findings.catalogue import Check, comparisons
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import (
    Observation,
    Unevaluated,
)
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.observed import forms, pages, presentation
from pipelines.reconciliation.observed.codes import check_codes
from pipelines.reconciliation.observed.faults import set_aside, without_columns
from pipelines.reconciliation.observed.glossary import check_glossary
from pipelines.reconciliation.observed.missing_forms import missing_forms
from pipelines.reconciliation.within.additive import adds_up
from pipelines.reconciliation.within.columns import column_sums
from pipelines.reconciliation.within.derived import products, project_forms, reserved_parts, shares
from pipelines.reconciliation.within.items import item_sums
from pipelines.reconciliation.within.rows import row_sums

Result = Equation | Unevaluated | Observation


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
