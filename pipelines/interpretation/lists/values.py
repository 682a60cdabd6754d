"""The values of a list's cells: codes beside or inside names, counts, yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.classifications import classification
from pipelines.foundation.amounts import Amount, AmountKind, parse_amount
from pipelines.foundation.text import fold_space, fold_text, fold_width
from pipelines.interpretation.budget.row_codes import scheme_of
from pipelines.interpretation.declared.lists import Field
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

CATALOGUE = "procurement_catalogue"
_CODES = {
    CATALOGUE: re.compile(r"[ABC]\d{0,8}"),
    "function": re.compile(r"2\d\d(?:\d\d){0,2}"),
    "economic": re.compile(r"3\d\d(?:\d\d)?"),
    "government_economic": re.compile(r"5\d\d(?:\d\d)?"),
}
_DIGITS = re.compile(r"[\d\s]+")
_PAIR = r"(?:\s*\d\s*\d)"
_OPENING, _CLOSING = r"[\[【(]?\s*", r"\s*[\])】]?[-_.、:\s]*"
_BEFORE_NAME = {
    True: re.compile(rf"{_OPENING}(?P<code>[ABC]{_PAIR}{{1,4}}|[ABC](?![A-Za-z\d])){_CLOSING}(?P<name>\D.*)?"),
    False: re.compile(rf"{_OPENING}(?P<code>[235]{_PAIR}{{1,3}}){_CLOSING}(?P<name>\D.*)"),
}
"""A code with its name behind it, by whether it is of the catalogue. `A4黑白打印机` is a name: codes have pairs."""
_PRINTED_CODE = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
_COUNT = re.compile(r"(?P<number>[\d,]+(?:\.\d+)?)\s*(?P<measure>[^\d\s.,%()]{0,4})")
PROJECT_CODE = re.compile(r"(?=.*\d)[0-9A-Z]{12,}")
_PROJECT_BEFORE_NAME = re.compile(rf"(?P<code>{PROJECT_CODE.pattern})\s*[-_—:]\s*(?P<name>\D.*)")
_UNIT_BEFORE_NAME = re.compile(r"(?P<code>\d{3,9})\s*[-_—:]\s*(?P<name>\D.*)")
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


def read_field(field: Field, texts: Sequence[str], flags: Mapping[str, bool], year: int) -> Mapping[str, object]:
    """What a field's texts in one row say, by column of a dataset; nothing for what is not understood."""
    match field.kind:
        case "label" if field.name == "unit_name":
            return _with_code("unit", _parted(_UNIT_BEFORE_NAME, texts[0]))
        case "outline" | "label" if field.kind == "outline" or field.name == "project_name":
            return _with_code("project", project_named(texts[0]))
        case "text" | "label":
            return {field.name: texts[0]}
        case "code":
            return {field.name: read_code(texts[0])}
        case "flag":
            return {field.name: flags.get(fold_text(texts[0]))}
        case "count" if count := read_count(texts[0]):
            return {field.name: count.number} | ({"measure_unit": count.measure} if count.measure else {})
        case "coded" if field.scheme and (coded := read_coded(texts, field.scheme, year)):
            name = field.name if coded.scheme == CATALOGUE else coded.scheme
            return {f"{name}_code": coded.code, f"{name}_name": coded.name}
        case _:
            return {}


def project_named(text: str) -> tuple[str | None, str]:
    """A project's code and name, where both are printed in one cell; (None, the text) where not."""
    return _parted(_PROJECT_BEFORE_NAME, text)


def _parted(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    match = pattern.fullmatch(fold_width(text))
    # The name keeps its full-width signs: it is as long as in the folded text.
    return (match["code"], text[-len(match["name"]) :]) if match else (None, text)


def _with_code(of: str, coded: tuple[str | None, str]) -> Mapping[str, object]:
    code, name = coded
    return {f"{of}_name": name} | ({f"{of}_code": code} if code else {})


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
        match = _BEFORE_NAME[scheme == CATALOGUE].fullmatch(fold_width(text))
        printed_code = match["code"] if match else text if _DIGITS.fullmatch(text) else ""
        code += "".join(fold_text(printed_code).split())
        # The name keeps its full-width signs: it is as long as in the folded text.
        rest = text[-len(match["name"]) :] if match and match["name"] else "" if printed_code else text
        name = name or fold_space(rest) or None
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


def read_figure(cell: SheetCell) -> Amount | None:
    """The amount a cell of money prints, without value where it is blank; None for no certain number."""
    amount = parse_amount(cell.text)
    return None if amount is None or amount.kind is AmountKind.PERCENT or not cell.proven else amount
