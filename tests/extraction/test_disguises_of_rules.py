from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipelines.extraction.pdf.reader import read_pages
from tests.extraction.disguises_of_rules import DISGUISES_OF_RULES
from tests.typesetting import Cell, Line, Table, typeset

HEADER = [
    [Cell("科目编码", 1, 2), Cell("科目名称", 1, 2), Cell("合计", 1, 2), Cell("其中", 2)],
    ["基本支出", "项目支出"],
]
BODY = [
    ["", "合计", "1,234.56", "834.56", "400.00"],
    ["201", "一般公共服务支出", "1,000.00", "600.00", "400.00"],
    ["208", "社会保障和就业支出", "234.56", "234.56", ""],
]
TABLE = Table(BODY, (2, 4, 2, 2, 2), HEADER, (Line(centre="支出总表", size=14), Line(right="单位：万元")))


@pytest.mark.parametrize("name", DISGUISES_OF_RULES)
def test_a_table_is_read_however_its_rules_and_its_page_are_set(name: str, tmp_path: Path) -> None:
    with pdfium.PdfDocument(typeset(tmp_path / "plain.pdf", [TABLE])) as document:
        DISGUISES_OF_RULES[name](document)
        document.save(tmp_path / "disguised.pdf")
    (page,) = (page.upright() for page in read_pages(tmp_path / "disguised.pdf"))
    (grid,) = page.grids
    assert [[cell.text for cell in grid.row(row)] for row in range(2, grid.row_count)] == BODY
    assert [(cell.text, cell.row_span, cell.column_span) for cell in grid.row(0)][-2:] == [
        ("合计", 2, 1),
        ("其中", 1, 2),
    ]
