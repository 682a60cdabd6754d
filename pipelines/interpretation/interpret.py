"""The pages of a document to the rows of the datasets: join, recognise, read, account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

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
from pipelines.interpretation.links.purchases import link_projects
from pipelines.interpretation.links.withholding import withhold
from pipelines.interpretation.lists.reader import read_list
from pipelines.interpretation.prose.narrative import read_narrative
from pipelines.interpretation.prose.statements import read_statements, sheet_record
from pipelines.interpretation.sheets.accounting import cell_records
from pipelines.interpretation.sheets.joining import join_sheets
from pipelines.interpretation.sheets.reading import Context, Reading
from pipelines.interpretation.sheets.recognition import recognise
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.sheets.standard_tables import standard_table
from pipelines.interpretation.sheets.units import document_units, unit_key

EVIDENCE = frozenset({"sheets", "statements"})
"""What `interpret` returns beside the rows of datasets: what is told of each printed table as a whole, and what the
document says of itself in words. Coverage and completeness rest on it."""


def interpret(pages: Sequence[Page], context: Context) -> dict[str, list[Record]]:
    """Read the tables and the explanation of a document.

    Returns the rows by dataset, in printed order, without the columns that tell the document. Every cell of every
    table is a row of `cells`; what is personal is withheld. Beside the datasets come the `EVIDENCE` records, which are
    not published.
    """
    sheets = join_sheets(pages)
    context = replace(context, units=document_units(sheets))
    organisations = tuple(name for name in (context.department_name,) if name)
    records: defaultdict[str, list[Record]] = defaultdict(list)
    sections = _sections(sheets, context.department_name)
    recognised = [recognise(sheet, organisations) for sheet in sheets]
    readings = link_forms(
        [
            read_sheet(sheet, declaration, _for_section(context, sheet, sections)) if declaration else Reading()
            for sheet, declaration in zip(sheets, recognised, strict=True)
        ],
        "".join(line.text for page in pages for line in page.lines),
    )
    for sheet, declaration, reading in zip(sheets, recognised, readings, strict=True):
        for dataset, rows in reading.records.items():
            records[dataset].extend(rows)
        table = standard_table(sheet, declaration, reading)
        records["cells"].extend(cell_records(sheet, table, reading))
        records["sheets"].append(sheet_record(sheet, table))
    records["statements"].extend(read_statements(pages, sheets))
    records["narrative_figures"].extend(read_narrative(pages, context.department_name))
    return withhold(link_projects(records))


def read_sheet(sheet: Sheet, declaration: TableDeclaration, context: Context) -> Reading:
    """Read a sheet with the reader that its declaration asks for."""
    match declaration:
        case BudgetTable():
            return read_budget(sheet, declaration, context)
        case ListTable():
            return read_list(sheet, declaration, context)
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
