"""Sections by unit in a table keyed by a classification, where no other table names the units: told by their sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipelines.classifications.codes import EXPENDITURE_SCHEMES
from pipelines.foundation.amounts import parse_amount
from pipelines.interpretation.budget.blocks import Block
from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.sheets.units import unit_key


def section_heads(sheet: Sheet, block: Block, keys: Mapping[int, RowKey]) -> frozenset[str]:
    """The names, as `unit_key` compares them, of rows that head the classes under them.

    A head bears a name that the classification doesn't know and no words explain, and each of its amounts is the sum
    of the classes down to the next head or total.
    """
    rows = sorted(keys)
    starts = [place for place, row in enumerate(rows) if _may_head(keys[row])]
    found: set[str] = set()
    for start in starts:
        under = list(_classes(rows[start + 1 :], keys))
        if under and _is_sum(sheet, block, rows[start], under):
            found.add(unit_key(keys[rows[start]].name or ""))
    return frozenset(found)


def _may_head(key: RowKey) -> bool:
    is_named = key.name is not None and key.code is None and key.scheme in EXPENDITURE_SCHEMES
    return is_named and key.line == "item" and not read_label(key.name or "").known


def _classes(rows: Sequence[int], keys: Mapping[int, RowKey]) -> Iterator[int]:
    """The rows of classes, down to the next row that is of no class and belongs to none."""
    for row in rows:
        if keys[row].code is None:
            return
        if keys[row].level == 1:
            yield row


def _is_sum(sheet: Sheet, block: Block, head: int, under: Sequence[int]) -> bool:
    columns = [column.index for column in block.amounts]
    sums = [(_amounts(sheet, [head], column), _amounts(sheet, under, column)) for column in columns]
    return any(amount for (amount,), _ in sums) and all(
        abs(amount - sum(parts, Decimal())) <= _ulp([amount, *parts]) / 2 * (len(parts) + 1)
        for (amount,), parts in sums
    )


def _amounts(sheet: Sheet, rows: Sequence[int], column: int) -> list[Decimal]:
    """What rows print in a column, zero where that is no number; the rows of one cell print it once."""
    cells = ((row, sheet.at(row, column)) for row in rows)
    read = (parse_amount(cell.text) if cell.row == row else None for row, cell in cells)
    return [amount.value if amount and amount.value is not None else Decimal() for amount in read]


def _ulp(amounts: Sequence[Decimal]) -> Decimal:
    """One in the last place that an amount prints."""
    return Decimal((0, (1,), min((int(amount.as_tuple().exponent) for amount in amounts if amount), default=0)))
