"""What a document says by which it is tied to others: the bodies it names, their totals and its own, its tables.

Kept with the document's rows. What it means for the documents together is found when all are gathered: see
`pipelines.run.departments`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import TypeAdapter

from pipelines.foundation.record import Record
from pipelines.interpretation.identity.bodies import body, without_own_level
from pipelines.interpretation.identity.identity import Identity
from pipelines.interpretation.identity.titles import organisation
from pipelines.interpretation.words.codes import CodeKind, code_and_name
from pipelines.reconciliation.figures.figure import Figure

TIES_FILE = "ties.json"
_TOTALS = frozenset({"total", "grand_total"})
_OF_WHAT = ("flow", "fund", "measure", "period", "phase", "amount_year")
_OF_AN_AMOUNT = ("table", "flow", "line", "code", "fund", "measure", "period")
_ABSENT = "absent"
_PARTED = "; "


@dataclass(frozen=True, order=True)
class Printing:
    """An amount as it is printed somewhere, in yuan, and the unit of its last place.

    `of` tells of what it is: flow, fund, measure, period, phase, year.
    """

    of: str
    yuan: Decimal
    ulp: Decimal


@dataclass(frozen=True, order=True)
class Amount:
    """A total, or one of the three public expenses, as a document prints it of its own body.

    `of` tells of what it is, the table among it, and neither year nor phase; `label` are the printed labels over and
    beside it.
    """

    of: str
    year: int
    phase: str
    yuan: Decimal
    ulp: Decimal
    page: int
    label: str


def agree(here: Sequence[Printing | Amount], there: Sequence[Printing | Amount]) -> bool:
    """Whether one of the printings here is one of those there, up to rounding to other places."""
    return any(abs(one.yuan - other.yuan) <= _rounding(one, other) for one in here for other in there)


def _rounding(one: Printing | Amount, other: Printing | Amount) -> Decimal:
    return max(one.ulp, other.ulp) / 2 if one.ulp != other.ulp else Decimal(0)


@dataclass(frozen=True)
class Named:
    """A body as a document names it: as printed, without what tells its own level; its kind and totals."""

    key: str
    place: str | None
    name: str
    kind: str | None
    codes: tuple[str, ...] = ()
    totals: tuple[Printing, ...] = ()


@dataclass(frozen=True)
class Ties:
    """Whose the document is, the bodies it prints amounts of (itself among them, where it does), its tables, and its
    own amounts that documents of other years and stages print too."""

    own: Named | None
    units: tuple[Named, ...]
    tables: tuple[str, ...]
    amounts: tuple[Amount, ...] = ()


_TIES = TypeAdapter(Ties)


def to_text(ties: Ties) -> str:
    """The ties as they are kept."""
    return _TIES.dump_json(ties).decode()


def from_text(text: bytes) -> Ties:
    """The ties that were kept."""
    return _TIES.validate_json(text)


def ties_of(identity: Identity, records: Mapping[str, Sequence[Record]], figures: Sequence[Figure]) -> Ties:
    """What the rows of a document tie it to others by; `figures` are those of its rows of budget_lines."""
    units = _units(identity, records, figures)
    printed = [row for row in records.get("coverage", ()) if row["presence"] != _ABSENT]
    tables = tuple(sorted(str(row["table"]) for row in printed))
    return Ties(_own(identity, units, figures), units, tables, tuple(sorted(_amounts(figures))))


def _amounts(figures: Sequence[Figure]) -> Iterator[Amount]:
    for figure in figures:
        counts = figure.line in _TOTALS or (figure.scheme == "three_public" and figure.code is not None)
        of_whole = figure.unit_name is None and figure.unit_code is None and figure.scheme != "unit"
        if counts and of_whole and figure.measure and figure.amount_year and figure.phase:
            of = "/".join(str(figure.record.get(facet) or "") for facet in _OF_AN_AMOUNT)
            label = f"{figure.row_path or ''} {figure.column_path or ''}"
            yield Amount(of, figure.amount_year, figure.phase, figure.amount, figure.ulp, figure.page, label)


def _own(identity: Identity, units: Sequence[Named], figures: Sequence[Figure]) -> Named | None:
    """The document's body with the totals that name no unit or that body; None where it does not say whose it is."""
    found = identity.body
    if found is None or identity.department_name is None:
        return None
    totals = {_printing(figure) for figure in figures if figure.line in _TOTALS and figure.unit_name is None}
    totals |= {total for unit in units if unit.key == found.key for total in unit.totals}
    codes = (identity.department_code,) if identity.department_code else ()
    name = without_own_level(identity.department_name)
    return Named(found.key, found.place, name, found.kind, codes, tuple(sorted(totals)))


def _units(identity: Identity, records: Mapping[str, Sequence[Record]], figures: Sequence[Figure]) -> tuple[Named, ...]:
    """The organisations that rows are of, by key and name, with the totals that are printed of each."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for row in (row for rows in records.values() for row in rows):
        printed, code = _unit(row)
        if printed is not None:
            codes[printed] |= {code} if code else set()
    totals: defaultdict[str, set[Printing]] = defaultdict(set)
    for figure in figures:
        printed, _ = _unit(figure.record)
        if printed is not None and (figure.scheme == "unit" or figure.line in _TOTALS):
            totals[printed].add(_printing(figure))
    named: dict[tuple[str, str], Named] = {}
    for printed in sorted(codes):
        coded = code_and_name(printed, CodeKind.UNIT)
        if (name := organisation("".join(coded.name.split()))) is None:
            continue
        found = body(name, identity.division_code, identity.central, identity.sha256)
        shown = without_own_level(name)
        before = named.get((found.key, shown), Named(found.key, found.place, shown, found.kind))
        named[found.key, shown] = replace(
            before,
            codes=tuple(sorted({*before.codes, *codes[printed], *([coded.code] if coded.code else [])})),
            totals=tuple(sorted({*before.totals, *totals[printed]})),
        )
    return tuple(named.values())


def _unit(row: Record) -> tuple[str | None, str | None]:
    """The unit that a row is of, as printed, and its code; None where it names none."""
    name, code = (row.get("name"), row.get("code")) if row.get("scheme") == "unit" else (None, None)
    if name is None:
        name, code = row.get("unit_name"), row.get("unit_code")
    return (None if name is None else str(name)), (None if code is None else str(code))


def _printing(figure: Figure) -> Printing:
    of = "/".join(str(figure.record.get(facet) or "") for facet in _OF_WHAT)
    return Printing(of, figure.amount, figure.ulp)


def name_rows(ties: Ties) -> Iterator[Record]:
    """The rows of `department_names` of a document, without the columns that tell the document."""
    own = ties.own
    if own is not None:
        same = [unit for unit in ties.units if (unit.key, unit.name) == (own.key, own.name)]
        yield _name_row(own, {*own.codes, *(code for unit in same for code in unit.codes)}, "own")
    for unit in ties.units:
        if own is None or (unit.key, unit.name) != (own.key, own.name):
            yield _name_row(unit, set(unit.codes), "own" if own is not None and unit.key == own.key else "listed")


def _name_row(named: Named, codes: set[str], named_in: str) -> Record:
    return {"named_key": named.key, "name": named.name, "named_in": named_in, "codes": joined(sorted(codes))}


def joined(texts: Sequence[str]) -> str | None:
    """Several texts in one column; None for none."""
    return _PARTED.join(texts) or None
