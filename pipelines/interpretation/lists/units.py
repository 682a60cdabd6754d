"""The unit of money of each column of a list: as printed, unless the figures of the rows say that it can't be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.foundation.amounts import YUAN_PER_UNIT
from pipelines.interpretation.declared.lists import ListForm

Figures = Mapping[str, Decimal]
"""What a row prints, by field."""


@dataclass(frozen=True)
class ListUnits:
    """The units of the fields that hold money; a field whose unit can't be known is left out.

    `in_doubt` is the unit printed for the table, where a header's unit was believed against it.
    """

    by_field: Mapping[str, str] = field(default_factory=dict[str, str])
    in_doubt: str | None = None


def list_units(
    form: ListForm, headers: Mapping[str, str | None], table: str | None, rows: Sequence[Figures]
) -> ListUnits:
    """The units of the columns, from the units in their headers (None where none is printed) and the table's.

    A header's unit holds for its column, the table's for the others. Three things found in print overrule them:

    - One quantity printed as the same figure under two units (`same`, or a part that is the whole): one of the headers
      is wrong. A part is in its whole's unit; of two prices the one in the table's unit is right.
    - A part greater than its whole, which in the whole's unit it nowhere is.
    - Figures of which one is the product of the others: they are in one unit. A unit printed in a header is believed
      before the table's.
    """
    units = {name: unit or table for name, unit in headers.items()}
    settled: set[str] = set()
    for one, other in form.same.items():
        if _differ(units, one, other) and _printed_alike(rows, one, other):
            right = table if table in (units[one], units[other]) else None
            units[one] = units[other] = right
            settled |= {one, other}
    for whole, (factor, price) in form.products.items():
        if _differ(units, whole, price) and _is_product(rows, whole, factor, price):
            units[whole] = units[price] = _of_product(units, headers, settled, whole, price, table)
    for part, whole in form.parts.items():
        if _differ(units, part, whole) and _contradicts(rows, units, part, whole):
            units[part] = units[whole]
    known = {name: unit for name, unit in units.items() if unit is not None}
    amount = next(iter(form.products), None)
    doubted = amount is not None and amount in known and known[amount] != table
    return ListUnits(known, table if doubted else None)


def _differ(units: Mapping[str, str | None], one: str, other: str) -> bool:
    return one in units and other in units and units[one] != units[other]


def _both(rows: Iterable[Figures], *names: str) -> list[tuple[Decimal, ...]]:
    return [tuple(row[name] for name in names) for row in rows if all(row.get(name) for name in names)]


def _printed_alike(rows: Sequence[Figures], one: str, other: str) -> bool:
    return any(left == right for left, right in _both(rows, one, other))


def _is_product(rows: Sequence[Figures], whole: str, factor: str, price: str) -> bool:
    found = _both(rows, whole, factor, price)
    return bool(found) and all(
        abs(total - number * each) <= (_ulp(total) + number * _ulp(each)) / 2 for total, number, each in found
    )


def _of_product(
    units: Mapping[str, str | None],
    headers: Mapping[str, str | None],
    settled: set[str],
    whole: str,
    price: str,
    table: str | None,
) -> str | None:
    if price in settled:
        return units[price]
    if headers[whole] is None or headers[price] is None:
        return headers[whole] or headers[price]
    return table if table in (headers[whole], headers[price]) else None


def _contradicts(rows: Sequence[Figures], units: Mapping[str, str | None], part: str, whole: str) -> bool:
    of_part, of_whole = units[part], units[whole]
    if of_part is None or of_whole is None:
        return False
    scale = YUAN_PER_UNIT[of_part] / YUAN_PER_UNIT[of_whole]
    pairs = _both(rows, part, whole)
    is_greater = any(left * scale > right for left, right in pairs) and all(left <= right for left, right in pairs)
    return is_greater or any(left == right for left, right in pairs)


def _ulp(value: Decimal) -> Decimal:
    return Decimal((0, (1,), int(value.as_tuple().exponent)))
