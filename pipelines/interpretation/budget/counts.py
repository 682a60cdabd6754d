"""The numbers of groups, persons, vehicles and receptions that stand beside the amounts of the 三公 table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipelines.foundation.amounts import AmountKind, parse_amount
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.budget.blocks import Block
from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.budget.three_public import three_public_count
from pipelines.interpretation.budget.times import is_not_to_be_filled, phase_of, year_of
from pipelines.interpretation.sheets.reading import CellUse, Context, Disposition, Role, source
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

DATASET = "three_public_counts"

_PUBLISHED = CellUse(Role.AMOUNT, Disposition.PUBLISHED)
_UNPARSED = CellUse(Role.AMOUNT, Disposition.UNPARSED)
_WORDS = CellUse(Role.TEXT, Disposition.STRUCTURAL)
_COUNTED = re.compile(r"(?P<number>[\d,]+)[㐀-鿿]{1,2}")
_DIGIT = re.compile(r"\d")
_MOST = 10**9


def read_counts(
    sheet: Sheet, block: Block, keys: Mapping[int, RowKey], context: Context
) -> Iterator[tuple[SheetCell, CellUse, Record | None]]:
    """The cells of a block that print a number of things, with their use and, where it is read, their record."""
    for row, key in keys.items():
        for column in block.amounts:
            cell, item = sheet.at(row, column.index), three_public_count(column, key)
            if item is None or (cell.row, cell.column) != (row, column.index) or not cell.text:
                continue
            number = _number(cell.text) if cell.proven and not is_not_to_be_filled(cell.text, context) else None
            if number is None:
                yield cell, _UNPARSED if _DIGIT.search(cell.text) else _WORDS, None
                continue
            yield (
                cell,
                _PUBLISHED,
                {
                    "item": item,
                    "name": key.name if key.meaning.get("count") or item == "unclassified" else column.printed_path,
                    "number": number,
                    "phase": phase_of(column.meaning, key, context),
                    "amount_year": year_of(column.meaning, key, context),
                    "printed_in": "table",
                    "unit_code": key.unit_code,
                    "unit_name": key.unit_name or context.section_unit,
                    **source(sheet, cell),
                },
            )


def _number(text: str) -> int | None:
    """A whole number of things, with or without its unit: `3`, `1,024人`. None for what is none."""
    counted = _COUNTED.fullmatch(fold_text(text))
    amount = parse_amount(counted["number"] if counted else text)
    if amount is None or amount.value is None or amount.unit or amount.kind is AmountKind.PERCENT:
        return None
    whole = amount.value == amount.value.to_integral_value() and 0 <= amount.value < _MOST
    return int(amount.value) if whole else None
