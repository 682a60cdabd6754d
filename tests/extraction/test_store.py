"""Pages come back from their files as they were, and the same pages make the same bytes."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.grid import Box, Cell, Grid, Page, TextLine
from pipelines.extraction.store import load_pages, write_pages

points = st.floats(-1e4, 1e4, width=32) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
boxes = st.builds(Box, points, points, points, points)
doubts = st.sampled_from(["", "shape"])
cells = st.builds(Cell, *[st.integers(0, 40)] * 4, box=boxes, text=texts, indent=points, doubt=doubts)
grids = st.builds(
    Grid,
    st.integers(1, 900),
    boxes,
    st.integers(1, 40),
    st.integers(1, 40),
    st.lists(cells, max_size=4).map(tuple),
    st.sampled_from(["vector", "combined"]),
)
pages = st.builds(
    Page,
    st.integers(1, 900),
    points,
    points,
    st.lists(st.builds(TextLine, st.integers(1, 900), boxes, texts), max_size=3).map(tuple),
    st.lists(grids, max_size=2).map(tuple),
    st.booleans(),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@given(st.lists(pages, max_size=3))
def test_pages_come_back_as_they_were(folder, written):
    write_pages(folder / "pages", written)
    assert list(load_pages(folder / "pages")) == written


def test_the_same_pages_make_the_same_bytes(tmp_path):
    page = Page(1, 595.0, 842.0, (TextLine(1, Box(0.1, 0.2, 0.3, 0.4), "收支\n总表\u2028"),), ())
    for name in ("one", "two"):
        write_pages(tmp_path / name, [page])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("line", ["{}", "[1]", "[1, 2, 3, 4, 5, 6]", "nothing"])
def test_another_file_is_no_page(tmp_path, line):
    (tmp_path / "pages").write_bytes(gzip.compress(line.encode()))
    with pytest.raises(ValueError):
        list(load_pages(tmp_path / "pages"))
