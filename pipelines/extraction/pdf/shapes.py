"""The ten digits told by their shape: a drawn glyph against those of open fonts, whatever the font's map says."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

WIDTH, HEIGHT = 12, 18
"""Dots to which a glyph's ink is brought before it is compared."""

_LIKE = 0.72
_CLEARLY_LESS_LIKE = 0.14
_WIDEST_ASPECT_APART = 0.9

Gray = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""Rows of dots, 0 for the ground and 1 for full ink."""


@dataclass(frozen=True)
class Likeness:
    """How like a shape is to each digit, from -1 to 1."""

    scores: Sequence[float]

    def speaks_against(self, digit: int) -> bool:
        """Whether the shape is clearly another digit's."""
        best = max(self.scores)
        return best >= _LIKE and best - self.scores[digit] >= _CLEARLY_LESS_LIKE

    def speaks_for(self, digit: int) -> bool:
        return self.scores[digit] >= _LIKE and not self.speaks_against(digit)


def likeness(ink: Gray) -> Likeness:
    """Compare ink, trimmed to its edges, with the digits of the open fonts."""
    shapes, aspects, starts = _known_shapes()
    like = shapes @ normalised(ink) - np.abs(aspects - _aspect(ink)) * 0.15
    return Likeness(np.maximum.reduceat(like, starts).tolist())


def normalised(ink: Gray) -> np.ndarray:
    """A glyph's ink brought to one size, as a vector of length 1 around 0."""
    rows, columns = ink.shape
    sized = _shares(rows, HEIGHT) @ ink @ _shares(columns, WIDTH).T
    vector = (sized - sized.mean()).ravel()
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def trimmed(ink: Gray) -> Gray:
    """Without the empty rows and columns around it; of no size where there is no ink."""
    rows, columns = np.flatnonzero((ink > 0.5).any(axis=1)), np.flatnonzero((ink > 0.5).any(axis=0))
    if not rows.size:
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _aspect(ink: Gray) -> float:
    return float(np.log(ink.shape[1] / ink.shape[0]))


@lru_cache(maxsize=256)
def _shares(old: int, new: int) -> np.ndarray:
    """What part of each of `old` dots falls into each of `new`."""
    edges = np.linspace(0, old, new + 1)
    start, end = edges[:-1, None], edges[1:, None]
    dots = np.arange(old)[None, :]
    return np.clip(np.minimum(end, dots + 1) - np.maximum(start, dots), 0, None) / (old / new)


@cache
def _known_shapes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The shapes as vectors, the logarithms of their widths as parts of their heights, and where each digit's begin."""
    text = (files("pipelines.extraction.pdf") / "shapes.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: row["digit"])
    dots = [np.array([int(dot, 16) for dot in row["dots"]], dtype=float).reshape(HEIGHT, WIDTH) / 15 for row in rows]
    return (
        np.stack([normalised(each) for each in dots]),
        np.array([np.log(float(row["aspect"])) for row in rows]),
        np.searchsorted([row["digit"] for row in rows], list("0123456789")),
    )
