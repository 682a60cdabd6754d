"""The one grammar of a code and a name printed together: `[301001]某局`, `301001 某局`, `（2010399）其他`, `A02-设备`.

A code is in brackets, or parted from the name by a sign or a space. Without either it is taken for one where its form
leaves no doubt. Another number before words (`357.84万元`, `2025年预算数`, `120急救中心`, `1.人员经费`) is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache

from pipelines.classifications.codes import EXPENDITURE_SCHEMES, PRINTED_CODE, schemes
from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.text import ANY_YEAR, fold_space, fold_text, fold_width

CATALOGUE = "procurement_catalogue"
REVENUE = "revenue"

_OPENING, _CLOSING, _SEPARATOR = r"\[【(〔", r"\])】〕", r"_.、:—–-"
# A narrow column breaks a code anywhere.
_PAIR = r"(?:\s*\d\s*\d)"
_NAME = rf"(?P<name>(?!{MONEY_UNIT}|[年%‰])[^\d\s,+{_CLOSING}{_SEPARATOR}].*)"

_PROJECT = r"(?=[A-Z]*\d)[0-9A-Z]{12,}"
_SIGN = "[—–-]"
_OF_PROJECTS = (
    # No amount is set off by a sign: 12345热线 is a name.
    rf"(?P<code>{_PROJECT}){_SIGN}(?P<name>(?!\d+{MONEY_UNIT})\d+(?:{_SIGN}\d+)?[^\W\d_].*)",
    # A narrow column breaks the code anywhere.
    rf"(?P<code>{_PROJECT}\s[0-9A-Z]+){_SIGN}{_NAME}",
)
"""A project's code and its name with a sign between them."""

_LABELS_AT_ONCE = 10_000


class CodeKind(Enum):
    """What a code is of."""

    CLASSIFICATION = auto()
    CATALOGUE = auto()
    UNIT = auto()
    PROJECT = auto()
    DIRECTORY = auto()


@dataclass(frozen=True)
class CodedName:
    """A name as printed, and the code before it without its inner spaces; None where there is none."""

    name: str
    code: str | None = None


@lru_cache(_LABELS_AT_ONCE)
def code_and_name(text: str, *kinds: CodeKind) -> CodedName:
    """The code and name that a text prints; the whole text is the name where no code of the kinds stands before it."""
    printed = fold_space(text)
    # Folding keeps every sign in its place: the name stays as printed.
    folded = fold_width(printed)
    found = (match for kind in kinds for pattern in _patterns(kind) if (match := pattern.fullmatch(folded)))
    match = next(found, None)
    return CodedName(printed[match.start("name") :], "".join(match["code"].split())) if match else CodedName(text)


def is_code(text: str, kind: CodeKind) -> bool:
    """Whether a text is a code of a kind and nothing else."""
    return re.fullmatch(_form(kind), text) is not None


def printed_code(text: str) -> str | None:
    """A code that stands alone: letters and digits, put together where they wrap; None for a text that is none."""
    code = fold_text(text).strip("[]")
    return code if re.fullmatch(PRINTED_CODE, code) else None


def _form(kind: CodeKind) -> str:
    """What a code of a kind looks like, as a regular expression."""
    match kind:
        case CodeKind.CLASSIFICATION:
            opens = "|".join(schemes()[scheme].opens for scheme in (*EXPENDITURE_SCHEMES, REVENUE))
            return rf"(?:{opens}){_PAIR}{{1,4}}"
        case CodeKind.CATALOGUE:
            return rf"{schemes()[CATALOGUE].opens}{_PAIR}{{0,{_pairs_of_the_catalogue()}}}"
        case CodeKind.UNIT:
            return rf"(?!{ANY_YEAR}(?!\d))\d{{3,11}}"
        case CodeKind.PROJECT:
            return _PROJECT
        case CodeKind.DIRECTORY:
            return r"(?:[A-Z]|[A-Z]?\d{2}(?:\d\d){0,2})"


def _form_joined(kind: CodeKind) -> str | None:
    """What it looks like where nothing parts it from the name; None where such a code can't be told from the name."""
    match kind:
        case CodeKind.CLASSIFICATION:
            classes = "|".join(schemes()[scheme].classes or "" for scheme in EXPENDITURE_SCHEMES)
            # 101中学 is a name.
            return rf"(?:(?:{classes}){_PAIR}{{0,2}}|(?:{schemes()[REVENUE].classes}){_PAIR}{{1,3}})"
        case CodeKind.CATALOGUE:
            # `B超` and `A4黑白打印机` are names.
            return rf"{schemes()[CATALOGUE].opens}{_PAIR}{{1,{_pairs_of_the_catalogue()}}}"
        case CodeKind.UNIT:
            # 120急救中心, 12345热线 and 101中学 are names.
            return r"(?:\d{6,11}|(?!1[12])\d{3}(?=[㐀-鿿]{5}))"
        case CodeKind.PROJECT | CodeKind.DIRECTORY:
            return None


def _pairs_of_the_catalogue() -> int:
    """How many pairs of digits a code of the catalogue has behind its letter, at most."""
    form = schemes()[CATALOGUE]
    return len(form.widths) - 1 + form.local_levels


@cache
def _patterns(kind: CodeKind) -> Sequence[re.Pattern[str]]:
    form, joined = _form(kind), _form_joined(kind)
    printed = (
        rf"[{_OPENING}]\s*(?P<code>{form})\s*[{_CLOSING}][\s{_SEPARATOR}]*{_NAME}",
        rf"(?P<code>{form})(?:\s|\s*[{_SEPARATOR}])[\s{_SEPARATOR}]*{_NAME}",
        *([rf"(?P<code>{joined}){_NAME}"] if joined else []),
        *(_OF_PROJECTS if kind is CodeKind.PROJECT else ()),
    )
    return tuple(re.compile(each, re.DOTALL) for each in printed)
