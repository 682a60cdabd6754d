"""Tables without upright rules: their columns are those in which their numbers and headers stand, where that is proved.

A table whose columns can't be proved is one cell: printed, and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.lines import Line, group_lines
from pipelines.extraction.pdf.ruling import Rule, RuledTable
from pipelines.extraction.pdf.text_layer import Glyph

_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
_NUMBERS_OF_A_TABLE = 4
_SAME_END = 3.0
_NARROWEST_TABLE = 150.0
_GAP = 0.9
"""Between two columns, as a part of the font's size; a wide space within a name is not wider."""
_SAME_EDGE = 2.5


@dataclass(frozen=True)
class _Run:
    """Glyphs of one line that stand together."""

    text: str
    left: float
    right: float

    @property
    def number(self) -> bool:
        return _NUMBER.fullmatch(self.text) is not None


_Row = tuple[_Run, ...]


def align_tables(level: Sequence[Rule], glyphs: Sequence[Glyph], ruled: Sequence[Box]) -> tuple[RuledTable, ...]:
    """The tables between level rules of one length, outside the `ruled` ones: three-line tables, rules for rows."""
    free = [rule for rule in level if not any(_is_on(rule, box) for box in ruled)]
    parts = (part for stack in _stacks(free) for part in _parted(stack, ruled) if len(part) > 1)
    found = (_aligned(rules, glyphs) for rules in parts)
    return tuple(table for table in found if table)


def _is_on(rule: Rule, box: Box) -> bool:
    return box.y0 - _SAME_END <= rule.at <= box.y1 + _SAME_END and rule.start < box.x1 and rule.end > box.x0


def _stacks(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    """Rules over each other with the same ends, top to bottom."""
    stacks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: -rule.at):
        if rule.end - rule.start < _NARROWEST_TABLE:
            continue
        for stack in stacks:
            if abs(stack[0].start - rule.start) < _SAME_END and abs(stack[0].end - rule.end) < _SAME_END:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return (stack for stack in stacks if len(stack) > 1)


def _parted(stack: Sequence[Rule], ruled: Sequence[Box]) -> Iterator[list[Rule]]:
    """The rules of a stack between which no ruled table stands: a frame around tables is none, nor rules of a page."""
    part = [stack[0]]
    for high, low in pairwise(stack):
        if any(low.at < box.y0 and box.y1 < high.at and box.x0 < low.end and low.start < box.x1 for box in ruled):
            yield part
            part = []
        part.append(low)
    yield part


def _aligned(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> RuledTable | None:
    """The table between rules, as one cell where its columns are not proved; None where it is none."""
    left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    bands = [
        [_runs(line) for line in group_lines(g for g in glyphs if left <= g.x <= right and low.at < g.y < high.at)]
        for high, low in pairwise(rules)
    ]
    body = [run for band in bands for row in band for run in row]
    if sum(run.number for run in body) < _NUMBERS_OF_A_TABLE:
        return None
    heights = [rule.at for rule in rules]
    columns = _columns(bands[0], [row for band in bands[1:] for row in band], left, right)
    edges = _row_edges(heights, bands, glyphs, left, right) if columns else None
    if columns is None or edges is None:
        return _table([left, right], [heights[0], heights[-1]])
    return _table(columns, edges)


def _runs(line: Line) -> _Row:
    """The runs of a line, left to right."""
    pieces: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in pairwise(line.glyphs):
        if glyph.box.x0 - before.box.x1 > _GAP * line.size:
            pieces.append([])
        pieces[-1].append(glyph)
    return tuple(_Run(Line(tuple(piece)).text, piece[0].box.x0, piece[-1].box.x1) for piece in pieces)


def _columns(header: Sequence[_Row], rows: Sequence[_Row], left: float, right: float) -> list[float] | None:
    """The edges of the columns, or None where they are not proved.

    They are where each line has one run a column, each number keeps to the edge (or the middle) of the others, the
    header names each, and no line may be the rest of the one above.
    """
    spans = _spans(run for row in rows for run in row)
    if len(header) != 1 or len(header[0]) != len(spans) or len(spans) < 2:
        return None
    if any(len(row) < 2 or not any(run.number for run in row) for row in rows):
        return None
    members: list[list[_Run]] = [[] for _ in spans]
    for row in rows:
        places = [_place(run, spans) for run in row]
        if len(set(places)) < len(places):
            return None
        for run, place in zip(row, places, strict=True):
            members[place].append(run)
    if not all(_keeps_an_edge(column) for column in members):
        return None
    wide = [(min(low, named.left), max(high, named.right)) for (low, high), named in zip(spans, header[0], strict=True)]
    if any(before[1] >= after[0] for before, after in pairwise(wide)):
        return None
    return [left, *((before[1] + after[0]) / 2 for before, after in pairwise(wide)), right]


def _spans(runs: Iterable[_Run]) -> list[tuple[float, float]]:
    """What runs cover from left to right, those that overlap as one."""
    spans: list[tuple[float, float]] = []
    for run in sorted(runs, key=lambda run: run.left):
        if spans and run.left <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], run.right))
        else:
            spans.append((run.left, run.right))
    return spans


def _place(run: _Run, spans: Sequence[tuple[float, float]]) -> int:
    return next(index for index, (low, high) in enumerate(spans) if low <= run.left <= high)


def _keeps_an_edge(column: Sequence[_Run]) -> bool:
    """Whether the numbers of a column stand under each other; texts may stand anywhere in it."""
    numbers = [run for run in column if run.number]
    ways = (
        [run.right for run in numbers],
        [run.left for run in numbers],
        [(run.left + run.right) / 2 for run in numbers],
    )
    return not numbers or any(max(way) - min(way) <= _SAME_EDGE for way in ways)


def _row_edges(
    rules: Sequence[float], bands: Sequence[Sequence[_Row]], glyphs: Sequence[Glyph], left: float, right: float
) -> list[float] | None:
    """The heights that divide the rows: the rules, or between the lines where no rule stands between them."""
    edges = [rules[0]]
    for (high, low), band in zip(pairwise(rules), bands, strict=True):
        if not band:
            return None
        inside = group_lines(glyph for glyph in glyphs if left <= glyph.x <= right and low < glyph.y < high)
        edges.extend((above.box.y0 + below.box.y1) / 2 for above, below in pairwise(inside))
        edges.append(low)
    return edges


def _table(xs: Sequence[float], ys: Sequence[float]) -> RuledTable:
    columns, rows = tuple(pairwise(xs)), tuple(pairwise(ys))
    every = tuple(tuple(True for _ in columns) for _ in rows)
    return RuledTable(columns, rows, right_ruled=every, bottom_ruled=every, engine="alignment")
