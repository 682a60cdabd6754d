"""The proof of one document: its findings, what it discloses, how complete that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.disclosure.completeness import completeness, score
from pipelines.disclosure.coverage import coverage, document_columns
from pipelines.extraction.grid import Page
from pipelines.foundation.record import Record
from pipelines.interpretation.identity.identity import Identity
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.links.withholding import withhold
from pipelines.reconciliation.findings.findings import cause, observation_finding
from pipelines.reconciliation.observed import pages as pages_read
from pipelines.reconciliation.reconcile import Facts, reconcile

_FAULTS_OF_A_CHECK = (ArithmeticError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class Proof:
    """The rows of `findings`, `coverage` and `completeness`, and what follows from them for the row in `documents`."""

    records: Mapping[str, Sequence[Record]]
    document_columns: Mapping[str, object]


def prove(read: Interpretation, identity: Identity, pages: Sequence[Page] = ()) -> Proof:
    """Prove a document from what was read of it and from how its pages were read."""
    year = identity.fiscal_year
    covered = coverage(read, year)
    findings = _findings(read, identity, pages)
    complete = completeness(read, covered, year, findings, newly_established=identity.newly_established)
    # What checks quote of the explanation can name a person as well as the tables.
    return Proof(
        withhold({"findings": findings, "coverage": covered, "completeness": complete}),
        {
            **document_columns(covered, year),
            **pages_read.document_columns(pages),
            "tables_unread": len(read.unread_tables),
            "findings_errors": _failed(findings, "error"),
            "findings_warnings": _failed(findings, "warning"),
            "completeness": score(complete),
        },
    )


def _findings(read: Interpretation, identity: Identity, pages: Sequence[Page]) -> Sequence[Record]:
    """The findings; a check that breaks costs the proof and not the data, and says so."""
    facts = Facts(identity.fiscal_year, identity.stage, identity.department_name, identity.division_code)
    try:
        found = [*map(observation_finding, pages_read.check_pages(pages)), *reconcile(read, facts)]
    except _FAULTS_OF_A_CHECK as error:
        return [
            {
                "check_id": "proof.evaluated",
                "severity": "error",
                "status": "fail",
                "formula": "all checks can be evaluated",
                "message": f"核对程序出错，本文件未能核对：{type(error).__name__}",
                "message_en": f"the checks broke and the document is unproven: {type(error).__name__}: {error}",
            }
        ]
    return [_without_blame(finding) for finding in found] if any(page.faults for page in pages) else found


def _without_blame(finding: Record) -> Record:
    """A finding of a document whose pages could be read only in part says nothing against the document."""
    if finding.get("likelier_cause") != "document":
        return finding
    known = cause("read_in_part")
    return {
        **finding,
        "likelier_cause": known.likelier,
        "evidence": known.evidence.zh,
        "evidence_en": known.evidence.en,
    }


def _failed(findings: Sequence[Record], severity: str) -> int:
    return sum(1 for row in findings if row["status"] == "fail" and row["severity"] == severity)
