"""The tables inside a form: where they begin and end, and what their columns say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.foundation.label_path import label_path
from pipelines.foundation.text import YEAR_IN_LABEL, fold_space, year_of_label
from pipelines.interpretation.declared.form_blocks import BlockDeclaration
from pipelines.interpretation.declared.form_labels import Label, printed_unit
from pipelines.interpretation.declared.forms import FormDeclaration
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.forms.values import is_number
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.words.labels import label_key

_SEVERAL_COLUMNS = frozenset({None, "text", "figure", "rate", "funding"})
_DEEPEST_HEADER = 3
_LABELS_OF_A_HEADER = 3
_MERGED_LABELS = 2
"""From how many labels merged downwards a row is taken for the top of a header."""


@dataclass(frozen=True)
class Column:
    """A column of a table inside a form; `label` is None where nobody knows it."""

    start: int
    end: int
    label: Label | None
    year: int | None
    path: tuple[str, ...]
    unit: str | None

    @property
    def field(self) -> str | None:
        return self.label.field if self.label else None

    @property
    def printed_path(self) -> str:
        """The labels from the outermost in."""
        return label_path(map(fold_space, self.path))

    @property
    def is_money(self) -> bool:
        return self.label is not None and (self.label.kind == "money" or self.field == "aggregate")


@dataclass(frozen=True)
class Block:
    """A table inside a form: header rows from `start`, rows from `body` to `end`.

    `side` are the labels beside it. Where two tables stand side by side in one, each is a block, `is_part` says so.
    """

    declaration: BlockDeclaration
    start: int
    body: int
    end: int
    header: tuple[SheetCell, ...]
    columns: tuple[Column, ...]
    side: tuple[SheetCell, ...]
    is_part: bool = False

    def required(self, field: str) -> Column:
        """A column that the declaration requires of every such table."""
        return next(column for column in self.columns if column.field == field)

    def column(self, field: str) -> Column | None:
        return next((column for column in self.columns if column.field == field), None)


def cell_at(sheet: Sheet, row: int, column: int) -> SheetCell | None:
    """The cell that covers a position; None beside the sheet and where pages of other widths leave a hole."""
    try:
        return sheet.at(row, column)
    except KeyError:
        return None


def find_blocks(sheet: Sheet, row: int, declaration: FormDeclaration) -> tuple[Block, ...]:
    """The table whose header begins in a row: of those declared, the one that knows most of its columns."""
    best: tuple[Block, ...] = ()
    heads = _heads(sheet, row)
    for block in declaration.blocks:
        found = _read_block(sheet, row, heads, block, declaration)
        if found and (not best or _known(found) > _known(best)):
            best = found
    return best


def _known(blocks: Sequence[Block]) -> int:
    return len({column.start for block in blocks for column in block.columns if column.label})


def _read_block(
    sheet: Sheet, row: int, heads: Sequence[Sequence[SheetCell]], declared: BlockDeclaration, form: FormDeclaration
) -> tuple[Block, ...]:
    """The table of a declaration whose header begins in a row, with the first of some `heads` that has its labels."""
    cells, known = next((found for head in heads if (found := (head, _labels(head, declared)))[1]), ((), ()))
    if not known:
        return ()
    body = max(cell.row_end for cell in known)
    body += _divides(sheet, body, cells, declared)
    if declared.names_no_rows and not _heads_amounts(sheet, range(row, body), known, declared):
        return ()
    header = [
        cell
        for cell in cells
        if cell in known or (cell.column >= known[0].column and cell.row_end <= body and cell.text)
    ]
    first, last = min(cell.column for cell in header), max(cell.column_end for cell in header)
    columns = _columns(sheet, range(row, body), range(first, last), declared, form)
    end = _end(sheet, body, columns, declared, lambda at: _is_header(sheet, at, form))
    under = [
        cell
        for at in range(row, body)
        for cell in sheet.row(at)
        if first <= cell.column < last and cell.row_end <= body
    ]
    beside = {
        cell: None
        for at in range(row, end)
        for column in (*range(first), *range(last, sheet.column_count))
        if (cell := cell_at(sheet, at, column)) and cell not in under
    }
    block = Block(declared, row, body, end, tuple(under), columns, tuple(beside))
    return tuple(_side_by_side(block))


def _divides(sheet: Sheet, row: int, header: Sequence[SheetCell], declared: BlockDeclaration) -> bool:
    """Whether a row prints nothing but labels, each under a part of a label over it: 运算符号, 内容 and 度量单位 under
    指标值, though the labels beside it are not merged downwards."""
    printed = [cell for cell in sheet.row(row) if cell.text] if row < sheet.row_count else []
    over = [next((top for top in header if top.column <= cell.column < top.column_end), None) for cell in printed]
    return len(printed) > 1 and all(
        top is not None
        and top.row_end == row
        and top.column_span > cell.column_span
        and (declared.columns.find(f"{top.text}/{cell.text}") or declared.columns.find(cell.text)) is not None
        for top, cell in zip(over, printed, strict=True)
    )


def _labels(cells: Sequence[SheetCell], declared: BlockDeclaration) -> Sequence[SheetCell]:
    """The cells of a header that are labels of columns; none where a required column is missing."""
    found = [(cell, label) for cell in cells if cell.text and (label := declared.columns.find(cell.text))]
    if not found or not {label.field for _, label in found}.issuperset(declared.required):
        return ()
    return [cell for cell, _ in found]


def _heads_amounts(sheet: Sheet, header: range, known: Sequence[SheetCell], declared: BlockDeclaration) -> bool:
    """Whether all that the header prints from its first known label on is known, and amounts stand under it."""
    first = min(cell.column for cell in known)
    printed = [cell for row in header for cell in sheet.row(row) if cell.text and cell.column >= first]
    under = [cell.text for cell in sheet.row(header.stop) if cell.column >= first and cell.text]
    is_head = len(known) > 1 and all(declared.columns.find(cell.text) for cell in printed)
    return is_head and bool(under) and all(map(is_number, under))


def _heads(sheet: Sheet, row: int) -> Sequence[Sequence[SheetCell]]:
    """What a header that begins in a row can be: the row, and where some of its cells are merged downwards, these rows
    with those beside them."""
    cells = sheet.row(row)
    depths = [cell.row_span for cell in cells if cell.row_span > 1 and cell.text]
    if len(depths) < _MERGED_LABELS or (depth := max(depths)) > _DEEPEST_HEADER:
        return (cells,)
    return cells, [cell for at in range(row, row + depth) for cell in sheet.row(at)]


def _is_header(sheet: Sheet, row: int, form: FormDeclaration) -> bool:
    """Whether a row begins another table, though a label that this must have is one that nobody knows."""
    texts = [cell.text for cell in sheet.row(row) if cell.text]
    for block in form.blocks:
        fields = {label.field for text in texts if (label := block.columns.find(text))}
        if not block.names_no_rows and (fields.issuperset(block.required) or len(fields) >= _LABELS_OF_A_HEADER):
            return True
    return False


def _columns(
    sheet: Sheet, header: range, span: range, declared: BlockDeclaration, form: FormDeclaration
) -> tuple[Column, ...]:
    """The columns under a header: one for each of its lowest cells."""
    columns: list[Column] = []
    at = span.start
    while at < span.stop:
        path = _path(sheet, header, at)
        leaf = path[-1] if path else None
        end = max(leaf.column_end, at + 1) if leaf else at + 1
        columns.append(_column(at, end, [cell for cell in path if cell.text], declared, form))
        at = end
    return tuple(columns)


def _path(sheet: Sheet, header: range, column: int) -> list[SheetCell]:
    found = (cell_at(sheet, row, column) for row in header)
    return list(dict.fromkeys(cell for cell in found if cell))


def _column(
    start: int, end: int, path: Sequence[SheetCell], declared: BlockDeclaration, form: FormDeclaration
) -> Column:
    """What a column's labels say: the lowest, or, where that is only a year or 合计, the one above it.

    Of amounts under a head that nobody knows it can't be told: 上年执行数 may stand over 财政拨款.
    """
    texts = tuple(cell.text for cell in path)
    label = year = None
    heads = texts
    while heads and label is None:
        *above, text = heads
        together = declared.columns.find(f"{above[-1]}/{text}") if above else None
        label = together or declared.columns.find(text)
        heads = above[:-1] if together else above
        if label is None and not _says_nothing(text):
            break
        year = year or (year_of_label(text) if label is None and _is_year(text) else None)
    for text in reversed(heads):
        label = _under(label, text, declared, form) if label else None
    unit = next((unit for text in reversed(texts) if (unit := printed_unit(text))), None)
    return Column(start, end, label, year, texts, unit)


def _under(label: Label, text: str, declared: BlockDeclaration, form: FormDeclaration) -> Label | None:
    """What a column's label says under a head; None of an amount under one that nobody knows."""
    above = declared.columns.find(text) or form.known(text)
    if above and above.field == label.field:
        return replace(label, facets={**above.facets, **label.facets})
    if above and "phase" in above.facets:
        return replace(label, facets={"phase": above.facets["phase"], **label.facets})
    return label if above or _says_nothing(text) or label.kind != "money" else None


