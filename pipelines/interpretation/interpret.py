"""The pages of a document to the rows of the datasets: join, recognise, read, account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, TypeVar

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
from pipelines.interpretation.prose.narrative import read_narrative
from pipelines.interpretation.prose.paragraphs import read_prose
from pipelines.interpretation.prose.statements import SheetFact, read_statements, sheet_fact
from pipelines.interpretation.sheets.accounting import cell_records, unread
from pipelines.interpretation.sheets.header import Header, read_header
from pipelines.interpretation.sheets.joining import join_sheets
from pipelines.interpretation.sheets.reading import Context, Fault, Reading
from pipelines.interpretation.sheets.recognition import recognise
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.sheets.standard_tables import standard_table
from pipelines.interpretation.sheets.units import document_units, unit_codes, unit_key

Found = TypeVar("Found")


def interpret(pages: Sequence[Page], context: Context) -> Interpretation:
    """Read the tables and the explanation of a document. Every cell of every table is a row of `cells`.

    What is personal is withheld. A table whose reading raises is set aside: its cells are unread, a fault tells why.
    """
    sheets, prose = join_sheets(pages), tuple(read_prose(pages))
    headers = [_attempt(sheet, partial(read_header, sheet)) for sheet in sheets]
    recognised, attempts = _read_sheets(sheets, headers, context)
    unlinked = [
        unread(sheet) if isinstance(read, Fault) else read for sheet, read in zip(sheets, attempts, strict=True)
    ]
    text = "".join(line.text for page in pages for line in page.lines)
    linked = _attempt_part("form_links", pages, partial(link_forms, unlinked, text))
    readings = once(unlinked if isinstance(linked, Fault) else linked)
    records: defaultdict[str, list[Record]] = defaultdict(list)
    facts: list[SheetFact] = []
    for sheet, header, declaration, reading in zip(sheets, headers, recognised, readings, strict=True):
        for dataset, rows in reading.records.items():
            records[dataset].extend(rows)
        table = standard_table(sheet, declaration, reading)
        records["cells"].extend(cell_records(sheet, None if isinstance(header, Fault) else header, table, reading))
        facts.append(sheet_fact(sheet, table))
    figures = _attempt_part("narrative", pages, partial(read_narrative, prose, context.department_name))
    records["narrative_figures"].extend(() if isinstance(figures, Fault) else figures)
    numbers = [sheet.number for sheet in sheets]
    return Interpretation(
        withhold(link_projects(records, doubts_of(zip(numbers, readings, strict=True)))),
        tuple(map(withhold_from, facts)),
        tuple(map(withhold_from, read_statements(pages, sheets, prose))),
        prose,
        (
            *(
                replace(fault, table=fact.table)
                for fact, fault in zip(facts, attempts, strict=True)
                if isinstance(fault, Fault)
            ),
            *(fault for fault in (linked, figures) if isinstance(fault, Fault)),
        ),
    )


def _read_sheets(
    sheets: Sequence[Sheet], headers: Sequence[Header | Fault], context: Context
) -> tuple[Sequence[TableDeclaration | None], Sequence[Reading | Fault]]:
    """Which table each sheet is, and what is read of it."""
    organisations = tuple(name for name in (context.department_name,) if name)
    sections = _sections(sheets, context.department_name)
    tables = [_attempt(sheet, partial(recognise, sheet, organisations)) for sheet in sheets]
    headed = [(sheet, header) for sheet, header in zip(sheets, headers, strict=True) if isinstance(header, Header)]
    context = replace(context, units=document_units(headed), unit_codes=unit_codes(headed))
    attempts = [
        _read(sheet, header, table, _for_section(context, sheet, sections))
        for sheet, header, table in zip(sheets, headers, tables, strict=True)
    ]
    return [None if isinstance(table, Fault) else table for table in tables], attempts


def _read(
    sheet: Sheet, header: Header | Fault, table: TableDeclaration | Fault | None, context: Context
) -> Reading | Fault:
    """What is read of a sheet, unless its header, its table or its rows could not be read."""
    if isinstance(header, Fault):
        return header
    if isinstance(table, Fault):
        return table
    return _attempt(sheet, partial(read_sheet, sheet, header, table, context)) if table else Reading()


def _attempt(sheet: Sheet, read: Callable[[], Found]) -> Found | Fault:
    """What is read of a sheet, or why it could not be."""
    return _or_fault(read, partial(Fault, page=sheet.first_page, table_no=sheet.number))


def _attempt_part(
    part: Literal["narrative", "form_links"], pages: Sequence[Page], read: Callable[[], Found]
) -> Found | Fault:
    """What is read of a document beside its tables, or why it could not be."""
    return _or_fault(read, partial(Fault, page=min((page.number for page in pages), default=1), part=part))


def _or_fault(read: Callable[[], Found], fault: Callable[[str, str], Fault]) -> Found | Fault:
    """Here alone every error is caught: readers meet what nobody foresaw, and a table must not cost its document. The
    fault is published, so that no error is silent.
    """
    try:
        return read()
    except Exception as error:  # noqa: BLE001
        return fault(type(error).__name__, str(error))


def read_sheet(sheet: Sheet, header: Header, declaration: TableDeclaration, context: Context) -> Reading:
    """Read a sheet with the reader that its declaration asks for."""
    match declaration:
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
