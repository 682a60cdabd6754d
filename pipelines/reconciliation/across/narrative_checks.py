"""What the explanation says within itself: purchases by kind, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.foundation.record import Record
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.reconciliation.across.explanation import stated
from pipelines.reconciliation.across.words import WORDS
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status


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
