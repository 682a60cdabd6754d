"""The values of a list's cells: codes beside or inside names, counts, yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.classifications import classification, scheme_of
from pipelines.classifications.codes import schemes
from pipelines.foundation.amounts import Amount, AmountKind, parse_amount
from pipelines.foundation.text import fold_space, fold_text, fold_width
from pipelines.interpretation.declared.lists import Field
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.words.codes import (
    CATALOGUE,
    CodedName,
    CodeKind,
    code_and_name,
    is_code,
    printed_code,
)

_DIGITS = re.compile(r"[\d\s]+")
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


def read_field(field: Field, texts: Sequence[str], flags: Mapping[str, bool], year: int | None) -> Mapping[str, object]:
    """What a field's texts in one row say, by column of a dataset; nothing for what is not understood."""
    match field.kind:
        case "label" if field.name == "unit_name":
            return _with_code("unit", code_and_name(texts[0], CodeKind.UNIT))
        case "outline" | "label" if field.kind == "outline" or field.name == "project_name":
            return _with_code("project", code_and_name(texts[0], CodeKind.PROJECT))
        case "text" | "label":
            return {field.name: texts[0]}
        case "code":
            return {field.name: printed_code(texts[0])}
        case "directory":
            code, name = _joined(texts, CodeKind.DIRECTORY)
            return ({field.name: name} if name else {}) | ({"directory_code": code} if code else {})
        case "flag":
            return {field.name: flags.get(fold_text(texts[0]))}
        case "count" if count := read_count(texts[0]):
            return {field.name: count.number} | ({"measure_unit": count.measure} if count.measure else {})
        case "coded" if field.scheme and (coded := read_coded(texts, field.scheme, year)):
            name = field.name if coded.scheme == CATALOGUE else coded.scheme
            return {f"{name}_code": coded.code, f"{name}_name": coded.name}
        case _:
            return {}


def _with_code(of: str, coded: CodedName) -> Mapping[str, object]:
    return {f"{of}_name": coded.name} | ({f"{of}_code": coded.code} if coded.code else {})


def read_coded(texts: Sequence[str], scheme: str, year: int | None) -> Coded | None:
    """Read what the columns of one coded field print in a row: a code in one or more parts, a name, or both.

    The code says more than the header: 30201 under 科目 is economic. A name alone is looked up in the list of the
    year; one that may mean several codes, and a code of no form the scheme has, give no code.
    """
    code, name = _joined(texts, CodeKind.CATALOGUE if scheme == CATALOGUE else CodeKind.CLASSIFICATION)
    if not code and not name:
        return None
    if code:
        scheme = scheme if scheme == CATALOGUE else scheme_of(code) or scheme
        return Coded(scheme, code if re.fullmatch(schemes()[scheme].pattern, code) else None, name)
    entry = classification(scheme).find(name, year) if name and scheme in _NAMED_SCHEMES else None
    return Coded(scheme, entry.code if entry else None, name)


def printed_classification(texts: Sequence[str]) -> str | None:
    """The code of a classification that the columns of one coded field print in a row; None where they print none."""
    code, _ = _joined(texts, CodeKind.CLASSIFICATION)
    return code if is_code(code, CodeKind.CLASSIFICATION) else None


def _joined(texts: Sequence[str], kind: CodeKind) -> tuple[str, str | None]:
    """The code of which the texts print all or parts, empty where they print none, and the first name."""
    code, name = "", None
    for text in texts:
        alone = _DIGITS.fullmatch(text) or is_code(fold_width(text), kind)
        coded = CodedName("", text) if alone else code_and_name(text, kind)
        code += "".join(fold_text(coded.code or "").split())
        name = name or fold_space(coded.name) or None
    return code, name


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
