"""The tables inside a form: their rows for the datasets, and what became of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from pipelines.foundation.label_path import label_path
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.forms.figures import FIGURE, figure_use, figures
from pipelines.interpretation.forms.fundings import fund_columns
from pipelines.interpretation.forms.lines import line_columns
from pipelines.interpretation.forms.phases import phases
from pipelines.interpretation.forms.rows import (
    cell_unit,
    column_unit,
    named_project,
    numbers_columns,
    printed_again,
    project_columns,
    side_texts,
    table_rows,
)
from pipelines.interpretation.forms.sections import FormContext, Section
from pipelines.interpretation.forms.tables import Block, Column, cell_at
from pipelines.interpretation.forms.targets import has_indicator, targets
from pipelines.interpretation.forms.values import economic_class, fund, money, number, share, used
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Role, source
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.words.labels import label_key
from pipelines.personal_data.policy import policy

Uses = Mapping[tuple[int, int], CellUse]
_LINE = "amount"
"""The amount of a budget line, which is published with its unit only."""
_OF_A_ROW = frozenset({_LINE, "amount_yuan"})
"""The amounts of which each has a row of its own."""
_KNOWN_ONLY = frozenset({"text", "number", "task"})


@dataclass(frozen=True)
class BlockReading:
    """What a part of a form gives: rows by dataset, and the uses of cells."""

    records: Mapping[str, Sequence[Record]] = field(default_factory=dict[str, Sequence[Record]])
    uses: Uses = field(default_factory=dict[tuple[int, int], CellUse])


def read_block(section: Section, around: FormContext) -> BlockReading:
    """The rows and uses of a table of a form."""
    block = section.block
    names = (block.declaration.name, block.declaration.dataset or "")
    read = next((_READERS[name] for name in names if name in _READERS), _no_rows)
    records: dict[str, list[Record]] = {}
    for dataset, record in (*read(section, around), *figures(block, around.sheet)):
        records.setdefault(dataset, []).append(record)
    places = {(record["row"], record["column"]) for rows in records.values() for record in rows}
    return BlockReading(records, _uses(block, around, places))


def _no_rows(section: Section, around: FormContext) -> Iterator[tuple[str, Record]]:
    yield from ()


def _lines(section: Section, around: FormContext) -> Iterator[tuple[str, Record]]:
    """Rows of `budget_lines`: one for each amount."""
    block, sheet, name = section.block, around.sheet, section.block.column("name")
    if name is None and not block.declaration.names_no_rows:
        return
    again = printed_again(block, sheet)
    for row in table_rows(block, sheet):
        if row.index in again:
            continue
        path = _row_path(sheet, row.index, name) if name else ()
        labels = [block.declaration.rows.find(text) for text in path]
        facets = {**block.declaration.defaults, **{k: v for label in labels if label for k, v in label.facets.items()}}
        for column, cell in row.cells:
            unit = cell_unit(cell, column_unit(column, block), sheet)
            amount = money(cell, unit)
            if column.field != _LINE or column.label is None or cell.row != row.index:
                continue
            if amount is None or unit is None:
                continue
            year = column.year or around.context.fiscal_year
            yield (
                "budget_lines",
                {
                    **source(sheet, cell),
                    "table": around.form.table,
                    **line_columns({**facets, **column.label.facets}, path[-1] if path else "", amount, unit, year),
                    "row_path": label_path((*side_texts(block, row.index), *path)),
                    "column_path": column.printed_path,
                    "share": None if column.year else share(row.cell("share")),
                },
            )


def _row_path(sheet: Sheet, row: int, name: Column) -> tuple[str, ...]:
    cells = (cell_at(sheet, row, column) for column in range(name.start, name.end))
    return tuple(fold_space(cell.text) for cell in dict.fromkeys(cells) if cell and cell.text)


def _dataset_rows(section: Section, around: FormContext) -> Iterator[tuple[str, Record]]:
    """Rows of the dataset that a table of sources or activities makes."""
    block, sheet = section.block, around.sheet
    dataset, key = block.declaration.dataset, block.declaration.required[0]
    column = block.column("amount_yuan")
    for row in table_rows(block, sheet):
        cell = row.cell("amount_yuan")
        if not dataset or column is None or cell is None or not row.texts.get(key) or not row.starts(key):
            continue
        values: dict[str, object] = dict(row.texts)
        if "fund" in row.texts:
            values["fund"] = fund(row.texts["fund"] or "")
        if "economic_name" in row.texts:
            known = economic_class(row.texts["economic_name"], around.context.fiscal_year)
            values["economic_code"] = known.code if known else None
        unit = cell_unit(cell, column.unit, sheet)
        amount = money(cell, unit)
        yield (
            dataset,
            {
                **source(sheet, cell),
                **project_columns(section.project),
                **{name: value for name, value in values.items() if name not in ("", "text")},
                "amount_yuan": amount,
                "printed_unit": unit if amount is not None else None,
            },
        )


def _projects(section: Section, around: FormContext) -> Iterator[tuple[str, Record]]:
    """The projects of a list with a goal each: their amounts, and profiles with their goals."""
    if around.form.scope != "project":
        return
    for row in table_rows(section.block, around.sheet):
        name = row.cell("project_name")
        project = named_project(row.texts.get("project_name"), None, row.texts.get("unit_name"))
        if name is None or project is None or not row.starts("project_name"):
            continue
        yield (
            "project_profiles",
            {**source(around.sheet, name), **project_columns(project), "goal": row.texts.get("use")},
        )
        for column, cell in row.cells:
            if column not in _amounts_of_projects(section.block) or cell.row != row.index:
                continue
            unit = cell_unit(cell, column.unit, around.sheet)
            amount = money(cell, unit)
            if column.label is not None and amount is not None and unit is not None:
                of_project = {**project_columns(project), **fund_columns(column.label)}
                of_amount = {"amount_yuan": amount, "printed_unit": unit}
                yield "projects", {**source(around.sheet, cell), **of_project, **of_amount}


def _amounts_of_projects(block: Block) -> Sequence[Column]:
    """The columns of a list of projects that print the amounts of all funds and of each, the first of every fund."""
    found: dict[str, Column] = {}
    for column in block.columns:
        if column.field == "aggregate" and column.label:
            found.setdefault(column.label.facets.get("fund", "all"), column)
    return tuple(found.values())


def _uses(block: Block, around: FormContext, published: Set[tuple[object, object]]) -> Uses:
    """The uses of cells, of amounts by whether a row is `published` of their place."""
    uses: dict[tuple[int, int], CellUse] = {}
    for cell in block.side:
        known = around.form.label(cell.text) is not None
        uses[cell.row, cell.column] = (
            used(cell, Disposition.STRUCTURAL, Role.LABEL) if known else used(cell, Disposition.UNPARSED)
        )
    for cell in block.header:
        uses[cell.row, cell.column] = used(cell, Disposition.STRUCTURAL, Role.HEADER)
    summing = _summing(block, around)
    for row in range(block.body, block.end):
        for column in block.columns:
            for cell in _cells(around.sheet, row, column):
                use = _use(cell, column, block, around)
                is_read = use.disposition is Disposition.PUBLISHED
                if is_read and column.is_money and row in summing:
                    use = used(cell, Disposition.RECONCILED)
                elif is_read and column.field in _OF_A_ROW and (cell.row, cell.column) not in published:
                    use = used(cell, Disposition.UNPARSED)
                uses[cell.row, cell.column] = use
    return uses


def _summing(block: Block, around: FormContext) -> frozenset[int]:
    """The rows whose amounts others print: those that a page prints again, and in a list of projects those of none."""
    again = printed_again(block, around.sheet)
    if block.column("project_name") is None or around.form.scope != "project":
        return again
    lists_indicators = block.declaration.name == "indicators"
    return again | {
        row.index
        for row in table_rows(block, around.sheet)
        if not row.texts.get("project_name") or (lists_indicators and not has_indicator(row))
    }


def _use(cell: SheetCell, column: Column, block: Block, around: FormContext) -> CellUse:
    sheet, form = around.sheet, around.form
    if cell.row in sheet.repeated_header_rows or numbers_columns(block, sheet, cell.row):
        return used(cell, Disposition.STRUCTURAL, Role.HEADER)
    if column.field is None:
        is_personal = any(policy().is_label(label_key(text)) for text in column.path[-1:])
        return used(cell, Disposition.WITHHELD if is_personal else Disposition.UNKNOWN_COLUMN)
    if column.field in _KNOWN_ONLY:
        return used(cell, Disposition.STRUCTURAL, Role.TEXT)
    if column.field == FIGURE:
        return figure_use(cell)
    if column.field == "rate":
        return figure_use(cell, Disposition.DERIVED)
    listed = block.declaration.name == "projects" and form.scope == "project"
    if not listed and (column.field == "aggregate" or block.declaration.repeats):
        return used(cell, Disposition.RECONCILED)
    if column.field == "aggregate" and column not in _amounts_of_projects(block):
        return used(cell, Disposition.UNKNOWN_COLUMN)
    if _says_of_no_project(column, block, form.scope):
        return used(cell, Disposition.UNKNOWN_COLUMN)
    return used(cell, Disposition.PUBLISHED if _is_read(cell, column, block, sheet) else Disposition.UNPARSED)


def _says_of_no_project(column: Column, block: Block, scope: str) -> bool:
    """Whether a column of a list of indicators says something of projects that the list does not name."""
    is_of_one = column.is_money or column.field == "project_code"
    is_nameless = block.declaration.name == "indicators" and block.column("project_name") is None
    return scope == "project" and is_of_one and is_nameless


def _is_read(cell: SheetCell, column: Column, block: Block, sheet: Sheet) -> bool:
    """Whether a value that must be a number is one."""
    if column.field == "aggregate":
        unit = cell_unit(cell, column.unit, sheet)
        return unit is not None and money(cell, unit) is not None
    match column.label.kind if column.label else None:
        case "money":
            unit = cell_unit(cell, column_unit(column, block), sheet)
            return money(cell, unit) is not None and not (column.field == _LINE and unit is None)
        case "share":
            return share(cell) is not None
        case "number":
            return number(cell) is not None
        case _:
            return True


def _cells(sheet: Sheet, row: int, column: Column) -> Iterator[SheetCell]:
    """The cells that start in a row under a column."""
    for at in range(column.start, column.end):
        cell = cell_at(sheet, row, at)
        if cell and (cell.row, cell.column) == (row, at):
            yield cell


_READERS: Mapping[str, Callable[[Section, FormContext], Iterator[tuple[str, Record]]]] = {
    "indicators": targets,
    "budget_lines": _lines,
    "phases": phases,
    "projects": _projects,
    "project_funding": _dataset_rows,
    "project_activities": _dataset_rows,
}
