from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.shapes import likeness
from tests.extraction.pdf.draw_shapes import draw
from tests.extraction.pdf.set_pages import CELL, FONT_FILE, cell, page, set_page


def test_a_font_whose_map_and_shapes_disagree_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchanged = {ord("4"): ord("7"), ord("7"): ord("4")}
    honest = ttfonts.makeToUnicodeCMap

    def lying(fontname: str, subset: list[int]) -> str:
        return honest(fontname, [exchanged.get(code, code) for code in subset])

    assert cell(page(tmp_path / "a.pdf", "1,234.56", "plain"), 1) == ("1,234.56", "")
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lying)
    assert cell(page(tmp_path / "b.pdf", "1,234.56", "plain"), 1) == ("1,237.56", "shape")


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_is_told_by_its_shape(digit: int) -> None:
    like = likeness(draw(FONT_FILE, str(digit)))
    assert like.speaks_for(digit)
    assert all(like.speaks_against(other) for other in range(10) if other != digit)


def test_figures_on_figures_are_not_believed(tmp_path: Path) -> None:
    x, y, _, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 4, y + 6, "1,234.56")
        canvas.drawString(x + 7, y + 6, "9,999.99")

    assert cell(set_page(tmp_path / "a.pdf", 1, write), 0)[1] == "overprint"


def test_a_figure_drawn_without_text_is_told_of(tmp_path: Path) -> None:
    x, y, width, _ = CELL
    drawn = f"0 g {x + 2 * width + 30} {y + 6} 5 8 re f"
    assert cell(page(tmp_path / "a.pdf", "1.00", "plain", drawn), 2) == ("", "drawn")


def marked(path: Path, text: str, mark: tuple[float, ...]) -> Page:
    """A page with a number and a black mark at it: how far right of it and up from the cell, how wide and high."""
    x, y, *_ = CELL
    right, up, width, height = mark

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 20, y + 6, text)
        canvas.rect(x + 20 + right, y + up, width, height, stroke=0, fill=1)

    return set_page(path, 1, write)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1 234", (12.5, 6, 1.1, 1.1)),
        ("1234", (-5, 9.5, 4, 0.6)),
        ("1234", (26, 6, 1.1, 1.1)),
        ("12 34", (16, 6, 1, 7)),
    ],
    ids=["a point", "a minus", "a point behind", "a digit"],
)
def test_a_number_of_which_a_part_is_drawn_is_doubted(text: str, sign: tuple[float, ...], tmp_path: Path) -> None:
    assert cell(marked(tmp_path / "a.pdf", text, sign), 0) == (text, "drawn")


@pytest.mark.parametrize(
    "line",
    [(-10, 4, 45, 0.5), (-20, 9, 90, 0.5), (0, 3.5, 30, 1)],
    ids=["under it", "through the row", "its underline"],
)
def test_a_rule_at_a_number_is_no_part_of_it(line: tuple[float, ...], tmp_path: Path) -> None:
    cells = marked(tmp_path / "a.pdf", "1234", line).grids[0].cells
    assert ("1234", "") in [(each.text, each.doubt) for each in cells]


def test_what_a_blended_area_hides_is_not_read(tmp_path: Path) -> None:
    """Hard light of pure red makes black and white red; of their brightness alone it does not."""
    x, y, width, height = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 4, y + 6, "1,234.56")
        canvas.drawString(x + width + 4, y + 6, "777.77")
        canvas.setBlendMode("HardLight")
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(x + width + 1, y + 1, width - 2, height - 2, stroke=0, fill=1)

    read = set_page(tmp_path / "a.pdf", 2, write)
    assert [cell(read, each) for each in (0, 1)] == [("1,234.56", ""), ("", "")]


@pytest.mark.parametrize(("red", "text"), [(0.98, "777.77"), (0.0, "")])
def test_text_is_told_from_a_ground_as_bright_by_its_colour(red: float, text: str, tmp_path: Path) -> None:
    x, y, width, height = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 4, y + 6, "1,234.56")
        canvas.setFillColorRGB(0, 0.5, 0)
        canvas.rect(x + width, y, width, height, fill=1)
        canvas.setFillColorRGB(red, 0 if red else 0.5, 0)
        canvas.drawString(x + width + 4, y + 6, "777.77")

    read = set_page(tmp_path / "a.pdf", 2, write)
    assert cell(read, 0) == ("1,234.56", "")
    assert cell(read, 1) == (text, "")


