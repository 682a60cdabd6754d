"""Numbers that are somebody's wherever they stand: of telephones, cards and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.personal_data.declared import CheckName, DeclaredPattern
from pipelines.personal_data.finding import Finding

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_BEFORE = 12
"""Characters in which a word right before a number is looked for."""


def luhn(number: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def identity_card(number: str) -> bool:
    """Whether the check digit of a citizen's number is right (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return number[17].upper() == _CHECK_DIGITS[total % 11]


_CHECKS: Mapping[CheckName, Callable[[str], bool]] = {
    "any": lambda number: True,
    "luhn": luhn,
    "identity_card": identity_card,
}


@dataclass(frozen=True)
class Pattern:
    """What a number of one kind looks like; words `unless_after` right before it say that it is an amount or a code."""

    rule: str
    expression: re.Pattern[str]
    check: Callable[[str], bool]
    in_numbers: bool
    unless_after: re.Pattern[str]

    def find(self, text: str) -> Iterator[Finding]:
        """The numbers of this kind in a plain text."""
        for match in self.expression.finditer(text):
            if self.check(re.sub(r"[^0-9Xx]", "", match[0])) and not self._is_told_otherwise(text, match.start()):
                yield Finding(self.rule, match.start(), match.end(), match[0], self.in_numbers)

    def is_one(self, text: str) -> bool:
        """Whether a plain text is such a number and nothing else."""
        return self.expression.fullmatch(text) is not None

    def _is_told_otherwise(self, text: str, start: int) -> bool:
        before = text[max(0, start - _BEFORE) : start]
        return not self.in_numbers and self.unless_after.search(before) is not None


def pattern_of(rule: str, declared: DeclaredPattern, numbers: str) -> Pattern:
    """A declared pattern, ready for use; `numbers` are words that say of a number that it is an amount or a code."""
    return Pattern(
        rule,
        re.compile(re.sub(r"\s", "", declared.pattern), re.ASCII),
        _CHECKS[declared.check],
        declared.in_numbers,
        re.compile(rf"(?:{numbers})[^\w]{{0,2}}\w?[^\w]?$"),
    )
