"""Columns that print in each row what pays for it: 资金来源, 资金性质."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipelines.interpretation.budget.key_rules import RowKey
from pipelines.interpretation.declared.vocabulary import read_label

_NO_FUND = frozenset({"line", "period"})
"""What else a row prints there: 合计, 上年结转."""


def with_fund(key: RowKey, texts: Iterable[str | None]) -> RowKey:
    """The key with the fund that the first of the texts names; one that no enum names is `unclassified`."""
    said = next((read_label(text) for text in texts if text), None)
    if said is None or key.meaning.get("fund"):
        return key
    fund = said.get("fund") if said.known else None
    if fund is None and said.known and said.facets.keys() & _NO_FUND:
        return key
    return key._replace(meaning=replace(key.meaning, facets={**key.meaning.facets, "fund": fund or "unclassified"}))
