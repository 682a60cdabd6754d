"""Where the sentences and clauses of a paragraph begin and end, with brackets kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

BRACKETS = dict(zip("）)", "（(", strict=True))
_BRACKET = re.compile("[（(）)]")
_CLAUSE_END = re.compile(r"[，。；：;:]|(?<!\d),|,(?!\d)")
_SENTENCE_END = re.compile("[。！？]")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; a full stop within brackets ends none."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    paired = _paired(text)
    outside = [end for end in ends if not any(left < end - 1 < right for left, right in paired)]
    yield from ((start, end) for start, end in pairwise([0, *outside, len(text)]) if start < end)


def clauses(text: str) -> list[str]:
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
        if bracket[0] in BRACKETS.values():
            open_at.append(bracket.start())
        elif open_at:
            paired.append((open_at.pop(), bracket.start()))
    return paired


def _unpaired(text: str, paired: Iterable[tuple[int, int]]) -> list[int]:
    """Where brackets stand whose other half is missing."""
    halves = {index for pair in paired for index in pair}
    return [place for bracket in _BRACKET.finditer(text) if (place := bracket.start()) not in halves]


def leave_brackets(text: str, spoken_of: str, before_bracket: list[str]) -> str:
    """The subject after a text: a bracket that closes brings back the one before it was opened."""
    for index in _unpaired(text, _paired(text)):
        if text[index] in BRACKETS.values():
            before_bracket.append(spoken_of)
        elif before_bracket:
            spoken_of = before_bracket.pop()
    return spoken_of
