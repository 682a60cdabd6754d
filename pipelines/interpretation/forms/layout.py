"""The parts of a form: labels with their values, headings, and the tables inside it. Nothing is converted here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.foundation.amounts import AmountKind, parse_amount
from pipelines.foundation.text import strip_list_number
from pipelines.interpretation.declared.form_labels import Label, printed_unit
from pipelines.interpretation.declared.forms import FormDeclaration
from pipelines.interpretation.forms.tables import Block, cell_at, find_blocks
from pipelines.interpretation.forms.values import fund, is_number
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

_INLINE = re.compile(r"(?P<label>[^:：]{2,14})[:：]\s*(?P<value>.*\S)", re.DOTALL)
_WITHHELD = Label("withheld")


@dataclass(frozen=True)
class Pair:
    """A label with the cells that hold its value; a heading has none. `unit` is a unit of money printed near it.

    `over` is the label of the column that its value stands in, where that says more of it.
    """

    label: Label
    cell: SheetCell
    values: tuple[SheetCell, ...]
    unit: str | None
    over: SheetCell | None = None

    @property
    def value(self) -> SheetCell | None:
        return self.values[0] if self.values else None


Part = Pair | Block


def form_parts(sheet: Sheet, declaration: FormDeclaration) -> tuple[Part, ...]:
    """The parts of all forms on a sheet, in printed order."""
    parts: list[Part] = []
    taken: set[tuple[int, int]] = set()
    row = 0
    while row < sheet.row_count:
        blocks = find_blocks(sheet, row, declaration)
        if blocks:
            parts.extend(blocks)
            row = blocks[0].end
            continue
        for pair in _pairs(sheet, row, declaration, taken):
            parts.append(pair)
            taken.update((value.row, value.column) for value in pair.values)
        row += 1
    return tuple(parts)


def split_headers(sheet: Sheet, form: FormDeclaration) -> Sheet:
    """The sheet with the heads divided whose rules are lost: as many known labels in one cell as it has under it."""
    cells: list[SheetCell] = []
    for cell in sheet.cells:
        labels = cell.text.split()
        under = list(dict.fromkeys(cell_at(sheet, cell.row_end, at) for at in range(cell.column, cell.column_end)))
        is_head = 1 < len(labels) == len(under) and all(form.knows(label) for label in labels)
        if is_head and all(
            each and cell.column <= each.column and each.column_end <= cell.column_end for each in under
        ):
            places = [(each.column, each.column_span) for each in under if each]
            cells.extend(
                replace(cell, column=column, column_span=span, text=label)
                for label, (column, span) in zip(labels, places, strict=True)
            )
        else:
            cells.append(cell)
    return replace(sheet, cells=tuple(cells)) if len(cells) > len(sheet.cells) else sheet


def mended_parts(sheet: Sheet, form: FormDeclaration) -> tuple[Sheet, tuple[Part, ...]]:
    """The sheet with the rows made whole that a page break cuts, as far as the declarations tell, and its parts.

    A label is cut where its two parts make one that is known; a row of a table where its lower part goes on with
    texts and counts nothing.
    """
    starts = sheet.page_starts[1:]
    for start in starts:
        pairs = _pairs_over(sheet, start)
        if any(not form.knows(upper) and form.knows(upper + lower) for upper, lower in _texts(pairs)):
            sheet = _joined(sheet, pairs)
    parts, mended = form_parts(sheet, form), sheet
    for block in (part for part in parts if isinstance(part, Block)):
        for start in starts:
            if block.body < start < block.end and _is_rest(mended, start, block):
                mended = _joined(mended, _pairs_over(mended, start))
    return mended, parts if mended is sheet else form_parts(mended, form)


Cut = tuple[SheetCell, SheetCell]
"""Two cells of the same columns, one over the other."""


def _pairs_over(sheet: Sheet, start: int) -> tuple[Cut, ...]:
    """The cells of a row with those above them; none where one has no cell of its columns above it."""
    above = {(cell.column, cell.column_end): cell for cell in sheet.cells if cell.row_end == start}
    row = sheet.row(start)
    pairs = [(above[place], cell) for cell in row if (place := (cell.column, cell.column_end)) in above]
    return tuple(pairs) if len(pairs) == len(row) else ()


def _texts(pairs: Iterable[Cut]) -> Iterator[tuple[str, str]]:
    return ((upper.text, lower.text) for upper, lower in pairs if upper.text and lower.text)


def _is_rest(sheet: Sheet, start: int, block: Block) -> bool:
    counted = block.required(block.declaration.required[-1])
    upper, lower = (cell_at(sheet, row, counted.start) for row in (start - 1, start))
    printed = [(upper.text, lower.text) for upper, lower in _pairs_over(sheet, start) if lower.text]
    counts_nothing = bool(upper and upper.text and lower and not lower.text and lower.row == start)
    return counts_nothing and bool(printed) and all(above and _goes_on(text) for above, text in printed)


def _goes_on(text: str) -> bool:
    return not (is_number(text) or strip_list_number(text)[0] or fund(text) != "unclassified")


def _joined(sheet: Sheet, pairs: Iterable[Cut]) -> Sheet:
    whole = {
        upper: replace(upper, row_span=lower.row_end - upper.row, text=upper.text + lower.text)
        for upper, lower in pairs
    }
    gone = {lower for _, lower in pairs}
    return replace(sheet, cells=tuple(whole.get(cell, cell) for cell in sheet.cells if cell not in gone))


def _pairs(sheet: Sheet, row: int, form: FormDeclaration, taken: Iterable[tuple[int, int]]) -> Iterator[Pair]:
    """The labels of a row with their values; a cell that is nobody's value and no label is left out."""
    gone = set(taken)
    for cell in sheet.row(row):
        if (cell.row, cell.column) in gone or not cell.text:
            continue
        if form.is_personal(cell.text):
            yield Pair(_WITHHELD, cell, (cell,), None)
            continue
        label = form.label(cell.text) or _fund_label(sheet, cell, form)
        if label is None:
            yield from _inline(sheet, cell, form)
            continue
        values = _values(sheet, cell, label, form)
        gone.update((value.row, value.column) for value in values)
        is_personal = any(form.is_personal(value.text) for value in values)
        unit = _unit(sheet, cell) or _unit_above(sheet, values)
        yield Pair(_WITHHELD if is_personal else label, cell, values, unit, _heading_over(sheet, cell, label, form))


