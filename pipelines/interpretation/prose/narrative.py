"""The amounts and shares of the explanation: what each is of, which fund and measure, and how it changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.extraction.layout import edges
from pipelines.foundation.amounts import UnitError, to_yuan
from pipelines.foundation.label_path import label_path
from pipelines.foundation.record import Record
from pipelines.interpretation.declared.narrative import narrative
from pipelines.interpretation.identity.titles import plain
from pipelines.interpretation.prose.clauses import BRACKETS, clauses, leave_brackets, sentences
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.interpretation.prose.parts import Whole, announced
from pipelines.personal_data.policy import redacted

_PERCENT = frozenset("%％")


@dataclass(frozen=True)
class _Figure:
    """A number in a paragraph: where it stands, what it is. A rate of change is a share of what was before. `within`:
    what the amount is of that it is announced as a part of."""

    start: int
    end: int
    sentence: str
    subject: str
    within: str
    amount_yuan: Decimal | None
    unit: str | None
    share: float | None
    change: str | None


@dataclass(frozen=True)
class _Own:
    """What goes without saying in a document: the department's name and the year."""

    name: str
    year: str


@dataclass(frozen=True)
class _Said:
    """What the words before a number say of it. `refers_back`: without a subject they mean what came before.
    `year`: the other year that the number is of, beside which this budget is set. `is_own_year`: it is of this one.
    `is_closed`: the subject is what is said, however little that is. `compared`: the words for what it has changed
    against; `opens`: they stand before the subject."""

    subject: str
    change: str | None = None
    refers_back: bool = True
    year: str = ""
    is_own_year: bool = False
    is_closed: bool = False
    compared: str = ""
    opens: bool = False


def read_narrative(
    prose: Sequence[Paragraph], department_name: str | None = None, fiscal_year: int | None = None
) -> tuple[Record, ...]:
    """The rows of narrative_figures, in printed order: the amounts of money and the shares in the prose.

    Bounds (100万元以上), prices (325元/人) and percentages that are no share and no change are left out, so are
    amounts finer than a fen. The department's name and the document's own year are no part of a subject; another
    year begins the subject of its amounts.
    """
    own = _Own(plain(department_name or ""), str(fiscal_year or ""))
    return tuple(_record(paragraph, figure) for paragraph in explained(prose) for figure in _figures(paragraph, own))


