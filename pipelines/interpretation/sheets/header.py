"""The head of a sheet: its rows, and for each column what its path of labels says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count, pairwise
from typing import get_args

from pipelines.extraction.grid import Cell
from pipelines.foundation.amounts import AmountKind, parse_amount, without_commas
from pipelines.foundation.label_path import label_path
from pipelines.foundation.text import fold_space, fold_text, is_part
from pipelines.interpretation.declared.header import header_words
from pipelines.interpretation.declared.vocabulary import PARTS_OF_A_CODE, ColumnRole, Meaning, read_label, read_path
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

KEY_COLUMNS: frozenset[str] = frozenset(get_args(ColumnRole)) - {"amount"}
_OF_ROWS = KEY_COLUMNS - {"fund"}
"""What a column that a word of its label tells may hold though another word is unknown."""

_SURE_KEYS = frozenset({"code", "unit", "unit_code"})
"""What a label is known by though another word of it is unknown."""

_TEXTS_AT_ONCE = 20_000
_HAN = re.compile("[㐀-鿿]")
_NOTHING_TOLD = Meaning(unknown="?")


@dataclass(frozen=True)
class Column:
    """A column and what its labels say together; `role` is a key column's kind, or `amount`."""

    index: int
    path: tuple[str, ...]
    meaning: Meaning
    role: str
    memo: bool = False
    """Beside a 小计 of its heading it says nothing of its own: a part that no facet names."""

    @property
    def printed_path(self) -> str:
        """The labels from the outermost in, ` / ` between them."""
        return label_path(self.path)


@dataclass(frozen=True)
class Header:
    """The columns, the row under the header (`depth`), and the rows of column numbers that follow it."""

    depth: int
    number_rows: frozenset[int]
    columns: tuple[Column, ...]


def read_header(sheet: Sheet) -> Header:
    """Find the header's rows and read every column's labels."""
    depth = header_depth(sheet)
    numbers = _number_rows(sheet, depth)
    columns: list[Column] = []
    labelled = [*range(sheet.caption_rows, depth), *(row for row in range(depth, depth + 2) if row in numbers)]
    for index in range(sheet.column_count):
        column = _column(sheet, index, labelled, numbers)
        if not column.path and columns and columns[-1].role == "name" and not _prints_amounts(sheet, index, depth):
            column = replace(column, role="name")
        elif column.role == "amount" and not _prints_amounts(sheet, index, depth) and _is_key(sheet, column, depth):
            said = column.meaning.get("column")
            column = replace(column, role=said if said in _SURE_KEYS else "name")
        elif column.role == "fund" and _prints_amounts(sheet, index, depth):
            column = replace(column, role="amount", meaning=_NOTHING_TOLD)
        columns.append(column)
    undivided = _undivided(sheet, columns, labelled, depth)
    columns = [replace(each, meaning=_NOTHING_TOLD) if each.index in undivided else each for each in columns]
    return Header(depth, numbers, tuple(replace(column, memo=_is_memo(column, columns)) for column in columns))


def _undivided(sheet: Sheet, columns: Sequence[Column], rows: Sequence[int], depth: int) -> frozenset[int]:
    """Columns of amounts that one label stands over with nothing that tells them apart."""
    under: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for column in columns:
        inmost = next((cell for row in reversed(rows) if (cell := sheet.at(row, column.index)).text), None)
        cells = (sheet.at(row, column.index) for row in range(depth, sheet.row_count))
        prints = any(cell.column == column.index and _holds_amount(cell.text) for cell in cells)
        if column.role == "amount" and inmost and prints:
            under[inmost.row, inmost.column].append(column.index)
    return frozenset(index for several in under.values() if len(several) > 1 for index in several)


