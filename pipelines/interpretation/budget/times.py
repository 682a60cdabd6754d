"""Of which year and phase a number is, by its column and its row."""

from __future__ import annotations

import re

from pipelines.foundation.text import fold_text, is_year
from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.declared.vocabulary import Meaning
from pipelines.interpretation.sheets.reading import Context

# What a form of final accounts prints where nothing is to be filled in; a zero is printed as a number or a hyphen.
_NOT_TO_BE_FILLED = re.compile(r"\s*—{1,2}\s*")


def is_not_to_be_filled(text: str, context: Context) -> bool:
    """Whether a cell says that its row has no number of the column's year and phase."""
    return context.stage == "final_accounts" and _NOT_TO_BE_FILLED.fullmatch(text) is not None


def year_of(column: Meaning, key: RowKey, context: Context) -> int | None:
    """The year that the column names, else the row; the document's own where neither does."""
    row = key.meaning
    # 2024年结转 in a row is money of this year's budget: a row tells the year that names a phase or only a year.
    tells = row.get("phase") is not None or names_a_year(key)
    printed = column.year or key.year or (row.year if tells else None)
    if printed is not None:
        return printed
    last = column.get("year_word") == "last" or (tells and row.get("year_word") == "last")
    own = context.fiscal_year
    return None if own is None else own - (1 if last else 0)


def phase_of(column: Meaning, key: RowKey, context: Context) -> str:
    """The phase that the column names, else the row; the document's own where neither does."""
    return column.get("phase") or key.meaning.get("phase") or context.phase


def names_a_year(key: RowKey) -> bool:
    """Whether a row's label says a year and nothing else: 2025年结转 says more."""
    return key.name is not None and is_year(fold_text(key.name))
