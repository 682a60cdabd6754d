"""Tables that tests print: two ways to write a merged cell, one table."""

from __future__ import annotations

import pytest

from tests.printed import Printed, grid, page, sheet

MARKED = (["项目", "预算数", "<"], ["^", "合计", "其中"], ["　教育", "3.00", "1.00"])
SPANNED = ([("项目", 2, 1), ("预算数", 1, 2)], ["合计", "其中"], ["　教育", "3.00", "1.00"])


@pytest.mark.parametrize("rows", [MARKED, SPANNED], ids=["marked", "spanned"])
def test_a_merged_cell_covers_its_rows_and_columns(rows: tuple[list[Printed], ...]):
    printed = sheet(*rows)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in printed.cells] == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "预算数"),
        (1, 1, 1, 1, "合计"),
        (1, 2, 1, 1, "其中"),
        (2, 0, 1, 1, "教育"),
        (2, 1, 1, 1, "3.00"),
        (2, 2, 1, 1, "1.00"),
    ]
    assert [cell.text for cell in printed.cells if cell.indent] == ["教育"]


def test_a_sheet_and_a_page_print_the_same_table():
    assert grid(MARKED) == grid(SPANNED)
    (on_page,) = page(1, (), MARKED).grids
    assert [(cell.box, cell.text) for cell in on_page.cells] == [
        (cell.box, cell.text) for cell in sheet(*SPANNED).cells
    ]


def test_a_short_row_is_filled_with_empty_cells():
    printed = sheet(["项目", "预算数", "备注"], ["教育"])
    assert [cell.text for cell in printed.row(1)] == ["教育", "", ""]
