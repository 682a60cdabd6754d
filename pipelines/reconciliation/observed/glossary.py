"""The glossary against the lists and the tables: classes of other editions, of other departments, of other levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import yaml

from pipelines.classifications import Entry, classification
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.observed.codes import obsolete

_LEVELS = {"province": ("省级", "a province's"), "city": ("市级", "a city's"), "county": ("区县级", "a county's")}


def check_glossary(
    prose: Sequence[Paragraph], printed: frozenset[str], year: int, division: str | None
) -> Iterator[Observation]:
    """What the glossary explains against the lists of the year and against the functional codes of the tables."""
    told: set[tuple[str, str]] = set()
    for paragraph in prose:
        if not any(_pattern("glossary").search(heading) for heading in (paragraph.part or "", *paragraph.headings)):
            continue
        own_line = paragraph.headings[-1] if paragraph.headings else ""
        for text in dict.fromkeys((own_line, paragraph.text)):
            for match in _pattern("glossary_path").finditer(text):
                if (match.group(), text) not in told:
                    told.add((match.group(), text))
                    yield from _explained(paragraph, match, printed, year)
        yield from _levels(paragraph, division)


def _explained(paragraph: Paragraph, match: re.Match[str], printed: frozenset[str], year: int) -> Iterator[Observation]:
    codes = classification("function")
    head = codes.find(match["class"].strip("0123456789.、"), year, level=1)
    group = codes.find(match["division"], year, within=head.code, level=2) if head else None
    items = [
        codes.find(name, year, within=group.code, level=3)
        for name in re.split("[、和及]", match["items"] or "")
        if group
    ]
    names = [match["class"], match["division"], *re.split("[、和及]", match["items"] or "")]
    for name, entry in zip(names, [head, group, *items], strict=False):
        if entry is not None:
            yield _current(paragraph, match, name, entry, year)
    deepest = [entry for entry in items if entry] or ([group] if group else [])
    for entry in deepest if printed else ():
        yield _used(paragraph, match, entry, printed)


def _current(paragraph: Paragraph, match: re.Match[str], name: str, entry: Entry, year: int) -> Observation:
    now = obsolete("function", entry.code, name, year)
    if now is None:
        zh, en = f"科目“{name}”为{year}年名称。", f"“{name}” is a name of {year}."
    else:
        zh = f"科目“{name}”不是{year}年的名称{f'，现名“{now}”' if now else ''}。"
        en = f"“{name}” is no name of {year}{f'; it is now “{now}”' if now else ''}."
    return _seen("glossary_is_current", now is None, paragraph, match, zh, en)


def _used(paragraph: Paragraph, match: re.Match[str], entry: Entry, printed: frozenset[str]) -> Observation:
    used, name = entry.code in printed, f"“{entry.code} {entry.name}”"
    zh = f"解释了{name}，各表中{'有' if used else '没有'}该科目。"
    en = f"It explains {name}, which the tables {'use' if used else 'do not use'}."
    return _seen("glossary_fits_tables", used, paragraph, match, zh, en)


def _levels(paragraph: Paragraph, division: str | None) -> Iterator[Observation]:
    if division is None:
        return
    own = "province" if division.endswith("0000") else "city" if division.endswith("00") else "county"
    for level, words in _declared()["level_words"].items():
        if level != own and (match := re.search(words, paragraph.text)):
            zh, en = _LEVELS[own]
            said, said_en = (
                f"称“{match.group()}”，本部门属{zh}。",
                f"It speaks of “{match.group()}”; the department is {en}.",
            )
            yield _seen("glossary_fits_level", False, paragraph, match, said, said_en)


def _seen(check: str, holds: bool, paragraph: Paragraph, match: re.Match[str], zh: str, en: str) -> Observation:
    page = paragraph.line_at(match.start()).page
    at = {"page": page, "source_text": match.group()}
    status = Status.PASS if holds else Status.FAIL
    return Observation(check, status, f"名词解释（第{page}页）：{zh}", f"Glossary (p. {page}): {en}", at=at)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_declared()[key].replace("NAME", _declared()["glossary_name"]))


@cache
def _declared() -> dict:
    return yaml.safe_load((resources.files("pipelines.reconciliation.observed") / "texts.yaml").read_text("utf-8"))
