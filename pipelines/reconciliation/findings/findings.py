"""Findings: every evaluated identity as a row that says what was compared and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from functools import cache
from typing import Annotated

from pipelines.datasets.enumerations import CAUSE
from pipelines.foundation.declaration import DeclarationFile, OneOf
from pipelines.foundation.guard import Broken
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Sentence, Told
from pipelines.reconciliation.figures.elsewhere import file_of, table_no_there
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.figures.of_lists import standard_table
from pipelines.reconciliation.findings import wording
from pipelines.reconciliation.findings.catalogue import checks, reasons
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.tolerance import Status

_FEN = Decimal("0.01")
_EVALUATED = "proof.evaluated"
_PLACE = ("page", "x0", "y0", "x1", "y1", "source_text", "table_no", "row", "column")


@dataclass(frozen=True)
class Unevaluated:
    """A check that does not apply to the document, and why: a key of `reasons.yaml`."""

    check: str
    reason: str
    table: str | None = None
    at: Record = field(default_factory=dict[str, object])


_WANTING = frozenset({"not_printed", "table_missing"})
_BY_PRESENCE = {
    "absent": "not_disclosed",
    "empty_with_note": "empty_table",
    "empty_without_note": "empty_table",
    "present_unread": "not_read",
    "unknown": "not_told",
    "present": "not_comparable",
}


def for_want_of(what: Unevaluated, covered: Sequence[Record], beside: Sequence[Record] = ()) -> Unevaluated:
    """A check that was not evaluated for want of a table, with what is known of the table from the coverage.

    `beside` is the coverage of all files of the disclosure: what another file prints is not undisclosed.
    """
    table = standard_table(what.table)
    row = next((row for row in covered if row["table"] == table), None)
    if what.reason not in _WANTING or row is None:
        return what
    reason = _BY_PRESENCE[str(row["presence"])]
    if reason == "not_comparable" and row.get("numbers_unread"):
        reason = "not_read"
    in_all = next((row for row in beside if row["table"] == table), row)
    if reason == "not_disclosed" and in_all["presence"] != "absent":
        reason = "in_another_file"
    return replace(what, reason=reason)


@dataclass(frozen=True)
class Observation:
    """What a check found that is no sum: a printed place, and which of its sentences says what is to be seen there."""

    check: str
    status: Status
    says: str
    fields: Mapping[str, object] = field(default_factory=dict[str, object])
    table: str | None = None
    at: Record = field(default_factory=dict[str, object])
    cause: str | None = None
    """A key of `causes.yaml`."""


class Cause(Sentence):
    """Whether our reading or the document is the likelier cause of a failure, and the evidence as a sentence."""

    likelier: Annotated[str, OneOf(CAUSE)]


CAUSES = DeclarationFile("pipelines.reconciliation.findings", "causes.yaml", Mapping[str, Cause])


@cache
def _causes() -> Mapping[str, Cause]:
    return CAUSES.load()


@dataclass(frozen=True)
class LikelyCause:
    """A cause with its evidence as it is told."""

    likelier: str
    evidence: Told


def cause(name: str, **fields: object) -> LikelyCause:
    """A cause of `causes.yaml` with its evidence. KeyError for one that is not declared."""
    declared = _causes()[name]
    return LikelyCause(declared.likelier, declared.tell(**fields))


def equation_finding(equation: Equation, likely: LikelyCause | None = None) -> Record:
    """An identity as a row of findings; `likely` is the cause where it failed."""
    if equation.doubt and equation.verdict.status is Status.FAIL:
        return unevaluated_finding(Unevaluated(equation.check, equation.doubt), equation)
    verdict, message = equation.verdict, wording.message(equation)
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
        "message": message.zh,
        "message_en": message.en,
        **_place(first.record),
        **_right_place(equation),
        **_cause(likely),
    }


def unevaluated_finding(what: Unevaluated, equation: Equation | None = None) -> Record:
    """A check that was not evaluated, as a row of findings."""
    first = equation.left[0] if equation else None
    table = standard_table(what.table) or (_table(first) if first else None)
    reason, check = reasons()[what.reason], checks()[what.check]
    may_be_told = {
        "table": wording.table_named(table),
        "subject": what.at.get("subject") or "",
        "text": what.at.get("source_text") or "",
    }
    told = reason.tell(**{name: may_be_told[name] for name in reason.fields})
    return {
        **_head(what.check, Status.NOT_APPLICABLE, check.table or table),
        "formula": wording.formula(equation) if equation else None,
        "message": f"{check.zh}：{told.zh}。",
        "message_en": f"{check.en}: {told.en}.",
        **_place(first.record if first else what.at),
    }


def observation_finding(seen: Observation) -> Record:
    """An observation as a row of findings: what is seen to be wrong is printed so, unless something tells better."""
    message = checks()[seen.check].says[seen.says].tell(**seen.fields)
    name = seen.cause or ("seen_as_printed" if seen.status is Status.FAIL else None)
    return {
        **_head(seen.check, seen.status, seen.table),
        "message": message.zh,
        "message_en": message.en,
        **_place(seen.at),
        **_cause(cause(name) if name else None),
    }


def broken_finding(broken: Broken) -> Record:
    """A check that broke, as a row of findings: the document is unproven in this point, whatever it prints."""
    message = checks()[_EVALUATED].says["broke"].tell(check=broken.name, error=broken.error)
    return {
        **_head(_EVALUATED, Status.FAIL, None),
        "formula": checks()[_EVALUATED].en,
        "message": message.zh,
        "message_en": message.en,
    }


def read_in_part(finding: Record) -> Record:
    """A finding of a document whose pages could be read only in part: it says nothing against the document."""
    return {**finding, **_cause(cause("read_in_part"))} if finding.get("likelier_cause") == "document" else finding


def _head(check: str, status: Status, table: str | None) -> Record:
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
    if declared != "error" or equation.verdict.status is not Status.FAIL:
        return declared
    last_place = max((figure.ulp for figure in (*equation.left, *equation.right)), default=0)
    return "warning" if abs(equation.verdict.difference) <= last_place else declared


def _table(figure: Figure) -> str | None:
    return figure.table


def _place(record: Record) -> Record:
    return {column: record.get(column) for column in _PLACE}


def _right_place(equation: Equation) -> Record:
    """Where the right side is printed, if in one place."""
    if not equation.left or len(equation.right) != 1:
        return {}
    record = equation.right[0].record
    place = {f"right_{column}": record.get(column) for column in ("page", "row", "column")}
    return {**place, "right_table_no": table_no_there(record), "right_sha256": file_of(record)}


def _cause(likely: LikelyCause | None) -> Record:
    if likely is None:
        return {}
    return {"likelier_cause": likely.likelier, "evidence": likely.evidence.zh, "evidence_en": likely.evidence.en}