@pytest.mark.parametrize("mode", [0, 1])
def test_text_of_its_grounds_colour_is_not_read_where_it_crosses_what_shows(
    mode: Literal[0, 1], tmp_path: Path
) -> None:
    x, y, width, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 4, y + 6, "1,234.56")
        canvas.line(x + width, y + 10, x + 2 * width, y + 10)
        line = canvas.beginText(x + width + 4, y + 6)
        line.setFillGray(1)
        line.setStrokeColorRGB(1, 1, 1)
        line.setTextRenderMode(mode)
        line.textOut("777.77")
        canvas.drawText(line)

    read = set_page(tmp_path / "a.pdf", 2, write)
    texts = [(each.text, each.doubt) for each in read.grids[0].cells if each.text]
    assert texts == [("1,234.56", "")]


@pytest.mark.parametrize(
    ("after", "faults"),
    [
        ("", ()),
        ("1 2 Zz", ("operator",)),
        ("BT /F99 9 Tf ET", ("font",)),
        ("0 0 0", ("content",)),
        ("BT 1 0 0 1 10 10 Tm", ("content",)),
        ("BX 1 2 Zz EX", ()),
        # What is no string in this order would be one in another.
        ("Zz) Q (q Q", ("operator",)),
        ("01> q <00 Q", ("operator",)),
        ("BT 9 Ts (Zz \\( Zz) Tj <00 01>Tj ET", ()),
    ],
)
def test_a_page_that_can_be_read_only_in_part_says_why(after: str, faults: tuple[str, ...], tmp_path: Path) -> None:
    assert page(tmp_path / "a.pdf", "1.00", "plain", after=after).faults == faults


def test_letters_that_lean_are_no_stamp(tmp_path: Path) -> None:
    x, y, _, _ = CELL

    def write(canvas: Canvas) -> None:
        text = canvas.beginText()
        text.setFont("plain", 10)
        text.setTextTransform(1, 0, 0.33, 1, x + 4, y + 6)
        text.textOut("806.77")
        canvas.drawText(text)

    assert cell(set_page(tmp_path / "a.pdf", 1, write), 0) == ("806.77", "")


def test_a_faint_text_across_the_print_is_a_stamp_though_it_stands_there_once(tmp_path: Path) -> None:
    x, y, _, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 4, y + 6, "1,234,567.89")
        canvas.setFillGray(0.75)
        canvas.setFont("plain", 14)
        canvas.drawString(x + 54, y + 4, "内部资料仅供参考不得外传")

    assert cell(set_page(tmp_path / "a.pdf", 1, write), 0) == ("1,234,567.89", "")


def test_a_faint_text_that_mostly_stands_on_print_is_a_stamp(tmp_path: Path) -> None:
    x, y, width, height = CELL
    numbers = ["1,234.56", "806.77", "5,218.09", "93.40"]

    def write(canvas: Canvas) -> None:
        for column, number in enumerate(numbers):
            canvas.drawString(x + column * width + 4, y + 6, number)
        canvas.setFillColorRGB(1, 0.75, 0.75)
        for column in range(4):
            canvas.drawString(x + column * width + 9, y + 3, "2025")
        canvas.drawString(x, y - 3 * height, "2025")

    read = set_page(tmp_path / "a.pdf", 4, write)
    assert [cell(read, column) for column in range(4)] == [(number, "") for number in numbers]


@pytest.mark.parametrize("apart", [0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2])
def test_bold_made_of_copies_is_read_once(tmp_path: Path, apart: float) -> None:
    x, y, _, _ = CELL

    def write(canvas: Canvas) -> None:
        for right, up in ((0, 0), (1, 0), (0, 1), (1, 1)):
            canvas.drawString(x + 4 + right * apart, y + 6 + up * apart, "1.50")

    assert cell(set_page(tmp_path / "a.pdf", 1, write), 0) == ("1.50", "")


