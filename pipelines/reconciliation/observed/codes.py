"""Codes against names: each printed key as the official lists know it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.classifications import classification, name_key
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.of_lists import standard_table
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.findings.wording import table_name, table_name_en

_DIGITS_OF_A_DIVISION = 5
SCHEMES = frozenset({"function", "economic", "government_economic"})
"""The classifications whose lists are complete: a code they don't have is a finding."""

_FEW = 3
_LISTED = ("procurement", "purchased_services", "asset_allocation", "project_activities")
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
    """The rows (table_no, row) whose code has another name in every list."""
    return frozenset(key.place for key in keys if classification(key.scheme).confirms(key.code, key.name) is False)


def check_codes(keys: Sequence[Key], year: int) -> Iterator[Observation]:
    """What the lists say of the keys: a row for each that they contradict, and one for the rest of each table."""
    agreeing: defaultdict[tuple[str | None, str], list[Key]] = defaultdict(list)
    wrong = Counter(table_no for table_no, _ in misnamed(keys))
    for key in keys:
        shifted = wrong[key.place[0]] > _FEW
        seen = [replace(each, cause="reading" if shifted else None) for each in _contradictions(key, year)]
        yield from seen
        if not seen:
            agreeing[key.table, key.scheme].append(key)
    for (table, scheme), group in agreeing.items():
        title = classification(scheme)
        yield Observation(
            check="code_has_name",
            status=Status.PASS,
            zh=f"{table_name(table)}：{len(group)}个{title.title}编码与名称相符。",
            en=f"Table of {table_name_en(table)}: {len(group)} codes of the {title.title_en} fit their names.",
            table=table,
            at={"page": group[0].record.get("page"), "table_no": group[0].record.get("table_no")},
        )


def _contradictions(key: Key, year: int) -> Iterator[Observation]:
    codes = classification(key.scheme)
    known = codes.confirms(key.code, key.name)
    where = f"{table_name(key.table)}（第{key.record.get('page')}页）“{key.code} {key.name}”"
    where_en = f"“{key.code} {key.name}” in the table of {table_name_en(key.table)} (p. {key.record.get('page')})"
    if known is None and codes.known_names(key.code[:_DIGITS_OF_A_DIVISION]) and codes.level_of(key.code) is None:
        # The place's own level below the official one.
        return
    if known is None and key.scheme in SCHEMES:
        zh, en = f"{where}：{codes.title}没有编码{key.code}。", f"{where_en}: the list has no code {key.code}."
        yield Observation("code_is_known", Status.FAIL, zh, en, key.table, key.record)
    elif known is False:
        official, meant = codes.name_of(key.code, year), codes.find(key.name, year)
        other = f"，该名称的编码是{meant.code}" if meant else ""
        other_en = f"; the name is that of {meant.code}" if meant else ""
        zh = f"{where}：编码{key.code}的名称是“{official}”{other}。"
        en = f"{where_en}: code {key.code} is named “{official}”{other_en}."
        yield Observation("code_has_name", Status.FAIL, zh, en, key.table, key.record)
    elif known and (current := obsolete(key.scheme, key.code, key.name, year)) is not None:
        zh = f"{where}：是{year}年以外版本的名称{f'，现名“{current}”' if current else '，该年已无此编码'}。"
        en = f"{where_en}: a name of another edition; {f'it is now “{current}”' if current else 'the code is gone'}."
        yield Observation("name_is_current", Status.FAIL, zh, en, key.table, key.record)


def obsolete(scheme: str, code: str, name: str, year: int) -> str | None:
    """The name a code has in a year's list where the printed one is of other editions only; "" where the code is
    gone, None where the printed name is current."""
    codes = classification(scheme)
    same = [each for each in codes.entries if each.code == code and name_key(each.name) == name_key(name)]
    if not same or any(each.holds_in(year) for each in same):
        return None
    return codes.name_of(code, year) or ""


def _of_budget(records: Iterable[Record]) -> Iterator[Key]:
    for record in records:
        scheme, code, name = (record.get(column) for column in ("scheme", "code", "name"))
        if scheme in SCHEMES and code is not None and name is not None:
            yield Key(str(scheme), str(code), str(name), str(record.get("table")), record)


def _of_lists(records: Mapping[str, Sequence[Record]]) -> Iterator[Key]:
    for dataset in _LISTED:
        for record in records.get(dataset, ()):
            for column, scheme in _KEYS.items():
                code, name = record.get(f"{column}_code"), record.get(f"{column}_name")
                if code is not None and name is not None:
                    yield Key(scheme, str(code), str(name), standard_table(dataset), record)