def explained(prose: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs that speak of the document's own money: none under a heading of the glossary, or the like."""
    skipped = narrative().not_explained
    return (each for each in prose if not any(skipped.search(heading) for heading in _above(each)))


def _record(paragraph: Paragraph, figure: _Figure) -> Record:
    line = paragraph.line_at(figure.start)
    return {
        "section": label_path(paragraph.headings) or paragraph.part,
        "subject": figure.subject or None,
        "measure": _measure(figure.subject),
        "fund": _fund(figure.subject, (*_above(paragraph), *_with_fund(figure.within))),
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
    """The fund that the subject names, else the innermost heading that names any; None where it names two. What speaks
    of all that is spent is of the fund that a heading names."""
    texts = (subject, *reversed(headings))
    of_all = _named(narrative().fund_in_general, subject) == ["all"]
    if of_all and any(_named(narrative().fund, heading) for heading in headings):
        texts = texts[1:]
    for text in texts:
        for funds in (narrative().fund, narrative().fund_in_general):
            if named := _named(funds, text):
                return named[0] if len(named) == 1 else None
    return None


def _with_fund(whole: str) -> tuple[str, ...]:
    """What an amount is a part of, where it names the one fund that its parts are of."""
    return (whole,) if len(_named(narrative().fund, whole)) == 1 else ()


def _named(funds: Mapping[str, re.Pattern[str]], text: str) -> list[str]:
    return [value for value, words in funds.items() if words.search(text)]


def _figures(paragraph: Paragraph, own: _Own) -> Iterator[_Figure]:
    text, heading = paragraph.text, _heading_subject(_above(paragraph), own)
    first = last = ""
    told_of_first: set[tuple[str, bool]] = set()
    for start, end in sentences(text):
        spoken_of, change, beside, within = "", None, "", Whole()
        before_bracket: list[str] = []
        floor = seen = start
        for match in narrative().amount.finditer(text, start, end):
            between = text[seen : match.start()]
            within = announced(between, spoken_of or last, within)
            spoken_of = leave_brackets(between, spoken_of, before_bracket)
            seen = match.end()
            said = _said(match, text[floor : match.start()], text[seen:end], own, change)
            if said is None:
                continue
            floor, change = seen, said.change
            said = _of_itself(said, spoken_of)
            is_stage = _is_stage(said.subject, text[start:end])
            is_own = is_stage or said.is_closed or not _is_open(said.subject, heading)
            subject = said.subject if is_own else ""
            refers_back = said.refers_back or bool(beside)
            # What the first one is told to have changed by already is told of the last one.
            kind = (said.compared, match["unit"] in _PERCENT)
            main = last if said.compared and kind in told_of_first else first
            before = (spoken_of if refers_back or is_stage else "") or (main if refers_back else "") or heading
            # The other year stays with its amount: what follows may be of this year, or how much that has changed.
            is_beside = is_stage or subject in ("", spoken_of)
            if said.is_own_year and beside:
                before = narrative().other_year.sub("", before, count=1)
            if is_stage and before and not narrative().speaks_of_revenue.search(before):
                subject = narrative().budget_ending.sub("", before) + subject
            beside = said.year
            subject = beside + (subject or ("" if said.is_closed else before) or said.subject)
            spoken_of = before if beside and is_beside else subject or spoken_of
            first = first or spoken_of
            if spoken_of == first:
                told_of_first.add(kind)
            if figure := _figure(match, said, text[start:end], subject, within.subject):
                yield figure
        last = spoken_of or last


def _heading_subject(headings: Sequence[str], own: _Own) -> str:
    """What the innermost heading says the amounts are of; empty where it does not say."""
    words = narrative()
    subject = _subject(words.heading_ending.sub("", headings[-1]), own) if headings else ""
    return subject if words.names_an_amount.search(subject) and not words.generic.fullmatch(subject) else ""


def _figure(match: re.Match[str], said: _Said, sentence: str, subject: str, within: str) -> _Figure | None:
    """None for an amount finer than a fen, and what is printed as no number can be."""
    if not narrative().number.fullmatch(match["number"]):
        return None
    value = Decimal(re.sub("[,，]", "", match["number"])).copy_sign(-1 if match["sign"] else 1)
    amount, unit, share = None, None, None
    if not match["unit"]:
        amount = Decimal("0.00")
    elif match["unit"] in _PERCENT:
        share = float(value.scaleb(-2))
    else:
        try:
            unit = match["unit"]
            amount = to_yuan(value, unit)
        except UnitError:
            return None
    return _Figure(match.start(), match.end(), sentence, subject, within, amount, unit, share, said.change)


def _said(match: re.Match[str], before: str, after: str, own: _Own, change: str | None) -> _Said | None:
    """None where the number is no amount of this budget and no share. `change` is that of the figure before."""
    told = clauses(before)
    phrase = told[-1]
    is_percent = match["unit"] in _PERCENT
    if narrative().bound.search(phrase):
        return None
    if not is_percent and (narrative().before_no_amount.search(phrase) or narrative().after_no_amount.match(after)):
        return None
    if is_percent and (share := narrative().share.match(phrase)):
        return _Said(_subject(share["rate"] or share["of"] or share["done"] or "", own))
    if changed := narrative().change.match(phrase):
        of, way = narrative().same_period.sub("", _subject(changed["of"], own)), _way(changed)
        is_of_a_count = is_percent and not of and len(told) > 1 and narrative().counted.search(told[-2]) is not None
        compared = narrative().comparison.search(phrase)
        words, opens = (compared.group(), compared.start() == 0) if compared else ("", False)
        return _Said(of, way, is_closed=is_of_a_count, compared=words, opens=opens)
    arrived = narrative().arrived.match(phrase)
    if is_percent:
        is_left_open = arrived is not None and arrived["either"] and not _subject(arrived["of"], own)
        return _Said("", change) if change and (is_left_open or before in BRACKETS.values()) else None
    if arrived:
        return _Said(_subject(arrived["of"], own), is_own_year=True)
    if not is_percent and (grown := narrative().change_of.fullmatch(_after_comparison(phrase))):
        return _Said(_subject(grown["of"], own), _way(grown), is_closed=True)
    compared = narrative().compared_amount.fullmatch(phrase)
    if compared and narrative().after_compared.match(after):
        return _Said("", year=compared["year"])
    subject = _subject(phrase, own)
    if before.removesuffix(phrase).endswith(("：", ":")):
        over = _subject(told[-2].rstrip("：:"), own)
        if over and _is_open(subject, over):
            subject = over + (subject if _is_stage(subject, before + after) else "")
    year = narrative().other_year.match(subject)
    if year:
        return _Said(subject[year.end() :], year=year.group())
    return _Said(subject, refers_back=False, is_own_year=bool(own.year) and own.year in phrase)


def _way(changed: re.Match[str]) -> str:
    return "increase" if changed["increase"] else "decrease"


def _after_comparison(phrase: str) -> str:
    """What a phrase says after its comparison with another year, or after the words that open it."""
    comparisons = list(narrative().comparison.finditer(phrase))
    return phrase[comparisons[-1].end() :] if comparisons else narrative().subject_opening.sub("", phrase)


def _of_itself(said: _Said, spoken_of: str) -> _Said:
    """What is said, without a subject where that is what came before, set beside itself: 比2025年培训费年初预算减少."""
    beside, before = (narrative().budget_ending.sub("", subject) for subject in (said.subject, spoken_of))
    return replace(said, subject="") if said.opens and beside and beside == before else said


def _is_stage(subject: str, sentence: str) -> bool:
    """Whether a subject says only that it is what was spent, or what was planned beside that in the same sentence."""
    words = narrative()
    planned = words.planned.fullmatch(subject) is not None and words.final_accounts.search(sentence) is not None
    return planned or words.final_accounts.fullmatch(subject) is not None


def _is_open(subject: str, above: str) -> bool:
    """Whether a subject leaves what it is of to the words above it: it names no amount, or only that a class spends."""
    words = narrative()
    is_class = words.names_a_class.search(above) is not None
    return words.generic.fullmatch(subject) is not None or (is_class and words.spent.fullmatch(subject) is not None)


def _subject(text: str, own: _Own) -> str:
    """The noun phrase in a clause: list numbers, the own year, comparisons and verbs around it are taken off. Another
    year that it is told of, before it or after, begins it; one in a name stays where it is."""
    words = narrative()
    text = words.comparison.sub("", text.replace(own.name, "") if own.name else text)
    other = next((year for year in words.year_told.finditer(text) if own.year not in ("", year["year"])), None)
    if other is not None:
        before, after = _bare(text[: other.start()], own), _bare(text[other.end() :], own)
        if not before or any(each.fullmatch(after) for each in (words.generic, words.planned, words.final_accounts)):
            return other.group() + before + after
    return _bare(text, own)


def _bare(text: str, own: _Own) -> str:
    text = narrative().subject_opening.sub("", text)
    years = narrative().subject_year
    text = years.sub(
        lambda year: year.group() if own.year not in ("", year["year"]) and not year["since"] else "", text
    )
    return narrative().subject_ending.sub("", text)
