"""What a page break cuts is mended: merged cells that reach over it, rows that go on behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipelines.classifications import classification, scheme_of
from pipelines.classifications.codes import EXPENDITURE_SCHEMES
from pipelines.foundation.amounts import AmountKind, parse_amount, without_commas
from pipelines.foundation.text import fold_text, is_year, list_number_form, strip_list_number
from pipelines.interpretation.declared.tables import declared_labels
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.sheets.sheet import SheetCell
from pipelines.interpretation.words.codes import CodeKind, code_and_name
from pipelines.interpretation.words.labels import label_key

_CELLS_OF_A_LIST_ROW = 5
_BEGINNING_OF_A_TEXT = 8
"""Characters from which on the beginning of another text is no name of its own."""
_FEW = 4
"""Characters of a line, at most, of which not even a half shows, beside those of its length."""
_CODE = re.compile(r"\d{2,}")

Place = tuple[int, int]
"""The first column of a cell and how many it covers."""


def mend_break(
    above: Sequence[SheetCell], below: Sequence[SheetCell], first_row: int
) -> tuple[list[SheetCell], list[SheetCell]]:
    """Join the cells that a page break cut.

    `above` are a sheet's cells up to the break, `below` those of the next page, the first of which stand in `first_row`
    (under a repeated header). Returns both, the cut cells whole in the first and gone from the second.
    """
    top = sorted((cell for cell in below if cell.row == first_row), key=lambda cell: cell.column)
    bottom = _bottom(above)
    rests = _rests(top, bottom, [*above, *below])
    if not rests:
        return list(above), list(below)
    whole = {bottom[place]: _joined(bottom[place], rest) for place, rest in rests.items()}
    gone = set(rests.values())
    return [whole.get(cell, cell) for cell in above], [cell for cell in below if cell not in gone]


def mend_repeated(
    above: Sequence[SheetCell], below: Sequence[SheetCell], first_row: int
) -> tuple[list[SheetCell], list[SheetCell]]:
    """Make whole the texts of merged cells that a page prints again and that one of their parts is too low for.

    Such a text is cut, or runs over into the cell under it. It is the beginning of the other part's text, and another
    cell of the row repeats the one above it word by word. Cells as in `mend_break`.
    """
    bottom = _bottom(above)
    pairs = [
        (partner, cell)
        for cell in below
        if cell.row == first_row and (partner := bottom.get((cell.column, cell.column_span)))
    ]
    mended: dict[SheetCell, SheetCell] = {}
    for partner, cell in pairs if any(one.text and one.text == other.text for one, other in pairs) else ():
        short, long = sorted((partner, cell), key=lambda part: len(part.text))
        rest = long.text.removeprefix(short.text)
        if len(short.text) < _BEGINNING_OF_A_TEXT or rest in ("", long.text):
            continue
        mended[short] = replace(short, text=long.text)
        for under in below:
            if (under.row, under.column) == (cell.row_end, cell.column) and under.text.startswith(f"{rest}\n"):
                mended[under] = replace(under, text=under.text.removeprefix(f"{rest}\n"))
    if not mended:
        return list(above), list(below)
    return [mended.get(cell, cell) for cell in above], [mended.get(cell, cell) for cell in below]


def _bottom(cells: Sequence[SheetCell]) -> Mapping[Place, SheetCell]:
    """The cells that reach down to the last row, by their place."""
    ends = [cell.row + cell.row_span for cell in cells]
    end = max(ends)
    return {(cell.column, cell.column_span): cell for cell, last in zip(cells, ends, strict=True) if last == end}


def _rests(
    top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell], every: Sequence[SheetCell]
) -> Mapping[Place, SheetCell]:
    """The cells of the first row that go on with the cell above them, by their place."""
    places = {(cell.column, cell.column_span): cell for cell in top}
    if any(rest(top, bottom) for rest in _RESTS) or _is_rest_in_list(top, bottom, every):
        return {place: cell for place, cell in places.items() if place in bottom}
    going_on = {(cell.column, cell.column_span): cell for cell in _going_on(top, bottom)}
    counts = any(holds_amount(cell.text) for cell in bottom.values())
    if going_on and not counts and _is_within_header([cell for cell in top if cell not in going_on.values()]):
        return {
            place: cell
            for place, cell in places.items()
            if place in going_on or (not cell.text and place in bottom and bottom[place].text)
        }
    return going_on


def _going_on(top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell]) -> Iterator[SheetCell]:
    """The cells that are the rest of a merged cell above: no rule ends that one, or its text is printed in one of its
    parts.

    An empty one of a single row is only among the row's first cells: further right it may be a value not printed.
    """
    first = True
    for cell in top:
        partner = bottom.get((cell.column, cell.column_span))
        first = first and not cell.text
        if partner is not None and (_is_piece(cell, partner) or _is_cut(cell, partner)):
            yield cell
            continue
        if partner is None or bool(partner.text) == bool(cell.text):
            continue
        if (cell.row_span > 1 and (partner.text or partner.row_span > 1)) or (first and partner.row_span > 1):
            yield cell


def _is_cut(cell: SheetCell, partner: SheetCell) -> bool:
    """Whether the two are parts of one cell that the page's end cuts. Two amounts are not of one."""
    amounts = {fold_text(each.text) for each in (partner, cell) if each.proven and holds_amount(each.text)}
    return partner.goes_on and len(amounts) < 2


