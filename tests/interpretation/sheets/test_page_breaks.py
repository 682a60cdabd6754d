"""Merged cells that a page's end cuts are whole: what stands on both sides, and the line through which the cut goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.pdf.reader import read_pages
from pipelines.interpretation.sheets.joining import join_sheets
from tests.extraction.pdf.set_pages import font

EDGES = (40, 138, 240, 330, 400, 470)
TOP, ROW = 640.0, 20.0
HEADER = ("项目名称", "项目总额", "三级指标", "指标值", "计量单位")
SIZE, INK = 10, 8.6
"""Of the test font: the height of its ideographs in this size."""


def _level(canvas: Canvas, y: float, first: int = 0) -> None:
    canvas.line(EDGES[first], y, EDGES[-1], y)


def _page(canvas: Canvas, rows: Sequence[tuple[str, str]], foot: bool) -> float:
    """A header and indicators, left of which nothing is ruled between the rows; the height at which they end."""
    canvas.setFont(font("plain"), SIZE)
    canvas.setLineWidth(0.5)
    end = TOP - len(rows) * ROW
    for y in (TOP + ROW, TOP):
        _level(canvas, y)
    for place, title in enumerate(HEADER):
        canvas.drawString(EDGES[place] + 4, TOP + 6, title)
    for number, (indicator, target) in enumerate(rows, start=1):
        _level(canvas, TOP - number * ROW, 0 if foot and number == len(rows) else 2)
        canvas.drawString(EDGES[2] + 4, TOP - number * ROW + 6, indicator)
        canvas.drawString(EDGES[3] + 4, TOP - number * ROW + 6, target)
        canvas.drawString(EDGES[4] + 4, TOP - number * ROW + 6, "%")
    for x in EDGES:
        canvas.line(x, TOP + ROW, x, end)
    return end


def _clipped(canvas: Canvas, bottom: float, top: float, texts: Sequence[tuple[float, float, str]]) -> None:
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(0, bottom, 500, top - bottom)
    canvas.clipPath(clip, stroke=0)
    for x, y, text in texts:
        canvas.drawString(x, y, text)
    canvas.restoreState()


def broken(path: Path, shown_above: float, name: Sequence[str], amount: str = "1,276.740000") -> list[str]:
    """The texts of a project over a page break; of the second line of its name, and of its amount, a part of the height
    stands above the break and the rest below. The texts are those of its name, its amount, and of the cells below."""
    canvas = Canvas(str(path), pagesize=(500, 700), invariant=1)
    end = _page(canvas, [("通行人数", "210"), ("合格率", "100")], foot=False)
    base = end - (1 - shown_above) * INK + 0.8
    x, right = EDGES[0] + 4, EDGES[1] + 4
    _clipped(canvas, end, TOP, [(x, base + 12, name[0]), (x, base, name[1]), (right, base, amount)])
    canvas.showPage()
    _page(canvas, [("满意度", "90"), ("利用率", "95")], foot=True)
    base += TOP - end
    _clipped(canvas, 0, TOP, [(x, base, name[1]), (x, base - 12, name[2]), (right, base, amount)])
    canvas.save()
    (sheet,) = join_sheets(list(read_pages(path)))
    body = [cell for cell in sheet.cells if cell.row not in (0, *sheet.repeated_header_rows) and cell.column < 2]
    return [cell.text if cell.proven or cell.column == 0 else "not read" for cell in body]


NAME = ("四环路外其余各处部", "分交通标志优化改造", "升级项目")


@pytest.mark.parametrize("shown_above", [0.0, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1.0])
def test_the_line_through_which_the_page_s_end_goes_is_read_once(tmp_path: Path, shown_above: float) -> None:
    name, amount, *others = broken(tmp_path / "a.pdf", shown_above, NAME)
    assert name == "".join(NAME)
    assert amount in ("1,276.740000", "not read")
    assert not others


@pytest.mark.parametrize("shown_above", [0.0, 0.1, 0.4, 0.5, 0.9, 1.0])
def test_an_amount_is_read_where_one_side_shows_nearly_all_or_both_a_half(tmp_path: Path, shown_above: float) -> None:
    assert broken(tmp_path / "a.pdf", shown_above, NAME)[1] == "1,276.740000"
