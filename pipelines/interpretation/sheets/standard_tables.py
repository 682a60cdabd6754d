"""Which standard table a printed table is, where one title makes several: by function, by economic class, by unit."""

from __future__ import annotations

from collections import Counter

from pipelines.interpretation.declared.budget import BudgetTable, title_axis
from pipelines.interpretation.declared.tables import TableDeclaration
from pipelines.interpretation.sheets.reading import Reading
from pipelines.interpretation.sheets.recognition import recognise_title
from pipelines.interpretation.sheets.sheet import Sheet


def standard_table(sheet: Sheet, declaration: TableDeclaration | None, reading: Reading) -> str | None:
    """The table that most rows of a sheet went to; of a sheet without rows, the one its title names."""
    if declaration is None:
        return None
    tables = Counter(str(row["table"]) for row in reading.records.get("budget_lines", ()))
    return tables.most_common(1)[0][0] if tables else _by_axis(declaration, sheet.caption.title)


def table_of_title(title: str) -> str | None:
    """The table that a title names, or None."""
    declaration = recognise_title(title)
    return None if declaration is None else _by_axis(declaration, title)


def _by_axis(declaration: TableDeclaration, title: str | None) -> str:
    axis = title_axis(title)
    if axis is None or not isinstance(declaration, BudgetTable):
        return declaration.table
    return declaration.by_axis.get(axis, declaration.table)
