"""The shares of the explanation: each of the amount that its words say it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from pipelines.foundation.amounts import parse_amount
from pipelines.foundation.record import Record
from pipelines.reconciliation.across.explanation import stated
from pipelines.reconciliation.across.words import WORDS
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.findings.wording import name_of, row_name
from pipelines.reconciliation.within.derived import derived_figure

_FEN = Decimal("0.01")
_LONG_NAME = 4


@dataclass(frozen=True)
class _Spoken:
    """A figure of the explanation, and what it is where it is an amount.

    `words` stand between it and the one before it in its sentence, `rest` is what follows it there.
    """

    record: Record
    words: str
    rest: str
    figure: Figure | None


def stated_shares(records: Sequence[Record], totals: Sequence[Figure]) -> Iterator[Equation]:
    """Each share said of an amount, as that of what its words name, of what its section divides, or of a total.

    完成年初预算的80% is of the plan that its own sentence tells. 占公用经费的80% is of what the section names so. Where
    the words name nothing, the share is of the amount that the section divides (其中：), or of any that it fits. One
    that fits none is told only where it is certain what it is of.
    """
    spoken = tuple(_spoken(records))
    for place, share in enumerate(spoken):
        if not isinstance(share.record.get("share"), float) or share.record.get("change") is not None:
            continue
        section = [each for each in spoken[:place] if _same(each, share, "section")]
        own = next((each.figure for each in reversed(section) if each.figure and _same(each, share, "subject")), None)
        if own is None:
            continue
        certain, others = _bases(share, section, own, totals)
        equations = (_share(own, whole, share.record) for whole in (*certain, *others))
        fitting = next((each for each in equations if each.verdict.status is not Status.FAIL), None)
        if fitting is not None:
            yield fitting
        elif len({whole.amount for whole in certain}) == 1:
            yield _share(own, certain[0], share.record)


def _spoken(records: Sequence[Record]) -> Iterator[_Spoken]:
    """The figures with the words around them; "" where a figure is not found in its sentence."""
    sentence, seen = "", 0
    for record in records:
        text, printed = str(record.get("sentence") or ""), str(record.get("source_text") or "")
        number = re.compile(rf"(?<![\d.,，]){re.escape(printed)}")
        found = number.search(text, seen) if text == sentence else None
        if found is None:
            sentence, seen, found = text, 0, number.search(text)
        words, rest = (text[seen : found.start()], text[found.end() :]) if found else ("", "")
        seen = found.end() if found else seen
        yield _Spoken(record, words, rest, stated(record))


def _bases(
    share: _Spoken, section: Sequence[_Spoken], own: Figure, totals: Sequence[Figure]
) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """The amounts that a share is certainly of one of, and others that it may be of."""
    if plan := WORDS.share.plan.search(share.words):
        return _plans(plan["plan"], [each for each in section if _same(each, share, "sentence")], own)
    whole = WORDS.share.whole.search(share.words)
    said = [
        each.figure
        for each in reversed(section)
        if each.figure and each.figure.subject != own.subject and not WORDS.is_of_another_time(each.figure.subject)
    ]
    wholes = [figure for figure in (*said, *totals) if figure.amount and figure.amount >= own.amount]
    if whole is None:
        return (), wholes
    if name := _bare(whole["whole"]):
        return _named(name, [figure for figure in said if figure.amount >= own.amount]), wholes
    divided = _divided(section)
    return [divided] if divided and divided.amount >= own.amount else [], wholes


def _plans(plan: str, sentence: Sequence[_Spoken], own: Figure) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """The planned amounts of a sentence: those of the kind that is named, where it is printed, and the others."""
    planned = [
        (each.words, each.figure)
        for each in sentence
        if each.figure and each.figure is not own and WORDS.share.planned.search(each.words)
    ]
    kind = WORDS.share.kind_of_plan.search(plan)
    of_kind = [figure for words, figure in planned if kind and kind.group() in words]
    all_planned = [figure for _, figure in planned]
    return of_kind or all_planned, all_planned


def _named(name: str, said: Sequence[Figure]) -> Sequence[Figure]:
    """The amounts of a name; of a long one, where none has just that, those whose subject has it within."""
    names = [(_bare(figure.subject or ""), figure) for figure in said]
    exact = [figure for bare, figure in names if bare == name]
    return exact or [figure for bare, figure in names if len(name) >= _LONG_NAME and name in bare]


def _divided(section: Sequence[_Spoken]) -> Figure | None:
    """The amount before the latest words for a division (其中：)."""
    places = (
        place
        for place, (before, each) in enumerate(pairwise(section), start=1)
        if WORDS.share.divides.search(each.words if _same(before, each, "sentence") else before.rest + each.words)
    )
    before = (each.figure for each in reversed(section[: max(places, default=0)]))
    return next((figure for figure in before if figure and not WORDS.is_of_another_time(figure.subject)), None)


def _bare(name: str) -> str:
    return WORDS.share.besides_name.sub("", name)


def _same(one: _Spoken, other: _Spoken, column: str) -> bool:
    return one.record.get(column) == other.record.get(column)


def _share(own: Figure, whole: Figure, record: Record) -> Equation:
    printed = parse_amount(str(record.get("source_text") or ""))
    share = printed.value if printed and printed.value is not None else Decimal(str(record.get("share")))
    places = -int(share.as_tuple().exponent)
    told = name_of("stated_share", whole=whole.subject or row_name(whole), share=record.get("source_text"))
    part = (whole.amount * share).quantize(_FEN, ROUND_HALF_UP)
    return Equation("explanation_share", (own,), (derived_figure(whole, part, whole.amount.scaleb(-places), told),))
