"""What a declared value may be: one of the values that the datasets know, texts, and what readers tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated

from pydantic import AfterValidator

from pipelines.datasets import catalogue
from pipelines.datasets import enumerations as enums
from pipelines.foundation.declaration import OneOf
from pipelines.foundation.text import fold_text

Fund = Annotated[str, OneOf(enums.FUND)]
Period = Annotated[str, OneOf(enums.PERIOD)]
Measure = Annotated[str, OneOf(enums.MEASURE)]
Phase = Annotated[str, OneOf(enums.PHASE)]
Flow = Annotated[str, OneOf(enums.FLOW)]
Scheme = Annotated[str, OneOf(enums.SCHEME)]
CodeList = Annotated[str, OneOf(enums.CODE_LIST)]
Line = Annotated[str, OneOf(enums.LINE)]
ExpenditureClass = Annotated[str, OneOf(enums.EXPENDITURE_CLASS)]
Horizon = Annotated[str, OneOf(enums.HORIZON)]
TargetScope = Annotated[str, OneOf(enums.TARGET_SCOPE)]
Comparator = Annotated[str, OneOf(enums.COMPARATOR)]
BudgetTableName = Annotated[str, OneOf(enums.BUDGET_TABLE)]
StandardTableName = Annotated[str, OneOf(enums.STANDARD_TABLE)]
Dataset = Annotated[str, OneOf(catalogue.MODELS)]

Folded = Annotated[str, AfterValidator(fold_text)]
"""A text as texts are compared."""


@cache
def value_columns(dataset: str) -> frozenset[str]:
    """The columns of a dataset that say something of what is printed, not of the document or the place in it."""
    return frozenset(column.name for column in catalogue.columns(dataset) if column.note.place == "value")


def twice(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that stand more than once, in their order."""
    seen: set[str] = set()
    again: dict[str, None] = {}
    for text in texts:
        if text in seen:
            again[text] = None
        seen.add(text)
    return tuple(again)
