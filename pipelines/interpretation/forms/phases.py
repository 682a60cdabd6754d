"""What final accounts say was budgeted and spent of each source of money, in a table inside a form."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.foundation.label_path import label_path
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.forms.fundings import fund_columns
from pipelines.interpretation.forms.lines import line_columns
from pipelines.interpretation.forms.rows import cell_unit, column_unit, project_columns, side_texts, table_rows
from pipelines.interpretation.forms.sections import FormContext, Section
from pipelines.interpretation.forms.tables import cell_at
from pipelines.interpretation.forms.values import money
from pipelines.interpretation.sheets.reading import source

_SOURCES = frozenset({"funding", "current_budget_yuan", "budget_line", "row"})
"""The labels of a source of money, and of all of them."""
_OF_A_LINE = frozenset({"flow", "line", "fund", "measure"})


def phases(section: Section, around: FormContext) -> Iterator[tuple[str, Record]]:
    """An amount for each phase of each source that a row names left of its amounts: a project's are rows of
    `project_funding`, a department's of `budget_lines`."""
    block, sheet = section.block, around.sheet
    for row in table_rows(block, sheet):
        named = cell_at(sheet, row.index, block.columns[0].start - 1)
        label = (block.declaration.rows.find(named.text) or around.form.label(named.text)) if named else None
        if named is None or named.row != row.index or label is None or label.field not in _SOURCES:
            continue
        for column, cell in row.cells:
            unit = cell_unit(cell, column_unit(column, block), sheet)
            amount = money(cell, unit)
            if column.field != "amount_yuan" or column.label is None or amount is None or not cell.text:
                continue
            facets = {**block.declaration.defaults, **label.facets, **column.label.facets}
            if around.form.scope == "project":
                yield (
                    "project_funding",
                    {
                        **source(sheet, cell),
                        **project_columns(section.project),
                        **fund_columns(label),
                        "phase": facets["phase"],
                        "amount_yuan": amount,
                        "printed_unit": unit,
                    },
                )
            elif unit is not None and facets.keys() >= _OF_A_LINE:
                name, year = fold_space(named.text).rstrip(":："), around.context.fiscal_year
                yield (
                    "budget_lines",
                    {
                        **source(sheet, cell),
                        "table": around.form.table,
                        **line_columns(facets, name, amount, unit, year),
                        "row_path": label_path(side_texts(block, row.index)),
                        "column_path": column.printed_path,
                    },
                )
