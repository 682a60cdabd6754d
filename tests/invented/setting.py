"""An invented budget on pages: as the extraction gives them, or as something to typeset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from pipelines.extraction.grid import Page
from tests.invented import finals
from tests.invented.accounts import YEAR, accounts
from tests.invented.layout import Layout, draw
from tests.invented.table import Figure, Publisher, Table
from tests.invented.tables import tables
from tests.printed import Printed, page
from tests.typesetting import Heading, Item, Line
from tests.typesetting import Table as Ruled
from tests.typesetting.content import Cell

_LONG_NAME = 12
Rows = Sequence[Sequence[Printed]]


def publisher(seed: int, *, is_final: bool = False) -> Publisher:
    """The publisher of a seed, with its accounts."""
    random = Random(seed)
    return Publisher(draw(seed), accounts(random), random, is_final)


def _tables(of: Publisher) -> Iterator[Table]:
    return finals.tables(of) if of.is_final else tables(of)


def pages(of: Publisher) -> tuple[list[Page], list[Figure]]:
    """The pages of a budget as the extraction gives them, and its figures."""
    printed = [page(1, [_cover(of)])]
    figures: list[Figure] = []
    for number, table in enumerate(_tables(of), start=1):
        figures += table.figures
        above, inside = _caption(of, table, number)
        head: list[Sequence[Printed]] = [*inside, *table.head, *_numbers(of, table)]
        for index, body in enumerate(_parts(table.body, of.layout)):
            again: list[Sequence[Printed]] = (
                [*table.head, *_numbers(of, table)] if of.layout.repeats_header and not table.is_form else []
            )
            whole = of.layout.repeats_caption and of.layout.repeats_header and not table.is_form
            again = head if whole else again
            lines = above if index == 0 or whole else []
            rows = [*(again if index else head), *body]
            printed.append(page(len(printed) + 1, lines, rows, foot=table.note or str(len(printed) + 1)))
    return printed, figures


def items(of: Publisher) -> tuple[list[Item], list[Figure]]:
    """The same budget as something to typeset."""
    found: list[Item] = [Heading(_cover(of), level=1)]
    figures: list[Figure] = []
    for number, table in enumerate(_tables(of), start=1):
        figures += table.figures
        above, inside = _caption(of, table, number)
        head = [*table.head, *_numbers(of, table)]
        framed = [*inside, *head]
        repeats = of.layout.repeats_header and not inside and not table.is_form
        found.append(
            Ruled(
                header=_cells(framed if repeats else []),
                body=_cells(table.body if repeats else [*framed, *table.body]),
                widths=[3.0 if at < 2 else 1.0 for at in range(table.width)],
                caption=[Line(left=line) for line in above],
                note=table.note or None,
                landscape=True,
                repeat_header=repeats,
            )
        )
    return found, figures


def _cells(rows: Rows) -> list[list[str | Cell]]:
    return [[each if isinstance(each, str) else Cell(each[0], each[2], each[1]) for each in row] for row in rows]


def _cover(of: Publisher) -> str:
    return f"{of.accounts.department}{YEAR}年{'度部门决算' if of.is_final else '部门预算'}"


def _caption(of: Publisher, table: Table, number: int) -> tuple[list[str], list[list[Printed]]]:
    """The lines above a table, and the rows at the top of its frame, that print its caption."""
    layout = of.layout
    prefix = {
        "": "",
        "year": f"{YEAR}年",
        "year_department": f"{YEAR}年{of.accounts.department}",
        "department_year": f"{of.accounts.department}{YEAR}年",
    }[layout.prefix]
    title, named = f"{prefix}{table.title}", layout.number.format(number)
    if layout.number_place == "title":
        title = f"{named}{layout.number_ends}{title}"
    unit = f"{layout.unit_label}{layout.unit}"
    lines = {
        "line": [title, f"{layout.organisation_label}{of.accounts.department} {unit}"],
        "title": [f"{title} {unit}"],
        "brackets": [f"{title}（{unit}）"],
    }[layout.unit_place]
    above = [named] if layout.number_place == "left" else []
    if not layout.framed:
        return [*above, *lines], []
    width = table.width
    return above, [[(line, 1, width)] for line in lines]


def _numbers(of: Publisher, table: Table) -> list[list[Printed]]:
    """The row that numbers the columns of amounts."""
    if of.is_final or not of.layout.numbers_columns or table.is_form or table.title.endswith("目标表"):
        return []
    amounts = [index for index, text in enumerate(_lowest(table)) if text.replace(",", "").replace(".", "").isdigit()]
    row: list[Printed] = ["" for _ in range(table.width)]
    for number, index in enumerate(amounts, start=1):
        row[index] = str(number)
    if row[0] == "":
        row[0] = "栏次"
    return [row] if amounts and row[0] == "栏次" else []


def _lowest(table: Table) -> list[str]:
    """The texts of the last row of the body that fills most columns."""
    rows = [[each for each in row if isinstance(each, str)] for row in table.body]
    width = table.width
    return next((row for row in reversed(rows) if len(row) == width and any(row)), [])


def _parts(body: Rows, layout: Layout) -> Iterator[Rows]:
    """The rows of each page; what is merged over the break stands in both parts."""
    if not body:
        yield []
    going_on: list[tuple[str, int]] = []
    rest: list[Printed] = []
    for start in range(0, len(body), layout.rows_of_a_page):
        rows = [list(row) for row in body[start : start + layout.rows_of_a_page]]
        if going_on:
            rows[0] = [*((text if layout.repeats_caption else "", rest, 1) for text, rest in going_on), *rows[0]]
        going_on = []
        for at, row in enumerate(rows):
            for column, each in enumerate(row):
                if not isinstance(each, str) and at + each[1] > len(rows):
                    going_on.append((each[0], at + each[1] - len(rows)))
                    row[column] = (each[0], len(rows) - at, each[2])
        if rest:
            rows.insert(0, rest)
        rest = _cut(rows, layout) if start + layout.rows_of_a_page < len(body) else []
        yield rows


def _cut(rows: list[list[Printed]], layout: Layout) -> list[Printed]:
    """Cut the last row of a page in two, and return what of it stands on the next page; nothing where it isn't cut."""
    names = [at for at, each in enumerate(rows[-1]) if isinstance(each, str) and len(each) > _LONG_NAME]
    texts = [each for each in rows[-1] if isinstance(each, str)]
    if layout.cut_rows == "none" or len(names) != 1 or len(texts) < len(rows[-1]) or not texts[names[0]][-1].isalpha():
        return []
    (at,) = names
    keys, amounts = texts[:at], texts[at + 1 :]
    upper, lower = texts[at][:-2], texts[at][-2:]
    empty = [""] * len(amounts)
    is_above = layout.cut_rows == "amounts_above"
    rows[-1] = [*keys, upper, *(amounts if is_above else empty)]
    return [*[""] * at, lower, *(empty if is_above else amounts)]
