"""Budget lines that forms print: the department's money by fund, by class, by nature."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pipelines.foundation.record import Record
from pipelines.foundation.text import strip_list_number
from pipelines.interpretation.forms.values import fund


def line_columns(facets: Mapping[str, str], name: str, amount: Decimal, unit: str, amount_year: int | None) -> Record:
    """The columns of a budget line, from what its labels say; the fund `named` is the one the row's name says."""
    is_total = facets["line"] == "total"
    return {
        "flow": facets["flow"],
        "line": facets["line"],
        "scheme": facets.get("scheme"),
        "code": None if is_total else facets.get("code"),
        "name": None if is_total else strip_list_number(name)[1],
        "level": 0 if is_total else 1,
        "fund": fund(name) if facets["fund"] == "named" else facets["fund"],
        "period": facets.get("period"),
        "measure": facets["measure"],
        "phase": facets["phase"],
        "amount_year": amount_year,
        "amount_yuan": amount,
        "printed_unit": unit,
    }
