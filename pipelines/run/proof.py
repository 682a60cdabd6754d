"""The proof of one document: its findings, what it discloses, how complete that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.datasets.enumerations import STANDARD_TABLE
from pipelines.datasets.validation import Judged
from pipelines.disclosure.completeness import disclosed, items_of, of_disclosure, row_of, score
from pipelines.disclosure.coverage import coverage_of, document_columns
from pipelines.disclosure.item import Disclosed
from pipelines.extraction.grid import Page
from pipelines.foundation.guard import Broken, guarded
from pipelines.foundation.record import Record
from pipelines.interpretation.identity.identity import Identity
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.links.withholding import withhold
from pipelines.reconciliation.document.document import Document, Facts
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.findings import broken_finding
from pipelines.reconciliation.observed import pages as pages_read
from pipelines.reconciliation.reconcile import findings_of, with_additive
from pipelines.run.setting_aside import judge_rows
from pipelines.run.together import Sister, whole, with_tables


@dataclass(frozen=True)
class Proof:
    """The rows of `findings`, `coverage` and `completeness`, those of what adds up with what is proved of it, and what
    follows for the row in `documents`."""

    records: Mapping[str, Sequence[Record]]
    document_columns: Mapping[str, object]
    judged: Mapping[str, Judged]
    """Those of `coverage`, `completeness` and `findings` beside their declaration."""
    figures: Sequence[Figure]
    """The amounts of its budget tables; none where they can't be told: a finding says so."""


def facts_of(identity: Identity) -> Facts:
    """What the checks know of a document as a whole."""
    is_told = identity.body is None or identity.body.place is not None
    return Facts(identity.fiscal_year, identity.stage, identity.department_name, identity.division_code, is_told)


def prove(
    read: Interpretation,
    identity: Identity,
    file: str,
    pages: Sequence[Page] = (),
    sisters: Sequence[Sister] = (),
) -> Proof:
    """Prove a document from what was read of it, from how its pages were read, and from its disclosure's other files.

    Every row meets its declaration: one that can't costs itself alone. QuarantineError where the document's identity
    is why.
    """
    year, new = identity.fiscal_year, identity.newly_established
    facts = facts_of(identity)
    covered, uncovered = _each(STANDARD_TABLE, "coverage", lambda table: coverage_of(table, read, year))
    together = whole(read, sisters) if sisters else read
    of_all = _each(STANDARD_TABLE, "coverage", lambda table: coverage_of(table, together, year))[0] if sisters else ()
    beside = with_tables(read, sisters) if sisters else None
    document = Document(read, facts, pages, beside, covered, of_all)
    findings = findings_of(document)
    complete, unjudged = _complete(disclosed(read, covered, year, findings), new)
    if sisters:
        complete = of_disclosure(complete, _complete(disclosed(together, of_all, year, findings), new)[0])
    # What checks quote of the explanation can name a person as well as the tables.
    told = withhold({"coverage": covered, "completeness": complete, "findings": findings})
    judged = judge_rows(told, identity.columns_of_every_row, file)
    records, unfit = _fitting(judged)
    broken = (*uncovered, *unjudged, *unfit)
    findings = [*records["findings"], *map(broken_finding, broken)] if broken else records["findings"]
    figures = guarded("", lambda: document.figures)
    return Proof(
        {**with_additive(document), **records, "findings": findings},
        {
            **document_columns(covered, year),
            **pages_read.document_columns(pages),
            "tables_unread": len(read.unread_tables),
            "findings_errors": _failed(findings, "error"),
            "findings_warnings": _failed(findings, "warning"),
            "completeness": score(complete),
        },
        judged,
        () if isinstance(figures, Broken) else figures,
    )


def _complete(found: Disclosed, new: bool) -> tuple[tuple[Record, ...], tuple[Broken, ...]]:
    """The rows of `completeness`, and what broke."""
    by_name = {item.item: item for item in items_of(found)}
    return _each(by_name, "completeness", lambda name: row_of(by_name[name], found, new))


def _each(
    names: Iterable[str], dataset: str, row: Callable[[str], Record]
) -> tuple[tuple[Record, ...], tuple[Broken, ...]]:
    """The rows of a dataset, one for each name, and what broke: it costs its own row and becomes a finding."""
    made = [guarded(f"{dataset}.{name}", lambda name=name: (row(name),)) for name in names]
    rows = tuple(row for each in made if not isinstance(each, Broken) for row in each)
    return rows, tuple(each for each in made if isinstance(each, Broken))


def _fitting(judged: Mapping[str, Judged]) -> tuple[Mapping[str, Sequence[Record]], Sequence[Broken]]:
    """The rows that meet the declaration of their dataset, and those that don't as what broke."""
    kept: dict[str, Sequence[Record]] = {}
    unfit: list[Broken] = []
    for dataset, each in judged.items():
        rows, reasons = each.records, each.violations
        kept[dataset] = [row for index, row in enumerate(rows) if index not in reasons] if reasons else rows
        unfit += [Broken(_name(dataset, rows[index]), reason) for index, reason in reasons.items()]
    return kept, unfit


def _name(dataset: str, row: Record) -> str:
    """What a row of the proof is about, as what broke is called."""
    return str(row["check_id"]) if dataset == "findings" else f"{dataset}.{row.get('table') or row.get('item')}"


def _failed(findings: Sequence[Record], severity: str) -> int:
    return sum(1 for row in findings if row["status"] == "fail" and row["severity"] == severity)
