"""The explanation against the tables: every amount linked to the printed cells it may repeat."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.classifications import name_key
from pipelines.foundation.label_path import BETWEEN
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.reconciliation.across.words import WORDS, Spoken
from pipelines.reconciliation.figures.axes import WHOLE
from pipelines.reconciliation.figures.book import Book
from pipelines.reconciliation.figures.figure import Figure, printed_ulp, unit_of_record
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import Unevaluated
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.findings.wording import name_of

_CHECK = "explanation_repeats_table"
_NOTHING = Spoken(heading=re.compile(""), tables=())

_ALL, _CARRIED = "total", "carryover"
_WHOLE_MEASURES = ("total", "basic")
_CARRIED_LINES = ("carryover_in", "carryover_out")
_BASIC = ("basic", "personnel", "operating")
_BASIC_TABLES = ("basic_expenditure", "fiscal_basic_expenditure", "operating_costs")
_PARTS = ("basic", "personnel", "operating", "project")

Cells = tuple[Figure, ...]
"""Printed cells that are added up: one, but for the purchases of a kind."""


@dataclass(frozen=True)
class _Told:
    """What was told before an amount: the item that it is a part of, the fund that the item is of; where it may be."""

    code: str
    fund: str | None


def explanation(
    records: Sequence[Record], book: Book, phase: str, totals: Sequence[Equation] = ()
) -> Iterator[Equation | Unevaluated]:
    """Each amount of the explanation against the cell it repeats: the one that agrees, else the likeliest.

    `phase` is what the document's own amounts are, `totals` are those that its lists print. Changes, and amounts of
    other years or another phase (the budget that final accounts tell beside what was spent), repeat nothing and are
    left out. Where no cell is certain to be meant, a disagreement says nothing: of what may be a part of the item
    before, of an item of the fund told before where no cell is of it, and of what its section has told already as it
    is printed.
    """
    links = _Links(book, totals)
    told: set[tuple[str | None, str | None]] = set()
    for record, before in zip(records, _told_before(records), strict=True):
        figure = stated(record)
        if figure is None or WORDS.is_of_another_time(_text(record, "subject")) or _of_another_phase(record, phase):
            continue
        cells, others = links.candidates(record, before)
        equations = [Equation(_CHECK, (figure,), each, tables=("", "procurement")) for each in (*cells, *others)]
        agreeing = next((each for each in equations if each.verdict.status is not Status.FAIL), None)
        what = (_text(record, "section"), _text(record, "subject"))
        best = agreeing or (None if what in told else _likeliest(equations[: len(cells)]))
        told |= {what} if agreeing else set()
        yield best if best is not None else Unevaluated(_CHECK, "not_found_in_tables", at=record)


def _likeliest(equations: Sequence[Equation]) -> Equation | None:
    """Of cells that all disagree the nearest in the first table, a whole amount before its parts and carried ones."""
    table = equations[0].right[0].table if equations and equations[0].right else None
    within = [each for each in equations if table is None or each.right[0].table == table]
    whole = [each for each in within if all(map(_is_whole, each.right))]
    return min(whole or within, key=lambda each: abs(each.verdict.difference), default=None)


def _is_whole(cell: Figure) -> bool:
    is_carried = cell.line in _CARRIED_LINES or cell.period == _CARRIED
    return cell.printed_measure in _WHOLE_MEASURES and not is_carried


def _told_before(records: Sequence[Record]) -> Iterator[_Told]:
    """What the section told before each amount: the code of the item, and the fund of the whole, that it may be of."""
    section, code, fund = None, "", None
    for record in records:
        subject, its_section = _text(record, "subject") or "", _text(record, "section")
        if its_section != section:
            section, code, fund = its_section, "", None
        its_code, measure, its_fund = _code_in(subject), _text(record, "measure"), _text(record, "fund")
        is_item = bool(its_code) or WORDS.item.search(subject) is not None
        yield _Told(code if measure in _PARTS and not its_code else "", fund if is_item else None)
        if measure not in _PARTS:
            code = its_code
        if measure == _ALL or (measure is None and its_fund and not is_item):
            fund = its_fund


def _code_in(subject: str) -> str:
    code = WORDS.in_code.search(subject)
    return (code["code"] or code["leading"]) if code else ""


def stated(record: Record) -> Figure | None:
    """An amount of the explanation as a figure; None for changes and shares, and for a nothing without a unit."""
    amount = record.get("amount_yuan")
    if not isinstance(amount, Decimal) or record.get("printed_unit") is None or record.get("change") is not None:
        return None
    unit = unit_of_record(record)
    subject, page = record.get("subject") or "", record.get("page")
    return Figure(
        record=record,
        amount=amount,
        ulp=printed_ulp(str(record.get("source_text") or ""), unit),
        fund=_text(record, "fund"),
        period=WHOLE,
        measure=_text(record, "measure"),
        printed_measure=_text(record, "measure"),
        printed_unit=unit,
        named=name_of("stated", page=page, subject=subject),
        subject=_text(record, "subject"),
    )


def _of_another_phase(record: Record, phase: str) -> bool:
    words = WORDS.of_another_phase.get(phase)
    return words is not None and words.search(_text(record, "subject") or "") is not None


class _Links:
    """Finds the cells that an amount of the explanation may repeat."""

    def __init__(self, book: Book, totals: Sequence[Equation] = ()) -> None:
        self._book = book
        self._listed = totals
        self._by_name: defaultdict[str, list[Figure]] = defaultdict(list)
        self._by_code: defaultdict[str, list[Figure]] = defaultdict(list)
        self._totals: list[Figure] = []
        for figure in (each for table in book.by_table.values() for each in table):
            closing = figure.line != "item" or figure.scheme == "revenue"
            if closing or figure in book.roots:
                self._totals.append(figure)
            if name := figure.name:
                self._by_name[name_key(name)].append(figure)
            if code := figure.code:
                self._by_code[code].append(figure)

    def candidates(self, record: Record, before: _Told) -> tuple[Sequence[Cells], Sequence[Cells]]:
        """The cells an amount may repeat, the likeliest first: those that are certain to be meant, and others."""
        section, subject = _section(_text(record, "section") or ""), _text(record, "subject") or ""
        if purchases := self._purchases(subject, section):
            # What a table does not list is no certain zero of it: its class may not have been told apart. One fund's
            # are not what all are held against.
            all_of_kind, *others = purchases
            return ([all_of_kind], others) if all_of_kind else ((), purchases)
        found = self._named(subject, section) or self._meant(record, subject, section)
        ranked = self._ranked(found, record, section)
        if before.code:
            of_item = [cell for cell in self._by_code.get(before.code, ()) if cell.measure == record.get("measure")]
            return (), [(cell,) for cell in (*of_item, *ranked)]
        is_divided = before.fund not in (None, "all")
        of_fund = [cell for cell in ranked if not is_divided or cell.fund == before.fund]
        certain = [cell for cell in of_fund if cell.table in section.tables] or (of_fund if is_divided else [])
        if _text(record, "measure") is None and (_word_in(subject) or not _is_basic(section)):
            # What all is spent on 培训费 is not what the basic expenditure has of it.
            certain = [cell for cell in certain if cell.printed_measure not in _BASIC]
        return [(cell,) for cell in certain], [(cell,) for cell in ranked if cell not in certain]

    def _purchases(self, subject: str, section: Spoken) -> Sequence[Cells]:
        """Purchases of goods, works or services, or all of them, in the section on procurement."""
        kinds = WORDS.procurement
        wanted = next((kind for kind, words in kinds.items() if words.search(subject)), None)
        if wanted is None or "procurement" not in section.tables:
            return ()
        items = [each for each in self._book.by_table.get("procurement", ()) if each.measure == "purchase"]
        by_kind = {kind: [item for item in items if _is_of_kind(item, kind)] for kind in kinds if kind != _ALL}
        by_kind[_ALL] = items
        divided = sum(map(len, by_kind.values())) == 2 * len(items)
        if not items or not (wanted == _ALL or divided):
            return ()
        funds = dict.fromkeys(item.fund_source for item in by_kind[wanted])
        of_fund = (tuple(item for item in by_kind[wanted] if item.fund_source == fund) for fund in funds)
        return (tuple(by_kind[wanted]), *of_fund, *(self._printed_totals(items) if wanted == _ALL else ()))

    def _printed_totals(self, items: Sequence[Figure]) -> Sequence[Cells]:
        """The totals that the list of purchases prints over all items of a column, whatever these add up to."""
        columns = Counter((item.table_no, item.column) for item in items)
        wholes = [(equation.left[0], len(equation.right)) for equation in self._listed]
        return [(whole,) for whole, count in wholes if columns[whole.table_no, whole.column] == count]

    def _named(self, subject: str, section: Spoken) -> Sequence[Figure]:
        """Cells whose code or name the subject is."""
        code = _code_in(subject)
        core = WORDS.without.sub("", subject)
        item = read_label(core).get("item") if "three_public" in section.tables else None
        return (
            self._by_code.get(code, ())
            or (self._by_code.get(item, ()) if item and item != "other" else ())
            or self._beside_three_public(subject)
            or self._by_name.get(name_key(core), ())
            or self._by_name.get(name_key(WORDS.ending.sub("", core)), ())
            or self._by_code.get(fold_text(core), ())
        )

    def _beside_three_public(self, subject: str) -> Sequence[Figure]:
        """会议费, 培训费, 机关运行经费: by the word alone, whatever stands around it."""
        word = _word_in(subject)
        if word is None:
            return ()
        by_table = [figure for figure in self._totals if figure.table == word]
        return by_table or self._by_name.get(name_key(word), ()) or self._by_name.get(name_key(subject), ())

    def _meant(self, record: Record, subject: str, section: Spoken) -> Sequence[Figure]:
        """Totals of the measure, the fund and the side that the words say."""
        measure, fund = _text(record, "measure"), _text(record, "fund")
        label = read_label(WORDS.without.sub("", subject))
        if measure is None and not (label.known and label.get("fund") and fund and not label.get("item")):
            return ()
        sides = [side for side, words in WORDS.side.items() if words.search(subject)]
        flows = sides or ([section.flow] if section.flow else ["revenue", "expenditure"])
        return [
            figure
            for figure in self._totals
            if figure.measure == (measure or "total")
            and figure.flow in flows
            and (fund is None or figure.fund == fund)
            and (label.get("period") != _CARRIED or figure.period == _CARRIED)
        ]

    def _ranked(self, cells: Sequence[Figure], record: Record, section: Spoken) -> Sequence[Figure]:
        """Cells of the section's tables first, then those of the fund and of the whole amount."""
        fund = _text(record, "fund")
        order = {table: place for place, table in enumerate(section.tables)}

        def rank(cell: Figure) -> tuple[int, bool, bool, bool]:
            of_fund = fund is None or cell.fund == fund
            table = order.get(cell.table or "", len(order))
            return table, not of_fund, cell.period != WHOLE, cell.printed_measure not in ("total", "basic")

        return sorted(cells, key=rank)


def _is_basic(section: Spoken) -> bool:
    return bool(section.tables) and section.tables[0] in _BASIC_TABLES


def _word_in(subject: str) -> str | None:
    return next((name for name, words in WORDS.named_by_word.items() if words.search(subject)), None)


def _section(headings: str) -> Spoken:
    """What the headings speak of, the innermost first."""
    found = [_section_of(heading) for heading in reversed(headings.split(BETWEEN))]
    tables = dict.fromkeys(table for section in found for table in section.tables)
    flow = next((section.flow for section in found if section.flow), None)
    return Spoken(heading=_NOTHING.heading, tables=tuple(tables), flow=flow)


def _section_of(heading: str) -> Spoken:
    return next((section for section in WORDS.sections if section.heading.search(heading)), _NOTHING)


def _is_of_kind(item: Figure, kind: str) -> bool:
    """Whether a purchase is of goods (A), works (B) or services (C), by its catalogue code or the name of its class."""
    code, name = item.catalogue_code, item.catalogue_name or ""
    return code.startswith(kind) if code else WORDS.procurement[kind].search(name) is not None


def _text(record: Record, column: str) -> str | None:
    value = record.get(column)
    return None if value is None else str(value)