def _is_piece(cell: SheetCell, partner: SheetCell) -> bool:
    """Whether the two texts are the pieces of a label: together they are a known one, the second by itself is none."""
    labels = declared_labels()
    return (
        bool(cell.text and partner.text)
        and label_key(partner.text + cell.text) in labels
        and label_key(cell.text) not in labels
    )


def _is_within_header(top: Sequence[SheetCell]) -> bool:
    """Whether the break falls inside a header of several rows: beside rests, the row prints labels or years only."""
    printed = [fold_text(cell.text) for cell in top if cell.text]
    return (
        bool(printed)
        and 2 * len(printed) <= len(top)
        and all(is_year(text) or (read_label(text).known and not holds_amount(text)) for text in printed)
    )


def _is_rest_of_row(top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell]) -> bool:
    """Whether the row is the rest of the row above: its left cell is empty and it only goes on with texts.

    The first cells may be merged with those above in a rest and in a new row alike. From the first printed one on a
    rest prints few cells, or the last one only; a new row prints most.
    """
    printed = [cell for cell in top if cell.text]
    if not printed or top[0].text or any((cell.column, cell.column_span) not in bottom for cell in top):
        return False
    pairs = [(cell, bottom[(cell.column, cell.column_span)]) for cell in top if cell.column >= printed[0].column]
    own = [cell for cell, partner in pairs if partner.text and cell.row_span == partner.row_span == 1]
    return (len(own) == 1 or 2 * len(printed) <= len(own)) and all(
        cell.row_span == 1 and partner.text and _goes_on(cell.text) for cell, partner in pairs if cell.text
    )


def _is_rest_of_list_row(top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell]) -> bool:
    """Whether the row of a list is the rest of the row above: that one has its amounts, and this one texts only."""
    partners = [bottom.get((cell.column, cell.column_span)) for cell in top]
    pairs = [(cell, partner) for cell, partner in zip(top, partners, strict=True) if partner is not None]
    return (
        len(pairs) == len(top) >= _CELLS_OF_A_LIST_ROW
        and any(cell.text for cell in top)
        and all(cell.row_span == partner.row_span == 1 for cell, partner in pairs)
        and any(holds_amount(partner.text) for _, partner in pairs)
        and all(partner.text and _goes_on(cell.text) for cell, partner in pairs if cell.text)
    )


def _is_rest_of_coded_row(top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell]) -> bool:
    """Whether the row above prints a code and the head of a name, and this one the name's rest and all the amounts."""
    pairs = [(cell, bottom.get((cell.column, cell.column_span))) for cell in top]
    paired = [(cell, partner) for cell, partner in pairs if partner is not None]
    if len(paired) != len(pairs) or any(cell.row_span > 1 or partner.row_span > 1 for cell, partner in paired):
        return False
    amounts = [(cell, partner) for cell, partner in paired if cell.text and not partner.text]
    names = [(cell, partner) for cell, partner in paired if cell.text and partner.text]
    heads = [(cell, partner) for cell, partner in paired if partner.text and not cell.text]
    return (
        bool(amounts)
        and all(holds_amount(cell.text) for cell, _ in amounts)
        and len(names) == 1
        and _goes_on(names[0][0].text)
        and not read_label(names[0][0].text).known
        and bool(heads)
        and all(_CODE.fullmatch(fold_text(partner.text)) for _, partner in heads)
    )


def _is_rest_of_name(top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell]) -> bool:
    """Whether the break cuts an official name or a known label in two, the row's amounts all on one of its sides."""
    if (halves := _halves(top, bottom)) is None:
        return False
    upper, lower = (half.text for half in halves)
    whole = upper + lower
    is_label = read_label(whole).known and not read_label(upper).known
    return is_label or (_is_official_name(whole) and not _is_official_name(lower))


