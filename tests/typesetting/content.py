"""What can be typeset: headings, paragraphs, ruled tables with merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """A cell merged over `columns` and `rows`."""

    text: str
    columns: int = 1
    rows: int = 1


Row = Sequence[str | Cell]


@dataclass(frozen=True)
class Heading:
    """A heading; one of level 1 begins a page."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Prose, wrapped to the page's width."""

    text: str


@dataclass(frozen=True)
class Line:
    """A line above a table, with texts at its left, in its middle and at its right; `size` in points."""

    left: str = ""
    centre: str = ""
    right: str = ""
    size: float = 10.0


@dataclass(frozen=True)
class Table:
    """A ruled table. `widths` are relative; headers are centred, numbers set to the right.

    `repeat_header`: the header stands on each page again. `cut_rows`: rows of the body (from 0) that a page break may
    cut in two; others move to the next page whole. `new_page`: the table begins a page. `spacing`: points above and
    under the text of a row.
    """

    body: Sequence[Row]
    widths: Sequence[float]
    header: Sequence[Row] = ()
    caption: Sequence[str | Line] = ()
    note: str | None = None
    landscape: bool = False
    repeat_header: bool = False
    new_page: bool = True
    cut_rows: frozenset[int] = field(default_factory=frozenset)
    spacing: float = 3.0


Item = Heading | Paragraph | Table
