"""A page whose reading takes too long costs itself."""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation import limit

SIDE = 480


def typeset(path: Path, sides: Sequence[int]) -> Path:
    """Pages, each with a square table of as many rows and columns, a 1 in each cell."""
    canvas = Canvas(str(path))
    for side in sides:
        step = SIDE / side
        edges = [50 + step * number for number in range(side + 1)]
        canvas.setLineWidth(0.3)
        canvas.grid(edges, edges)
        canvas.setFont("Helvetica", step / 3)
        for x in edges[:-1]:
            for y in edges[:-1]:
                canvas.drawString(x + step / 3, y + step / 3, "1")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def no_search_for_garbage() -> Iterator[None]:
    """Hypothesis watches the search for garbage where it has run in a process: an error raised there is lost."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_search_for_garbage")
def test_a_page_that_takes_too_long_costs_itself(tmp_path, monkeypatch):
    path = typeset(tmp_path / "a.pdf", (3, 160, 2))
    # What is loaded once is not the page's.
    list(read_pages(typeset(tmp_path / "warm.pdf", (2,))))
    monkeypatch.setattr(limit, "SECONDS", 0.3)
    first, slow, last = read_pages(path)
    assert [len(page.grids[0].cells) for page in (first, last)] == [9, 4]
    assert [page.faults for page in (first, slow, last)] == [(), ("too_long",), ()]
    assert (slow.number, slow.grids, slow.lines) == (2, (), ())


def test_it_is_read_where_there_is_time(tmp_path):
    (page,) = read_pages(typeset(tmp_path / "a.pdf", (10,)))
    assert len(page.grids[0].cells) == 100
    assert page.faults == ()
