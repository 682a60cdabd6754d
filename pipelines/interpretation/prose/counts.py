"""The numbers of groups, persons, vehicles and receptions that an explanation tells beside the 三公 amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.extraction.layout import edges
from pipelines.foundation.record import Record
from pipelines.interpretation.declared.counts import counts
from pipelines.interpretation.declared.narrative import narrative
from pipelines.interpretation.prose.clauses import sentences
from pipelines.interpretation.prose.narrative import explained
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.interpretation.sheets.reading import Context
from pipelines.personal_data.policy import redacted

_CLAUSE = re.compile("[，。；：,;:]")
_MOST = 10**9


def read_stated_counts(prose: Sequence[Paragraph], context: Context) -> tuple[Record, ...]:
    """The rows of `three_public_counts` that the explanation gives, in printed order."""
    return tuple(
        _record(paragraph, (start, end), item, match, context)
        for paragraph in explained(prose)
        for start, end in sentences(paragraph.text)
        for item, match in _found(paragraph.text, start, end)
    )


def _found(text: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """What each number of a sentence counts, by the first pattern that finds it."""
    found: dict[int, tuple[str, re.Match[str]]] = {}
    for each in counts().item:
        for match in each.text.finditer(text, start, end):
            if _number(match) < _MOST:
                found.setdefault(match.start("number"), (each.item, match))
    yield from (found[place] for place in sorted(found))


def _record(
    paragraph: Paragraph, sentence: tuple[int, int], item: str, match: re.Match[str], context: Context
) -> Record:
    line = paragraph.line_at(match.start("number"))
    own = context.fiscal_year
    year = _year(paragraph.text[sentence[0] : match.start("number")], own)
    return {
        "item": item,
        "name": _name(match),
        "number": _number(match),
        "phase": context.phase if year == own else None,
        "amount_year": year,
        "printed_in": "explanation",
        "sentence": redacted(paragraph.text[slice(*sentence)]),
        "page": line.page,
        **edges(line.box),
        "source_text": match.group(),
    }


def _name(match: re.Match[str]) -> str:
    """What the words of a match call its number, as printed."""
    words = counts()
    before, *beside = words.other_number.split(match.group()[: match.start("number") - match.start()])
    counted = [found.group() for text in beside if (found := words.counted_beside.search(text))]
    if not beside and (after := words.counted_after.search(match.group())):
        return after.group()
    return counted[-1] if counted else words.leads_to_a_number.sub("", before)


def _number(match: re.Match[str]) -> int:
    return int(match["number"].replace(",", ""))


def _year(before: str, own: int | None) -> int | None:
    """The year a number is of, by the words before it: the last one that is printed, none that only compares; 上年 in
    its clause; else the document's own."""
    before = narrative().comparison.sub("", before)
    clause = _CLAUSE.split(before)[-1]
    if counts().last_year.search(clause):
        return None if own is None else own - 1
    printed = [int(year["year"]) for year in counts().year.finditer(before)]
    return printed[-1] if printed else own
