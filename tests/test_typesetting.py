"""The seed's document is what its source says, rebuilt byte by byte; what is typeset can be read."""

import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from pipelines.extraction.pdf.reader import read_pages
from tests.typesetting import Cell, Paragraph, Style, Table, typeset
from tests.typesetting.seed import BLOCKS, COLUMNS, NAME, RAW, typeset_seed

TABLE = Table(
    caption=("表3", "支出总表", "部门：青山区统计局", "单位：万元"),
    header=[["科目", Cell("金额", columns=2)], ["名称", "基本支出", "项目支出"]],
    body=[["合计", "1.00", "2.00"], ["一般公共服务支出", "1,234.56", "0.00"]],
    widths=(3, 1, 1),
    landscape=True,
)


def test_the_committed_seed_is_rebuilt_byte_by_byte(tmp_path: Path):
    assert typeset_seed(tmp_path).read_bytes() == (RAW / NAME).read_bytes()


def test_sources_csv_names_the_seed_by_its_hash():
    with (RAW / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [tuple(row) for row in rows] == [COLUMNS]
    assert rows[0]["sha256"] == hashlib.sha256((RAW / NAME).read_bytes()).hexdigest()


PLACEHOLDERS = {"〔填报人姓名〕": 1, "〔项目负责人姓名〕": 1, "〔联系电话〕": 2}
# Mobile numbers, and those of a fixed line with or without the city's code; no budget code has eight digits alone.
TELEPHONE = re.compile(r"(?<![0-9A-Z.])(?:(?:0\d{2,3}-)?\d{8}|0\d{2,3}-\d{7}|1[3-9]\d{9})(?![0-9A-Z.])")


@pytest.mark.parametrize("number", ["027-60000000", "60000000", "0714-6000000", "13900000000"])
def test_telephone_numbers_are_known_when_seen(number: str):
    assert TELEPHONE.search(f"联系电话{number}，")


def test_the_source_names_no_person():
    text = BLOCKS.read_text("utf-8")
    assert {name: text.count(name) for name in PLACEHOLDERS} == PLACEHOLDERS
    assert not TELEPHONE.search(text)
    assert all(block["kind"] in {"heading", "paragraph", "table"} for block in json.loads(text))


def test_the_document_names_no_person():
    text = "".join(page_texts(RAW / NAME))
    assert {name: text.count(name) for name in PLACEHOLDERS} == PLACEHOLDERS
    assert not TELEPHONE.search(text)


def test_the_document_prints_its_source_and_nothing_else():
    printed = "".join("".join(page_texts(RAW / NAME)).split())
    texts = [text for block in json.loads(BLOCKS.read_text("utf-8")) for text in texts_of(block)]
    assert not [text for text in texts if text not in printed]
    assert Counter(printed) == Counter("".join(texts))


def test_all_fonts_of_the_document_are_embedded():
    content = (RAW / NAME).read_bytes()
    fonts = re.findall(rb"/BaseFont /(\S+)", content)
    assert fonts
    assert all(font.endswith(b"+YusuanTestSans") for font in fonts)
    assert content.count(b"/FontFile2") == len(set(fonts))


def test_a_page_break_cuts_a_row_of_the_document_in_two():
    pages = page_texts(RAW / NAME)
    (first,) = [number for number, text in enumerate(pages) if "部门整体支出绩效目标申报表" in text]
    assert pages[first].endswith("目标 1: 保障市民服务热线、数字城管等网上群")
    assert pages[first + 1].startswith("众工作平台正常运转。")


def page_texts(path: Path) -> list[str]:
    """The text of each page as its text layer has it, without the page's number."""
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [text.removesuffix(f"\r\n{number}") for number, text in enumerate(texts, 1)]


def texts_of(block: dict) -> list[str]:
    """The texts that a block of the source prints, without white space."""
    labels = {"department": "部门：", "unit": "单位："}
    names = ("text", "caption", "title", "department", "filled_on", "unit", "note")
    lines = [labels.get(name, "") + block[name] for name in names if block.get(name)]
    rows = [*block.get("header", ()), *block.get("body", ())]
    cells = [cell["text"] if isinstance(cell, dict) else cell for row in rows for cell in row]
    return ["".join(text.split()) for text in (*lines, *cells)]


@pytest.mark.parametrize(
    "style",
    [
        Style(),
        Style(line_width=0.1),
        Style(rules="shapes"),
        Style(rules="picture"),
        Style(rotate=90),
        Style(rotate=270),
        Style(sideways=True),
        Style(watermark="内部资料"),
    ],
    ids=["lines", "hairlines", "shapes", "picture", "rotate-90", "rotate-270", "sideways", "watermark"],
)
def test_a_table_is_read_in_every_manner_of_setting(tmp_path: Path, style: Style):
    pages = list(read_pages(typeset(tmp_path / "a.pdf", [Paragraph("前言"), TABLE], style)))
    (grid,) = [grid for page in pages for grid in page.grids]
    assert [[cell.text for cell in grid.row(row)] for row in range(grid.row_count)] == [
        ["科目", "金额"],
        ["名称", "基本支出", "项目支出"],
        ["合计", "1.00", "2.00"],
        ["一般公共服务支出", "1,234.56", "0.00"],
    ]
    assert all(cell.proven for cell in grid.cells)
    page = pages[grid.page - 1]
    assert grid.box is not None
    assert 0 < grid.box.x0 < grid.box.x1 < page.width
    assert 0 < grid.box.y0 < grid.box.y1 < page.height
    assert grid.engine == "ruling"


@pytest.mark.parametrize("repeat", [False, True])
def test_a_long_table_goes_on_over_pages_with_its_header_repeated_or_not(tmp_path: Path, repeat: bool):
    table = Table(header=[["名称"]], body=[[f"第{row}行"] for row in range(90)], widths=(1,), repeat_header=repeat)
    texts = page_texts(typeset(tmp_path / "a.pdf", [table]))
    assert len(texts) > 1
    assert [text.startswith("名称") for text in texts] == [True] + [repeat] * (len(texts) - 1)
    assert [line for text in texts for line in text.split() if line != "名称"] == [row[0] for row in table.body]


@pytest.mark.parametrize(("cut_rows", "second_page"), [({41}, "丁"), (set(), "甲乙丙丁")])
def test_only_rows_that_may_be_cut_are_cut(tmp_path: Path, cut_rows: set[int], second_page: str):
    table = Table(body=[*[["一"]] * 41, ["甲\n乙\n丙\n丁"]], widths=(1,), cut_rows=frozenset(cut_rows))
    texts = page_texts(typeset(tmp_path / "a.pdf", [table]))
    assert "".join(texts[1].split()) == second_page


def test_an_owners_password_leaves_a_document_readable_and_a_users_does_not(tmp_path: Path):
    owned = typeset(tmp_path / "a.pdf", [Paragraph("前言")], Style(owner_password="a"))
    assert page_texts(owned) == ["前言"]
    locked = typeset(tmp_path / "b.pdf", [Paragraph("前言")], Style(user_password="b"))
    with pytest.raises(pypdfium2.PdfiumError):
        page_texts(locked)
