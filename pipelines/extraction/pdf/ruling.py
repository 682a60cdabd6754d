"""The rulings of a page as they show: where a picture of the page changes along a straight line, a rule divides it.

White, clipped and covered lines change nothing and divide nothing; lines, thin rectangles, dashes, pictures of lines,
fills that meet and forms of any depth all do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np
from camelot.image_processing import find_joints_from_lines

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.picture import Dots, Picture

_LEAST_CHANGE = 10
"""Of 255: less is not seen as a line."""
_SHORTEST_RULE = 6.0
_WIDEST_GAP = 3.5
"""Points between the dashes of a rule."""
_NEXT_RULE = 3.4
"""Points; what is nearer is the other side of a thick rule, or the second line of a double one."""
_THICKEST_RULE = 8.0
_JOINT = 3.0
_LEAST_COVERED = 0.6
_NARROWEST_TABLE = 60.0
"""Points; a character that is drawn as a shape can have the strokes of a table."""
_PARENT = 3
"""Where OpenCV keeps the outline around another; -1 for none."""
_LEAST_HEIGHT_OF_A_SIDE = 0.9
"""As a part of the table's height: a chart has level rules and bars, but nothing that reaches from top to bottom."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule of the reading frame in points: it stands `at` a height (or a distance from the left) and runs
    from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Rules:
    """The rules of a page: the level ones, `at` their height, and the upright ones."""

    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]


@dataclass(frozen=True)
class RuledTable:
    """Lattice cells, in the reading frame.

    `columns` are (left, right) and `rows` (top, bottom) in points, in printed order. `right_ruled[r][c]` and
    `bottom_ruled[r][c]` say whether a rule stands right of or under the lattice cell. Where none is at the foot of the
    table, one is taken to stand there.
    """

    columns: tuple[tuple[float, float], ...]
    rows: tuple[tuple[float, float], ...]
    right_ruled: tuple[tuple[bool, ...], ...]
    bottom_ruled: tuple[tuple[bool, ...], ...]
    engine: str = "ruling"

    @cached_property
    def box(self) -> Box:
        return Box(self.columns[0][0], self.rows[-1][1], self.columns[-1][1], self.rows[0][0])


def find_rules(picture: Picture) -> Rules:
    """The rules in a picture of a page without its text."""
    dots, scale, rows, columns = picture.dots, picture.scale, picture.rows, picture.columns
    height = dots.shape[0] / scale
    # Only rows of dots that are not as the one before can be a rule, or tell where an upright one stands.
    down = _changes(dots[rows], dots[rows + 1])
    level = (Rule(height - rule.at, rule.start, rule.end) for rule in _straight(down, rows, len(dots), scale))
    alike = np.diff(rows, prepend=-1, append=len(dots) - 1)
    across = np.repeat(_changes(picture.unlike[:, columns], picture.unlike[:, columns + 1]), alike, axis=0).T
    turned = _straight(np.ascontiguousarray(across), columns, dots.shape[1], scale)
    upright = (Rule(rule.at, height - rule.end, height - rule.start) for rule in turned)
    return Rules(tuple(level), tuple(upright))


def find_tables(rules: Rules) -> tuple[RuledTable, ...]:
    """The tables that crossing rules make, top to bottom."""
    level = [(rule.start, rule.at, rule.end, rule.at) for rule in rules.level]
    upright = [(rule.at, rule.start, rule.at, rule.end) for rule in rules.upright]
    tables = (
        _table(Box(*box), joints, rules) for box, joints in find_joints_from_lines(level, upright, _JOINT).items()
    )
    found = [table for table in tables if table]
    return tuple(sorted((each for each in found if not _is_frame(each, found)), key=lambda table: -table.box.y1))


def _is_frame(table: RuledTable, tables: Iterable[RuledTable]) -> bool:
    """Whether a single cell is drawn around other tables, as a border of the page or the edge of its ground."""
    inside = (each.box for each in tables if each is not table)
    return len(table.columns) == len(table.rows) == 1 and any(
        table.box.contains(box.x0, box.y0) and table.box.contains(box.x1, box.y1) for box in inside
    )


