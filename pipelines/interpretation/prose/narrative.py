"""The amounts and shares of the explanation: what each is of, which fund and measure, and how it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipelines.extraction.layout import edges
from pipelines.foundation.amounts import UnitError, to_yuan
from pipelines.foundation.record import Record
from pipelines.interpretation.declared.narrative import narrative
from pipelines.interpretation.identity.titles import plain
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.personal_data.policy import redacted

_BRACKETS = dict(zip("）)", "（(", strict=True))
_BRACKET = re.compile("[（(）)]")
_CLAUSE_END = re.compile(r"[，。；：;:]|(?<!\d),|,(?!\d)")
_SENTENCE_END = re.compile("[。！？]")
_PERCENT = "%％"


@dataclass(frozen=True)
class _Figure:
    """A number in a paragraph: where it stands, what it is. A rate of change is a share of what was before."""

    start: int
    end: int
    sentence: str
    subject: str
    amount_yuan: Decimal | None
    unit: str | None
    share: float | None
    change: str | None


@dataclass(frozen=True)
class _Said:
    """What the words before a number say of it. `refers_back`: without a subject they mean what came before.
    `compared`: the year that the number is of, where this budget is only set beside it."""

    subject: str
    change: str | None = None
    refers_back: bool = True
    compared: str = ""


def read_narrative(prose: Sequence[Paragraph], department_name: str | None = None) -> tuple[Record, ...]:
    """The rows of narrative_figures, in printed order: the amounts of money and the shares in the prose.

    Bounds (100万元以上), prices (325元/人) and percentages that are no share and no change are left out, so are
    amounts finer than a fen. The department's name is no part of a subject.
    """
    return tuple(
        _record(paragraph, figure)
        for paragraph in explained(prose)
        for figure in _figures(paragraph, plain(department_name or ""))
    )


def explained(prose: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs that speak of the document's own money: none under a heading of the glossary, or the like."""
    skipped = narrative().not_explained
    return (each for each in prose if not any(skipped.search(heading) for heading in _above(each)))


def _record(paragraph: Paragraph, figure: _Figure) -> Record:
    line = paragraph.line_at(figure.start)
    return {
        "section": " / ".join(paragraph.headings) or paragraph.part,
        "subject": figure.subject or None,
        "measure": _measure(figure.subject),
        "fund": _fund(figure.subject, _above(paragraph)),
        "amount_yuan": figure.amount_yuan,
        "printed_unit": figure.unit,
        "share": figure.share,
        "change": figure.change,
        "sentence": redacted(figure.sentence),
        "page": line.page,
        **edges(line.box),
        "source_text": paragraph.text[figure.start : figure.end],
    }


def _above(paragraph: Paragraph) -> tuple[str, ...]:
    """The headings above a paragraph, the part's first."""
    return (paragraph.part, *paragraph.headings) if paragraph.part else paragraph.headings


def _measure(subject: str) -> str | None:
    return next((value for value, words in narrative().measure.items() if words.search(subject)), None)


def _fund(subject: str, headings: Sequence[str]) -> str | None:
    """The fund that the subject names, else the innermost heading that names any; None where it names two."""
    for text in (subject, *reversed(headings)):
        for funds in (narrative().fund, narrative().fund_in_general):
            named = [value for value, words in funds.items() if words.search(text)]
            if named:
                return named[0] if len(named) == 1 else None
    return None


def _figures(paragraph: Paragraph, name: str) -> Iterator[_Figure]:
    text, heading = paragraph.text, _heading_subject(_above(paragraph), name)
    first = ""
    for start, end in sentences(text):
        spoken_of, change = "", None
        before_bracket: list[str] = []
        floor = seen = start
        for match in narrative().amount.finditer(text, start, end):
            spoken_of = _leave_brackets(text[seen : match.start()], spoken_of, before_bracket)
            seen = match.end()
            said = _said(match, text[floor : match.start()], text[seen:end], name, change)
            if said is None:
                continue
            floor, change = seen, said.change
            subject = "" if _is_open(said.subject, heading) else said.subject
            if (
                spoken_of
                and not narrative().speaks_of_revenue.search(spoken_of)
                and narrative().final_accounts.fullmatch(subject)
            ):
                subject = narrative().budget_ending.sub("", spoken_of) + subject
            spoken_of = subject or (spoken_of or first if said.refers_back else "") or heading or said.subject
            first = first or spoken_of
            if said.compared:
                if figure := _figure(match, said, text[start:end], said.compared + spoken_of):
                    yield figure
                continue
            if figure := _figure(match, said, text[start:end], spoken_of):
                yield figure


