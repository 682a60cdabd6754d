"""No figure changes with what the page doesn't show: what is read was printed, and what is missing is told of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages
from tests.extraction.disguises import DISGUISES
from tests.typesetting import Line, Table, typeset

AMOUNTS = ["1,234.56", "806.77", "0.00", "93.40", "5,218.09", "-71.25"]
TABLE = Table(
    caption=("表3", Line(centre="部门支出总表", size=14), Line(left="部门：江城市水务局", right="单位：万元")),
    header=[["科目名称", "合计", "基本支出", "项目支出"]],
    body=[[f"第{row}款支出", AMOUNTS[row % 6], "", AMOUNTS[(row + 2) % 6]] for row in range(1, 15)],
    widths=(4, 2, 2, 2),
)
PRINTED = Counter(str(text) for row in TABLE.body for text in row[1:] if text)


def believed(pages: list[Page]) -> Counter[str]:
    cells = (cell for page in pages for grid in page.grids for cell in grid.cells if cell.row > 0 and cell.column > 0)
    return Counter(cell.text for cell in cells if cell.text and cell.proven)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return typeset(tmp_path_factory.mktemp("plain") / "a.pdf", [TABLE])


@pytest.mark.parametrize("name", DISGUISES)
def test_what_does_not_show_changes_no_figure(name: str, plain: Path, tmp_path: Path) -> None:
    with pdfium.PdfDocument(plain) as document:
        DISGUISES[name](document)
        document.save(tmp_path / "a.pdf")
    pages = list(read_pages(tmp_path / "a.pdf"))
    read = believed(pages)
    assert not read - PRINTED
    doubted = sum(1 for page in pages for grid in page.grids for cell in grid.cells if cell.doubt)
    assert sum((PRINTED - read).values()) <= doubted