def _is_rest_in_list(top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell], every: Sequence[SheetCell]) -> bool:
    """Whether the break cuts a label of a list of which each half is one too: (2)政府性基金预算拨款 and 结转.

    The label numbered beside it tells: it ends in the second half, which bears no number of its own.
    """
    if (halves := _halves(top, bottom)) is None:
        return False
    upper, lower = halves
    form, rest = list_number_form(upper.text), fold_text(lower.text)
    beside = [
        fold_text(cell.text)
        for cell in every
        if cell.column == upper.column and (cell.row_end == upper.row or cell.row == lower.row_end)
    ]
    return (
        bool(form)
        and not list_number_form(lower.text)
        and read_label(upper.text + lower.text).known
        and any(list_number_form(text) == form and text.endswith(rest) for text in beside)
    )


def _halves(top: Sequence[SheetCell], bottom: Mapping[Place, SheetCell]) -> tuple[SheetCell, SheetCell] | None:
    """The two cells of a label that the break may cut: the only ones that print on both sides, where the amounts of
    the row stand on one."""
    pairs = [(cell, bottom.get((cell.column, cell.column_span))) for cell in top]
    paired = [(cell, partner) for cell, partner in pairs if partner is not None]
    if len(paired) != len(pairs) or any(cell.row_span > 1 or partner.row_span > 1 for cell, partner in paired):
        return None
    cut = [(partner, cell) for cell, partner in paired if cell.text and partner.text]
    is_label = sum(1 for cell, _ in paired if cell.text and not holds_amount(cell.text)) == 1
    return cut[0] if len(cut) == 1 and is_label else None


def _is_official_name(text: str) -> bool:
    """Whether a text is a name of the classifications, its own code perhaps before it."""
    coded = code_and_name(text.replace("\n", ""), CodeKind.CLASSIFICATION)
    if coded.code is None:
        return any(classification(scheme).knows(coded.name) for scheme in EXPENDITURE_SCHEMES)
    scheme = scheme_of(coded.code)
    return scheme is not None and classification(scheme).confirms(coded.code, coded.name) is True


_RESTS = (_is_rest_of_row, _is_rest_of_list_row, _is_rest_of_coded_row, _is_rest_of_name)


def _goes_on(text: str) -> bool:
    """Whether a text can be the rest of another: no amount, code, source of funds, total or target, no list number."""
    folded = fold_text(text)
    is_begun = holds_amount(text) or folded.isdigit() or folded.startswith(("≥", "≤", "=", ">", "<"))
    said = read_label(text)
    names_a_line = said.known and said.get("line") is not None
    return not (is_begun or strip_list_number(text)[0] or said.get("fund") or names_a_line)


def holds_amount(text: str) -> bool:
    """Whether a cell's text is an amount, a percentage or a mark for zero."""
    amount = parse_amount(text) or without_commas(text)
    return amount is not None and amount.kind is not AmountKind.BLANK


def _joined(cell: SheetCell, rest: SheetCell) -> SheetCell:
    upper, lower = _without_halves(cell, rest) if cell.goes_on else (cell.text, rest.text)
    shown = [part.proven for part, text in ((cell, upper), (rest, lower)) if text]
    return replace(
        cell,
        row_span=rest.row_end - cell.row,
        text=upper + lower,
        proven=all(shown) or (cell.goes_on and _are_halves(cell, rest)),
        goes_on=rest.goes_on,
        torn_foot=rest.torn_foot,
    )


def _are_halves(cell: SheetCell, rest: SheetCell) -> bool:
    """Whether the page shows the upper halves of figures, and the next one the lower halves of the same."""
    upper, lower = (_digits(part.text) for part in (cell, rest))
    return cell.torn_foot == cell.text and rest.torn_head == rest.text and upper == lower != ""


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _without_halves(cell: SheetCell, rest: SheetCell) -> tuple[str, str]:
    """The texts of both parts of a cell; the line through which the cut goes on the side that shows more of it."""
    upper, lower = cell.text, rest.text
    torn_above, torn_below = cell.torn_foot, rest.torn_head
    shows_more_below = torn_above and len("".join(torn_above.split())) < len("".join(torn_below.split()))
    if torn_below and not shows_more_below and _is_of(torn_below[::-1], upper[::-1]):
        return upper, lower.removeprefix(torn_below).lstrip()
    if torn_above and _is_of(torn_above, lower):
        return upper.removesuffix(torn_above).rstrip(), lower
    return upper, lower


def _is_of(half: str, text: str) -> bool:
    """Whether a text begins with the line of which half of the height shows so: not all of its signs may."""
    characters = iter(text[: 2 * len(half) + _FEW])
    return all(char in characters for char in half if not char.isspace())