def _heading_over(sheet: Sheet, cell: SheetCell, label: Label, form: FormDeclaration) -> SheetCell | None:
    """The heading over a column of labels with amounts beside them: 收入来源 over 财政拨款 and 其他资金."""
    at, said = cell, label
    while said.field == "budget_line" and at.row:
        above = cell_at(sheet, at.row - 1, at.column)
        found = form.label(above.text) if above else None
        if above is None or found is None or above.column != cell.column:
            return None
        at, said = above, found
    return at if said.field == "heading" else None


def _fund_label(sheet: Sheet, cell: SheetCell, form: FormDeclaration) -> Label | None:
    """The label of a source of funds: a word of the vocabulary with a number beside it."""
    beside = cell_at(sheet, cell.row, cell.column_end)
    if form.scope != "project" or beside is None or not is_number(beside.text):
        return None
    named = fund(cell.text)
    return Label("funding", {"fund": named}, kind="money") if named not in ("all", "unclassified") else None


def _inline(sheet: Sheet, cell: SheetCell, form: FormDeclaration) -> Iterator[Pair]:
    """A label and its value in one cell: `实施单位：…`, `其中：基本支出：120.00`."""
    match = _INLINE.fullmatch(strip_list_number(cell.text)[1])
    if match and (label := form.label(match["label"])):
        named, value = replace(cell, text=match["label"]), replace(cell, text=match["value"])
        yield Pair(label, named, (value,), printed_unit(match["label"]) or _unit(sheet, cell))