def _leave_brackets(text: str, spoken_of: str, before_bracket: list[str]) -> str:
    """The subject after a text: a bracket that closes brings back the one before it was opened."""
    for index in _unpaired(text, _paired(text)):
        if text[index] in _BRACKETS.values():
            before_bracket.append(spoken_of)
        elif before_bracket:
            spoken_of = before_bracket.pop()
    return spoken_of


def _heading_subject(headings: Sequence[str], name: str) -> str:
    """What the innermost heading says the amounts are of; empty where it does not say."""
    subject = _subject(narrative().heading_ending.sub("", headings[-1]), name) if headings else ""
    return subject if narrative().names_an_amount.search(subject) else ""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; a full stop within brackets ends none."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    paired = _paired(text)
    outside = [end for end in ends if not any(left < end - 1 < right for left, right in paired)]
    yield from ((start, end) for start, end in pairwise([0, *outside, len(text)]) if start < end)


def _figure(match: re.Match[str], said: _Said, sentence: str, subject: str) -> _Figure | None:
    """None for an amount finer than a fen."""
    value = Decimal(re.sub("[,，]", "", match["number"])).copy_sign(-1 if match["sign"] else 1)
    amount, unit, share = None, None, None
    if match["unit"] in _PERCENT:
        share = float(value.scaleb(-2))
    else:
        try:
            unit = match["unit"]
            amount = to_yuan(value, unit)
        except UnitError:
            return None
    return _Figure(match.start(), match.end(), sentence, subject, amount, unit, share, said.change)


def _said(match: re.Match[str], before: str, after: str, name: str, change: str | None) -> _Said | None:
    """None where the number is no amount of this budget and no share. `change` is that of the figure before."""
    clauses = _clauses(before)
    phrase = clauses[-1]
    is_percent = match["unit"] in _PERCENT
    if not is_percent and (narrative().before_no_amount.search(phrase) or narrative().after_no_amount.match(after)):
        return None
    if is_percent and (share := narrative().share.match(phrase)):
        return _Said(_subject(share["of"] or share["done"] or "", name))
    if changed := narrative().change.match(phrase):
        return _Said(_subject(changed["of"], name), "increase" if changed["increase"] else "decrease")
    if is_percent:
        return _Said("", change) if change and before in _BRACKETS.values() else None
    if arrived := narrative().arrived.match(phrase):
        return _Said(_subject(arrived["of"], name))
    compared = narrative().compared_amount.fullmatch(phrase)
    if compared and narrative().after_compared.match(after):
        return _Said("", compared=compared["year"])
    subject = _subject(phrase, name)
    if before.removesuffix(phrase).endswith(("：", ":")):
        announced = _subject(clauses[-2].rstrip("：:"), name)
        subject = announced if announced and _is_open(subject, announced) else subject
    return _Said(subject, refers_back=False)


def _is_open(subject: str, above: str) -> bool:
    """Whether a subject leaves what it is of to the words above it: it names no amount, or only that a class spends."""
    words = narrative()
    is_class = words.names_a_class.search(above) is not None
    return words.generic.fullmatch(subject) is not None or (is_class and words.spent.fullmatch(subject) is not None)


def _clauses(text: str) -> list[str]:
    """Split at punctuation, and at brackets without their other half."""
    paired = _paired(text)
    cuts = {match.start() for match in _CLAUSE_END.finditer(text)} | set(_unpaired(text, paired))
    outside = sorted(cut for cut in cuts if not any(left < cut < right for left, right in paired))
    return [text[start:end] for start, end in pairwise([0, *(cut + 1 for cut in outside), len(text) + 1])]


def _paired(text: str) -> list[tuple[int, int]]:
    """Where brackets open and close."""
    open_at: list[int] = []
    paired: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text):
        if bracket[0] in _BRACKETS.values():
            open_at.append(bracket.start())
        elif open_at:
            paired.append((open_at.pop(), bracket.start()))
    return paired


def _unpaired(text: str, paired: Iterable[tuple[int, int]]) -> list[int]:
    """Where brackets stand whose other half is missing."""
    halves = {index for pair in paired for index in pair}
    return [place for bracket in _BRACKET.finditer(text) if (place := bracket.start()) not in halves]


def _subject(text: str, name: str) -> str:
    """The noun phrase in a clause: list numbers, years, comparisons and verbs around it are taken off."""
    text = narrative().comparison.sub("", text.replace(name, "") if name else text)
    text = narrative().subject_year.sub("", narrative().subject_opening.sub("", text))
    return narrative().subject_ending.sub("", text)
