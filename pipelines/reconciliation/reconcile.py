"""The proof of a document: every declared check on its rows, each with its outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.reconciliation.between import between_tables
from pipelines.reconciliation.causes import Evidence
from pipelines.reconciliation.columns import column_sums
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
from pipelines.reconciliation.rows import row_sums
from pipelines.reconciliation.selection import open_book
from pipelines.reconciliation.tolerance import Status
from pipelines.result import Record


@dataclass(frozen=True)
class Facts:
    """What is known of the document as a whole. See `pipelines.interpretation.identity.Identity`."""

    fiscal_year: int
    stage: str = "budget"
    department_name: str | None = None


def reconcile(records: Mapping[str, Sequence[Record]], facts: Facts) -> list[Record]:
    """The rows of `findings` for one document, without the columns that tell the document.

    `records` are its rows by dataset, as `interpret` returns them. Every evaluated identity is a row; a check that
    can't be evaluated is one row that says why.
    """
    figures = budget_figures(records.get("budget_lines", ()))
    book = open_book(figures, facts.fiscal_year, facts.stage, facts.department_name)
    evidence = Evidence(records.get("cells", ()), figures)
    within = (*row_sums(figures, facts.department_name), *column_sums(figures), *item_sums(figures))
    return [_finding(result, evidence) for result in (*within, *between_tables(book))]


def _finding(result: Equation | Unevaluated | Observation, evidence: Evidence) -> Record:
    if isinstance(result, Unevaluated):
        return unevaluated_finding(result)
    if isinstance(result, Observation):
        return observation_finding(result)
    failed = result.verdict.status is Status.FAIL
    return equation_finding(result, evidence.cause(result) if failed else None)
