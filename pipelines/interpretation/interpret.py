"""The pages of a document to the rows of the datasets: join, recognise, read, account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
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
from pipelines.interpretation.sheets.units import document_units, unit_key

Found = TypeVar("Found")


def interpret(pages: Sequence[Page], context: Context) -> Interpretation:
    """Read the tables and the explanation of a document. Every cell of every table is a row of `cells`.

    What is personal is withheld. A table whose reading raises is set aside: its cells are unread, a fault tells why.
    """
    sheets, prose = join_sheets(pages), tuple(read_prose(pages))
    headers = [_attempt(sheet, partial(read_header, sheet)) for sheet in sheets]
    recognised, attempts = _read_sheets(sheets, headers, context)
    readings = link_forms(
        [unread(sheet) if isinstance(read, Fault) else read for sheet, read in zip(sheets, attempts, strict=True)],
        "".join(line.text for page in pages for line in page.lines),
    )
    records: defaultdict[str, list[Record]] = defaultdict(list)
    facts: list[SheetFact] = []
    for sheet, header, declaration, reading in zip(sheets, headers, recognised, readings, strict=True):
        for dataset, rows in reading.records.items():
            records[dataset].extend(rows)
        table = standard_table(sheet, declaration, reading)
        records["cells"].extend(cell_records(sheet, None if isinstance(header, Fault) else header, table, reading))
        facts.append(sheet_fact(sheet, table))
    records["narrative_figures"].extend(read_narrative(prose, context.department_name))
    numbers = [sheet.number for sheet in sheets]
    return Interpretation(
        withhold(link_projects(records, doubts_of(zip(numbers, readings, strict=True)))),
        tuple(map(withhold_from, facts)),
        tuple(map(withhold_from, read_statements(pages, sheets, prose))),
        prose,
        tuple(
            replace(fault, table=fact.table)
            for fact, fault in zip(facts, attempts, strict=True)
            if isinstance(fault, Fault)
        ),
    )


def _read_sheets(
    sheets: Sequence[Sheet], headers: Sequence[Header | Fault], context: Context
) -> tuple[Sequence[TableDeclaration | None], Sequence[Reading | Fault]]:
    """Which table each sheet is, and what is read of it."""
    organisations = tuple(name for name in (context.department_name,) if name)
    sections = _sections(sheets, context.department_name)
    recognised = [recognise(sheet, organisations) for sheet in sheets]
    headed = [(sheet, header) for sheet, header in zip(sheets, headers, strict=True) if isinstance(header, Header)]
    context = replace(context, units=document_units(headed))
    attempts = [
        header
        if isinstance(header, Fault)
        else _attempt(sheet, partial(_read, sheet, header, declaration, _for_section(context, sheet, sections)))
        for sheet, declaration, header in zip(sheets, recognised, headers, strict=True)
    ]
    return recognised, attempts


def _read(sheet: Sheet, header: Header, declaration: TableDeclaration | None, context: Context) -> Reading:
    return read_sheet(sheet, header, declaration, context) if declaration else Reading()


def _attempt(sheet: Sheet, read: Callable[[], Found]) -> Found | Fault:
    """What is read of a sheet, or why it could not be.

    Here alone every error is caught: readers meet what nobody foresaw, and a table must not cost its document. The
    fault is published, so that no error is silent.
    """
    try:
        return read()
    except Exception as error:  # noqa: BLE001
        return Fault(type(error).__name__, str(error), sheet.first_page, table_no=sheet.number)


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
