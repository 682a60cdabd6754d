"""The rows of all datasets that documents give, in one pass over the documents, in published order."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter

import pyarrow as pa

from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.sheets import SHEETS
from pipelines.analysis.years import PrintedYears, printed_years
from pipelines.datasets.frames import table_of
from pipelines.datasets.row_keys import table_with_keys, with_row_keys
from pipelines.foundation.record import Record
from pipelines.foundation.tasks import InTurn, one_after_another
from pipelines.release.by_document import runs
from pipelines.release.corrections import Correction, of_document
from pipelines.run.accounts import (
    Account,
    document_row,
    kept_rows,
    of_every_row,
    tied_documents,
)
from pipelines.run.containment import Links, link
from pipelines.run.datasets import BODY, READ_OF_EACH
from pipelines.run.departments import department_rows
from pipelines.run.joined import Joined
from pipelines.run.last_rows import NOTHING, LastRows, Part, members
from pipelines.run.stages import INTERPRET

Tables = Generator[tuple[str, pa.Table]]
"""Tables, each with its dataset."""

_DOCUMENTS_AT_ONCE = 1_000

_MADE_AT_ONCE = 4
"""Documents whose rows are made at once: what a process hands over costs by the table more than by the row."""
_OF_EACH = {name: sheet.of_each for name, sheet in SHEETS.items() if sheet.of_each}
_OF_BODIES = {name: sheet.of_all for name, sheet in SHEETS.items() if sheet.of_all}
_NEEDED = tuple(dict.fromkeys(need for sheet in SHEETS.values() for need in sheet.needs))


def rows_of(dataset: str, accounts: Sequence[Account], corrections: Sequence[Correction] = ()) -> Iterator[pa.Table]:
    """The rows of a dataset of documents, a table for each that has any; accepted corrections are applied.

    Raises CorrectionError where a correction does not fit what a document gives.
    """
    documents = AllDocuments(accounts, corrections)
    if dataset in READ_OF_EACH:
        return documents.rows_in(dataset)
    return (table for each, table in documents.rows() if each == dataset)


@dataclass(frozen=True)
class Given:
    """What the rows of a document follow from: its account, its row in `documents`, the corrections that are due to it,
    and the findings on it that come from other documents."""

    account: Account
    row: Record
    due: Sequence[Correction]
    findings: Sequence[Record]


@dataclass(frozen=True)
class Made:
    """The rows of some documents in all datasets, and what is kept of each for the sheets of its body."""

    tables: Mapping[str, pa.Table]
    years: Sequence[PrintedYears]


def make_rows(given: Sequence[Given]) -> Made:
    """Make the rows of documents. CorrectionError where a correction does not fit them."""
    tables: defaultdict[str, list[pa.Table]] = defaultdict(list)
    years: list[PrintedYears] = []
    for each in given:
        found = _read_of(each)
        document = _analysed(each.account, each.row, found)
        for dataset, table in (*found.items(), *_sheets_of(document)):
            tables[dataset].append(table)
        years.append(printed_years(document))
    return Made({dataset: pa.concat_tables(parts).combine_chunks() for dataset, parts in tables.items()}, years)


def _read_of(given: Given) -> Mapping[str, pa.Table]:
    added = {"findings": given.findings}
    found = {each: kept_rows(each, given.account, given.due, added.get(each, ())) for each in READ_OF_EACH}
    return {each: table for each, table in found.items() if table is not None}


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
        key = account.facts[BODY]
        return Part(hashlib.sha256(repr(made_of).encode()).hexdigest(), None if key is None else str(key))

    def rows_in(self, dataset: str) -> Iterator[pa.Table]:
        """The rows of a dataset that are kept of each document."""
        # What documents tell of each other is known of all alone, and takes a pass over them.
        findings = self._links.findings if dataset == "findings" else {}
        for name, account in self._published.items():
            table = kept_rows(dataset, account, self._due(name, account), findings.get(name, ()))
            if table is not None:
                yield table

    def rows(self, last: LastRows = NOTHING, in_turn: InTurn = one_after_another) -> Tables:
        """The rows of all datasets; those are taken over that follow from the same as in `last`, and the others made
        `in_turn`."""
        yield "documents", with_row_keys("documents", self._documents())
        yield "departments", self._together[1]
        bodies = _Bodies(self.parts, last)
        groups = list(self._groups(last))
        new = (tuple(map(self._given, names)) for is_same, names in groups if not is_same)
        with closing(in_turn(make_rows, new)) as making:
            for is_same, names in groups:
                if is_same:
                    for name in names:
                        tables = _taken_over(last, name)
                        yield from tables.items()
                        if bodies.wants(name):
                            bodies.take(name, printed_years(self._analysed(name, tables)))
                else:
                    made = next(making)
                    for dataset, table in made.tables.items():
                        yield from ((dataset, rows) for _, rows in runs(table, "document_id"))
                    for name, years in zip(names, made.years, strict=True):
                        bodies.take(name, years)
        yield from bodies.rows()

    def _documents(self) -> pa.Table:
        """The rows of `documents`, of which few at a time are objects."""
        starts = range(0, max(len(self._accounts), 1), _DOCUMENTS_AT_ONCE)
        pieces = (self._accounts[start : start + _DOCUMENTS_AT_ONCE] for start in starts)
        rows = ([document_row(account, self._links) for account in piece] for piece in pieces)
        return pa.concat_tables([table_of("documents", piece) for piece in rows])

    def _groups(self, last: LastRows) -> Iterator[tuple[bool, Sequence[str]]]:
        """The published documents in order, a few at a time; and whether their rows are to be taken over."""
        for is_same, names in groupby(self._published, lambda name: last.has(name, self.parts[name])):
            while group := tuple(islice(names, _MADE_AT_ONCE)):
                yield is_same, group

    def _given(self, name: str) -> Given:
        account = self._published[name]
        row = document_row(account, self._links)
        return Given(account, row, self._due(name, account), self._links.findings.get(name, ()))

    def _analysed(self, name: str, tables: Mapping[str, pa.Table]) -> AnalysedDocument:
        account = self._published[name]
        return _analysed(account, document_row(account, self._links), tables)

    def _due(self, name: str, account: Account) -> Sequence[Correction]:
        return of_document(self._corrections, name, account.job.source.sha256)


def _analysed(account: Account, row: Record, tables: Mapping[str, pa.Table]) -> AnalysedDocument:
    rows = {each: tables[each].to_pylist() for each in _NEEDED if each in tables}
    return AnalysedDocument({**of_every_row(account), **row}, rows)


def _sheets_of(document: AnalysedDocument) -> Iterator[tuple[str, pa.Table]]:
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

    def take(self, name: str, years: PrintedYears) -> None:
        """Add what is kept of a document, if it is wanted."""
        key = self._bodies[name]
        if key is None or key in self._same:
            return
        self._waiting[key].append(years)
        if len(self._waiting[key]) == len(self._members[key]):
            of_body = self._waiting.pop(key)
            for sheet, of_all in _OF_BODIES.items():
                if records := list(of_all(of_body)):
                    self._made[sheet].add(table_with_keys(sheet, records))

    def rows(self) -> Tables:
        """The tables of all bodies, sheet by sheet."""
        for sheet, made in self._made.items():
            table = made.taken()
            new = runs(table.sort_by(BODY), BODY) if table is not None else ()
            same = ((key, self._last.rows(sheet, key)) for key in sorted(self._same))
            yield from ((sheet, rows) for _, rows in merge(same, new, key=itemgetter(0)) if rows is not None)