def _says_nothing(text: str) -> bool:
    """Whether a head says nothing of what kind the amounts under it are: a year, 合计, 其中."""
    return not label_key(text) or _is_year(text) or read_label(text).facets == {"line": "total"}


def _is_year(text: str) -> bool:
    return YEAR_IN_LABEL.fullmatch(label_key(text)) is not None


def _end(
    sheet: Sheet,
    body: int,
    columns: Sequence[Column],
    declared: BlockDeclaration,
    is_header: Callable[[int], bool],
) -> int:
    """The row after the table's last one: there the cells are not those of its columns, or a header begins."""
    keys = [column for column in columns if column.field in declared.required]
    for row in range(body, sheet.row_count):
        if row in sheet.repeated_header_rows:
            continue
        if is_header(row) or not all(_fits(cell_at(sheet, row, column.start), column, declared) for column in keys):
            return row
    return sheet.row_count


def _fits(cell: SheetCell | None, column: Column, declared: BlockDeclaration) -> bool:
    """Whether a cell can be one of the column: what a row counts keeps to it, what it names may fill those beside."""
    if cell is None or column.field == declared.required[-1]:
        return cell is not None and column.start <= cell.column and cell.column_end <= column.end
    return True


def _further_horizons(block: Block) -> tuple[Column, ...]:
    """The columns that print a row's target again for another horizon: 实施周期指标值 beside 年度指标值."""
    found: dict[str, Column] = {}
    for column in block.columns:
        if column.label and column.field == "target" and (horizon := column.label.facets.get("horizon")):
            found.setdefault(horizon, column)
    return tuple(found.values())[1:]


def _side_by_side(block: Block) -> Iterator[Block]:
    """A block for each table in one: a column that comes again begins another, which shares the first columns."""
    if block.declaration.names_no_rows:
        yield block
        return
    parts: list[list[Column]] = [[]]
    for column in block.columns:
        key = (column.field, column.year)
        if column.field not in _SEVERAL_COLUMNS and any((other.field, other.year) == key for other in parts[-1]):
            parts.append([])
        parts[-1].append(column)
    required = [part for part in parts if {column.field for column in part}.issuperset(block.declaration.required)]
    if len(required) == 1 and (further := _further_horizons(block)):
        own = [column for column in block.columns if column not in further]
        yield replace(block, columns=tuple(own), is_part=True)
        for column in further:
            yield replace(block, columns=(*(each for each in own if each.field != column.field), column), is_part=True)
        return
    if len(required) < 2:
        yield block
        return
    own = {column.field for column in required[1]}
    shared = [column for column in required[0] if column.field not in own and column.start < required[0][-1].start]
    yield replace(block, columns=tuple(required[0]), is_part=True)
    for part in required[1:]:
        yield replace(block, columns=(*shared, *part), is_part=True)
