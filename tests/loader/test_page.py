"""`yusuan.cell`: the printed cell of a row, framed on its page, or why it can't be shown."""

from __future__ import annotations

import numpy as np
import pypdfium2 as pdfium
import pytest
import yusuan

FRAME = (0xC2, 0x41, 0x0C)


def row(**changes: object):
    """A row with the edges of a cell."""
    return {
        "document_id": "420107-143-2025-budget",
        "page": 1,
        "x0": 90.0,
        "y0": 400.0,
        "x1": 140.0,
        "y1": 412.0,
    } | changes


def framed(image) -> tuple[int, int, int, int]:
    """The edges of what is drawn in the colour of the frame: left, top, right, bottom."""
    pixels = np.asarray(image)
    rows, columns = np.nonzero((pixels == FRAME).all(axis=2))
    return columns.min(), rows.min(), columns.max(), rows.max()


@pytest.mark.slow
def test_the_frame_is_around_the_cell_of_the_page(release, raw):
    image = yusuan.cell(row(), release, raw, resolution=72, around=None)
    with pdfium.PdfDocument(raw / "qingshan.pdf") as document:
        height = document[0].get_height()
    left, top, right, bottom = framed(image)
    assert (left, right) == pytest.approx((90, 140), abs=2)
    assert (top, bottom) == pytest.approx((height - 412, height - 400), abs=2)


def test_around_cuts_the_page_above_and_below(release, raw):
    image = yusuan.cell(row(), release, raw, resolution=144, around=50)
    assert image.height == pytest.approx(2 * (50 + 12 + 50), abs=3)
    assert framed(image)[1] == pytest.approx(100, abs=3)


def test_a_row_without_edges_gives_its_page(release, raw):
    image = yusuan.cell(row(x0=None), release, raw)
    assert not (np.asarray(image) == FRAME).all(axis=2).any()


def test_a_row_of_a_pandas_frame_will_do(release, raw):
    lines = yusuan.load("budget_lines", release)
    lines["page"] = 1
    left, _, right, _ = framed(yusuan.cell(lines.iloc[0], release, raw, resolution=72))
    assert right - left == pytest.approx(140 - 90.5, abs=3)


def test_a_page_that_can_not_be_shown(release, raw, tmp_path):
    with pytest.raises(LookupError, match="not at hand"):
        yusuan.cell(row(), release, tmp_path)
    (tmp_path / "qingshan.pdf").write_bytes(b"%PDF-1.7 another")
    with pytest.raises(LookupError, match="another file"):
        yusuan.cell(row(), release, tmp_path)
    with pytest.raises(LookupError, match="no document"):
        yusuan.cell(row(document_id="420107-1-2025-budget"), release, raw)
