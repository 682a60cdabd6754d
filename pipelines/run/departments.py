"""Whose the documents are, all together: the bodies, which documents contain others, which files make one disclosure.

Everything here follows from what each document says by itself (`pipelines.run.ties`), so that a new document costs no
reading of the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from re import fullmatch
from sys import intern

from pipelines.datasets.shared import DIVISION_CODE
from pipelines.foundation.record import Record
from pipelines.run.ties import Named, Ties, joined


@dataclass(frozen=True, slots=True)
class Tied:
    """A published document and what ties it to others; `disclosure` is what files of one have in common.

    Of all documents only whose they are is held: `ties` have no amounts. They are read with `whole` where documents
    are compared, as they take twenty times as much memory.
    """

    document_id: str
    fiscal_year: int | None
    stage: str
    scope: str
    division_code: str | None
    disclosure: str | None
    ties: Ties
    whole: Callable[[], Ties]

    @property
    def key(self) -> str | None:
        """The key of its body."""
        return self.ties.own.key if self.ties.own else None

    @property
    def name(self) -> str:
        """The name of its body as printed; "" where it does not say."""
        return self.ties.own.name if self.ties.own else ""


def without_amounts(ties: Ties) -> Ties:
    """The bodies and tables that ties name; what many documents name is held once."""
    own = None if ties.own is None else _without_totals(ties.own)
    return Ties(own, tuple(map(_without_totals, ties.units)), tuple(map(intern, ties.tables)))


def _without_totals(named: Named) -> Named:
    place, kind = (text and intern(text) for text in (named.place, named.kind))
    return Named(intern(named.key), place, intern(named.name), kind, tuple(map(intern, named.codes)))


@dataclass(frozen=True, slots=True)
class _Mention:
    """A body that a document names, and the key of the department that lists it as its unit."""

    by: Tied
    named: Named
    parent: str | None
    is_own: bool


def department_rows(documents: Sequence[Tied]) -> Iterator[Record]:
    """The rows of `departments`, by division and name."""
    mentions: defaultdict[str, list[_Mention]] = defaultdict(list)
    for document in documents:
        for mention in _mentions(document):
            mentions[mention.named.key].append(mention)
    rows = (_department(key, of_body) for key, of_body in mentions.items())
    order = ("division_code", "name", "department_key")
    yield from sorted(rows, key=lambda row: tuple(str(row[column] or "") for column in order))


def _mentions(document: Tied) -> Iterator[_Mention]:
    own = document.ties.own
    if own is not None:
        yield _Mention(document, own, None, True)
    for unit in document.ties.units:
        is_own = own is not None and unit.key == own.key
        lists = own is not None and not is_own and document.scope == "department"
        yield _Mention(document, unit, own.key if lists and own else None, is_own)


def _department(key: str, mentions: Sequence[_Mention]) -> Record:
    """A body as all documents that name it print it: the latest name, of its own documents first."""
    ordered = sorted(mentions, key=lambda each: (-(each.by.fiscal_year or 0), not each.is_own, each.by.document_id))
    names = list(dict.fromkeys(each.named.name for each in ordered))
    years = [each.by.fiscal_year for each in mentions if each.by.fiscal_year is not None]
    own = {each.by.document_id: each.by for each in mentions if each.by.key == key}
    place = ordered[0].named.place
    told = [document.division_code for document in own.values() if document.division_code]
    codes = {code for each in mentions for code in each.named.codes}
    return {
        "department_key": key,
        "division_code": told[0] if told else place if place and fullmatch(DIVISION_CODE, place) else None,
        "name": names[0],
        "other_names": joined(names[1:]),
        "kind": ordered[0].named.kind,
        "parent_key": _parent(ordered),
        "codes": joined(sorted(codes)),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "documents": len(own),
    }


def _parent(latest_first: Sequence[_Mention]) -> str | None:
    """The department that lists the body in the latest year in which any does; None where several do."""
    listing = [each for each in latest_first if each.parent is not None]
    for _, same_year in groupby(listing, key=lambda each: each.by.fiscal_year):
        parents = {each.parent for each in same_year}
        return parents.pop() if len(parents) == 1 else None
    return None


def disclosure_ids(documents: Sequence[Tied]) -> Mapping[str, str]:
    """The disclosure that each document is of, by document_id.

    Files of one body, year, stage and scope make one disclosure where no standard table is in two of them, where one
    explains the other, or where sources.csv says so. Else they are printings of the same, each a disclosure of its own.
    """
    found: dict[str, str] = {}
    identities: defaultdict[str, list[Tied]] = defaultdict(list)
    for document in documents:
        if document.key is None or document.fiscal_year is None:
            found[document.document_id] = document.document_id
        else:
            unit = ("unit",) if document.scope == "unit" else ()
            identities["-".join((document.key, str(document.fiscal_year), document.stage, *unit))].append(document)
    for identity, same in identities.items():
        for number, group in enumerate(_disclosures(same), start=1):
            name = identity if number == 1 else f"{identity}-{number}"
            found |= {document.document_id: name for document in group}
    return found


def _disclosures(same: Sequence[Tied]) -> Iterator[Sequence[Tied]]:
    recorded: defaultdict[str, list[Tied]] = defaultdict(list)
    rest: list[Tied] = []
    for document in same:
        (recorded[document.disclosure] if document.disclosure else rest).append(document)
    tables = Counter(table for document in rest for table in document.ties.tables)
    together = max(tables.values(), default=0) <= 1
    yield from recorded.values()
    yield from [rest] if together and rest else ([document] for document in rest)
