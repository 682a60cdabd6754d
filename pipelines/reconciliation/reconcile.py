"""The proof of a document: every declared check on its rows, each with its outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.reconciliation.between import between_tables
from pipelines.reconciliation.causes import Evidence
from pipelines.reconciliation.columns import column_sums
from pipelines.reconciliation.derived import forms, products, reserved_parts, shares
from pipelines.reconciliation.equations import Equation
from pipelines.reconciliation.figures import budget_figures
from pipelines.reconciliation.findings import (
    Observation,
    Unevaluated,
    equation_finding,
    observation_finding,
    unevaluated_finding,
)
from pipelines.reconciliation.items import item_sums
from pipelines.reconciliation.lists import list_figures
from pipelines.reconciliation.rows import row_sums
from pipelines.reconciliation.selection import open_book
from pipelines.reconciliation.tolerance import Status
from pipelines.reconciliation.totals import list_totals
from pipelines.result import Record


@dataclass(frozen=True)
class Facts:
    """What is known of the document as a whole. See `pipelines.interpretation.identity.Identity`."""

    fiscal_year: int
    stage: str = "budget"
    department_name: str | None = None

    @property
    def phase(self) -> str:
        """What the amounts of the document's own year are."""
        return "final" if self.stage == "final_accounts" else "budget"


def reconcile(records: Mapping[str, Sequence[Record]], facts: Facts) -> list[Record]:
    """The rows of `findings` for one document, without the columns that tell the document.

    `records` are its rows by dataset, as `interpret` returns them. Every evaluated identity is a row; a check that
    can't be evaluated is one row that says why.
    """
    cells = records.get("cells", ())
    figures = budget_figures(records.get("budget_lines", ()))
    listed = list_figures(records, facts.fiscal_year, facts.phase)
    book = open_book([*figures, *listed], facts.fiscal_year, facts.phase, facts.department_name)
    evidence = Evidence(cells, [*figures, *listed])
    within = (
        *row_sums(figures, facts.department_name),
        *column_sums([*figures, *(figure for figure in listed if figure.get("dataset") == "projects")]),
        *item_sums(figures),
        *shares(figures, cells),
        *list_totals(listed, cells),
        *products(listed),
        *reserved_parts(listed),
        *forms(listed),
    )
    return [_finding(result, evidence) for result in (*within, *between_tables(book))]


def _finding(result: Equation | Unevaluated | Observation, evidence: Evidence) -> Record:
    if isinstance(result, Unevaluated):
        return unevaluated_finding(result)
    if isinstance(result, Observation):
        return observation_finding(result)
    failed = result.verdict.status is Status.FAIL
    return equation_finding(result, evidence.cause(result) if failed else None)