def _changes(dots: Dots, after: Dots) -> np.ndarray:
    """Where some dots differ to the eye from those after them in any of their colours: 1, else 0."""
    if not dots.size:
        return np.zeros(dots.shape[:2], np.uint8)
    seen = cv2.threshold(cv2.absdiff(dots, after), _LEAST_CHANGE, 255, cv2.THRESH_BINARY)[1]
    in_any = seen.reshape(dots.shape[:2]) if dots.shape[2] == 1 else cv2.cvtColor(seen, cv2.COLOR_BGR2GRAY)
    return cv2.threshold(in_any, 0, 1, cv2.THRESH_BINARY)[1]


def _straight(changes: np.ndarray, rows: np.ndarray, height: int, scale: float) -> Iterator[Rule]:
    """The rules that run along the rows of a picture so many dots high, at their distance from its top: `rows` are all
    that change, and `changes` says where."""

    def along(points: float) -> np.ndarray:
        return np.ones((1, max(round(points * scale), 1)), np.uint8)

    if not rows.size:
        return
    runs = cv2.morphologyEx(changes, cv2.MORPH_CLOSE, along(_WIDEST_GAP))
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, along(_SHORTEST_RULE))
    if not runs.any():
        return
    beside = round(_NEXT_RULE * scale / 2)
    # Of the rows without a change those are enough that keep apart what is not to be joined.
    is_near = np.zeros(height - 1, bool)
    is_near[np.clip(rows[:, None] + np.arange(-beside - 1, beside + 2), 0, height - 2)] = True
    places = np.flatnonzero(is_near)
    # Rules begin and end in few columns: each of the others is as the one before.
    begins = np.flatnonzero(np.append(True, (runs[:, 1:] != runs[:, :-1]).any(axis=0)))
    ends = np.append(begins[1:], runs.shape[1])
    spread = np.zeros((len(places), len(begins)), np.uint8)
    spread[np.searchsorted(places, rows)] = runs[:, begins]
    together = cv2.morphologyEx(spread, cv2.MORPH_CLOSE, np.ones((2 * beside + 1, 1), np.uint8))
    outlines, levels = cv2.findContours(together, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = (cv2.boundingRect(each) for each, level in zip(outlines, levels[0], strict=True) if level[_PARENT] < 0)
    for first, top, columns, thick in sorted(outer, key=lambda box: (box[1], box[0])):
        if thick <= _THICKEST_RULE * scale:
            left, right = int(begins[first]), int(ends[first + columns - 1])
            yield Rule((int(places[top]) + 0.5 + thick / 2) / scale, left / scale, right / scale)


def _table(box: Box, joints: Iterable[tuple[float, float]], rules: Rules) -> RuledTable | None:
    points = list(joints)
    xs = _anchors([*(x for x, _ in points), box.x0, box.x1])
    ys = _anchors([*(y for _, y in points), box.y0, box.y1])[::-1]
    if len(xs) < 2 or len(ys) < 2 or box.width < _NARROWEST_TABLE:
        return None
    if not any(_covers(_at(rules.upright, x), ys[-1], ys[0], _LEAST_HEIGHT_OF_A_SIDE) for x in xs):
        return None
    columns, rows = tuple(pairwise(xs)), tuple(pairwise(ys))
    upright = [_at(rules.upright, right) for _, right in columns]
    bottoms = [
        tuple(_covers(rules_at, left, right) for left, right in columns)
        for rules_at in (_at(rules.level, bottom) for _, bottom in rows)
    ]
    if not any(bottoms[-1]):
        bottoms[-1] = (True,) * len(columns)
    return RuledTable(
        columns=columns,
        rows=rows,
        right_ruled=tuple(
            (*(_covers(rules_at, bottom, top) for rules_at in upright[:-1]), True) for top, bottom in rows
        ),
        bottom_ruled=tuple(bottoms),
    )


def _anchors(values: Iterable[float]) -> list[float]:
    """Values in ascending order; those that are nearer to each other than rules are one, their middle."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= _NEXT_RULE:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _at(rules: Sequence[Rule], at: float) -> list[Rule]:
    return [rule for rule in rules if abs(rule.at - at) <= _NEXT_RULE]


def _covers(rules: Iterable[Rule], start: float, end: float, least: float = _LEAST_COVERED) -> bool:
    covered = 0.0
    for rule in rules:
        # Most rules reach over all of a table.
        if rule.start <= start and end <= rule.end:
            return True
        covered += max(min(rule.end, end) - max(rule.start, start), 0.0)
    return covered >= least * (end - start)
