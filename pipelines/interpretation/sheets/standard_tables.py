"""Which standard table a printed table is, where one title makes several: by function, by economic class, by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pipelines.interpretation.budget.reader import title_axis
from pipelines.interpretation.sheets.reading import Reading
from pipelines.interpretation.sheets.recognition import TableDeclaration, recognise_title
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
    others = declaration.settings.get("by_axis")
    axis = title_axis(title)
    if axis is None or not isinstance(others, Mapping):
        return declaration.table
    return str(others.get(axis, declaration.table))
