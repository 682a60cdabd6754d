"""Findings: every evaluated identity as a row that says what was compared and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.figures.of_lists import standard_table
from pipelines.reconciliation.findings import wording
from pipelines.reconciliation.findings.catalogue import checks, reasons
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.tolerance import Status

_FEN = Decimal("0.01")
_SEEN = {
    "document": ("所述文字和数均为文件所印", "the words and numbers told are printed so"),
    "reading": (
        "同一张表中有多行如此，多半是读取时错行或把几部分读作一处",
        "many rows of the table are so: they may be misread",
    ),
}
_PLACE = ("page", "x0", "y0", "x1", "y1", "source_text", "table_no", "row", "column")


@dataclass(frozen=True)
class Unevaluated:
    """A check that does not apply to the document, and why: a key of `reasons.yaml`."""

    check: str
    reason: str
    table: str | None = None
    at: Record = field(default_factory=dict)


@dataclass(frozen=True)
class Observation:
    """What a check found that is no sum: a printed place, and in both languages what is to be seen there."""

    check: str
    status: Status
    zh: str
    en: str
    table: str | None = None
    at: Record = field(default_factory=dict)
    cause: str | None = None


@dataclass(frozen=True)
class Cause:
    """Whether our reading or the document is the likelier cause of a failure, and on what evidence."""

    likelier: str | None
    zh: str = ""
    en: str = ""


def equation_finding(equation: Equation, cause: Cause | None = None) -> Record:
    """An identity as a row of findings; `cause` where it failed."""
    if equation.doubt and equation.verdict.status is Status.FAIL:
        return unevaluated_finding(Unevaluated(equation.check, equation.doubt), equation)
    verdict = equation.verdict
    first = (*equation.left, *equation.right)[0]
    return {
        **_head(equation.check, verdict.status, _table(first)),
        "severity": _severity(equation),
        "formula": wording.formula(equation),
        "left_yuan": verdict.left,
        "right_yuan": verdict.right,
        "difference_yuan": verdict.difference,
        # Amounts are whole fen, so that parts of one allow no more than is left without them.
        "tolerance_yuan": verdict.tolerance.quantize(_FEN, ROUND_DOWN),
        "message": wording.message(equation),
        "message_en": wording.message_en(equation),
        **_place(first.record),
        **_right_place(equation),
        **_cause(cause),
    }


def unevaluated_finding(what: Unevaluated, equation: Equation | None = None) -> Record:
    """A check that was not evaluated, as a row of findings."""
    first = equation.left[0] if equation else None
    table = standard_table(what.table) or (_table(first) if first else None)
    reason = reasons()[what.reason]
    check = checks()[what.check]
    return {
        **_head(what.check, Status.NOT_APPLICABLE, check.table or table),
        "formula": wording.formula(equation) if equation else None,
        "message": f"{check.zh}：{reason['zh'].format(table=wording.table_name(table), **_told(what.at))}。",
        "message_en": f"{check.en}: {reason['en'].format(table=wording.table_name_en(table), **_told(what.at))}.",
        **_place(first.record if first else what.at),
    }


def observation_finding(seen: Observation) -> Record:
    """An observation as a row of findings: what is seen to be wrong is printed so, unless something tells better."""
    cause = seen.cause or ("document" if seen.status is Status.FAIL else None)
    return {
        **_head(seen.check, seen.status, seen.table),
        "message": seen.zh,
        "message_en": seen.en,
        **_place(seen.at),
        **(_cause(Cause(cause, *_SEEN[cause])) if cause else {}),
    }


def _head(check: str, status: Status, table: str | None) -> dict[str, object]:
    declared = checks()[check]
    return {
        "check_id": check,
        "severity": declared.severity,
        "status": status.value,
        "table": declared.table or table,
    }


def _severity(equation: Equation) -> str:
    """Two printings that differ in the last place only were rounded apart: worth a look, no more."""
    declared = checks()[equation.check].severity
    last_place = max((figure.ulp for figure in (*equation.left, *equation.right)), default=0)
    slight = equation.verdict.status is Status.FAIL and abs(equation.verdict.difference) <= last_place
    return "warning" if slight and declared == "error" else declared


def _table(figure: Figure) -> str | None:
    return figure.table


def _place(record: Record) -> dict[str, object]:
    return {column: record.get(column) for column in _PLACE}


def _right_place(equation: Equation) -> dict[str, object]:
    """Where the right side is printed, if in one place."""
    if not equation.left or len(equation.right) != 1:
        return {}
    record = equation.right[0].record
    return {f"right_{column}": record.get(column) for column in ("page", "table_no", "row", "column")}


def _cause(cause: Cause | None) -> dict[str, object]:
    if cause is None:
        return {}
    return {"likelier_cause": cause.likelier, "evidence": cause.zh or None, "evidence_en": cause.en or None}


def _told(at: Record) -> Mapping[str, object]:
    """What reasons may tell of the place: its subject and printed text."""
    return {"subject": at.get("subject") or "", "text": at.get("source_text") or ""}
