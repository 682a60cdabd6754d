from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.grid import Cell, Page
from tests.extraction.pdf.set_pages import CELL, set_page

Piece = tuple[str, float, float]
"""A text, its size and how high it is set, as parts of the size of the line."""

SIZE = 8.0


def page(path: Path, *pieces: Piece) -> Page:
    """A page with a table whose first cell prints some pieces, one beside the other."""
    x, y, _, _ = CELL

    def write(canvas: Canvas) -> None:
        text = canvas.beginText(x + 4, y + 6)
        for piece, size, rise in pieces:
            text.setFont("plain", size * SIZE)
            text.setRise(rise * SIZE)
            text.textOut(piece)
        canvas.drawText(text)

    return set_page(path / "a.pdf", 2, write)


def cell(path: Path, *pieces: Piece) -> Cell:
    return page(path, *pieces).grids[0].at(0, 0)


@pytest.mark.parametrize("rise", [-0.2, -0.35, 0.2, 0.3, 0.35, 0.5])
def test_a_small_sign_lower_or_higher_stands_in_its_line(tmp_path: Path, rise: float) -> None:
    found = cell(tmp_path, ("PM", 1, 0), ("2.5", 0.65, rise), ("年均浓度", 1, 0))
    assert (found.text, found.doubt) == ("PM2.5年均浓度", "")
    assert cell(tmp_path, ("用地500m", 1, 0), ("2", 0.65, rise), ("以上", 1, 0)).text == "用地500m2以上"


def test_a_small_sign_that_opens_a_line_stands_in_it(tmp_path: Path) -> None:
    assert cell(tmp_path, ("[1]", 0.6, 0.4), ("指本单位", 1, 0)).text == "[1]指本单位"


@pytest.mark.parametrize("rise", [-0.2, 0.2, 0.3, 0.35, 0.5])
@pytest.mark.parametrize("pieces", [("1,234", "1"), ("12.50%", "12"), ("10", "4"), ("10", "4", "吨")])
def test_a_small_number_beside_digits_is_none_of_theirs(tmp_path: Path, rise: float, pieces: tuple[str, ...]) -> None:
    figure, mark, *rest = pieces
    found = cell(tmp_path, (figure, 1, 0), (mark, 0.65, rise), *((each, 1, 0) for each in rest))
    assert sorted(found.text.split("\n")) == sorted([figure + "".join(rest), mark])
    assert found.doubt == "raised"


@pytest.mark.parametrize("space", ["", " "])
def test_a_mark_before_a_number_is_none_of_its_digits(tmp_path: Path, space: str) -> None:
    found = cell(tmp_path, ("增长", 1, 0), ("1", 0.65, 0.3), (space + "25.4%", 1, 0))
    assert (sorted(found.text.split("\n")), found.doubt) == (["1", "增长25.4%"], "raised")


def test_numbers_of_two_sizes_in_two_cells_are_in_no_doubt(tmp_path: Path) -> None:
    x, y, width, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawRightString(x + width - 0.5, y + 6, "1,234.50")
        canvas.setFont("plain", 6)
        canvas.drawString(x + width + 0.5, y + 7.2, "24,458,000.43")

    cells = set_page(tmp_path / "a.pdf", 2, write).grids[0].cells[:2]
    assert [(each.text, each.doubt) for each in cells] == [("1,234.50", ""), ("24,458,000.43", "")]
