"""The page's text layer, glyph by glyph, in the frame in which its text reads upright: what shows, and no more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.arrays import Indices, Numbers
from pipelines.extraction.pdf.canvas import Papers
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.frame import Frame
from pipelines.extraction.pdf.numbers import count_numbers
from pipelines.extraction.pdf.page_objects import PageObjects
from pipelines.extraction.pdf.places import Point
from pipelines.extraction.pdf.printed import PrintedText, read_printed
from pipelines.extraction.pdf.proof import NUMERIC, Read, prove
from pipelines.extraction.pdf.scripts import RAISED, level_scripts

_MIDDLE = 0.42
"""As a part of the size: a little over the middle (0.36), as text that has no room runs over the rule under it."""

_LEVEL_DEGREES = 0.005
_PICTURE_OF_A_PAGE = 0.5
"""As a part of the page: a picture of that size with unseen text on it is a scan."""


class Glyph(NamedTuple):
    """A character in the reading frame: its box as wide as its advance and as high as its ink, its baseline and size.

    Its middle is (x, y), of digits and ideographs: boxes are made of ascents that fonts get wrong. `doubt` says why a
    figure can't be trusted; empty where nothing speaks against it. `source` numbers the text object that draws it.
    """

    char: str
    box: Box
    baseline: float
    size: float
    x: float
    y: float
    doubt: str
    source: int

    @property
    def numeric(self) -> bool:
        return self.char in NUMERIC


# A named tuple's own way to be made takes several times as long.
_NEW_BOX = partial(tuple.__new__, Box)
_NEW_GLYPH = partial(tuple.__new__, Glyph)


@dataclass(frozen=True)
class TextLayer:
    """A page's glyphs in the reading frame: the one in which most of its text is upright and level."""

    page: int
    frame: Frame
    glyphs: tuple[Glyph, ...]
    may_hold_tables: bool
    """Something is drawn on the page beside its text: it may be a table's rulings."""
    picture: bool
    """A page-filling picture without text, or with text that doesn't show."""
    numbers_aside: int = 0
    """Numbers that show on the page and are set in another direction than most of its text."""


def read_text_layer(
    page: pdfium.PdfPage, objects: PageObjects, number: int, fonts: Fonts, papers: Papers, unit: float = 1.0
) -> TextLayer:
    """Read the glyphs of one page that show, whose user space has units of `unit` points.

    Left out: white space (it is derived from positions), control characters, watermarks and stamps, text that is not
    upright, and text that no reader of the page sees.
    """
    visible = Box(*page.get_bbox())
    text = read_printed(page, objects.texts)
    read = prove(page, text, fonts, papers, plain=objects.is_plain)
    frame = _frame(visible, page.get_rotation() // 90, unit, text, read.indices)
    indices = np.array(read.indices, np.int64)
    upright = text.quarters[indices] == -(frame.rotation + frame.turns) % 4
    glyphs = tuple(_in_frame(text, indices[upright], frame, read))
    askew = () if upright.all() else zip(read.indices, (~upright).tolist(), strict=True)
    aside = "".join(text.chars[index] if is_askew else " " for index, is_askew in askew)
    scan = objects.largest_picture > _PICTURE_OF_A_PAGE * visible.width * visible.height and read.hidden > len(glyphs)
    return TextLayer(
        page=number,
        frame=frame,
        glyphs=glyphs,
        may_hold_tables=bool(glyphs) and bool(objects.kinds),
        picture=pdfium_c.FPDF_PAGEOBJ_IMAGE in objects.kinds and (not glyphs or scan),
        numbers_aside=count_numbers(aside),
    )


def _frame(visible: Box, rotation: int, unit: float, text: PrintedText, indices: Sequence[int]) -> Frame:
    """The frame in which most glyphs are upright and half of them rise, half fall."""
    quarters = text.quarters[indices]
    angles = Counter(quarters.tolist())
    upright = angles.most_common(1)[0][0] if angles else -rotation
    slopes = text.leaning[indices][quarters == upright]
    # Hardly any page has a glyph that is askew.
    skew = -float(np.median(slopes)) if slopes.any() else 0.0
    # A character drawn at n clockwise quarter turns is brought upright by 4 - n more.
    turns = -(upright + rotation) % 4
    return Frame(visible, rotation, turns, math.radians(skew) if abs(skew) > _LEVEL_DEGREES else 0.0, unit)


def _in_frame(text: PrintedText, indices: Indices, frame: Frame, read: Read) -> Iterable[Glyph]:
    inks, advances = frame.boxes(text.inks[indices]), frame.boxes(text.advances[indices])
    boxes = np.column_stack([advances[:, 0], inks[:, 1], advances[:, 2], inks[:, 3]])
    baselines, sizes = frame.points(text.origins[indices])[:, 1], frame.unit * text.sizes[indices]
    places = indices.tolist()
    chars = [text.chars[index] for index in places]
    doubts_of = [read.doubts.get(index, "") for index in places]
    baselines, raised = level_scripts(chars, boxes, baselines, sizes)
    for place in raised:
        doubts_of[place] = RAISED
    glyphs = glyphs_at(chars, boxes, baselines, sizes, doubts_of, text.sources[indices].tolist())
    return _where_they_show(glyphs, frame, read.rests) if read.rests else glyphs


def _where_they_show(glyphs: Iterable[Glyph], frame: Frame, rests: Mapping[int, Point]) -> Iterator[Glyph]:
    """The glyphs, those of texts that are cut off at the height of what is left of these, where a reader sees them."""
    heights = dict(zip(rests, frame.points(np.array([*rests.values()]))[:, 1].tolist(), strict=True))
    return (glyph._replace(y=heights.get(glyph.source, glyph.y)) for glyph in glyphs)


def glyphs_at(
    chars: Iterable[str],
    boxes: Numbers,
    baselines: Numbers,
    sizes: Numbers,
    doubts: Iterable[str],
    sources: Iterable[int],
) -> Iterator[Glyph]:
    """Some characters as glyphs, each with the doubt about it and what draws it."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, baselines + _MIDDLE * sizes
    numbers = (each.tolist() for each in (baselines, sizes, x, y))
    return map(_NEW_GLYPH, zip(chars, map(_NEW_BOX, boxes.tolist()), *numbers, doubts, sources, strict=True))
