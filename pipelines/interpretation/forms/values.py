"""Values of a form's cells: money, years, ticked boxes, funds, economic classes; and what a cell was used for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipelines.classifications.lists import Entry, classification
from pipelines.foundation.amounts import Amount, AmountKind, UnitError, parse_amount, to_yuan
from pipelines.foundation.text import ANY_YEAR, fold_space, fold_text, strip_list_number
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Role
from pipelines.interpretation.sheets.sheet import SheetCell
from pipelines.interpretation.words.codes import CodeKind, code_and_name, printed_code

_TICKED = "☑☒✓✔√■●◉▣\uf052\uf0fe\uf0fd\uf050"
_EMPTY = "□☐○◯▢\uf0a3\uf0a8\uf06f\uf071"
_BOX = re.compile(rf"[{_TICKED}{_EMPTY}]")
_OPTION_NUMBER = re.compile(r"^\d{1,2}\s*[-.、:]?\s*")
_YEAR = re.compile(rf"({ANY_YEAR})(?:年|年度|[-./年]\d{{1,2}}(?:[-./月]\d{{1,2}}日?|月)?)?")


def text_of(cell: SheetCell | None) -> str | None:
    """A cell's text with its white space folded; None where it is empty."""
    return (fold_space(cell.text) or None) if cell else None


def code_of(cell: SheetCell | None) -> str | None:
    """A printed code, put together where it wraps; None for a text that is none."""
    return printed_code(cell.text) if cell else None


def money(cell: SheetCell | None, unit: str | None) -> Decimal | None:
    """The amount in yuan; None for an empty cell, one that is no amount in a known unit, and one in doubt."""
    amount = _amount(cell)
    if amount is None or amount.value is None or amount.kind is AmountKind.PERCENT:
        return None
    if amount.kind is AmountKind.ZERO_MARK:
        return Decimal("0.00")
    try:
        return to_yuan(amount.value, amount.unit or unit or "")
    except UnitError:
        return None


def number(cell: SheetCell | None) -> float | None:
    """A plain number; a percentage as the number before its sign."""
    amount = _amount(cell)
    if amount is None or amount.value is None or amount.kind is AmountKind.ZERO_MARK:
        return None
    return float(amount.value * 100 if amount.kind is AmountKind.PERCENT else amount.value)


def share(cell: SheetCell | None) -> float | None:
    """A printed percentage as a fraction; a bare 0 is none of it."""
    amount = _amount(cell)
    is_share = amount and (amount.kind is AmountKind.PERCENT or amount.value == 0)
    return float(amount.value) if amount and amount.value is not None and is_share else None


def _amount(cell: SheetCell | None) -> Amount | None:
    """The amount that the page shows in a cell."""
    return parse_amount(cell.text) if cell and cell.proven else None


def year(cell: SheetCell | None) -> int | None:
    """A year, or the year of a date."""
    match = _YEAR.fullmatch(fold_text(cell.text)) if cell else None
    return int(match.group(1)) if match else None


def ticked(cells: Sequence[SheetCell]) -> str | None:
    """The option that is ticked, without its number; a text without boxes is itself the choice.

    A box belongs to the option it follows, or, where the first box precedes its option, to the one it stands before.
    None where no option is ticked, or more than one.
    """
    text = " ".join(fold_space(cell.text.replace("\n", "")) for cell in cells).strip()
    marks = [(match.group(), match.start(), match.end()) for match in _BOX.finditer(text)]
    if not marks:
        return _option(text)
    if marks[0][1] == 0:
        ends = [start for _, start, _ in marks[1:]] + [len(text)]
        options = [(mark, text[end:stop]) for (mark, _, end), stop in zip(marks, ends, strict=True)]
    else:
        starts = [0] + [end for _, _, end in marks[:-1]]
        options = [(mark, text[start:stop]) for (mark, stop, _), start in zip(marks, starts, strict=True)]
    chosen = [option for mark, option in options if mark in _TICKED]
    return _option(chosen[0]) if len(chosen) == 1 else None


def _option(text: str) -> str | None:
    return _OPTION_NUMBER.sub("", text.strip(" ;；,，、")).strip() or None


def fund(text: str) -> str:
    """The fund that a row's label names; `all` for a total, `unclassified` where no fund is known by that name."""
    meaning = read_label(fold_space(text))
    if meaning.known and (named := meaning.get("fund")):
        return named
    return "all" if meaning.get("line") == "total" else "unclassified"


def economic_class(text: str | None, fiscal_year: int | None) -> Entry | None:
    """The economic class that a printed code or name means in the list of a year, for what projects are spent on."""
    scheme = classification("economic")
    if text is None:
        return None
    alone = printed_code(text.strip("()（）"))
    code = alone or code_and_name(text, CodeKind.CLASSIFICATION).code
    return scheme.entry(code, fiscal_year) if code else scheme.find(strip_list_number(text)[1], fiscal_year, usual=True)


def used(cell: SheetCell, disposition: Disposition, role: Role | None = None) -> CellUse:
    """The use of a cell: an empty one is empty, a number an amount, anything else a text, unless `role` says so."""
    if not cell.text:
        return CellUse(Role.EMPTY, Disposition.STRUCTURAL)
    return CellUse(role or (Role.AMOUNT if is_number(cell.text) else Role.TEXT), disposition)


def is_number(text: str) -> bool:
    """Whether a cell's text is a number."""
    amount = parse_amount(text)
    return amount is not None and amount.kind is not AmountKind.BLANK
