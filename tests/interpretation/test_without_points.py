"""A source without points, such as a spreadsheet: cells have addresses, what is read has pages and no boxes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extraction.grid import Cell, Grid, Page, TextLine
from pipelines.extraction.layout import grid_above, grid_below, grid_between, lines_above, lines_below
from pipelines.extraction.store import load_pages, write_pages
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context

HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
FIRST = [HEADER, ["", "合计", "3.00", "1.00", "2.00"], ["2010350", "事业运行", "3.00", "1.00", "2.00"]]
SECOND = [HEADER, ["2010350", "事业运行", "4.00", "4.00", "0.00"]]


def grid(rows: list[list[str]], top: int, lines_before: int) -> Grid:
    cells = tuple(
        Cell(row, column, 1, 1, None, text, address=f"预算!{'ABCDE'[column]}{top + row}")
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(1, None, len(rows), len(HEADER), cells, "cells", lines_before)


def page() -> Page:
    texts = (
        *("部门支出总表", "部门：某局 单位：万元"),
        *("一般公共预算支出表", "部门：某局 单位：元"),
        "2025年支出预算5万元。",
    )
    lines = tuple(TextLine(1, None, text) for text in texts)
    return Page(1, 0.0, 0.0, lines, (grid(FIRST, 3, 2), grid(SECOND, 8, 4)))


def test_reading_order_tells_what_stands_over_a_table():
    printed = page()
    first, second = printed.grids
    assert [line.text for line in lines_above(first, printed, printed.lines)] == [
        "部门支出总表",
        "部门：某局 单位：万元",
    ]
    assert lines_below(first, printed, printed.lines) == lines_above(second, printed, printed.lines)
    assert lines_below(second, printed, printed.lines) == printed.lines[4:]
    assert [grid_between(printed.lines[index], printed.lines[index + 1], printed) for index in range(4)] == [
        *(False, True, False, True)
    ]
    assert (grid_above(printed.lines[0], printed), grid_below(printed.lines[0], printed)) == (False, True)
    assert (grid_above(printed.lines[4], printed), grid_below(printed.lines[4], printed)) == (True, False)


def test_a_page_without_points_gives_rows_without_boxes():
    records = interpret([page()], Context(2025, "某局")).records
    rows = records["budget_lines"]
    item = {(row["table"], row["measure"]): row["amount_yuan"] for row in rows if row["code"] == "2010350"}
    assert item[("expenditure", "basic")] == Decimal("10000.00")
    assert item[("general_budget_by_function", "basic")] == Decimal("4.00")
    for dataset, count in (("budget_lines", 9), ("cells", 25), ("narrative_figures", 1)):
        placed = records[dataset]
        assert len(placed) == count
        assert {(row["page"], *(row[edge] for edge in ("x0", "y0", "x1", "y1"))) for row in placed} == {
            (1, None, None, None, None)
        }


@pytest.mark.parametrize("turns", [0, 1])
def test_a_page_without_points_is_kept_with_its_addresses(tmp_path: Path, turns: int):
    printed = Page(1, 0.0, 0.0, page().lines, page().grids, turns=turns)
    write_pages(tmp_path / "pages", [printed])
    (kept,) = load_pages(tmp_path / "pages")
    assert kept == printed
    assert kept.grids[0].at(1, 2).address == "预算!C4"
    assert kept.upright().grids[0].at(1, 2).box is None
