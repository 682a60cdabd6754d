"""The values of a list's cells: codes beside or inside names, counts, yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.amounts import AmountKind, parse_amount
from pipelines.classifications import classification
from pipelines.interpretation.rowkeys import scheme_of
from pipelines.interpretation.sheet import Sheet, SheetCell
from pipelines.text import fold_space, fold_text, fold_width

CATALOGUE = "procurement_catalogue"
_CODES = {
    CATALOGUE: re.compile(r"[ABC]\d{0,8}"),
    "function": re.compile(r"2\d\d(?:\d\d){0,2}"),
    "economic": re.compile(r"3\d\d(?:\d\d)?"),
    "government_economic": re.compile(r"5\d\d(?:\d\d)?"),
}
_DIGITS = re.compile(r"[\d\s]+")
_OPENING, _CLOSING = r"[\[【(（［]?\s*", r"\s*[\])】）］]?[-—_.、:：\s]*"
_BEFORE_NAME = {
    True: re.compile(rf"{_OPENING}(?P<code>[ABC](?:\s*\d\s*\d){{1,4}}|[ABC](?![A-Za-z\d])){_CLOSING}(?P<name>\D.*)?"),
    False: re.compile(rf"{_OPENING}(?P<code>[235](?:\s*\d){{2,6}}){_CLOSING}(?P<name>\D.*)"),
}
"""A code with its name behind it, by whether it is of the catalogue. `A4黑白打印机` is a name: codes have pairs."""
_PRINTED_CODE = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
_COUNT = re.compile(r"(?P<number>[\d,]+(?:\.\d+)?)\s*(?P<measure>[^\d\s.,%()]{0,4})")
_NAMED_SCHEMES = frozenset({"function", "economic"})


@dataclass(frozen=True)
class Coded:
    """A code of a classification and the name printed with it. A code that is not printed was found by its name."""

    scheme: str
    code: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Count:
    """How many, and of what where the cell says so: `2台`."""

    number: float
    measure: str | None = None


def printed(sheet: Sheet, row: int, column: int) -> str:
    """The text of a row in a column, on one line. A cell merged downwards is each row's, one merged across the first
    column's."""
    cell = sheet.at(row, column)
    return one_line(cell.text) if cell.column == column else ""


def one_line(text: str) -> str:
    """A label, name or code whose lines the cell's width broke."""
    return fold_space(text.replace("\n", ""))


def read_code(text: str) -> str | None:
    """A printed code: letters and digits, or None."""
    code = fold_text(text).strip("[]")
    return code if _PRINTED_CODE.fullmatch(code) else None


def read_coded(texts: Sequence[str], scheme: str, year: int) -> Coded | None:
    """Read what the columns of one coded field print in a row: a code in one or more parts, a name, or both.

    The code says more than the header: 30201 under 科目 is economic. A name alone is looked up in the list of the
    year; one that may mean several codes, and a code of no form the scheme has, give no code.
    """
    code, name = "", None
    for text in texts:
        match = _BEFORE_NAME[scheme == CATALOGUE].fullmatch(text)
        printed_code = match["code"] if match else text if _DIGITS.fullmatch(text) else ""
        code += "".join(fold_text(printed_code).split())
        rest = match["name"] if match else None if printed_code else text
        name = name or (fold_space(rest) if rest else None)
    if not code and not name:
        return None
    if code:
        scheme = scheme if scheme == CATALOGUE else scheme_of(code) or scheme
        return Coded(scheme, code if _CODES[scheme].fullmatch(code) else None, name)
    entry = classification(scheme).find(name, year) if name and scheme in _NAMED_SCHEMES else None
    return Coded(scheme, entry.code if entry else None, name)


def read_count(text: str) -> Count | None:
    """A number of things, or None where the text is none."""
    match = _COUNT.fullmatch(fold_width(text).strip())
    if match is None:
        return None
    amount = parse_amount(match["number"])
    return Count(float(amount.value), match["measure"] or None) if amount and amount.value is not None else None


def read_flag(text: str, words: Mapping[str, bool]) -> bool | None:
    """Yes or no by the declared words; None for any other."""
    return words.get(fold_text(text))


def read_figure(cell: SheetCell) -> tuple[Decimal | None, str | None]:
    """The number a cell of money prints, and the unit inside the cell; (None, None) for no certain number."""
    amount = parse_amount(cell.text)
    if amount is None or amount.kind is AmountKind.PERCENT or not cell.proven:
        return None, None
    return amount.value, amount.unit
