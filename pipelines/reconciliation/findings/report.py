"""The findings of a document for a person to read: what fails, by severity, with pages; then what else was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipelines.datasets.enumerations import CAUSE, CHECK_STATUS, SEVERITY
from pipelines.foundation.record import Record
from pipelines.reconciliation.findings.catalogue import checks
from pipelines.reconciliation.findings.wording import table_name

_ELSEWHERE = "不限于一张表"


def render_report(findings: Sequence[Record]) -> str:
    """The findings of one document as text: a summary, the failures by severity, and what could not be checked."""
    lines = [*_summary(findings)]
    failures = [finding for finding in findings if finding.get("status") == "fail"]
    for severity, label in SEVERITY.items():
        lines += _section(label.zh, [each for each in failures if each.get("severity") == severity])
    lines += _tally("尾差（在四舍五入允许之内）", (each for each in findings if each.get("status") == "rounding"))
    lines += _tally("未能核对", (each for each in findings if each.get("status") == "not_applicable"), told=True)
    return "\n".join(lines) + "\n"


def _summary(findings: Sequence[Record]) -> Iterator[str]:
    counts = Counter(str(finding.get("status")) for finding in findings)
    told = "，".join(f"{label.zh}{counts[status]}项" for status, label in CHECK_STATUS.items())
    yield f"共核对{len(findings)}项：{told}。"


def _section(title: str, failures: Sequence[Record]) -> Iterator[str]:
    """The failures of one severity, in the order of their pages."""
    if not failures:
        return
    yield ""
    yield f"{title}（{len(failures)}项）"
    for finding in sorted(failures, key=_place):
        page, table = finding.get("page"), finding.get("table")
        yield f"  {f'第{page}页' if page else '全文'}  {table_name(str(table)) if table else _ELSEWHERE}"
        yield f"    {finding.get('message')}"
        yield f"    {finding.get('message_en')}"
        cause = finding.get("likelier_cause")
        if cause is not None:
            evidence = finding.get("evidence")
            yield f"    更可能出在{CAUSE[str(cause)].zh}{f'：{evidence}' if evidence else ''}。"


def _tally(title: str, findings: Iterable[Record], told: bool = False) -> Iterator[str]:
    """How often each check came out so; with `told`, why."""
    groups: dict[str, list[Record]] = {}
    for finding in findings:
        groups.setdefault(str(finding.get("check_id")), []).append(finding)
    if not groups:
        return
    yield ""
    yield f"{title}（{sum(map(len, groups.values()))}项）"
    for check, group in groups.items():
        alone = group[0].get("message") if told and len(group) == 1 else None
        yield f"  {alone or f'{checks()[check].zh}：{len(group)}项'}"


def _place(finding: Record) -> tuple[int, str]:
    page = finding.get("page")
    return (page if isinstance(page, int) else 0, str(finding.get("check_id")))
