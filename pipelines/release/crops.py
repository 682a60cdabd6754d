"""Pieces of pages with the cell framed that a finding speaks of.

A piece shows rows of the table around the cell and nothing outside of the table; cells whose text is withheld are
covered, so that no person's name or number gets out in a picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pypdfium2 as pdfium

from pipelines.foundation.record import Record

Box: TypeAlias = tuple[float, float, float, float]
"""Left, lower, right and upper edge in points, from the lower left of the page as shown."""

Place: TypeAlias = tuple[object, object]
"""The number of a table, and one of its pages."""

OF_CELLS = ("table_no", "page", "x0", "y0", "x1", "y1", "disposition", "source_text")
"""The columns of `cells` that outlines are made of."""
_PLACE = ("table_no", "page")
_EDGES = ("x0", "y0", "x1", "y1")
_OUTER = (("x0", "min"), ("y0", "min"), ("x1", "max"), ("y1", "max"))
_HAS_BOX = reduce(and_, (pc.field(edge).is_valid() for edge in _EDGES))
_SCALE = 1.5
_AROUND = 45.0
"""Points of the table shown above and below the cell."""
_FRAME = (12, 65, 194)
_COVER = (225, 225, 225)
_QUALITY = 60
_REDACTED = "…"


@dataclass(frozen=True)
class Crop:
    """A piece of a page to be drawn: the framed cell, the table that it is in, and what is covered."""

    page: int
    cell: Box
    table: Box
    covered: tuple[Box, ...]


@dataclass(frozen=True)
class Outline:
    """A table on a page: the box around its cells, and the boxes of those whose text is withheld."""

    table: Box
    withheld: tuple[Box, ...]


def outlines_of(cells: pa.Table) -> Mapping[Place, Outline]:
    """The outlines of the tables of some cells, by their places; none where no cell has one."""
    placed = cells.filter(_HAS_BOX)
    outer = placed.group_by([*_PLACE], use_threads=False).aggregate([*_OUTER])
    withheld: defaultdict[Place, list[Box]] = defaultdict(list)
    for cell in placed.filter(_are_withheld(placed)).to_pylist():
        withheld[place_of(cell)].append((cell["x0"], cell["y0"], cell["x1"], cell["y1"]))
    return {
        place_of(row): Outline(
            (row["x0_min"], row["y0_min"], row["x1_max"], row["y1_max"]), (*withheld[place_of(row)],)
        )
        for row in outer.to_pylist()
    }


def place_of(row: Record) -> Place:
    """Where a cell is, or what a finding speaks of."""
    return row["table_no"], row["page"]


def crop_of(finding: Record, outline: Outline | None) -> Crop | None:
    """The piece for a finding, with the outline of its table on its page; None where it speaks of no cell in there."""
    cell, page = _box(finding), finding.get("page")
    if cell is None or not isinstance(page, int) or outline is None:
        return None
    table = outline.table
    if not (table[0] <= cell[0] and table[1] <= cell[1] and cell[2] <= table[2] and cell[3] <= table[3]):
        return None
    return Crop(page, cell, table, outline.withheld)


def draw(pdf: Path, crops: Iterable[tuple[str, Crop]]) -> Iterator[tuple[str, bytes]]:
    """The pieces as WebP images, by name; each page is drawn once. Nothing for a file that can't be drawn."""
    by_page: defaultdict[int, list[tuple[str, Crop]]] = defaultdict(list)
    for name, crop in crops:
        by_page[crop.page].append((name, crop))
    try:
        with pdfium.PdfDocument(pdf) as document:
            for number, pieces in sorted(by_page.items()):
                if number > len(document):
                    continue
                page = document[number - 1]
                picture = page.render(scale=_SCALE).to_numpy()  # pyright: ignore[reportArgumentType]
                for name, crop in pieces:
                    image = _drawn(np.ascontiguousarray(picture[:, :, :3]), page.get_height(), crop)
                    if image is not None:
                        yield name, image
    except (OSError, pdfium.PdfiumError):
        return


def _drawn(picture: np.ndarray, height: float, crop: Crop) -> bytes | None:
    shown = picture.copy()
    for box in crop.covered:
        left, top, right, bottom = _pixels(box, height)
        cv2.rectangle(shown, (left, top), (right, bottom), _COVER, -1)
    left, top, right, bottom = _pixels(crop.cell, height)
    cv2.rectangle(shown, (left, top), (right, bottom), _FRAME, 2)
    table = crop.table
    area = (table[0], max(table[1], crop.cell[1] - _AROUND), table[2], min(table[3], crop.cell[3] + _AROUND))
    left, top, right, bottom = _pixels(area, height)
    piece = shown[max(0, top) : bottom + 2, max(0, left) : right + 2]
    if not piece.size:
        return None
    done, encoded = cv2.imencode(".webp", piece, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    return encoded.tobytes() if done else None


def _pixels(box: Box, height: float) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a box in pixels."""
    left, low, right, high = box
    return (
        round(left * _SCALE),
        round((height - high) * _SCALE),
        round(right * _SCALE),
        round((height - low) * _SCALE),
    )


def _box(row: Mapping[str, object]) -> Box | None:
    edges = [row.get(name) for name in _EDGES]
    found = [float(edge) for edge in edges if isinstance(edge, float | int)]
    return (found[0], found[1], found[2], found[3]) if len(found) == len(edges) else None


def _are_withheld(cells: pa.Table) -> pa.ChunkedArray:
    redacted = pc.call_function("match_substring", [cells["source_text"]], pc.MatchSubstringOptions(_REDACTED))
    return pc.call_function("or_kleene", [pc.call_function("equal", [cells["disposition"], "withheld"]), redacted])
