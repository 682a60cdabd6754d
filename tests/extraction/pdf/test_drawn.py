"""Ink in a cell that no text accounts for, where the cell is on the page and where it is not."""

import numpy as np
import pytest

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.drawn import Drawn
from pipelines.extraction.pdf.picture import Picture

WIDTH, HEIGHT = 120, 60


@pytest.fixture
def drawn() -> Drawn:
    """A page on which a mark as large as a figure is drawn near its right edge, a dot a point."""
    dots = np.full((HEIGHT, WIDTH, 1), 255, np.uint8)
    dots[25:35, 92:98] = 0
    return Drawn(Picture(dots, 1.0))


def test_a_figure_drawn_in_a_cell_is_found(drawn: Drawn):
    assert drawn.figure_in(Box(80, 15, 112, 45))


@pytest.mark.parametrize("x", [-40, -100, 20, 130])
def test_what_is_drawn_elsewhere_is_not_in_a_cell_beside_it_or_beside_the_page(drawn: Drawn, x: int):
    assert not drawn.figure_in(Box(x, 15, x + 32, 45))
