from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.pdf.canvas import Papers
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.lines import group_lines
from pipelines.extraction.pdf.page_objects import read_objects
from pipelines.extraction.pdf.text_layer import TextLayer, read_text_layer
from tests.extraction.pdf.set_pages import CELL, set_page
from tests.typesetting import Item, Line, Paragraph, Style, Table, typeset

TABLE = Table([["合计", "1.00"], ["支出", "2.00"]], (3, 1), caption=("部⻔支出总表",), landscape=True)


def first_page(path: Path, items: list[Item], style: Style | None = None) -> TextLayer:
    with pdfium.PdfDocument(typeset(path / "a.pdf", items, style)) as document:
        page = document[0]
        layer = read_text_layer(page, read_objects(page, has_patterns=False), 1, Fonts(), Papers())
        page.close()
    return layer


def texts(layer: TextLayer) -> list[str]:
    return [line.text for line in group_lines(layer.glyphs)]


def test_characters_are_read_as_printed(tmp_path: Path) -> None:
    assert texts(first_page(tmp_path, [Paragraph("部⻔预算１２．５０元")]))[0] == "部⻔预算１２．５０元"


def test_text_set_askew_is_a_watermark(tmp_path: Path) -> None:
    layer = first_page(tmp_path, [TABLE], Style(watermark="内部资料"))
    assert "内" not in "".join(texts(layer))


def test_text_far_larger_than_the_rest_is_a_watermark(tmp_path: Path) -> None:
    body = Table([["正文" * 20]] * 6, (1,), caption=(Line(centre="密件", size=90), Line(centre="题目", size=16)))
    read = texts(first_page(tmp_path, [body]))
    assert "密件" not in read
    assert "题目" in read


def test_a_turned_page_is_read_upright(tmp_path: Path) -> None:
    plain = texts(first_page(tmp_path, [TABLE]))
    for style in (Style(rotate=90), Style(rotate=270), Style(sideways=True)):
        assert texts(first_page(tmp_path, [TABLE], style)) == plain


def test_the_size_is_that_of_the_page_as_shown(tmp_path: Path) -> None:
    rotated = first_page(tmp_path, [TABLE], Style(rotate=90))
    sideways = first_page(tmp_path, [TABLE], Style(sideways=True))
    width, height = rotated.frame.shown_size
    assert (width > height, rotated.frame.turns) == (True, 0)
    width, height = sideways.frame.shown_size
    assert width < height
    assert sideways.frame.turns in (1, 3)
    assert sideways.frame.reading_size == (height, width)


def test_a_page_of_prose_needs_no_search_for_rules(tmp_path: Path) -> None:
    assert not first_page(tmp_path, [Paragraph("一、部门职责")]).may_hold_tables
    assert first_page(tmp_path, [TABLE]).may_hold_tables
    assert first_page(tmp_path, [TABLE], Style(rules="picture")).may_hold_tables


@pytest.mark.parametrize(("first", "second"), [("5G-", "AAA"), ("支出-", "其他"), ("2025年-", "2026年")])
def test_a_hyphen_at_the_end_of_a_line_is_read(tmp_path: Path, first: str, second: str) -> None:
    x, y, _, _ = CELL

    def write(canvas: Canvas) -> None:
        canvas.drawString(x + 4, y + 11, first)
        canvas.drawString(x + 4, y + 1, second)

    assert set_page(tmp_path / "a.pdf", 1, write).grids[0].at(0, 0).text.replace("\n", "") == first + second
