"""A table whose reading takes too long costs itself."""

from functools import partial

from pipelines.extraction.grid import Cell, Grid, Page, TextLine
from pipelines.foundation import limit
from pipelines.interpretation.interpret import read_sheet
from pipelines.interpretation.sheets.attempts import attempt
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.joining import join_sheets
from pipelines.interpretation.sheets.reading import Context, Fault, Reading
from pipelines.interpretation.sheets.recognition import recognise

HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
CONTEXT = Context(2025, "某局")


def page(number: int, rows: int) -> Page:
    """A page with a standard table of as many items."""
    items = [[f"201{item % 90 + 10}{item % 80 + 10}", "事业运行", "1.00", "", "1.00"] for item in range(rows)]
    cells = tuple(
        Cell(row, column, 1, 1, None, text, address=f"{row} {column}")
        for row, texts in enumerate([HEADER, *items])
        for column, text in enumerate(texts)
    )
    lines = tuple(TextLine(number, None, text) for text in ("部门支出总表", "部门：某局 单位：万元"))
    return Page(number, 0.0, 0.0, lines, (Grid(number, None, rows + 1, len(HEADER), cells, "cells", 2),))


def read(rows: int, number: int) -> Reading | Fault:
    (sheet,) = join_sheets([page(number, rows)])
    header, table = read_header(sheet), recognise(sheet, ())
    return attempt(sheet, partial(read_sheet, sheet, header, table, CONTEXT))


def test_a_table_that_takes_too_long_costs_itself(monkeypatch):
    # What is loaded once is not the table's.
    read(1, 1)
    monkeypatch.setattr(limit, "SECONDS", 0.05)
    small, large = read(2, 1), read(3_000, 7)
    assert isinstance(small, Reading)
    assert len(small.records["budget_lines"]) == 4
    assert large == Fault("TooLongError", "it takes longer than 0.05 seconds of the processor's time", 7, table_no=1)
