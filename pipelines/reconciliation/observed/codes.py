"""Codes against names: each printed key as the official lists know it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.classifications import classification, name_key
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Told
from pipelines.reconciliation.figures.of_lists import standard_table
from pipelines.reconciliation.figures.outline import CODED
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.findings.wording import table_named

_DIGITS_OF_A_DIVISION = 5
_FEW = 3
_SURELY_A_BEGINNING = 8
"""So many characters that begin a name are that name cut and not another one."""
_LISTED = ("projects", "procurement", "purchased_services", "asset_allocation", "project_activities")
_KEYS = {"function": "function", "economic": "economic", "catalogue": "procurement_catalogue"}


@dataclass(frozen=True)
class Key:
    """A printed code with its printed name."""

    scheme: str
    code: str
    name: str
    table: str | None
    record: Record

    @property
    def place(self) -> tuple[object, object]:
        return self.record.get("table_no"), self.record.get("row")


def printed_keys(records: Mapping[str, Sequence[Record]]) -> tuple[Key, ...]:
    """The codes with names of a document's rows, each row once."""
    keys = [*_of_budget(records.get("budget_lines", ())), *_of_lists(records)]
    return tuple({(key.scheme, key.code, key.name, key.place): key for key in keys}.values())


def misnamed(keys: Iterable[Key]) -> frozenset[tuple[object, object]]:
    """The rows (table_no, row) whose code has another name in every list, and that may have been misread.

    A code that stands under its own name too was printed twice: no row was misread for another.
    """
    told = [(key, confirmed(key)) for key in keys]
    named = {_in_section(key) for key, is_named in told if is_named}
    return frozenset(key.place for key, is_named in told if is_named is False and _in_section(key) not in named)


def confirmed(key: Key) -> bool | None:
    """Whether a name is one of the code's known names, or the beginning of one, which its cell cut; None for an unknown
    code."""
    codes = classification(key.scheme)
    is_named = codes.confirms(key.code, key.name)
    if is_named is not False or len(beginning := name_key(key.name)) < _SURELY_A_BEGINNING:
        return is_named
    return any(name_key(known).startswith(beginning) for known in codes.known_names(key.code))


def _in_section(key: Key) -> tuple[object, ...]:
    """A code in its section of a table, where it stands once."""
    apart = ("unit_code", "unit_name", "government_economic_code", "project_name")
    return (key.scheme, key.code, key.place[0], *(key.record.get(column) for column in apart))


def check_codes(
    keys: Sequence[Key], wrong_rows: frozenset[tuple[object, object]], year: int | None
) -> Iterator[Observation]:
    """What the lists say of the keys: a row for each that they contradict, and one for the rest of each table.

    `wrong_rows` are those that `misnamed` finds.
    """
    agreeing: defaultdict[tuple[str | None, str], list[Key]] = defaultdict(list)
    wrong = Counter(table_no for table_no, _ in wrong_rows)
    for key in keys:
        shifted = wrong[key.place[0]] > _FEW
        seen = [replace(each, cause="many_rows" if shifted else None) for each in _contradictions(key, year)]
        yield from seen
        if not seen:
            agreeing[key.table, key.scheme].append(key)
    for (table, scheme), group in agreeing.items():
        title = classification(scheme)
        yield Observation(
            check="code_has_name",
            status=Status.PASS,
            says="fit",
            fields={"table": table_named(table), "count": len(group), "list": Told(title.title, title.title_en)},
            table=table,
            at={"page": group[0].record.get("page"), "table_no": group[0].record.get("table_no")},
        )


def _contradictions(key: Key, year: int | None) -> Iterator[Observation]:
    codes = classification(key.scheme)
    known = confirmed(key)
    where: dict[str, object] = {
        "table": table_named(key.table),
        "page": key.record.get("page"),
        "code": key.code,
        "name": key.name,
    }
    if known is None and codes.known_names(key.code[:_DIGITS_OF_A_DIVISION]) and codes.level_of(key.code) is None:
        # The place's own level below the official one.
        return
    if known is None and key.scheme in CODED:
        yield _contradiction("code_is_known", "unknown", key, {**where, "list": codes.title})
    elif known is False:
        official, meant = codes.name_of(key.code, year), codes.find(key.name, year)
        if meant:
            told = {**where, "official": official, "other": meant.code}
            yield _contradiction("code_has_name", "name_of_another", key, told)
        else:
            yield _contradiction("code_has_name", "differs", key, {**where, "official": official})
    elif known and (current := obsolete(key.scheme, key.code, key.name, year)) is not None:
        if current:
            yield _contradiction("name_is_current", "renamed", key, {**where, "year": year, "current": current})
        else:
            yield _contradiction("name_is_current", "gone", key, {**where, "year": year})


def _contradiction(check: str, says: str, key: Key, told: Mapping[str, object]) -> Observation:
    return Observation(check, Status.FAIL, says, told, key.table, key.record)


def obsolete(scheme: str, code: str, name: str, year: int | None) -> str | None:
    """The name a code has in a year's list where the printed one is of other editions only; "" where the code is
    gone, None where the printed name is current."""
    codes = classification(scheme)
    same = [each for each in codes.of_code(code) if name_key(each.name) == name_key(name)]
    if year is None or not same or any(each.holds_in(year) for each in same):
        return None
    return codes.name_of(code, year) or ""


def _of_budget(records: Iterable[Record]) -> Iterator[Key]:
    for record in records:
        scheme, code, name = (record.get(column) for column in ("scheme", "code", "name"))
        if scheme in CODED and code is not None and name is not None:
            yield Key(str(scheme), str(code), str(name), str(record.get("table")), record)


def _of_lists(records: Mapping[str, Sequence[Record]]) -> Iterator[Key]:
    for dataset in _LISTED:
        for record in records.get(dataset, ()):
            for column, scheme in _KEYS.items():
                code, name = record.get(f"{column}_code"), record.get(f"{column}_name")
                if code is not None and name is not None:
                    yield Key(scheme, str(code), str(name), standard_table(dataset), record)
