"""What the explanation says within itself: shares of the amounts around them, purchases by kind, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pipelines.foundation.amounts import parse_amount
from pipelines.foundation.record import Record
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.reconciliation.across.explanation import stated
from pipelines.reconciliation.across.words import WORDS
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.findings.wording import name_of, row_name
from pipelines.reconciliation.within.derived import derived_figure

_FEN = Decimal("0.01")


def stated_shares(records: Sequence[Record], totals: Sequence[Figure]) -> Iterator[Equation]:
    """Each share said of an amount, as that of an earlier total of its section or of a total of the tables.

    The one it fits counts; one that fits none, and has no total before it in its section, may be of anything.
    """
    figures = [stated(record) for record in records]
    for place, record in enumerate(records):
        if not isinstance(record.get("share"), float) or record.get("change") is not None:
            continue
        before = [
            (other, figure)
            for other, figure in zip(records[:place], figures, strict=False)
            if figure and other.get("section") == record.get("section")
        ]
        own = next((figure for other, figure in reversed(before) if _same_subject(other, record)), None)
        if own is None:
            continue
        said = [figure for _, figure in reversed(before) if figure.subject != own.subject]
        wholes = [figure for figure in (*said, *totals) if figure.amount and figure.amount >= own.amount]
        equations = (_share(own, whole, record) for whole in wholes)
        fitting = next((each for each in equations if each.verdict.status is not Status.FAIL), None)
        if fitting is not None:
            yield fitting
        elif said and wholes:
            yield min((_share(own, whole, record) for whole in wholes), key=lambda each: abs(each.verdict.difference))


def _same_subject(one: Record, other: Record) -> bool:
    return one.get("subject") == other.get("subject")


def _share(own: Figure, whole: Figure, record: Record) -> Equation:
    printed = parse_amount(str(record.get("source_text") or ""))
    share = printed.value if printed and printed.value is not None else Decimal(str(record.get("share")))
    places = -int(share.as_tuple().exponent)
    told = name_of("stated_share", whole=whole.subject or row_name(whole), share=record.get("source_text"))
    part = (whole.amount * share).quantize(_FEN, ROUND_HALF_UP)
    return Equation("explanation_share", (own,), (derived_figure(whole, part, whole.amount.scaleb(-places), told),))


def purchases_by_kind(records: Sequence[Record]) -> Iterator[Equation]:
    """货物 + 工程 + 服务 = 政府采购合计, where one section of the explanation states all four, one after another."""
    words = WORDS.procurement
    whole: Figure | None = None
    parts: dict[str, Figure] = {}
    for record in records:
        figure = stated(record)
        if figure is None or not WORDS.of_procurement.search(str(record.get("section") or "")):
            continue
        kind = next((kind for kind, word in words.items() if word.search(str(record.get("subject") or ""))), None)
        if kind == "total":
            whole, parts = figure, {}
        elif kind is not None and whole is not None:
            parts.setdefault(kind, figure)
        if whole is not None and len(parts) == len(words) - 1:
            yield Equation("explanation_purchases", (whole,), tuple(parts.values()))
            whole, parts = None, {}


def stated_counts(prose: Sequence[Paragraph], targets: Sequence[Record]) -> Iterator[Observation]:
    """The number of indicators that the explanation states against those of the department's form."""
    counted = [each for each in targets if each.get("scope") == "department" and each.get("horizon") == "annual"]
    for paragraph in prose:
        for match in WORDS.counts.department_indicators.finditer(paragraph.text):
            if counted:
                yield _count(paragraph, match, len(counted))


def _count(paragraph: Paragraph, match: re.Match[str], printed: int) -> Observation:
    line, said = paragraph.line_at(match.start()), int(match["count"])
    return Observation(
        check="explanation_counts_indicators",
        status=Status.PASS if said == printed else Status.FAIL,
        says="agrees" if said == printed else "differs",
        fields={"page": line.page, "said": said, "printed": printed},
        at={"page": line.page, "source_text": match.group()},
    )
