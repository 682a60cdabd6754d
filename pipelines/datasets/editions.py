"""Which edition of its list a code is of, so that a row joins to one row of `classifications` and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from pipelines.classifications.lists import classification, scheme_names
from pipelines.foundation.record import Record

_CODES_AT_ONCE = 10_000


@dataclass(frozen=True)
class Coded:
    """A column of codes, the column that has their edition, and their scheme; None where each row names its own."""

    code: str
    edition: str
    scheme: str | None = None


_FUNCTION = Coded("function_code", "function_edition", "function")
_ECONOMIC_CLASSES = (
    Coded("economic_code", "economic_edition", "economic"),
    Coded("government_economic_code", "government_economic_edition", "government_economic"),
)
_BY_FUNCTION = (Coded("function_code", "edition", "function"), *_ECONOMIC_CLASSES)

CODED: Mapping[str, tuple[Coded, ...]] = MappingProxyType(
    {
        "budget_lines": (Coded("code", "edition"), *_ECONOMIC_CLASSES),
        "projects": _BY_FUNCTION,
        "project_activities": (Coded("economic_code", "edition", "economic"),),
        "procurement": (Coded("catalogue_code", "edition", "procurement_catalogue"), _FUNCTION, *_ECONOMIC_CLASSES),
        "purchased_services": _BY_FUNCTION,
        "asset_allocation": _BY_FUNCTION,
    }
)
"""The codes of each dataset that `classifications` lists, its own first. Places have directories of services of their
own, of which there is no list."""


def editions(dataset: str, row: Record, fiscal_year: int | None) -> Iterator[tuple[str, int | None]]:
    """The columns of editions of a row, each with the edition that its code is of."""
    for coded in CODED.get(dataset, ()):
        yield coded.edition, edition_of(coded.scheme or row.get("scheme"), row.get(coded.code), fiscal_year)


def with_editions(dataset: str, rows: Sequence[Record], fiscal_year: int | None) -> Sequence[Record]:
    """Rows of a dataset with the editions that their codes are of."""
    if dataset not in CODED:
        return rows
    return [{**row, **dict(editions(dataset, row, fiscal_year))} for row in rows]


@lru_cache(_CODES_AT_ONCE)
def edition_of(scheme: object, code: object, fiscal_year: int | None) -> int | None:
    """The edition of a code in the list of a year, or in the last list before it that has the code.

    None where no list of that year or an earlier one has it, and where the year is not known.
    """
    if code is None or fiscal_year is None or scheme not in scheme_names():
        return None
    entry = classification(str(scheme)).in_force(str(code), fiscal_year)
    return entry.edition if entry else None
