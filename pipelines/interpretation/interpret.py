"""The pages of a document to the rows of the datasets: join, recognise, read, account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pipelines.extraction.grid import Page
from pipelines.interpretation.accounting import cell_records
from pipelines.interpretation.budget import read_budget
from pipelines.interpretation.document import document_units, unit_key
from pipelines.interpretation.joining import join_sheets
from pipelines.interpretation.reading import Context, Reading
from pipelines.interpretation.recognition import TableDeclaration, recognise
from pipelines.interpretation.sheet import Sheet
from pipelines.result import Record

Reader = Callable[[Sheet, TableDeclaration, Context], Reading]

READERS: Mapping[str, Reader] = {"budget": read_budget}
"""The readers by the name under which the declarations of `tables/` ask for them."""


def interpret(pages: Sequence[Page], context: Context) -> dict[str, list[Record]]:
    """Read the tables and the explanation of a document.

    Returns the rows by dataset, in printed order, without the columns that tell the document. Every cell of every
    table is a row of `cells`.
    """
    sheets = join_sheets(pages)
    context = replace(context, units=document_units(sheets))
    organisations = tuple(name for name in (context.department_name,) if name)
    records: defaultdict[str, list[Record]] = defaultdict(list)
    sections = {unit_key(name) for sheet in sheets if (name := sheet.caption.organisation)}
    for sheet in sheets:
        declaration = recognise(sheet, organisations)
        reader = READERS.get(declaration.reader) if declaration else None
        reading = (
            reader(sheet, declaration, _for_section(context, sheet, sections)) if declaration and reader else Reading()
        )
        for dataset, rows in reading.records.items():
            records[dataset].extend(rows)
        records["cells"].extend(cell_records(sheet, declaration.table if declaration else None, reading))
    return dict(records)


def _for_section(context: Context, sheet: Sheet, sections: set[str]) -> Context:
    """Where the tables of several units follow one another, each is of the unit above it."""
    unit = sheet.caption.organisation
    if unit is None or len(sections) == 1 or unit_key(unit) == unit_key(context.department_name or ""):
        return context
    return replace(context, section_unit=unit)