def _number_rows(sheet: Sheet, depth: int) -> frozenset[int]:
    """The rows that number the columns: under the header, under one that a page prints again, and wherever a row says
    so of itself or a page prints such a row again alone."""
    tops = [row for top in (depth, *_tops_of_continuations(sheet)) for row in range(top, min(top + 2, sheet.row_count))]
    rows = {row for row in tops if is_number_row(sheet.row(row))}
    printed = {_texts(sheet, row) for row in rows}
    again = {row for row in sheet.page_starts[1:] if _texts(sheet, row) in printed}
    named = {row for row in range(depth, sheet.row_count) if _names_itself_number_row(sheet.row(row))}
    return frozenset(rows | again | named)


def _names_itself_number_row(cells: Sequence[SheetCell]) -> bool:
    label = next((fold_text(cell.text) for cell in cells if cell.text), "")
    return label in header_words().counts_columns and is_number_row(cells)


def _is_key(sheet: Sheet, column: Column, depth: int) -> bool:
    """Whether a column that prints no amounts may hold keys though a word of its label is unknown, or though its label
    only names the side that it stands on: 支出用途 over 一、基本支出."""
    said = column.meaning.get("column")
    if column.meaning.known:
        return set(column.meaning.facets) == {"flow"} and _prints_words(sheet, column.index, depth)
    if set(column.meaning.facets) - {"column", "scheme", "flow"} or _speaks_of_a_side(column):
        # 单位上年结余 speaks of money, though none is printed; 部门整体支出年度绩效目标 of what a department does.
        return False
    return said in _OF_ROWS or (said is None and column.index == 0)


def _speaks_of_a_side(column: Column) -> bool:
    return column.meaning.get("column") in _SURE_KEYS and read_label(column.path[-1]).get("flow") is not None


def _prints_words(sheet: Sheet, index: int, depth: int) -> bool:
    return any(_HAN.search(sheet.at(row, index).text) for row in range(depth, sheet.row_count))


def _is_memo(column: Column, columns: Sequence[Column]) -> bool:
    if column.role != "amount" or not column.path or _is_sum(column):
        return False
    if _is_of_business(column, columns):
        return True
    if len(column.path) == 1:
        return False
    return any(
        other.path[:-1] == column.path[:-1] and _is_sum(other) and _facets(other) == _facets(column)
        for other in columns
        if len(other.path) > 1
    )


