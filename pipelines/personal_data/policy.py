"""The declared policy on personal data (`policy.yaml`), ready for use on texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain

from pipelines.personal_data.declared import POLICY
from pipelines.personal_data.finding import Finding
from pipelines.personal_data.labelled import Labelled, labelled_of
from pipelines.personal_data.names import any_of, longest_first, names_of, sign_of
from pipelines.personal_data.numbers import Pattern, pattern_of
from pipelines.personal_data.plain import origins, plain
from pipelines.personal_data.roles import Roles, roles_of

_NUMBER = re.compile(r"[\d\s.,%()+-]*[元千百万亿]*")
_DIGITS = re.compile(r"\d[\d -]{6}")
_AT_OR_WIDE = re.compile(r"[@＠℡Ａ-Ｚａ-ｚ](?:(?<![Ａ-Ｚａ-ｚ])|[Ａ-Ｚａ-ｚ])")
"""An @, or full-width letters: in a text that isn't made plain yet they may be a label."""
_LONG_NUMBER_OR_AT = re.compile(r"\d(?:[-\s().+]{0,4}\d){8}|@")
"""What a plain text has in which a declared pattern is found: all but those of addresses are of nine digits or more,
with no more between two of them. Codes and amounts have fewer."""
_WITHHELD = "…"
_TEXTS_AT_ONCE = 20_000
"""The datasets of a document print the same texts."""
_SURE_LABEL = 3
"""Characters from which a label tells a person's field also inside a longer label."""


@dataclass(frozen=True)
class Policy:
    """What is personal, and in which columns it is not searched for."""

    patterns: tuple[Pattern, ...]
    labelled: tuple[Labelled, ...]
    roles: Roles
    not_searched: frozenset[str]
    labels: tuple[str, ...]
    of_longer_labels: tuple[str, ...]
    numbers: re.Pattern[str]
    """Words that say of a number that it is an amount or a code."""
    word: re.Pattern[str]
    """A label or a role."""

    def has_trace(self, text: str) -> bool:
        """Whether a text has what every text has in which something is personal: a number of digits, an @, a label, a
        role. Hardly any text has more of it than the digits of a code."""
        return bool(_DIGITS.search(text) or _AT_OR_WIDE.search(text) or self.word.search(text))

    def find(self, text: str) -> Iterator[Finding]:
        """What is personal in a text; positions are those of its plain form."""
        if not self.has_trace(text):
            return
        searched = plain(text)
        has_word = self.word.search(searched) is not None
        patterns = self.patterns if _LONG_NUMBER_OR_AT.search(searched) else ()
        rules = (*patterns, *self.labelled) if has_word else patterns
        found = [finding for each in rules for finding in each.find(searched)]
        yield from found
        numbers = (each for each in found if any(char.isdigit() or char == "@" for char in each.value))
        yield from chain.from_iterable(self.roles.find_before(searched, each.start) for each in numbers)
        if has_word:
            yield from self.roles.find(searched)

    def redact(self, text: str) -> str:
        """The text with `…` in the place of what is personal in it; other texts stay as they are."""
        spans = sorted((each.start, each.end) for each in self.find(text))
        if not spans:
            return text
        printed, begins = origins(text)
        kept: list[str] = []
        position = 0
        for start, end in spans:
            if start >= position:
                kept += [printed[begins[position] : begins[start]], _WITHHELD]
            position = max(position, end)
        return "".join([*kept, printed[begins[position] :]])

    def is_telephone(self, text: str) -> bool:
        """Whether a plain text is the number of a telephone, or another that could be an amount, and nothing else."""
        return any(each.is_one(text) for each in self.patterns if not each.in_numbers)

    def is_label(self, text: str) -> bool:
        """Whether a form's label announces somebody's name or number: 项目负责人, 经办人及电话."""
        return any(
            label in text if len(label) >= _SURE_LABEL else text.endswith(label) for label in self.of_longer_labels
        )

    def announces(self, text: str) -> bool:
        """Whether a text holds such a label with a value behind it, whatever the value looks like."""
        return any(
            re.search(rf"{label}[^:：]{{0,4}}[:：].", text)
            for label in self.of_longer_labels
            if len(label) >= _SURE_LABEL
        )


@cache
def policy() -> Policy:
    """The policy of `policy.yaml`."""
    declared = POLICY.load()
    labels = longest_first(label for each in declared.labels.values() for label in each.labels)
    longer = longest_first(label for each in declared.labels.values() if each.in_longer_labels for label in each.labels)
    every_label, roles = any_of(labels), (*declared.roles.posts, *declared.roles.tasks)
    joint = rf"\s?(?:[、/,]|{any_of(declared.roles.conjunctions)})\s?|\s"
    names = names_of(declared, (*labels, *roles))
    return Policy(
        tuple(pattern_of(rule, each, declared.numbers) for rule, each in declared.patterns.items()),
        tuple(labelled_of(rule, each, names, every_label, joint) for rule, each in declared.labels.items()),
        roles_of(declared.roles, names, every_label, joint),
        declared.not_searched,
        labels,
        longer,
        re.compile(declared.numbers),
        re.compile(sign_of((*labels, *roles))),
    )


@lru_cache(_TEXTS_AT_ONCE)
def found_in(text: str) -> tuple[Finding, ...]:
    """What is personal in a text by the policy of `policy.yaml`."""
    return tuple(policy().find(text))


def redacted(text: str) -> str:
    """The text as the policy of `policy.yaml` redacts it."""
    return policy().redact(text) if found_in(text) else text


def was_read_as_number(record: Mapping[str, object]) -> bool:
    """Whether a row's source cell is an amount or a code: eleven digits of yuan are no telephone number."""
    is_amount = record.get("role") in ("amount", "code") or any(isinstance(each, Decimal) for each in record.values())
    return is_amount and is_number(str(record.get("source_text")))


def is_number(text: str) -> bool:
    """Whether a text is a number, with or without a unit of money, and nothing else."""
    return _NUMBER.fullmatch(plain(text)) is not None
