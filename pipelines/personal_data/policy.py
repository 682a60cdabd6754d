"""The declared policy on personal data (`policy.yaml`), ready for use on texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from pipelines.foundation.declaration import Declaration, DeclarationFile

_HAN = "㐀-鿿"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-"))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_NUMBER = re.compile(r"[\d\s.,%()+-]*[元千百万亿]*")
_WITHHELD = "…"
_SURE_LABEL = 3
"""Characters from which a label tells a person's field also inside a longer label."""


def luhn(number: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def identity_card(number: str) -> bool:
    """Whether the check digit of a citizen's number is right (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return number[17].upper() == _CHECK_DIGITS[total % 11]


CheckName = Literal["any", "luhn", "identity_card"]
_CHECKS: Mapping[CheckName, Callable[[str], bool]] = {
    "any": lambda number: True,
    "luhn": luhn,
    "identity_card": identity_card,
}


class DeclaredPattern(Declaration):
    """A number that is somebody's wherever it stands, as declared."""

    title: str
    pattern: str
    check: CheckName = "any"
    in_numbers: bool = True


class DeclaredLabels(Declaration):
    """Labels beside which a value is somebody's, as declared; SURNAME stands for the family names in `sure`."""

    title: str
    labels: tuple[str, ...]
    value: str
    unless: str
    sure: str | None = None
    between: str | None = None


class DeclaredPolicy(Declaration):
    """What `policy.yaml` declares."""

    patterns: Mapping[str, DeclaredPattern]
    labels: Mapping[str, DeclaredLabels]
    surnames: str
    hotlines: tuple[str, ...]
    not_searched: frozenset[str]


POLICY = DeclarationFile("pipelines.personal_data", "policy.yaml", DeclaredPolicy)


@dataclass(frozen=True)
class Finding:
    """Something personal in a text: by which rule, where in its plain form, with its label, and the value alone.

    `in_numbers`: it counts also in a cell that was read as a number.
    """

    rule: str
    start: int
    end: int
    value: str
    in_numbers: bool = True


@dataclass(frozen=True)
class Pattern:
    """What a number of one kind looks like wherever it stands."""

    rule: str
    expression: re.Pattern[str]
    check: Callable[[str], bool]
    in_numbers: bool

    def find(self, text: str) -> Iterator[Finding]:
        """The numbers of this kind in a plain text."""
        for match in self.expression.finditer(text):
            if self.check(re.sub(r"[^0-9Xx]", "", match[0])):
                yield Finding(self.rule, match.start(), match.end(), match[0], self.in_numbers)


@dataclass(frozen=True)
class Labelled:
    """What somebody's name or number looks like beside the labels that announce it."""

    rule: str
    label: re.Pattern[str]
    beside: tuple[re.Pattern[str], ...]
    value: re.Pattern[str]
    unless: re.Pattern[str]

    def is_label(self, text: str) -> bool:
        """Whether a cell's plain text is such a label and nothing else."""
        return self.label.fullmatch(text.rstrip(":")) is not None

    def find(self, text: str) -> Iterator[Finding]:
        """The values that follow a label within a plain text."""
        for expression in self.beside:
            for match in expression.finditer(text):
                if self._is_somebodys(match["value"]):
                    yield Finding(self.rule, match.start(), match.end(), match["value"])

    def find_in_cell(self, text: str) -> Iterator[str]:
        """The values in the plain text of a cell that stands beside a label."""
        for part in re.split(r"[、,;/]", text):
            if (match := self.value.match(part.strip())) and self._is_somebodys(match[0]):
                yield match[0]

    def _is_somebodys(self, value: str) -> bool:
        return not self.unless.fullmatch(value.strip())


@dataclass(frozen=True)
class Policy:
    """What is personal, and in which columns it is not searched for."""

    patterns: tuple[Pattern, ...]
    labelled: tuple[Labelled, ...]
    not_searched: frozenset[str]
    labels: tuple[str, ...]
    trace: re.Pattern[str]
    """What every text with something personal in it has: a digit, an @ or a label. Most texts end here."""

    def find(self, text: str) -> Iterator[Finding]:
        """What is personal in a text; positions are those of its plain form."""
        if self.trace.search(text) is None:
            return
        searched = plain(text)
        for each in (*self.patterns, *self.labelled):
            yield from each.find(searched)

    def redact(self, text: str) -> str:
        """The text with `…` in the place of what is personal in it; other texts stay as they are."""
        spans = sorted((each.start, each.end) for each in self.find(text))
        if not spans:
            return text
        printed, origins = _origins(text)
        kept: list[str] = []
        position = 0
        for start, end in spans:
            if start >= position:
                kept += [printed[origins[position] : origins[start]], _WITHHELD]
            position = max(position, end)
        return "".join([*kept, printed[origins[position] :]])

    def is_label(self, text: str) -> bool:
        """Whether a form's label announces somebody's name or number: 项目负责人, 经办人及电话."""
        return any(label in text if len(label) >= _SURE_LABEL else text.endswith(label) for label in self.labels)

    def announces(self, text: str) -> bool:
        """Whether a text holds such a label with a value behind it, whatever the value looks like."""
        return any(
            re.search(rf"{label}[^:：]{{0,4}}[:：].", text) for label in self.labels if len(label) >= _SURE_LABEL
        )


@cache
def policy() -> Policy:
    """The policy of `policy.yaml`."""
    declared = POLICY.load()
    surnames = _surnames(declared.surnames)
    labels = _longest_first(label for each in declared.labels.values() for label in each.labels)
    return Policy(
        tuple(
            Pattern(rule, re.compile(each.pattern, re.ASCII), _CHECKS[each.check], each.in_numbers)
            for rule, each in declared.patterns.items()
        ),
        tuple(_labelled(rule, each, declared.hotlines, labels, surnames) for rule, each in declared.labels.items()),
        declared.not_searched,
        labels,
        re.compile(rf"\d{{7}}|\d[\d -]{{6}}|[@＠]|{_any(labels)}"),
    )


def plain(text: str) -> str:
    """A text as it is searched: full-width characters and dashes made plain, white space one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def _origins(text: str) -> tuple[str, Sequence[int]]:
    """A text, and where in it each character of its plain form begins; the end of the text goes last.

    Where the plain form can't be made character by character, the text is its plain form.
    """
    origins: list[int] = []
    made = ""
    for index, char in enumerate(text):
        for each in unicodedata.normalize("NFKC", char).translate(_DASHES):
            is_blank = each.isspace()
            if not is_blank or (made and made[-1] != " "):
                made += " " if is_blank else each
                origins.append(index)
    if made.rstrip() != (searched := plain(text)):
        return searched, range(len(searched) + 1)
    return text, [*origins[: len(searched)], len(text)]


def was_read_as_number(record: Mapping[str, object]) -> bool:
    """Whether a row's source cell is an amount or a code: eleven digits of yuan are no telephone number."""
    is_amount = record.get("role") in ("amount", "code") or any(isinstance(each, Decimal) for each in record.values())
    return is_amount and _NUMBER.fullmatch(plain(str(record.get("source_text")))) is not None


def _labelled(
    rule: str, declared: DeclaredLabels, hotlines: Sequence[str], every_label: Sequence[str], surnames: str
) -> Labelled:
    labels, value = declared.labels, declared.value
    # A name is taken for one after a colon; after a blank or none only what is surely one.
    sure = (declared.sure or value).replace("SURNAME", f"(?:{surnames})")
    blank = r"\s?[\s/]\s?" if declared.sure else r"\s?"
    between = rf"(?:(?>{declared.between})\s?)*+" if declared.between else ""
    head = rf"(?:{_any(labels)})(?:\([^()]*\))?"
    end = rf"(?=\s?(?:{_any(every_label)})|[^{_HAN}\d.,]|[.,](?!\d)|$)"
    nobody = [re.sub(r"\s", "", declared.unless), *hotlines, _any(every_label)]
    return Labelled(
        rule,
        re.compile(_any(labels)),
        (
            re.compile(rf"{head}\s?:\s?{between}(?P<value>(?:{value}){end})"),
            re.compile(rf"{head}{blank}{between}(?P<value>(?:{sure}){end})"),
        ),
        re.compile(rf"(?:{value}){end}"),
        re.compile("|".join(filter(None, nobody))),
    )


def _any(labels: Iterable[str]) -> str:
    """One of the labels; short ones are printed spaced out: 联 系 人."""
    return "|".join(r"\s?".join(label) for label in _longest_first(labels))


def _longest_first(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(labels), key=lambda label: (-len(label), label)))


def _surnames(declared: str) -> str:
    compound = [name for name in declared.split() if len(name) == 2]
    single = sorted({char for name in declared.split() if len(name) != 2 for char in name})
    return f"{'|'.join(compound)}|[{''.join(single)}]"
