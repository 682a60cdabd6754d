"""The rulings of a page, found by camelot: which cells a table has and which rules divide them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import playa
import playa.miner
from camelot.core import Table
from camelot.parsers.lattice import Lattice
from camelot.utils import get_image_char_and_text_objects, get_page_layout

from pipelines.extraction.grid import Box

Engine = Literal["vector", "combined"]
"""`vector` reads drawn lines; `combined` renders the page as well and finds the lines in the picture."""

_SHORTEST_RULE_IN_PICTURE = 40
"""As a part of the page's side: a table of two rows at the head of a page has rules no longer than that."""

_THICKEST_RULE = 1.5
"""Points; as thick as the thinnest rectangles that camelot takes for rules."""


@dataclass(frozen=True)
class RuledTable:
    """Lattice cells in the reading frame.

    `columns` are (left, right) and `rows` (top, bottom) in points, in printed order. `right_ruled[r][c]` and
    `bottom_ruled[r][c]` say whether a rule stands right of or under the lattice cell.
    """

    columns: tuple[tuple[float, float], ...]
    rows: tuple[tuple[float, float], ...]
    right_ruled: tuple[tuple[bool, ...], ...]
    bottom_ruled: tuple[tuple[bool, ...], ...]
    engine: Engine

    @property
    def box(self) -> Box:
        return Box(self.columns[0][0], self.rows[-1][1], self.columns[-1][1], self.rows[0][0])


@dataclass(frozen=True)
class RuledPage:
    """The tables of a page, top to bottom."""

    tables: tuple[RuledTable, ...]


class _EveryGrid(Lattice):
    """camelot's lattice parser, which would drop grids over 90 % empty: an empty table is a fact to publish."""

    def _reject_table(self, table: Table) -> bool:
        return False


@contextmanager
def open_ruling(path: Path) -> Iterator[RulingReader]:
    """Open a PDF for `RulingReader.read`; the file must not need a password."""
    with playa.open(path, space="page") as document:
        yield RulingReader(path, document)


class RulingReader:
    """Finds the rulings of the pages of one open PDF."""

    def __init__(self, path: Path, document: playa.Document) -> None:
        self._path = path
        self._document = document

    def read(self, number: int, turns: int, engine: Engine) -> RuledPage:
        """Find the tables of a page (from 1) turned clockwise by `turns` quarters, so that its text is upright."""
        page = self._document.pages[number - 1]
        page.set_initial_ctm("page", (page.rotate + 90 * turns) % 360)
        layout, size = get_page_layout(page)
        images, _, horizontal, vertical = get_image_char_and_text_objects(
            cast("playa.miner.LTContainer[playa.miner.LTItem]", layout)
        )
        layout.extend(_drawn_as_shapes(layout))
        parser = _EveryGrid(engine=engine, line_scale=_SHORTEST_RULE_IN_PICTURE)
        parser.prepare_page_parse(
            str(self._path), layout, size, number, images, horizontal, vertical, "", layout_kwargs={}
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = parser.extract_tables()
        return RuledPage(tuple(_ruled_table(table, engine) for table in tables))


def _drawn_as_shapes(layout: playa.miner.LTPage) -> list[playa.miner.LTLine]:
    """Rules that are drawn as thin filled shapes and not as lines: camelot takes them for curves."""
    shapes = (item for item in layout if type(item) is playa.miner.LTCurve and item.fill and not item.stroke)
    return [
        _line_along(shape.bbox)
        for shape in shapes
        if min(shape.width, shape.height) <= _THICKEST_RULE < max(shape.width, shape.height)
    ]


def _line_along(bbox: tuple[float, float, float, float]) -> playa.miner.LTLine:
    x0, y0, x1, y1 = bbox
    if x1 - x0 >= y1 - y0:
        y0 = y1 = (y0 + y1) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    line = playa.miner.LTLine()
    line.set_bbox((x0, y0, x1, y1))
    line.stroke = True
    return line


def _ruled_table(table: Table, engine: Engine) -> RuledTable:
    return RuledTable(
        columns=tuple((float(left), float(right)) for left, right in table.cols),
        rows=tuple((float(top), float(bottom)) for top, bottom in table.rows),
        right_ruled=tuple(tuple(bool(cell.right) for cell in row) for row in table.cells),
        bottom_ruled=tuple(tuple(bool(cell.bottom) for cell in row) for row in table.cells),
        engine=engine,
    )
