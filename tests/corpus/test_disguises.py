"""What is laid over, under or beside the tables of real pages, unseen or faint, becomes no figure of theirs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages
from tests.extraction.disguises import DISGUISES
from tests.publishing import SHARED

# Tables of five publishers: dense, of digits drawn one by one, of thin print, without rules at their sides.
PAGES = {
    "corpus-2/real/changchun-1.pdf": 11,
    "corpus-2/real/huzhou-1.pdf": 17,
    "corpus-2/real/xian-5.pdf": 43,
    "corpus/real/chongqing-3.pdf": 17,
    "corpus/real/shanghai-1.pdf": 13,
}
LAID_OVER = sorted(name for name in DISGUISES if name.startswith("tiled "))
NUMBER = re.compile(r"[-\d,.%]+")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (SHARED / "corpus-2").is_dir(), reason=f"there is no {SHARED / 'corpus-2'}"),
]


def read(path: Path) -> list[Page]:
    return [page.upright() for page in read_pages(path)]


def believed(pages: list[Page]) -> Counter[str]:
    """The numbers in tables of which nothing is doubted."""
    cells = (cell for page in pages for grid in page.grids for cell in grid.cells)
    return Counter(cell.text for cell in cells if cell.proven and NUMBER.fullmatch(cell.text))


@pytest.mark.parametrize("file", PAGES)
def test_a_watermark_over_a_real_table_becomes_no_figure(tmp_path: Path, file: str) -> None:
    plain = tmp_path / "plain.pdf"
    with pdfium.PdfDocument(SHARED / file) as source, pdfium.PdfDocument.new() as page:
        page.import_pages(source, [PAGES[file] - 1])
        page.save(plain)
    printed = believed(read(plain))
    assert sum(printed.values()) > 20
    for name in LAID_OVER:
        with pdfium.PdfDocument(plain) as document:
            DISGUISES[name](document)
            document.save(tmp_path / "changed.pdf")
        pages = read(tmp_path / "changed.pdf")
        found = believed(pages)
        doubted = sum(bool(cell.doubt) for page in pages for grid in page.grids for cell in grid.cells)
        assert not found - printed, name
        assert sum((printed - found).values()) <= doubted, name
