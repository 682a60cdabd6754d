"""The declared policy on personal data (`personal_data.yaml`), ready for use on texts."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_HAN = "㐀-鿿"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-"))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def luhn(number: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def identity_card(number: str) -> bool:
    """Whether the check digit of a citizen's number is right (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return number[17].upper() == _CHECK_DIGITS[total % 11]


_CHECKS: Mapping[str | None, Callable[[str], bool]] = {
    None: lambda number: True,
    "luhn": luhn,
    "identity_card": identity_card,
}


@dataclass(frozen=True)
class Pattern:
    """What a number of one kind looks like wherever it stands."""

    rule: str
    expression: re.Pattern[str]
    check: Callable[[str], bool]
    in_numbers: bool

    def find(self, text: str) -> Iterator[str]:
        """The numbers of this kind in a plain text."""
        for match in self.expression.finditer(text):
            if self.check(re.sub(r"[^0-9Xx]", "", match[0])):
                yield match[0]


@dataclass(frozen=True)
class Labelled:
    """What somebody's name or number looks like beside the labels that announce it."""

    rule: str
    label: re.Pattern[str]
    beside: re.Pattern[str]
    value: re.Pattern[str]
    unless: re.Pattern[str]

    def is_label(self, text: str) -> bool:
        """Whether a cell's plain text is such a label and nothing else."""
        return self.label.fullmatch(text.rstrip(":")) is not None

    def find(self, text: str) -> Iterator[str]:
        """The values that follow a label within a plain text."""
        yield from self._somebody(match["value"] for match in self.beside.finditer(text))

    def find_in_cell(self, text: str) -> Iterator[str]:
        """The values in the plain text of a cell that stands beside a label."""
        parts = re.split(r"[、,;/]", text)
        yield from self._somebody(match[0] for part in parts if (match := self.value.match(part.strip())))

    def _somebody(self, values: Iterator[str]) -> Iterator[str]:
        return (value for value in values if not self.unless.fullmatch(value.strip()))


@dataclass(frozen=True)
class Policy:
    """What is searched for, and in which columns it is not."""

    patterns: tuple[Pattern, ...]
    labelled: tuple[Labelled, ...]
    not_searched: frozenset[str]


@cache
def policy() -> Policy:
    """The policy of `personal_data.yaml`."""
    declared = yaml.safe_load((files("pipelines.release") / "personal_data.yaml").read_text(encoding="utf-8"))
    hotlines = "|".join(declared["hotlines"])
    return Policy(
        tuple(_pattern(rule, each) for rule, each in declared["patterns"].items()),
        tuple(_labelled(rule, each, hotlines) for rule, each in declared["labels"].items()),
        frozenset(declared["not_searched"]),
    )


def plain(text: str) -> str:
    """A text as it is searched: full-width characters and dashes made plain, white space one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def _pattern(rule: str, declared: Mapping[str, object]) -> Pattern:
    check = declared.get("check")
    return Pattern(
        rule,
        re.compile(str(declared["pattern"]), re.ASCII),
        _CHECKS[None if check is None else str(check)],
        declared.get("in_numbers") is not False,
    )


def _labelled(rule: str, declared: Mapping[str, object], hotlines: str) -> Labelled:
    listed = declared["labels"]
    if not isinstance(listed, list):
        raise TypeError(f"the labels of {rule} are a list")
    # Short labels are printed spaced out: 联 系 人.
    labels = "|".join(r"\s?".join(label) for label in sorted(listed, key=len, reverse=True))
    value = rf"(?:{declared['value']})(?![{_HAN}]|[.,]?\d)"
    unless = re.sub(r"\s", "", str(declared["unless"]))
    return Labelled(
        rule,
        re.compile(labels),
        re.compile(rf"(?:{labels})(?:\([^()]*\))?\s?(?::|/|\s)\s?(?P<value>{value})"),
        re.compile(value),
        re.compile("|".join(filter(None, [unless, hotlines, labels]))),
    )
