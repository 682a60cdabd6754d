"""The findings of a document for a person to read: what fails, by severity, with pages; then what else was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipelines.datasets.enumerations import CAUSE, CHECK_STATUS, SEVERITY
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.record import Record
from pipelines.reconciliation.findings.catalogue import checks
from pipelines.reconciliation.findings.wording import table_named


class ReportWords(Declaration):
    """The sentences of the report, in Chinese alone."""

    summary: str
    status: str
    section: str
    page: str
    whole_document: str
    several_tables: str
    cause: str
    cause_with_evidence: str
    rounding: str
    not_evaluated: str
    check: str


REPORT_WORDS = DeclarationFile("pipelines.reconciliation.findings", "report.yaml", ReportWords)
_WORDS = REPORT_WORDS.load()


def render_report(findings: Sequence[Record]) -> str:
    """The findings of one document as text: a summary, the failures by severity, and what could not be checked."""
    lines = [*_summary(findings)]
    failures = list(_of_status(findings, "fail"))
    for severity, label in SEVERITY.items():
        lines += _section(label.zh, [each for each in failures if each.get("severity") == severity])
    lines += _tally(_WORDS.rounding, (each for each in findings if each.get("status") == "rounding"))
    lines += _tally(
        _WORDS.not_evaluated, (each for each in findings if each.get("status") == "not_applicable"), told=True
    )
    return "\n".join(lines) + "\n"


def _of_status(findings: Sequence[Record], status: str) -> Iterator[Record]:
    return (finding for finding in findings if finding.get("status") == status)


def _summary(findings: Sequence[Record]) -> Iterator[str]:
    counts = Counter(str(finding.get("status")) for finding in findings)
    told = (_WORDS.status.format(status=label.zh, count=counts[status]) for status, label in CHECK_STATUS.items())
    yield _WORDS.summary.format(count=len(findings), told="，".join(told))


def _section(title: str, failures: Sequence[Record]) -> Iterator[str]:
    """The failures of one severity, in the order of their pages."""
    if not failures:
        return
    yield ""
    yield _WORDS.section.format(title=title, count=len(failures))
    for finding in sorted(failures, key=_place):
        page, table = finding.get("page"), finding.get("table")
        where = _WORDS.page.format(page=page) if page else _WORDS.whole_document
        yield f"  {where}  {table_named(str(table)).zh if table else _WORDS.several_tables}"
        yield f"    {finding.get('message')}"
        yield f"    {finding.get('message_en')}"
        cause, evidence = finding.get("likelier_cause"), finding.get("evidence")
        if cause is not None:
            sentence = _WORDS.cause_with_evidence if evidence else _WORDS.cause
            yield f"    {sentence.format(cause=CAUSE[str(cause)].zh, evidence=evidence)}"


def _tally(title: str, findings: Iterable[Record], told: bool = False) -> Iterator[str]:
    """How often each check came out so; with `told`, why."""
    groups: dict[str, list[Record]] = {}
    for finding in findings:
        groups.setdefault(str(finding.get("check_id")), []).append(finding)
    if not groups:
        return
    yield ""
    yield _WORDS.section.format(title=title, count=sum(map(len, groups.values())))
    for check, group in groups.items():
        alone = group[0].get("message") if told and len(group) == 1 else None
        yield f"  {alone or _WORDS.check.format(title=checks()[check].zh, count=len(group))}"


def _place(finding: Record) -> tuple[int, str]:
    page = finding.get("page")
    return (page if isinstance(page, int) else 0, str(finding.get("check_id")))