def _values(sheet: Sheet, cell: SheetCell, label: Label, form: FormDeclaration) -> tuple[SheetCell, ...]:
    if label.field == "heading":
        return ()
    beside = _beside(sheet, cell, label, form)
    if label.field == "goal" and beside and _heads_a_column(sheet, beside[0], cell, form):
        beside = ()
    return beside or (() if label.beside else _below(sheet, cell, form))


def _heads_a_column(sheet: Sheet, cell: SheetCell, label: SheetCell, form: FormDeclaration) -> bool:
    """Whether a text beside a goal's label heads a text under it instead, as 目标实际完成情况 does: the label is merged
    down beside both, or heads a column itself."""
    heads_too = label.row_end > cell.row_end or _is_over_text(sheet, label, form)
    return heads_too and form.may_head_a_column(cell.text) and _is_over_text(sheet, cell, form)


def _is_over_text(sheet: Sheet, cell: SheetCell, form: FormDeclaration) -> bool:
    """Whether a text as wide as the cell, and no label, stands under it."""
    under = cell_at(sheet, cell.row_end, cell.column)
    if under is None or not under.text or form.label(under.text):
        return False
    return (under.column, under.column_end) == (cell.column, cell.column_end)


def _beside(sheet: Sheet, cell: SheetCell, label: Label, form: FormDeclaration) -> tuple[SheetCell, ...]:
    """The cells right of a label, up to the next label; of most fields only the first in each of its rows."""
    found: dict[SheetCell, None] = {}
    for row in range(cell.row, cell.row_end):
        # A merged label can reach down beside the table of indicators.
        if row > cell.row and find_blocks(sheet, row, form):
            break
        column = cell.column_end
        while value := cell_at(sheet, row, column):
            if form.label(value.text):
                break
            found[value] = None
            if label.kind == "money" and _is_one_of_several(sheet, value, form):
                return ()
            # Boxes to tick, and names, stand beside each other.
            if label.kind != "choice" and label.field not in {"withheld", "aggregate"}:
                break
            column = value.column_end
        if column == cell.column_end and value is not None and value not in found:
            break
    return tuple(found)


def _is_one_of_several(sheet: Sheet, amount: SheetCell, form: FormDeclaration) -> bool:
    """Whether another amount follows one beside a label, and no head says what the first is: nobody can tell then."""
    head = _head(sheet, amount)
    return _is_amount(cell_at(sheet, amount.row, amount.column_end)) and not (head and form.label(head.text))


def _is_amount(cell: SheetCell | None) -> bool:
    amount = parse_amount(cell.text) if cell else None
    return amount is not None and amount.kind is not AmountKind.BLANK and amount.kind is not AmountKind.PERCENT


def _below(sheet: Sheet, cell: SheetCell, form: FormDeclaration) -> tuple[SheetCell, ...]:
    """The cells under a label that are as wide as it, down to the next label or table."""
    found: list[SheetCell] = []
    row = cell.row_end
    while row < sheet.row_count and not find_blocks(sheet, row, form):
        value = cell_at(sheet, row, cell.column)
        if value is None or (value.column, value.column_end) != (cell.column, cell.column_end):
            break
        if value.row != row or form.label(value.text):
            break
        found.append(value)
        row = value.row_end
    return tuple(found)


def _unit_above(sheet: Sheet, values: Sequence[SheetCell]) -> str | None:
    """The unit of money in the label that heads the amounts of a column: 预算金额（万元）."""
    head = _head(sheet, values[0]) if values else None
    return printed_unit(head.text) if head else None


def _head(sheet: Sheet, amount: SheetCell) -> SheetCell | None:
    """What heads the column of an amount: the first cell over it that is no number."""
    at: SheetCell | None = amount
    while at is not None and is_number(at.text):
        at = cell_at(sheet, at.row - 1, at.column) if at.row else None
    return at


def _unit(sheet: Sheet, cell: SheetCell) -> str | None:
    """The unit of money printed in a label or in the labels left of it."""
    at: SheetCell | None = cell
    while at is not None:
        if unit := printed_unit(at.text):
            return unit
        at = cell_at(sheet, cell.row, at.column - 1) if at.column else None
    return None
