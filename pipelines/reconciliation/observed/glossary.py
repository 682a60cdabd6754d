"""The glossary against the lists and the tables: classes of other editions, of other departments, of other levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.classifications import Entry, classification
from pipelines.foundation.sentence import Told
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.observed.codes import obsolete
from pipelines.reconciliation.observed.texts import TEXTS


def check_glossary(
    prose: Sequence[Paragraph], printed: frozenset[str], year: int | None, division: str | None
) -> Iterator[Observation]:
    """What the glossary explains against the lists of the year and against the functional codes of the tables."""
    told: set[tuple[str, str]] = set()
    for paragraph in prose:
        if not any(TEXTS.glossary.search(heading) for heading in (paragraph.part or "", *paragraph.headings)):
            continue
        own_line = paragraph.headings[-1] if paragraph.headings else ""
        # A heading on a line of its own, or one that the text runs on behind and has within.
        for text in (paragraph.text,) if own_line in paragraph.text else (own_line, paragraph.text):
            for match in TEXTS.path.finditer(text):
                if (match.group(), text) not in told:
                    told.add((match.group(), text))
                    yield from _explained(paragraph, match, printed, year)
        yield from _levels(paragraph, division)


def _explained(
    paragraph: Paragraph, match: re.Match[str], printed: frozenset[str], year: int | None
) -> Iterator[Observation]:
    codes = classification("function")
    head = codes.find(match["class"].strip(TEXTS.numbering), year, level=1)
    group = codes.find(match["division"], year, within=head.code, level=2) if head else None
    items = [
        codes.find(name, year, within=group.code, level=3)
        for name in TEXTS.between_items.split(match["items"] or "")
        if group
    ]
    names = [match["class"], match["division"], *TEXTS.between_items.split(match["items"] or "")]
    for name, entry in zip(names, [head, group, *items], strict=False):
        if entry is not None:
            yield _current(paragraph, match, name, entry, year)
    deepest = [entry for entry in items if entry] or ([group] if group else [])
    for entry in deepest if printed else ():
        yield _used(paragraph, match, entry, printed)


def _current(paragraph: Paragraph, match: re.Match[str], name: str, entry: Entry, year: int | None) -> Observation:
    now = obsolete("function", entry.code, name, year)
    told: dict[str, object] = {"name": name, "year": year}
    if now:
        return _seen("glossary_is_current", "renamed", False, paragraph, match, {**told, "current": now})
    return _seen("glossary_is_current", "current" if now is None else "gone", now is None, paragraph, match, told)


def _used(paragraph: Paragraph, match: re.Match[str], entry: Entry, printed: frozenset[str]) -> Observation:
    used, told = entry.code in printed, {"code": entry.code, "name": entry.name}
    return _seen("glossary_fits_tables", "used" if used else "unused", used, paragraph, match, told)


def _levels(paragraph: Paragraph, division: str | None) -> Iterator[Observation]:
    if division is None:
        return
    own = "province" if division.endswith("0000") else "city" if division.endswith("00") else "county"
    for name, level in TEXTS.levels.items():
        if name != own and (match := level.words.search(paragraph.text)):
            told = {"text": match.group(), "level": Told(TEXTS.levels[own].zh, TEXTS.levels[own].en)}
            yield _seen("glossary_fits_level", "differs", False, paragraph, match, told)


def _seen(
    check: str, says: str, holds: bool, paragraph: Paragraph, match: re.Match[str], told: Mapping[str, object]
) -> Observation:
    page = paragraph.line_at(match.start()).page
    at = {"page": page, "source_text": match.group()}
    return Observation(check, Status.PASS if holds else Status.FAIL, says, {**told, "page": page}, at=at)
