from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipelines.extraction.grid import Page
from pipelines.extraction.layout import edges
from pipelines.extraction.pdf.reader import read_pages
from tests.typesetting import Cell, Line, Paragraph, Style, Table, typeset

ROWS = [
    [f"201{number:02d}", f"第{number}款其他事务支出", f"{number}.50", "", f"{number}.50"] for number in range(10, 52)
]
TABLE = Table(
    caption=("表3", Line(centre="部门支出总表", size=14), Line(left="部门：江城市水务局", right="单位：万元")),
    header=[["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
    body=[["", "合计", "9.00", "", "9.00"], *ROWS],
    widths=(2, 4, 2, 2, 2),
)
LANDSCAPE = Table(TABLE.body[:9], TABLE.widths, TABLE.header, TABLE.caption, landscape=True)


def read(path: Path, table: Table, style: Style | None = None) -> list[Page]:
    return list(read_pages(typeset(path / "a.pdf", [table], style)))


def printed(pages: list[Page]) -> list[list[str]]:
    return [[cell.text for cell in grid.row(row)] for p in pages for grid in p.grids for row in range(grid.row_count)]


RULINGS = [
    Style(),
    Style(line_width=0.1),
    Style(rules="shapes"),
    Style(rules="shapes", line_width=0.2),
    pytest.param(Style(rules="picture"), marks=pytest.mark.slow),
    Style(watermark="内部资料"),
]


@pytest.mark.parametrize("style", RULINGS, ids=str)
def test_a_table_is_read_however_its_rules_are_drawn(style: Style, tmp_path: Path) -> None:
    pages = read(tmp_path, TABLE, style)
    assert len(pages) == 2
    assert printed(pages) == [*TABLE.header, *TABLE.body]
    assert [line.text for line in pages[0].lines] == ["表3", "部门支出总表", "部门：江城市水务局 单位：万元", "1"]
    assert all(cell.proven for page in pages for grid in page.grids for cell in grid.cells)


@pytest.mark.parametrize("style", [Style(), Style(rotate=90), Style(rotate=270), Style(sideways=True)], ids=str)
def test_a_landscape_table_is_read_however_its_page_is_turned(style: Style, tmp_path: Path) -> None:
    (page,) = (turned.upright() for turned in read(tmp_path, LANDSCAPE, style))
    assert printed([page]) == [*LANDSCAPE.header, *LANDSCAPE.body]
    assert [line.text for line in page.lines][1] == "部门支出总表"
    assert page.width > page.height


def test_boxes_are_of_the_page_as_shown(tmp_path: Path) -> None:
    (shown,) = read(tmp_path, LANDSCAPE)
    (rotated,) = read(tmp_path, LANDSCAPE, Style(rotate=90))
    (sideways,) = read(tmp_path, LANDSCAPE, Style(sideways=True))
    assert [getattr(rotated.grids[0].box, side) for side in ("x0", "y0", "x1", "y1")] == pytest.approx(
        [getattr(shown.grids[0].box, side) for side in ("x0", "y0", "x1", "y1")], abs=1
    )
    # Set sideways, the table's columns run up the page as shown.
    assert (sideways.width < sideways.height, sideways.turns % 2) == (True, 1)
    for cell in sideways.grids[0].cells:
        upright = sideways.upright().grids[0].at(cell.row, cell.column)
        assert edges(sideways.shown(upright.box)) == pytest.approx(edges(cell.box))


def test_merged_cells_keep_their_spans(tmp_path: Path) -> None:
    header = [[Cell("项目", 2), Cell("合计", 1, 2)], ["编码", "名称"]]
    (page,) = read(tmp_path, Table([["201", "一般公共服务支出", "1.00"]], (1, 3, 1), header))
    spans = [(cell.text, cell.row_span, cell.column_span) for cell in page.grids[0].cells]
    assert spans[:4] == [("项目", 1, 2), ("合计", 2, 1), ("编码", 1, 1), ("名称", 1, 1)]


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    (page,) = read(tmp_path, Table([["", "", ""]] * 5, (1, 3, 1)))
    assert (page.grids[0].row_count, page.grids[0].column_count) == (5, 3)


def test_prose_has_no_grids(tmp_path: Path) -> None:
    path = typeset(tmp_path / "a.pdf", [Paragraph("2026年收入总预算806.77万元，支出总预算806.77万元。")])
    (page,) = read_pages(path)
    assert (page.grids, page.picture) == ((), False)


def test_no_digit_is_lost_or_doubled(tmp_path: Path) -> None:
    read_digits = Counter(char for row in printed(read(tmp_path, TABLE)) for text in row for char in text)
    assert read_digits == Counter(char for row in (*TABLE.header, *TABLE.body) for text in row for char in str(text))


@pytest.mark.slow
def test_two_rows_in_a_picture_at_the_head_of_a_page(tmp_path: Path) -> None:
    on_first_page = 38
    table = Table(ROWS[: on_first_page + 2], TABLE.widths, TABLE.header, TABLE.caption)
    pages = read(tmp_path, table, Style(rules="picture"))
    assert [grid.row_count for page in pages for grid in page.grids] == [1 + on_first_page, 2]
    assert printed(pages)[-2:] == [list(row) for row in table.body[-2:]]
