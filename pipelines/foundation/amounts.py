"""Printed amounts: from the text of a cell to exact Decimals, and from the printed unit to yuan.

Nothing is guessed: a text that leaves a doubt is not a number.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from pipelines.foundation.text import fold_width

YUAN_PER_UNIT = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
"""Units of money a document may print, and what one of each is in yuan."""

MONEY_UNIT = f"(?:{'|'.join(sorted(YUAN_PER_UNIT, key=len, reverse=True))})"
"""A regular expression of the units, the longest first."""

YUAN = "元"
"""What every unit of money ends with."""

_FEN = Decimal("0.01")
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])

_SIGNS = str.maketrans(dict.fromkeys("‐‑–—―−─－﹣", "-"))
_ZERO_MARK = re.compile(r"-{1,2}|无")
_AMOUNT = re.compile(
    r"""
    (?P<open>\()? (?P<sign>[+-])?[^\S\r\n]* (?:(?P<currency>¥)[^\S\r\n]*)?
    (?P<number>\d(?:[\d,.\s]*\d)?)
    (?P<close>\s*\))? \s*(?P<suffix>%|[^\d\s()%]+)?
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_ANY_GROUPS = re.compile(r"[+-]?\d+(?:,\d+)+(?:\.\d+)?", re.ASCII)
_LONG_FIRST_GROUP = re.compile(r"(?P<sign>[+-]?)(?P<number>[1-9]\d{3,}(?:,\d{3})+(?:\.\d+)?)", re.ASCII)
_DIGITS = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)


_TEXTS_AT_ONCE = 20_000
"""A document prints the same amounts over and over, and its checks ask for them again."""


class AmountKind(StrEnum):
    """What an amount's cell says."""

    NUMBER = "number"
    PERCENT = "percent"
    ZERO_MARK = "zero_mark"
    BLANK = "blank"


@dataclass(frozen=True)
class Amount:
    """A cell read as an amount.

    `value` is the number as printed, its decimals kept (`0.00` has two); a fraction for a percentage
    (85.5% is 0.855); 0 for a zero mark (`-`, `无`); None for a blank cell. `unit` is the unit of money
    printed behind the number inside the cell; `value` is not converted by it.
    """

    kind: AmountKind
    value: Decimal | None = None
    unit: str | None = None

    @property
    def ulp(self) -> Decimal | None:
        """One unit in the last printed place of `value`: 0.01 for 12.50."""
        if self.value is None:
            return None
        return Decimal((0, (1,), int(self.value.as_tuple().exponent)))


class UnitError(ValueError):
    """An amount can't be expressed in yuan: unknown unit, or parts of a fen."""


@lru_cache(_TEXTS_AT_ONCE)
def parse_amount(text: str | None) -> Amount | None:
    """Read the text of one cell; None where it is not, or not certainly, an amount.

    Understands thousands commas, full-width signs and digits, `-12`, `(1,234.00)`, `85.5%`, `12.5万元`,
    and numbers broken over lines by a narrow cell (`1,073.` / `60`). Broken text that may be two numbers
    is none.
    """
    folded = _folded(text or "")
    if not folded:
        return Amount(AmountKind.BLANK)
    if _ZERO_MARK.fullmatch(folded):
        return Amount(AmountKind.ZERO_MARK, Decimal(0))
    match = _AMOUNT.fullmatch(folded)
    number = _joined(match["number"]) if match else None
    if match is None or number is None or not _brackets_agree(match, number):
        return None
    negative = match["sign"] == "-" or match["open"] is not None
    value = Decimal(number.replace(",", "")).copy_sign(Decimal(-1 if negative else 1))
    suffix = match["suffix"]
    if suffix == "%":
        return None if match["currency"] else Amount(AmountKind.PERCENT, value.scaleb(-2))
    if suffix is not None and suffix not in YUAN_PER_UNIT:
        return None
    return Amount(AmountKind.NUMBER, value, suffix or ("元" if match["currency"] else None))


def is_oddly_grouped(text: str) -> bool:
    """Whether a text is a number whose commas part no thousands, `125360,898`: what it is can't be known from it."""
    folded = _folded(text)
    return _ANY_GROUPS.fullmatch(folded) is not None and parse_amount(folded) is None


@lru_cache(_TEXTS_AT_ONCE)
def without_commas(text: str | None) -> Amount | None:
    """The one number that an oddly grouped text can be, all its commas dropped: 125360898 of `125360,898`.

    Only a sum that holds makes it more than a guess. None for other texts, and where a group is no three digits:
    `1234,5` can be two numbers.
    """
    match = _LONG_FIRST_GROUP.fullmatch(_folded(text or ""))
    if match is None:
        return None
    return Amount(AmountKind.NUMBER, Decimal(match["sign"] + match["number"].replace(",", "")))


def resolve_unit(amount: Amount | None, column: str | None, table: str | None) -> str | None:
    """The unit of an amount: the one printed nearest to it, in its cell, its column's labels or over its table.

    None where none is printed. The record of the amount says it: what `to_yuan` converts by is published beside it.
    """
    return (amount.unit if amount else None) or column or table


def as_fraction(amount: Amount, label: str) -> Decimal | None:
    """A share as a fraction: `21.5%`, or `21.5` under a label that says `%`. A bare number above 1 may be either."""
    if amount.kind is AmountKind.PERCENT or amount.value is None:
        return amount.value
    if "%" in fold_width(label):
        return amount.value.scaleb(-2)
    return amount.value if abs(amount.value) <= 1 else None


def to_yuan(value: Decimal, unit: str) -> Decimal:
    """Convert exactly, to two decimals. Raises UnitError for an unknown unit or a finer amount than fen."""
    if unit not in YUAN_PER_UNIT:
        raise UnitError(f"unknown unit of money: {unit!r}")
    if not value.is_finite():
        raise UnitError(f"not an amount: {value}")
    try:
        return _EXACT.quantize(_EXACT.multiply(value, YUAN_PER_UNIT[unit]), _FEN)
    except DecimalException as error:
        raise UnitError(f"{value} {unit} is not a whole number of fen") from error


def _folded(text: str) -> str:
    return fold_width(text).translate(_SIGNS).strip()


def _joined(text: str) -> str | None:
    """The number in `text`, its line wraps undone; None where it is malformed or could be two numbers."""
    parts = text.split()
    number = "".join(parts)
    if not _PLAIN.fullmatch(number):
        return None
    return number if len(parts) == 1 or _is_wrap(parts, number) else None


def _is_wrap(parts: list[str], number: str) -> bool:
    """Whether the breaks fall inside one number and don't divide two.

    Certain where a part is no number by itself. Else they could be amounts stacked in one cell: those
    print the same number of decimals, while a broken amount has its two decimals only when joined, and a
    cell that wraps fills each line before it begins the next.
    """
    if not all(_DIGITS.fullmatch(part) for part in parts):
        return True
    different = len({_decimals(part) for part in parts}) > 1
    filled = all(_width(part) >= _width(parts[-1]) for part in parts)
    return different and filled and _decimals(number) == 2


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _width(text: str) -> float:
    """Printed width in digits; point and comma take half."""
    return sum(0.5 if character in ".," else 1 for character in text)


def _brackets_agree(match: re.Match[str], number: str) -> bool:
    """Brackets mean a negative amount only as a pair, without a sign, and not round a list number: (1)."""
    if match["open"] is None and match["close"] is None:
        return True
    paired = match["open"] is not None and match["close"] is not None
    return paired and match["sign"] is None and not re.fullmatch(r"\d{1,2}", number)
