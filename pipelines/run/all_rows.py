"""The rows of all datasets that documents give, in one pass over the documents, in published order."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from operator import itemgetter

import pyarrow as pa

from pipelines import classifications
from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.sheets import SHEETS
from pipelines.analysis.years import PrintedYears, printed_years
from pipelines.datasets.frames import table_of
from pipelines.datasets.row_keys import table_with_keys, with_row_keys
from pipelines.release.by_document import runs
from pipelines.release.corrections import Correction, correction_records, of_document
from pipelines.run.accounts import (
    OWN,
    READ_OF_EACH,
    Account,
    document_row,
    kept_rows,
    of_every_row,
    tied_documents,
)
from pipelines.run.containment import Links, link
from pipelines.run.departments import department_rows
from pipelines.run.joined import Joined
from pipelines.run.last_rows import NOTHING, LastRows, Part, members
from pipelines.run.stages import INTERPRET

Tables = Iterator[tuple[str, pa.Table]]
"""Tables, each with its dataset."""

_BODY = "department_key"
_DOCUMENTS_AT_ONCE = 1_000

ORDERED_BY = {
    **dict.fromkeys(READ_OF_EACH, "document_id"),
    **{name: _BODY if sheet.of_all else "document_id" for name, sheet in SHEETS.items()},
}
"""The datasets whose rows each document gives, or each body, and the column that tells which."""

_OF_EACH = {name: sheet.of_each for name, sheet in SHEETS.items() if sheet.of_each}
_OF_BODIES = {name: sheet.of_all for name, sheet in SHEETS.items() if sheet.of_all}
_NEEDED = tuple(dict.fromkeys(need for sheet in SHEETS.values() for need in sheet.needs))


def rows_of(dataset: str, accounts: Sequence[Account], corrections: Sequence[Correction] = ()) -> Iterator[pa.Table]:
    """The rows of a dataset, a table for each document that has any; accepted corrections are applied.

    Raises CorrectionError where a correction does not fit what a document gives.
    """
    if dataset in OWN:
        rows = classifications.rows() if dataset == "classifications" else correction_records(corrections)
        return iter([table_with_keys(dataset, rows)])
    documents = AllDocuments(accounts, corrections)
    if dataset in READ_OF_EACH:
        return documents.rows_in(dataset)
    return (table for each, table in documents.rows() if each == dataset)


class AllDocuments:
    """The accounts of all documents, in published order, and what they tell of each other."""

    def __init__(self, accounts: Sequence[Account], corrections: Sequence[Correction] = ()) -> None:
        self._accounts = accounts
        self._corrections = corrections
        self._published = {account.document_id: account for account in accounts if account.document_id is not None}

    @cached_property
    def _together(self) -> tuple[Links, pa.Table]:
        """What documents tell of each other, and the rows of `departments`: no more is held of what ties them."""
        tied = tied_documents(self._accounts)
        return link(tied), table_with_keys("departments", department_rows(tied))

    @property
    def _links(self) -> Links:
        return self._together[0]

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """What the rows of each published document follow from: its results, corrections, and what others say of it."""
        return {name: self._part(name, account) for name, account in self._published.items()}

    def _part(self, name: str, account: Account) -> Part:
        made_of = (
            INTERPRET.key(account.job),
            document_row(account, self._links),
            self._due(name, account),
            self._links.findings.get(name, ()),
        )
        key = account.facts[_BODY]
        return Part(hashlib.sha256(repr(made_of).encode()).hexdigest(), None if key is None else str(key))

    def rows_in(self, dataset: str) -> Iterator[pa.Table]:
        """The rows of a dataset that are kept of each document."""
        # What documents tell of each other is known of all alone, and takes a pass over them.
        findings = self._links.findings if dataset == "findings" else {}
        for name, account in self._published.items():
            table = kept_rows(dataset, account, self._due(name, account), findings.get(name, ()))
            if table is not None:
                yield table

    def rows(self, last: LastRows = NOTHING) -> Tables:
        """The rows of all datasets; those are taken over that follow from the same as in `last`."""
        yield "documents", with_row_keys("documents", self._documents())
        yield "departments", self._together[1]
        bodies = _Bodies(self.parts, last)
        for name, account in self._published.items():
            is_same = last.has(name, self.parts[name])
            tables = _taken_over(last, name) if is_same else self._made(name, account)
            yield from tables.items()
            if is_same and not bodies.wants(name):
                continue
            document = self._analysed(account, tables)
            if not is_same:
                yield from _sheets_of(document)
            bodies.take(name, document)
        yield from bodies.rows()

    def _documents(self) -> pa.Table:
        """The rows of `documents`, of which few at a time are objects."""
        starts = range(0, max(len(self._accounts), 1), _DOCUMENTS_AT_ONCE)
        pieces = (self._accounts[start : start + _DOCUMENTS_AT_ONCE] for start in starts)
        rows = ([document_row(account, self._links) for account in piece] for piece in pieces)
        return pa.concat_tables([table_of("documents", piece) for piece in rows])

    def _due(self, name: str, account: Account) -> Sequence[Correction]:
        return of_document(self._corrections, name, account.job.source.sha256)

    def _made(self, name: str, account: Account) -> Mapping[str, pa.Table]:
        due, added = self._due(name, account), {"findings": self._links.findings.get(name, ())}
        found = {each: kept_rows(each, account, due, added.get(each, ())) for each in READ_OF_EACH}
        return {each: table for each, table in found.items() if table is not None}

    def _analysed(self, account: Account, tables: Mapping[str, pa.Table]) -> AnalysedDocument:
        rows = {each: tables[each].to_pylist() for each in _NEEDED if each in tables}
        return AnalysedDocument({**of_every_row(account), **document_row(account, self._links)}, rows)


def _sheets_of(document: AnalysedDocument) -> Tables:
    """The rows of a document in the sheets of documents."""
    for sheet, of_each in _OF_EACH.items():
        if records := list(of_each([document])):
            yield sheet, table_with_keys(sheet, records)


def _taken_over(last: LastRows, name: str) -> Mapping[str, pa.Table]:
    """The rows of a document in all datasets, sheets of documents among them."""
    found = {each: last.rows(each, name) for each in (*READ_OF_EACH, *_OF_EACH)}
    return {each: table for each, table in found.items() if table is not None}


class _Bodies:
    """The sheets of bodies: made of a body when all its documents have come, so that little is kept of them."""

    def __init__(self, parts: Mapping[str, Part], last: LastRows) -> None:
        self._last = last
        self._bodies = {name: part.department for name, part in parts.items()}
        self._members = members(parts)
        self._same = {key for key, documents in self._members.items() if last.has_department(key, documents)}
        self._waiting: defaultdict[str, list[PrintedYears]] = defaultdict(list)
        self._made = {sheet: Joined() for sheet in _OF_BODIES}

    def wants(self, name: str) -> bool:
        """Whether sheets are to be made of a document."""
        return self._bodies[name] is not None and self._bodies[name] not in self._same

    def take(self, name: str, document: AnalysedDocument) -> None:
        """Add a document, if it is wanted."""
        key = self._bodies[name]
        if key is None or key in self._same:
            return
        self._waiting[key].append(printed_years(document))
        if len(self._waiting[key]) == len(self._members[key]):
            years = self._waiting.pop(key)
            for sheet, of_all in _OF_BODIES.items():
                if records := list(of_all(years)):
                    self._made[sheet].add(table_with_keys(sheet, records))

    def rows(self) -> Tables:
        """The tables of all bodies, sheet by sheet."""
        for sheet, made in self._made.items():
            table = made.taken()
            new = runs(table.sort_by(_BODY), _BODY) if table is not None else ()
            same = ((key, self._last.rows(sheet, key)) for key in sorted(self._same))
            yield from ((sheet, rows) for _, rows in merge(same, new, key=itemgetter(0)) if rows is not None)
