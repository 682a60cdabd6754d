"""Columns of words that nobody knows, between the amounts of a table."""

from __future__ import annotations

import re

from pipelines.foundation.amounts import parse_amount
from pipelines.interpretation.budget.blocks import Block
from pipelines.interpretation.sheets.sheet import Sheet

_HAN = re.compile("[㐀-鿿]")
_SEVERAL = 2


def behind_unknown_words(sheet: Sheet, block: Block, first_row: int) -> frozenset[int]:
    """The columns of amounts behind others that stand right of words under a label nobody knows: they may be of these
    words, and not of what the rows are keyed by."""
    if all(column.meaning.known for column in block.amounts):
        return frozenset()
    found: set[int] = set()
    has_amounts = has_words = False
    for column in block.amounts:
        texts = [sheet.at(row, column.index).text for row in range(first_row, sheet.row_count)]
        if any(text and parse_amount(text) for text in texts):
            has_amounts = True
            found.update({column.index} if has_words else ())
        elif has_amounts and not column.meaning.known:
            has_words = has_words or sum(_HAN.search(text) is not None for text in texts) >= _SEVERAL
    return frozenset(found)
