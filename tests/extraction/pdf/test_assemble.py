from __future__ import annotations

import pytest

from pipelines.extraction.grid import Grid
from pipelines.extraction.pdf.assemble import assemble_grids
from pipelines.extraction.pdf.ruling import RuledTable
from pipelines.extraction.pdf.text_layer import TextLayer
from tests.extraction.pdf.glyphs import glyphs, layer

COLUMN, ROW, TOP = 100.0, 20.0, 700.0


def ruled(rows: int, columns: int, *, no_right: tuple = (), no_bottom: tuple = ()) -> RuledTable:
    """A lattice from (0, TOP) down, without some of its inner rules."""
    return RuledTable(
        columns=tuple((COLUMN * i, COLUMN * (i + 1)) for i in range(columns)),
        rows=tuple((TOP - ROW * i, TOP - ROW * (i + 1)) for i in range(rows)),
        right_ruled=tuple(tuple((r, c) not in no_right for c in range(columns)) for r in range(rows)),
        bottom_ruled=tuple(tuple((r, c) not in no_bottom for c in range(columns)) for r in range(rows)),
    )


def grid(text: TextLayer, table: RuledTable) -> Grid:
    grids, _ = assemble_grids(text, [table])
    return grids[0]


def test_a_number_and_the_next_cells_text_are_split_at_the_rule() -> None:
    found = grid(layer(glyphs("776.75", 68, 685), glyphs("一、支出", 102, 685)), ruled(1, 2))
    assert [cell.text for cell in found.cells] == ["776.75", "一、支出"]


def test_a_name_that_overflows_its_cell_stays_whole_beside_the_number() -> None:
    name = glyphs("住房公积金缴费支出", 20, 685)
    found = grid(layer(name, glyphs("9.00", 160, 685)), ruled(1, 2))
    assert [cell.text for cell in found.cells] == ["住房公积金缴费支出", "9.00"]


@pytest.mark.parametrize(("left", "texts"), [(66, ["于2022年", "批次"]), (69, ["于2022", "年 批次"])])
def test_a_sign_that_the_edge_of_its_cell_cuts_stays_with_its_text(left: float, texts: list[str]) -> None:
    cut = glyphs("于2022", left, 685, source=1), glyphs("年", left + 30, 685, source=2)
    found = grid(layer(*cut, glyphs("批次", 160, 685)), ruled(1, 2))
    assert [cell.text for cell in found.cells] == texts


def test_a_text_that_begins_at_the_edge_of_its_cell_is_not_of_the_one_before() -> None:
    found = grid(layer(glyphs("30201费", 74, 685)), ruled(1, 2))
    assert [cell.text for cell in found.cells] == ["30201", "费"]


@pytest.mark.parametrize(("left", "doubts"), [(70, ["cut", "cut"]), (170, ["", "cut"]), (-20, ["cut", ""])])
def test_a_number_that_goes_on_beyond_its_cell_is_doubted(left: float, doubts: list[str]) -> None:
    cells = grid(layer(glyphs("24,458,000.43", left, 685)), ruled(1, 2)).cells
    assert [cell.doubt for cell in cells] == doubts


def test_numbers_that_fill_their_cells_are_two() -> None:
    text = layer(glyphs("1,234.56", 60, 685, source=1), glyphs("24,458,000.43", 100, 685, source=2))
    assert [(cell.text, cell.doubt) for cell in grid(text, ruled(1, 2)).cells] == [
        ("1,234.56", ""),
        ("24,458,000.43", ""),
    ]


def test_a_number_goes_on_within_merged_cells() -> None:
    cells = grid(layer(glyphs("24,458,000.43", 70, 685)), ruled(1, 2, no_right=((0, 0),))).cells
    assert [(cell.text, cell.doubt) for cell in cells] == [("24,458,000.43", "")]


def test_missing_rules_merge_cells() -> None:
    found = grid(layer(glyphs("收入", 80, 685)), ruled(2, 2, no_right=((0, 0),)))
    merged = found.at(0, 1)
    assert (merged.text, merged.column, merged.column_span, len(found.cells)) == ("收入", 0, 2, 3)


def test_a_shape_that_is_no_rectangle_is_cut_into_its_rows() -> None:
    found = grid(layer(), ruled(2, 2, no_right=((0, 0),), no_bottom=((0, 0),)))
    assert [(c.row, c.column, c.row_span, c.column_span) for c in found.cells] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_glyphs_outside_the_tables_are_left_over() -> None:
    text = layer(glyphs("表3", 0, 750), glyphs("5", 50, 685))
    grids, outside = assemble_grids(text, [ruled(1, 1)])
    assert "".join(glyph.char for glyph in outside) == "表3"
    assert grids[0].cells[0].text == "5"


def test_a_doubted_figure_costs_its_cell_and_no_other() -> None:
    doubted = [glyph._replace(doubt="shape") for glyph in glyphs("2.00", 110, 685)]
    cells = grid(layer(glyphs("1.50", 10, 685), doubted), ruled(1, 2)).cells
    assert [(cell.proven, cell.doubt) for cell in cells] == [(True, ""), (False, "shape")]


def test_a_doubted_letter_is_no_doubted_figure() -> None:
    doubted = [glyph._replace(doubt="stamp") for glyph in glyphs("万元", 60, 685)]
    assert grid(layer(glyphs("1.50", 10, 685), doubted), ruled(1, 1)).cells[0].proven


def test_an_indent_is_measured_from_the_rule() -> None:
    assert grid(layer(glyphs("行政运行", 18, 685)), ruled(1, 1)).cells[0].indent == 18
