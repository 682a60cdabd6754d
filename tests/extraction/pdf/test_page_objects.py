"""What is drawn on a page beside its text, and whether drawing it in gray would lose nothing."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipelines.extraction.pdf.contents import open_contents
from pipelines.extraction.pdf.page_objects import read_objects

_PATTERN = """<< /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 200 0]
/Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >> >> >>"""
_PDF = """%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R
/Resources << /Pattern << {patterns} >> /ExtGState << /E << /BM /Difference >> >> >> >> endobj
4 0 obj << /Length {length} >> stream
{content}
endstream endobj
5 0 obj {pattern} endobj
trailer << /Root 1 0 R >>
"""


def _is_gray(path: Path, content: str, patterns: str = "") -> bool:
    path.write_text(_PDF.format(content=content, length=len(content), patterns=patterns, pattern=_PATTERN))
    with pdfium.PdfDocument(path) as document, open_contents(path) as contents:
        return read_objects(document[0], has_patterns=contents.have_patterns(1)).is_gray


@pytest.mark.parametrize(
    ("content", "is_gray"),
    [
        ("", True),
        ("0 0 10 10 re f", True),
        ("0.5 g 0.2 0.2 0.2 RG 0 0 10 10 re B", True),
        ("0.5 g 0.2 0.2 0.3 RG 0 0 10 10 re B", False),
        ("1 0 0 rg 0 0 10 10 re f 0 g 0 0 9 9 re f", False),
        ("/E gs 0 0 10 10 re f", False),
        ("q 10 0 0 10 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q", False),
    ],
)
def test_a_page_is_gray_where_each_line_and_area_is_known_to_be(content: str, is_gray: bool, tmp_path: Path) -> None:
    assert _is_gray(tmp_path / "a.pdf", content) == is_gray


def test_what_is_painted_with_a_pattern_has_colours_that_are_not_known(tmp_path: Path) -> None:
    assert not _is_gray(tmp_path / "a.pdf", "/Pattern cs /P scn 0 0 100 100 re f", "/P 5 0 R")
