"""The pages of a document to the rows of the datasets: join, recognise, read, account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from pipelines.extraction.grid import Page
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.budget.reader import read_budget
from pipelines.interpretation.declared.budget import BudgetTable
from pipelines.interpretation.declared.forms import FormTable
from pipelines.interpretation.declared.lists import ListTable
from pipelines.interpretation.declared.tables import TableDeclaration
from pipelines.interpretation.forms.reader import read_form
from pipelines.interpretation.links.forms import link_forms
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.links.listed_projects import once
from pipelines.interpretation.links.purchases import doubts_of, link_projects
from pipelines.interpretation.links.withholding import withhold, withhold_from
from pipelines.interpretation.lists.reader import read_list
from pipelines.interpretation.prose.counts import read_stated_counts
from pipelines.interpretation.prose.narrative import read_narrative
from pipelines.interpretation.prose.paragraphs import read_prose
from pipelines.interpretation.prose.statements import SheetFact, read_statements, sheet_fact
from pipelines.interpretation.sheets.accounting import cell_records, unread_cells
from pipelines.interpretation.sheets.attempts import attempt, attempt_part, or_fault
from pipelines.interpretation.sheets.header import Header, read_header
from pipelines.interpretation.sheets.joining import join_sheets
from pipelines.interpretation.sheets.reading import Context, Fault, Reading
from pipelines.interpretation.sheets.recognition import recognise
from pipelines.interpretation.sheets.repeated_pages import without_repeated
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.sheets.standard_tables import standard_table
from pipelines.interpretation.sheets.units import document_units, unit_codes, unit_key
from pipelines.interpretation.sheets.unjoined import Joined, join_each
from pipelines.interpretation.unclassified.reader import read_unclassified

Found = TypeVar("Found")


@dataclass(frozen=True)
class _Account:
    """What is told of a sheet: the rows that its reading gives, every cell, the sheet as a whole."""

    reading: Reading
    cells: Sequence[Record]
    fact: SheetFact
    fault: Fault | None = None


def interpret(pages: Sequence[Page], context: Context) -> Interpretation:
    """Read the tables and the explanation of a document. Every cell of every table is a row of `cells`.

    What is personal is withheld. A table whose reading raises is set aside: its cells are unread, a fault tells why.
    """
    pages = without_repeated(pages)
    joined = join_each(pages, join_sheets)
    prose = attempt_part("prose", pages, lambda: tuple(read_prose(pages)))
    paragraphs = _or(prose, ())
    accounts, unlinked = _read_tables(pages, joined, context)
    read_figures = partial(read_narrative, paragraphs, context.department_name, context.fiscal_year)
    figures = attempt_part("narrative", pages, read_figures)
    counted = attempt_part("narrative", pages, partial(read_stated_counts, paragraphs, context))
    statements = attempt_part("statements", pages, partial(read_statements, pages, joined.sheets, paragraphs))
    records: defaultdict[str, list[Record]] = defaultdict(list)
    for account in accounts:
        for dataset, rows in account.reading.records.items():
            records[dataset].extend(rows)
        records["cells"].extend(account.cells)
    records["narrative_figures"].extend(_or(figures, ()))
    records["three_public_counts"].extend(_or(counted, ()))
    doubts = doubts_of((account.fact.table_no, account.reading) for account in accounts)
    settled = attempt_part("purchases", pages, partial(link_projects, records, doubts))
    of_tables = tuple(account.fault for account in accounts if account.fault)
    parts = (unlinked, prose, figures, counted, statements, settled)
    of_parts = tuple(each for each in parts if isinstance(each, Fault))
    read = Interpretation(
        withhold(_or(settled, records)),
        tuple(withhold_from(account.fact) for account in accounts),
        tuple(map(withhold_from, _or(statements, ()))),
        paragraphs,
        (*of_tables, *of_parts),
        frozenset(page.number for page in pages if page.faults),
    )
    return read.without(_in_doubt(accounts, settled), {}) if isinstance(settled, Fault) else read


def _in_doubt(accounts: Sequence[_Account], fault: Fault) -> Sequence[Fault]:
    """The tables whose unit of money was to be settled by the projects of their purchases, which a fault prevented."""
    doubted = [account.fact for account in accounts if account.reading.in_table_unit]
    return [Fault(fault.kind, fault.says, fact.first_page, fact.table, fact.table_no) for fact in doubted]


def _read_tables(pages: Sequence[Page], joined: Joined, context: Context) -> tuple[Sequence[_Account], Fault | None]:
    """What is told of each sheet, and why forms without a head could not be linked to projects, if so."""
    sheets = joined.sheets
    headers = [joined.faults.get(sheet.number) or attempt(sheet, partial(read_header, sheet)) for sheet in sheets]
    recognised, attempts = _read_sheets(sheets, headers, context)
    unlinked = [_or(read, Reading()) for read in attempts]
    text = "".join(line.text for page in pages for line in page.lines)
    linked = attempt_part("form_links", pages, partial(link_forms, unlinked, text))
    readings = [
        read if isinstance(read, Fault) else reading
        for read, reading in zip(attempts, once(_or(linked, unlinked)), strict=True)
    ]
    accounts = [_account(*each) for each in zip(sheets, headers, recognised, readings, strict=True)]
    return accounts, linked if isinstance(linked, Fault) else None


def _account(
    sheet: Sheet, header: Header | Fault, declaration: TableDeclaration | None, reading: Reading | Fault
) -> _Account:
    if isinstance(header, Fault):
        return _set_aside(sheet, declaration, header)
    if isinstance(reading, Fault):
        return _set_aside(sheet, declaration, reading)
    told = attempt(sheet, partial(_told, sheet, header, declaration, reading))
    return _set_aside(sheet, declaration, told) if isinstance(told, Fault) else told


def _told(sheet: Sheet, header: Header, declaration: TableDeclaration | None, reading: Reading) -> _Account:
    table = standard_table(sheet, declaration, reading)
    return _Account(reading, tuple(cell_records(sheet, header, table, reading)), sheet_fact(sheet, table))


def _set_aside(sheet: Sheet, declaration: TableDeclaration | None, fault: Fault) -> _Account:
    """What is told of a sheet that could not be read: where it stands, and its cells as unread."""
    table = _or(attempt(sheet, partial(standard_table, sheet, declaration, Reading())), None)
    caption, pages = sheet.caption, (sheet.first_page, sheet.last_page)
    fact = SheetFact(sheet.number, table, caption.title, caption.printed_unit, *pages, empty_note=None)
    return _Account(Reading(), tuple(unread_cells(sheet, table)), fact, replace(fault, table=table))


def _or(found: Found | Fault, otherwise: Found) -> Found:
    return otherwise if isinstance(found, Fault) else found


def _read_sheets(
    sheets: Sequence[Sheet], headers: Sequence[Header | Fault], context: Context
) -> tuple[Sequence[TableDeclaration | None], Sequence[Reading | Fault]]:
    """Which table each sheet is, and what is read of it."""
    organisations = tuple(name for name in (context.department_name,) if name)
    tables = [attempt(sheet, partial(recognise, sheet, organisations)) for sheet in sheets]
    # The columns of forms name goals and tasks.
    headed = [
        (sheet, replace(header, columns=()) if isinstance(table, FormTable) else header)
        for sheet, header, table in zip(sheets, headers, tables, strict=True)
        if isinstance(header, Header)
    ]
    contexts = or_fault(partial(_contexts, sheets, headed, context), partial(Fault, page=1))
    each_context = [contexts] * len(sheets) if isinstance(contexts, Fault) else contexts
    attempts = [_read(*each) for each in zip(sheets, headers, tables, each_context, strict=True)]
    return [_or(table, None) for table in tables], attempts


def _read(
    sheet: Sheet, header: Header | Fault, table: TableDeclaration | Fault | None, context: Context | Fault
) -> Reading | Fault:
    """What is read of a sheet, unless its header, its table, its rows or what it is read by could not be read."""
    if isinstance(header, Fault):
        return header
    if isinstance(table, Fault):
        return table
    if isinstance(context, Fault):
        return replace(context, page=sheet.first_page, table_no=sheet.number)
    return attempt(sheet, partial(read_sheet, sheet, header, table, context))


def _contexts(sheets: Sequence[Sheet], headed: Sequence[tuple[Sheet, Header]], context: Context) -> Sequence[Context]:
    """What each sheet is read by: what its document is, and what all its tables together tell."""
    sections = _sections(sheets, context.department_name)
    context = replace(context, units=document_units(headed), unit_codes=unit_codes(headed))
    return [_for_section(context, sheet, sections) for sheet in sheets]


def read_sheet(sheet: Sheet, header: Header, declaration: TableDeclaration | None, context: Context) -> Reading:
    """Read a sheet with the reader that its declaration asks for, or as a table that nobody declares."""
    match declaration:
        case None:
            return read_unclassified(sheet, header)
        case BudgetTable():
            return read_budget(sheet, header, declaration, context)
        case ListTable():
            return read_list(sheet, header, declaration, context)
        case FormTable():
            return read_form(sheet, declaration, context)


def _sections(sheets: Sequence[Sheet], department: str | None) -> frozenset[str]:
    """The organisations whose tables the document prints, as `unit_key` compares them. `…局本级` is a section beside
    the bureau's own where tables of one title are printed for both."""
    titles: defaultdict[str, set[str | None]] = defaultdict(set)
    for sheet in sheets:
        if sheet.caption.organisation:
            titles[fold_text(sheet.caption.organisation)].add(sheet.caption.title)
    of_department = titles.get(fold_text(department or ""), set())
    return frozenset(name if found & of_department else unit_key(name) for name, found in titles.items())


def _for_section(context: Context, sheet: Sheet, sections: frozenset[str]) -> Context:
    """Where the tables of several units follow one another, each is of the unit above it."""
    unit = sheet.caption.organisation
    if unit is None or len(sections) == 1 or fold_text(unit) == fold_text(context.department_name or ""):
        return context
    if fold_text(unit) not in sections and unit_key(unit) == unit_key(context.department_name or ""):
        return context
    return replace(context, section_unit=unit)
