"""A page that takes its process with it costs itself, and all others are read as ever."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.pdf.careful import read_pages_carefully
from pipelines.extraction.pdf.reader import read_pages

pytestmark = pytest.mark.slow


def typeset(path: Path, depth: int) -> Path:
    """Three pages with a table each; the second draws a line within forms within forms, each ten times."""
    canvas = Canvas(str(path))
    for number in range(1, 4):
        canvas.grid([50, 150, 250], [500, 550, 600])
        canvas.drawString(60, 510, f"page {number}")
        if number == 2:
            for level in range(depth):
                canvas.beginForm(f"form{level}")
                for _ in range(10):
                    canvas.doForm(f"form{level - 1}") if level else canvas.line(0, 0, 100, 100)
                canvas.endForm()
            canvas.doForm(f"form{depth - 1}")
        canvas.showPage()
    canvas.save()
    return path


def test_pages_are_read_as_ever(tmp_path):
    path = typeset(tmp_path / "a.pdf", depth=1)
    assert [*read_pages_carefully(path)] == [*read_pages(path)]


def test_a_page_on_which_a_library_does_not_come_back_is_lost_alone(tmp_path):
    first, lost, last = read_pages_carefully(typeset(tmp_path / "a.pdf", depth=12), seconds=5)
    assert [page.faults for page in (first, lost, last)] == [(), ("too_long",), ()]
    assert (lost.number, lost.grids, lost.lines) == (2, (), ())
    assert (lost.width, lost.height) == (first.width, first.height)
    assert [len(page.grids[0].cells) for page in (first, last)] == [4, 4]
