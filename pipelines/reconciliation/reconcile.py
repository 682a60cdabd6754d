"""The proof of a document: every declared check on its rows, each with its outcome."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from pipelines.datasets.catalogue import columns
from pipelines.disclosure.coverage import coverage
from pipelines.extraction.grid import Page
from pipelines.foundation.guard import Broken, guarded
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.reconciliation.document.document import Document, Facts
from pipelines.reconciliation.document.evaluations import EVALUATIONS, Evaluation, Result
from pipelines.reconciliation.findings.catalogue import checks
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
from pipelines.reconciliation.within.additive import AddingUp, place


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
