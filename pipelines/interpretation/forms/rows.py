"""The rows of a table inside a form: cells and texts by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.foundation.amounts import parse_amount, resolve_unit
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.declared.form_labels import printed_unit
from pipelines.interpretation.forms.tables import Block, Column, cell_at
from pipelines.interpretation.forms.values import code_of, text_of
from pipelines.interpretation.sheets.header import is_number_row
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.words.codes import CodedName, CodeKind, code_and_name

_KEYS = ("project_name", "project_code", "unit_name", "lead_department", "goal", "goal_name", "level1", "level2")


@dataclass(frozen=True)
class Project:
    """The project of a form or of a row, as far as it is printed."""

    name: str | None = None
    code: str | None = None
    unit_name: str | None = None


def named_project(printed: str | None, code: SheetCell | None, unit_name: str | None) -> Project | None:
    """The project that a form or a row names, its code in a cell of its own or before the name; None without a name."""
    if not printed:
        return None
    coded = code_and_name(printed, CodeKind.PROJECT)
    return Project(coded.name, code_of(code) or coded.code, named_unit(unit_name).name or None)


def named_unit(printed: str | None) -> CodedName:
    """The unit that a form or a row names, and its code before the name."""
    return code_and_name(printed or "", CodeKind.UNIT)


@dataclass(frozen=True)
class Row:
    """One row of a table: its columns with their cells, and the texts by field."""

    index: int
    cells: tuple[tuple[Column, SheetCell], ...]
    texts: Mapping[str, str | None]
    is_at_top: bool = False
    """It is the first on a page that the table goes on on: what is merged there is printed again."""

    def cell(self, field: str) -> SheetCell | None:
        """The cell under the first column of a field."""
        return next((cell for column, cell in self.cells if column.field == field), None)

    def starts(self, *fields: str) -> bool:
        """Whether one of the fields' cells begins in this row: a cell over several rows counts once."""
        return any(cell.row == self.index for field in fields if (cell := self.cell(field)))


def table_rows(block: Block, sheet: Sheet) -> Iterator[Row]:
    """The rows of a table without header rows printed again.

    Keys (levels, goals, projects) go on over rows printed without them at the top of a page and where nothing is
    merged, as long as no key left of them is printed anew.
    """
    above: Mapping[str, str | None] = {}
    tops = _tops_of_pages(sheet)
    for index in range(block.body, block.end):
        if index in sheet.repeated_header_rows or numbers_columns(block, sheet, index):
            continue
        found = ((column, cell_at(sheet, index, column.start)) for column in block.columns)
        cells = tuple((column, cell) for column, cell in found if cell)
        above = _texts(index, cells, above, tops)
        yield Row(index, cells, above, index > block.start and index in tops)


def printed_again(block: Block, sheet: Sheet) -> frozenset[int]:
    """The rows at the top of pages that print the amounts of the row above them again, for the same unit or project:
    what is merged over a break stands on both its sides."""
    again: set[int] = set()
    above: tuple[object, ...] = ()
    for row in table_rows(block, sheet) if block.column("name") is None else ():
        amounts = tuple(cell.text for column, cell in row.cells if column.is_money and cell.row == row.index)
        if any(amounts):
            printed = (*amounts, row.texts.get("unit_name"), row.texts.get("project_name"))
            again.update({row.index} if row.is_at_top and printed == above else ())
            above = printed
    return frozenset(again)


def _tops_of_pages(sheet: Sheet) -> frozenset[int]:
    """The first rows of pages, under headers that are printed again."""
    tops: set[int] = set()
    for row in sheet.page_starts:
        while row in sheet.repeated_header_rows:
            row += 1
        tops.add(row)
    return frozenset(tops)


def numbers_columns(block: Block, sheet: Sheet, row: int) -> bool:
    """Whether a row right under the header numbers the columns: 1, 2, 3."""
    is_under = row == block.body or row - 1 in sheet.repeated_header_rows
    return is_under and is_number_row(sheet.row(row))


def _texts(
    index: int, cells: Sequence[tuple[Column, SheetCell]], above: Mapping[str, str | None], tops: frozenset[int]
) -> Mapping[str, str | None]:
    texts: dict[str, str | None] = {}
    is_new = False
    for column, cell in cells:
        field, text = column.field or "", text_of(cell)
        if field in _KEYS:
            is_new = is_new or (text is not None and cell.row == index)
            goes_on = cell.row in tops or cell.row_span == 1
            text = above.get(field) if text is None and goes_on and not is_new else text
        texts.setdefault(field, text)
    return texts


def project_columns(project: Project | None) -> Record:
    """The columns that say whose a row is; null where the project is not known."""
    known = project or Project()
    return {"project_code": known.code, "project_name": known.name, "unit_name": known.unit_name}


def cell_unit(cell: SheetCell, printed: str | None, sheet: Sheet) -> str | None:
    """The unit of an amount in a table; `printed` is the one in its column's labels."""
    return resolve_unit(parse_amount(cell.text), printed, sheet.caption.printed_unit)


def column_unit(column: Column, block: Block) -> str | None:
    """The unit printed over a column, or beside a table of lines of the budget, or of amounts whose columns alone say
    what they are."""
    declared = block.declaration
    if column.unit or not (declared.names_no_rows or declared.dataset == "budget_lines"):
        return column.unit
    return next((unit for cell in block.side if (unit := printed_unit(cell.text))), None)


def side_texts(block: Block, row: int) -> tuple[str, ...]:
    """The labels left of a table that cover a row."""
    return tuple(
        fold_space(cell.text)
        for cell in block.side
        if cell.row <= row < cell.row_end and cell.column < block.columns[0].start and cell.text
    )
