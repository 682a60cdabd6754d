"""Targets of indicators: `≥30 条`, `不超过5%`, `100%` as comparator, number and unit; never a guess.

The words and units are declared in `indicators.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipelines.foundation.text import ANY_YEAR, OTHER_NUMBER, fold_space, fold_width
from pipelines.interpretation.declared.indicators import indicator_words

_SIGNS = str.maketrans("≧⩾≮≦⩽≯﹥﹤﹦﹪", "≥≥≥≤≤≤><=%")
_PERCENT = str.maketrans("％﹪", "%%")
_DOUBLED = {">=": "≥", "=>": "≥", "≥=": "≥", "<=": "≤", "=<": "≤", "≤=": "≤", "==": "="}
_SIGN = r"[><≥≤]=|=[><=]|[≥≤><=]"
_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_GAP_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\.\d)")
"""Justified lines can set a point apart: 51 .33万千瓦时."""
_YEAR = re.compile(ANY_YEAR)
_YEAR_AND_MONTH = re.compile(rf"(?<![\d.]){ANY_YEAR}\.(?:0?[1-9]|1[0-2])(?!\d)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_REMARK = re.compile(r"\([^()\d≥≤<>=]+\)$")
"""Words in brackets behind a target: ≥2项(决策咨询研究)."""
_NO_SHORT_UNIT = r"[^\W\d_]{7,}|\d|%."


@dataclass(frozen=True, slots=True)
class Target:
    """A target as read: comparator (`=`, `≥`, `≤`, `>`, `<`), number, and unit as printed.

    All are None for a qualitative target, and for one that leaves a doubt: a range, a date, `约6类`.
    """

    comparator: str | None = None
    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True)
class _Grammar:
    whole: re.Pattern[str]
    ending: re.Pattern[str]
    share: re.Pattern[str]
    statements: tuple[re.Pattern[str], ...]
    unit: re.Pattern[str]
    time: re.Pattern[str]
    vague: re.Pattern[str]
    before: Mapping[str, str]
    behind: Mapping[str, str]


def parse_target(text: str) -> Target:
    """Read the text of a target's cell.

    A bare number is `=`. A comparator in words or signs may stand before the number, or behind it (`95%以上`).
    Behind a sign any short unit is taken as printed; without one only units of the list are, because what follows a
    bare number can also make it a date. Of a sentence only a closing `…≥95%` is read, the only one in it, and the
    share that it names: `完成率100%`.
    """
    whole = _GAP_IN_NUMBER.sub("", text)
    target = _counted(whole)
    is_date = target.unit is None and target.value is not None and _YEAR_AND_MONTH.search(fold_width(whole))
    return Target() if is_date else target


def _counted(text: str) -> Target:
    """The target of a text that is no year with its month: 2026.12."""
    printed = fold_space(text)
    folded = fold_width(printed).translate(_SIGNS)
    grammar = _grammar()
    without_remark = _REMARK.sub("", folded)
    attempts = (
        (grammar.whole, folded),
        (grammar.whole, without_remark),
        (grammar.ending, folded),
        (grammar.share, folded),
    )
    matches = (form.fullmatch(text) for form, text in attempts)
    targets = (_target(match, printed, grammar) for match in matches if match)
    return next((target for target in targets if target.value is not None), Target())


def compose_target(comparator: str | None, value: str, unit: str | None) -> tuple[str, Target]:
    """The target printed in columns of its own: its text put together, and the target it makes.

    A comparator that is none (`定性`, `正向`) says nothing; a unit in its own column is believed as it is printed.
    """
    text = f"{_sign(comparator or '') or ''}{fold_space(value)}"
    unit_text = fold_space(unit or "")
    is_alone = unit_text in ("", *indicator_words().no_unit)
    target = parse_target(text) if is_alone else _counted(text)
    if target.value is None:
        return fold_space(value), target
    if target.unit is not None or is_alone:
        return text, target
    in_brackets = _IN_BRACKETS.fullmatch(fold_width(unit_text))
    return text + unit_text, replace(target, unit=unit_text[1:-1] if in_brackets else unit_text)


def split_statement(text: str) -> tuple[str, str]:
    """An indicator and its target printed in one sentence: `验收合格率≥96%` is 验收合格率 and `≥96%`.

    A target without a comparator is the sentence's only number: `正确率100%`. A sentence that leaves a doubt is the
    indicator, and has no target.
    """
    printed = fold_space(text)
    folded = fold_width(printed).translate(_SIGNS)
    matches = (form.fullmatch(folded) for form in _grammar().statements)
    for match in (match for match in matches if match):
        indicator, target = printed[: match.end("indicator")], printed[match.start("target") :]
        if parse_target(target).value is not None:
            return indicator.rstrip(" :：,，"), target
    return printed, ""


def is_sign(text: str) -> bool:
    """Whether a text is a sign that compares, and nothing else."""
    return re.fullmatch(_SIGN, fold_width(fold_space(text)).translate(_SIGNS)) is not None


def _sign(text: str) -> str | None:
    """The comparator that a cell of its own prints."""
    folded = fold_width(fold_space(text)).translate(_SIGNS)
    folded = _DOUBLED.get(folded, folded)
    return folded if re.fullmatch(_SIGN, folded) else _grammar().before.get(folded)


def _target(match: re.Match[str], printed: str, grammar: _Grammar) -> Target:
    """The target of a match, unless its parts quarrel or what follows the number is no unit."""
    groups = match.groupdict(default="")
    sign, number, within = groups.get("sign", ""), groups["number"], groups.get("within")
    start, end = match.span("unit")
    is_in_brackets = _IN_BRACKETS.fullmatch(groups["unit"]) is not None
    start, end = (start + 1, end - 1) if is_in_brackets else (start, end)
    unit = match.string[start:end]
    said = {
        comparator
        for comparator in (
            _DOUBLED.get(sign, sign),
            grammar.before.get(groups.get("before", "")),
            grammar.behind.get(groups.get("behind", "")),
            "≤" if within else None,
        )
        if comparator
    }
    is_believed = sign and not is_in_brackets and not grammar.vague.search(unit)
    # A raised digit behind a number is its power, or the mark of a note.
    is_raised = unicodedata.category(unit[:1] or " ") == OTHER_NUMBER
    is_unit = not is_raised and (not unit or grammar.unit.fullmatch(unit) or is_believed)
    is_date = unit in indicator_words().dates and _YEAR.fullmatch(number)
    if len(said) > 1 or not is_unit or is_date or (within and not grammar.time.fullmatch(unit)):
        return Target()
    return Target(
        comparator=said.pop() if said else "=",
        value=Decimal(number.replace(",", "")),
        unit=printed[start:end].strip().translate(_PERCENT) or None,
    )


@cache
def _grammar() -> _Grammar:
    data = indicator_words()
    before = {word: sign for sign, words in data.before.items() for word in words}
    behind = {word: sign for sign, words in data.behind.items() for word in words}
    scale, counted = _any(data.scales), _any(data.counted)
    base = rf"(?:(?:{scale})?(?:{_any(unit for group in data.units for unit in group)})(?:{counted})?|{scale})"
    included = rf"(?:\((?:{_any(data.including)})[^()]{{0,3}}\))?"
    part = rf"{base}(?:\({base}\))?"
    unit = rf"{part}(?:\s?(?:{_any(data.joints)})\s?{part})*"
    return _Grammar(
        whole=re.compile(
            rf"(?P<sign>{_SIGN})?\s*(?:(?P<before>{_any(before)})\s*)?(?P<number>{_NUMBER})\s*(?P<unit>[^\d].*?|)\s*"
            rf"{included}(?:(?P<behind>{_any(behind)})|(?P<within>{_any(data.within)}))?{included}[。.;;]?"
        ),
        ending=re.compile(rf"[^≥≤><=]*[^≥≤><=\d,.\-](?P<sign>[≥≤><])\s*(?P<number>{_NUMBER})\s*(?P<unit>{unit})[。;]?"),
        share=re.compile(
            rf"(?:(?!{_any(data.changes)})[^≥≤><=\d])*?(?:{_any(data.shares)})\s*(?:(?P<before>{_any(before)})\s*)?"
            rf"(?P<number>{_NUMBER})\s*(?P<unit>%)(?P<behind>{_any(behind)})?[。.;;]?"
        ),
        statements=(
            re.compile(rf"(?P<indicator>[^≥≤><=]*[^≥≤><=\s])\s*(?P<target>(?:{_SIGN})\s*{_NUMBER}[^≥≤><=]*)"),
            re.compile(rf"(?P<indicator>[^≥≤><=\d]+?)\s*(?P<target>(?:{_any(before)})?\s*{_NUMBER}[^≥≤><=\d]*)"),
        ),
        unit=re.compile(unit),
        time=re.compile(_any(data.times)),
        vague=re.compile(rf"{_any(data.vague)}|{_NO_SHORT_UNIT}"),
        before=before,
        behind=behind,
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