def _is_of_business(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a column is 其中：教育收费 beside 事业收入, which holds it: no source of its own there."""
    if not is_part(column.path[-1]) or column.meaning.get("fund") != "fiscal_account":
        return False
    before = [other for other in columns[: column.index] if other.role == "amount"]
    return bool(before) and before[-1].meaning.get("fund") == "business"


def _is_sum(column: Column) -> bool:
    return read_label(column.path[-1]).get("line") == "total"


def _facets(column: Column) -> dict[str, str]:
    return {facet: value for facet, value in column.meaning.facets.items() if facet not in {"line", "column"}}


def _tops_of_continuations(sheet: Sheet) -> Iterator[int]:
    """The rows under the repeated headers of continuation pages."""
    for start in sheet.page_starts[1:]:
        row = start
        while row in sheet.repeated_header_rows:
            row += 1
        if row > start:
            yield row


def reprinted_totals(sheet: Sheet, header: Header) -> frozenset[int]:
    """Rows under a repeated header that print the table's total again."""
    totals = {
        _texts(sheet, row)
        for row in range(header.depth, sheet.page_starts[1] if len(sheet.page_starts) > 1 else 0)
        if any(fold_text(cell.text) in header_words().totals for cell in sheet.row(row))
    }
    tops = (next(row for row in count(top) if row not in header.number_rows) for top in _tops_of_continuations(sheet))
    return frozenset(row for row in tops if row < sheet.row_count and _texts(sheet, row) in totals)


def _texts(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(fold_text(cell.text) for cell in sheet.row(row))


def _prints_amounts(sheet: Sheet, index: int, depth: int) -> bool:
    return any(_holds_amount(sheet.at(row, index).text) for row in range(depth, sheet.row_count))


def header_depth(sheet: Sheet) -> int:
    """How many rows the header has: rows of labels above the first row that holds an amount or a row's key."""
    top = depth = sheet.caption_rows
    while depth < sheet.row_count:
        cells = sheet.row(depth)
        if cells and not _is_header_row(sheet, cells, first=depth == top):
            break
        depth = max([depth + 1, *(cell.row_end for cell in cells if cell.text and depth == top)])
    return depth


def _is_header_row(sheet: Sheet, cells: Sequence[SheetCell], *, first: bool) -> bool:
    """Whether a row is made of labels that words explain; the first row of a table is its header's in any case."""
    printed = [cell for cell in cells if cell.text]
    if not printed or any(_holds_amount(cell.text) for cell in printed):
        return False
    if first:
        return True
    known = sum(1 for cell in printed if read_label(cell.text).known)
    if known * 2 <= len(printed):
        return False
    opens_data = fold_text(printed[0].text) in header_words().totals and len(printed) < len(cells)
    is_full = not opens_data and len(printed) * 2 > len(cells)
    return is_full or (known == len(printed) and _divides_labels(sheet, cells))


def _divides_labels(sheet: Sheet, cells: Sequence[SheetCell]) -> bool:
    """Whether a row prints a label under each part of the labels above that span columns: the cells under the other
    labels are empty where they are not merged with them."""
    over = {cell: sheet.at(cell.row - 1, cell.column) for cell in cells}
    divided = {cell for cell, label in over.items() if label.text and label.column_span > cell.column_span}
    return bool(divided) and all(cell.text for cell in divided)


@lru_cache(_TEXTS_AT_ONCE)
def _holds_amount(text: str) -> bool:
    amount = parse_amount(text) or without_commas(text)
    return (
        amount is not None and amount.kind is not AmountKind.BLANK and not fold_text(text).endswith(header_words().year)
    )


def is_number_row(cells: Sequence[SheetCell | Cell]) -> bool:
    """Whether the row numbers the columns: 栏次, `**`, or 1, 2, 3 … in order, perhaps beside 类, 款, 项."""
    texts = [text for cell in cells if (text := fold_text(cell.text)) and not _is_part_of_code(cell)]
    digits = [text for text in texts if text.isdigit()]
    others = [text for text in texts if not text.isdigit()]
    marked = all(_numbers_columns(text) for text in others)
    ordered = all(int(b) == int(a) + 1 for a, b in pairwise(digits))
    return bool(texts) and marked and ordered and (len(digits) > 1 or bool(others))


def _is_part_of_code(cell: SheetCell | Cell) -> bool:
    return read_label(cell.text).get("column") in PARTS_OF_A_CODE


def _numbers_columns(text: str) -> bool:
    return text.isdigit() or text.strip("*") == "" or text in header_words().counts_columns


def _column(sheet: Sheet, index: int, rows: Sequence[int], numbers: frozenset[int]) -> Column:
    labels: list[str] = []
    seen: set[tuple[int, int]] = set()
    for row in rows:
        cell = sheet.at(row, index)
        numbered = row in numbers and _numbers_columns(fold_text(cell.text))
        if (cell.row, cell.column) not in seen and cell.text and not numbered:
            labels.append(fold_space(cell.text.replace("\n", "")))
        seen.add((cell.row, cell.column))
    return Column(index, tuple(labels), read_path(labels), _role(labels))


def _role(labels: Sequence[str]) -> str:
    """The kind of key column that the innermost telling label makes it, or `amount`."""
    for label in reversed(labels):
        meaning = read_label(label)
        if said := meaning.get("column"):
            # 项目资金 is an amount, 项目 alone a key: a label that also speaks of money is no key.
            spoken = set(meaning.facets) - {"column", "scheme", "flow"}
            return "amount" if spoken or not meaning.known else said
        if set(meaning.facets) == {"scheme"} and meaning.known:
            return "name"
        if set(meaning.facets) - {"flow", "scheme"}:
            return "amount"
    return "amount"
