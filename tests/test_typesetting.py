"""The seed's document is what its source says, rebuilt byte by byte; what is typeset can be read."""

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest

from pipelines.extraction.reader import read_pages
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


def test_the_source_names_no_person():
    text = BLOCKS.read_text("utf-8")
    assert text.count("〔联系电话〕") == 2
    assert "〔填报人姓名〕" in text
    assert "〔项目负责人姓名〕" in text
    assert not re.search(r"(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?!\d)", text)
    assert all(block["kind"] in {"heading", "paragraph", "table"} for block in json.loads(text))


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
    assert 0 < grid.box.x0 < grid.box.x1 < page.width
    assert 0 < grid.box.y0 < grid.box.y1 < page.height
    assert grid.engine == ("combined" if style.rules == "picture" else "vector")