def written(path: Path, text: str, fill: float = 0.0, mode: Literal[0, 3] = 0) -> Page:
    """A page with a text in a font that the document doesn't carry, and a number."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    x, y, width, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + width + 4, y + 6, "1.00")
        line = canvas.beginText(x + 4, y + 6)
        line.setFont("STSong-Light", 10)
        line.setFillGray(fill)
        line.setTextRenderMode(mode)
        line.textOut(text)
        canvas.drawText(line)

    return set_page(path, 2, write, name=None)


def test_what_this_machine_has_no_font_for_is_read_where_a_reader_with_the_font_sees_it(tmp_path: Path) -> None:
    assert cell(written(tmp_path / "a.pdf", "合计"), 0)[0] == "合计"
    assert cell(written(tmp_path / "b.pdf", "合计", fill=1.0), 0)[0] == ""
    assert cell(written(tmp_path / "c.pdf", "合计", mode=3), 0)[0] == ""


def cut_off(path: Path, text: str, right: float, *, each_by_itself: bool = False) -> Page:
    """A page with a text that is cut off at `right`; one text object draws it, or one each of its letters."""
    x, y, _, _ = CELL

    def write(canvas: Canvas) -> None:
        clip = canvas.beginPath()
        clip.rect(0, 0, right, 700)
        canvas.clipPath(clip, stroke=0)
        for place in range(len(text)) if each_by_itself else ():
            before = pdfmetrics.stringWidth(text[:place], "plain", 10)
            canvas.drawString(x + 4 + before, y + 6, text[place])
        if not each_by_itself:
            canvas.drawString(x + 4, y + 6, text)

    return set_page(path, 1, write)


def test_a_label_that_its_cell_cuts_off_is_read_whole_and_a_number_is_not(tmp_path: Path) -> None:
    right = CELL[0] + 4 + 41
    assert cell(cut_off(tmp_path / "a.pdf", "人员经费支出", right), 0)[0] == "人员经费支出"
    assert cell(cut_off(tmp_path / "b.pdf", "1,234,567.89", right), 0)[1] == "cut"
    assert cell(cut_off(tmp_path / "c.pdf", "人员经费支出", CELL[0] + 4 + 9), 0)[0] == "人"


def test_a_number_of_which_each_digit_is_drawn_by_itself_is_no_other_where_it_is_cut_off(tmp_path: Path) -> None:
    x, _, _, _ = CELL
    read, doubt = cell(cut_off(tmp_path / "a.pdf", "1,234,567.89", x + 4 + 41, each_by_itself=True), 0)
    assert (read[:5], doubt) == ("1,234", "cut")
    whole = cut_off(tmp_path / "b.pdf", "1,234,567.89", x + 80, each_by_itself=True)
    assert cell(whole, 0) == ("1,234,567.89", "")


def wrapped(path: Path, first: str, second: str, below: str, pitch: float) -> tuple[tuple[str, str], tuple[str, str]]:
    """The cells of a column: a text of two lines a `pitch` apart, of which its cell is too low for the second, and the
    text below."""
    x, y, width, height = CELL

    def write(canvas: Canvas) -> None:
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(x, y, width, height)
        canvas.clipPath(clip, stroke=0)
        canvas.drawString(x + 4, y + 8, first)
        canvas.drawString(x + 4, y + 8 - pitch, second)
        canvas.restoreState()
        canvas.drawString(x + 4, y - height + 6, below)

    grid = set_page(path, 1, write).grids[0]
    upper, lower = grid.at(0, 0), grid.at(1, 0)
    return (upper.text, upper.doubt), (lower.text, lower.doubt)


@pytest.mark.parametrize("pitch", [8, 10, 11, 12, 13])
def test_a_line_that_its_cell_cuts_along_its_length_stands_where_it_shows(tmp_path: Path, pitch: float) -> None:
    (upper, _), (lower, _) = wrapped(tmp_path / "a.pdf", "机关事业单位基本", "养老保险缴费", "职业年金", pitch)
    assert upper.replace("\n", "") == "机关事业单位基本养老保险缴费"
    assert lower == "职业年金"


@pytest.mark.parametrize("pitch", [14, 15, 16])
def test_a_sliver_of_a_line_is_not_read(tmp_path: Path, pitch: float) -> None:
    (upper, _), (lower, _) = wrapped(tmp_path / "a.pdf", "机关事业单位基本", "养老保险缴费", "职业年金", pitch)
    assert (upper, lower) == ("机关事业单位基本", "职业年金")


@pytest.mark.parametrize("pitch", [12, 13, 14, 15, 16])
def test_a_number_that_goes_on_on_a_line_that_is_cut_off_is_not_believed(tmp_path: Path, pitch: float) -> None:
    (_, doubt), (lower, _) = wrapped(tmp_path / "a.pdf", "1,234,5", "67.89", "1,111.11", pitch)
    assert doubt
    assert lower == "1,111.11"
