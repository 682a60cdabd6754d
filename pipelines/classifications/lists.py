"""Official code lists by edition: look-up by code, and by name in context. Never fuzzy."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import StringIO
from typing import TypedDict

from pipelines.classifications.codes import CodeForm, schemes
from pipelines.classifications.names import name_key, normalize_name

_DATA = files("pipelines.classifications") / "data"


class ClassificationRow(TypedDict):
    """A row of the published dataset `classifications`."""

    scheme: str
    code: str
    name: str
    level: int
    parent_code: str | None
    edition: int
    valid_from: int | None
    valid_to: int | None
    source: str


@dataclass(frozen=True)
class Entry:
    """A code with the name it has in the lists from `edition_from` to `edition_to` (years; None is open).

    `edition` is the year of the list it was taken from; `book` the budget a functional code belongs to (一般公共预算,
    政府性基金, ...).
    """

    scheme: str
    code: str
    name: str
    level: int
    parent_code: str | None
    edition: int
    edition_from: int | None
    edition_to: int | None
    source: str
    book: str | None = None

    def holds_in(self, year: int | None) -> bool:
        """Whether the list of that year has this entry; of an unknown year nothing is known."""
        return year is not None and (self.edition_from or year) <= year <= (self.edition_to or year)


@dataclass(frozen=True, eq=False)
class Classification:
    """One scheme's entries of all editions, with the wordings of names that documents print besides."""

    scheme: str
    title: str
    title_en: str
    edition: int
    form: CodeForm
    entries: tuple[Entry, ...]
    variants: tuple[tuple[str, str], ...] = ()
    only_if_said: frozenset[str] = frozenset()

    def of_code(self, code: str) -> Sequence[Entry]:
        """The entries of a code, of all editions."""
        return self._by_code.get(code, ())

    def entry(self, code: str, year: int | None) -> Entry | None:
        """Entry of a code in the list of a year; None where that list has no such code."""
        return next((entry for entry in self._by_code.get(code, ()) if entry.holds_in(year)), None)

    def in_force(self, code: str, year: int) -> Entry | None:
        """Entry of a code in the list of a year, or in the last one before it that had the code: documents print old
        codes for years. None where the code is of later lists, or of none."""
        before = [entry for entry in self._by_code.get(code, ()) if (entry.edition_to or year) < year]
        return self.entry(code, year) or max(before, key=lambda entry: entry.edition_to or 0, default=None)

    def name_of(self, code: str, year: int | None) -> str | None:
        """Official name of a code in the list of a year."""
        entry = self.entry(code, year)
        return entry.name if entry else None

    def known_names(self, code: str) -> frozenset[str]:
        """Names a code has in any edition, and other wordings of them; empty for an unknown code."""
        official = (entry.name for entry in self._by_code.get(code, ()))
        return frozenset(official) | frozenset(name for known, name in self.variants if known == code)

    def confirms(self, code: str, name: str) -> bool | None:
        """Whether a printed name is one of the code's known names; None for an unknown code."""
        keys = {name_key(known) for known in self.known_names(code)}
        return name_key(name) in keys if keys else None

    def knows(self, name: str) -> bool:
        """Whether a printed name is one of any code, in any edition."""
        return name_key(name) in self._by_key

    def find(
        self, name: str, year: int | None, within: str | None = None, level: int | None = None, *, usual: bool = False
    ) -> Entry | None:
        """Entry that a printed name can only mean, or None: 办公设备购置 stands under 309 and 310.

        `within` narrows to the descendants of a code (parent or any ancestor), `level` to a level. Names of
        the year's list go first; one that only other editions or wordings know counts if a single code has
        it. A name written exactly goes before one that differs in its ending only where the context is given.
        `usual` takes it for the code outside of capital construction, where several have that very name.
        """
        pool = [
            entry
            for entry in self._by_key.get(name_key(name), ())
            if level in (None, entry.level) and (within is None or within in self.ancestors(entry.code))
        ]
        exact = normalize_name(name)
        has_context = within is not None or level is not None
        named = {entry.code for entry in pool if entry.holds_in(year) and normalize_name(entry.name) == exact}
        if len(named) > 1 and not usual:
            return None
        for is_meant in (
            lambda entry: entry.holds_in(year),
            lambda entry: self.only_if_said.isdisjoint(self.ancestors(entry.code)),
            lambda entry: has_context and normalize_name(entry.name) == exact,
        ):
            if len({entry.code for entry in pool}) > 1:
                pool = list(filter(is_meant, pool)) or pool
        codes = {entry.code for entry in pool}
        return (self.entry(pool[0].code, year) or pool[0]) if len(codes) == 1 else None

    def parent_code(self, code: str) -> str | None:
        """Code one level up, by the lists, or by the form of the code where they don't have it."""
        entries = self._by_code.get(code)
        return entries[-1].parent_code if entries else self.form.parent_of(code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Codes above a code, nearest first."""
        parent = self.parent_code(code)
        return () if parent is None else (parent, *self.ancestors(parent))

    def level_of(self, code: str) -> int | None:
        """Level by the form of the code; None for a malformed one."""
        return self.form.level_of(code)

    def rows(self) -> Iterator[ClassificationRow]:
        """Rows of the published dataset, by code and edition."""
        for entry in self.entries:
            yield ClassificationRow(
                scheme=entry.scheme,
                code=entry.code,
                name=entry.name,
                level=entry.level,
                parent_code=entry.parent_code,
                edition=entry.edition,
                valid_from=entry.edition_from,
                valid_to=entry.edition_to,
                source=entry.source,
            )

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[Entry, ...]]:
        return _grouped((entry.code, entry) for entry in self.entries)

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Entry, ...]]:
        official = [(name_key(entry.name), entry) for entry in self.entries]
        worded = [(name_key(name), self._by_code[code][-1]) for code, name in self.variants]
        return _grouped(official + worded)


def scheme_names() -> tuple[str, ...]:
    """Schemes this room has lists for."""
    return tuple(schemes())


@cache
def classification(scheme: str) -> Classification:
    """The lists of a scheme. Raises KeyError for a scheme this room has none for."""
    declared = schemes()[scheme]
    return Classification(
        scheme=scheme,
        title=declared.title,
        title_en=declared.title_en,
        edition=declared.edition,
        form=declared,
        entries=tuple(_entry(scheme, row) for row in _read(f"{scheme}.csv")),
        variants=tuple((row["code"], row["name"]) for row in _read("name_variants.csv") if row["scheme"] == scheme),
        only_if_said=declared.only_if_said,
    )


def rows() -> Iterator[ClassificationRow]:
    """Rows of the published dataset `classifications`: every scheme, every edition."""
    for scheme in scheme_names():
        yield from classification(scheme).rows()


def government_economic_codes(economic_code: str, payer: str | None = None) -> frozenset[str]:
    """Government economic codes a department's economic code goes with.

    `payer` is `agency` (行政) or `institution` (事业单位): the same purchase has another code in each; None
    gives both.
    """
    return frozenset(
        row["government_economic_code"]
        for row in _read("economic_crosswalk.csv")
        if row["economic_code"] == economic_code and (payer is None or row["payer"] in (payer, "any"))
    )


@cache
def _read(name: str) -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(StringIO((_DATA / name).read_text(encoding="utf-8"))))


def _entry(scheme: str, row: Mapping[str, str]) -> Entry:
    return Entry(
        scheme=scheme,
        code=row["code"],
        name=row["name"],
        level=int(row["level"]),
        parent_code=row["parent_code"] or None,
        edition=int(row["edition"]),
        edition_from=_year(row["edition_from"]),
        edition_to=_year(row["edition_to"]),
        source=row["source"],
        book=row.get("book") or None,
    )


def _year(text: str) -> int | None:
    return int(text) if text else None


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> Mapping[str, tuple[Entry, ...]]:
    groups: dict[str, list[Entry]] = {}
    for key, entry in pairs:
        groups.setdefault(key, []).append(entry)
    return {key: tuple(group) for key, group in groups.items()}
