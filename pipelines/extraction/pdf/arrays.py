"""What is known of the characters of a page, an item for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Indices = np.ndarray[tuple[int, ...], np.dtype[np.int64 | np.int32]]
Colours = np.ndarray[tuple[int, ...], np.dtype[np.uint32 | np.uint8]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def counted(lengths: Indices) -> Indices:
    """0, 1, 2 … for each length, one after the other."""
    return from_each(np.zeros_like(lengths), lengths)


def from_each(starts: Indices, lengths: Indices) -> Indices:
    """Each start and the numbers after it, so many as its length says, one after the other, in the type of both."""
    ends = np.cumsum(lengths, dtype=lengths.dtype)
    return np.repeat(starts - ends + lengths, lengths) + np.arange(ends[-1] if ends.size else 0, dtype=lengths.dtype)


def median_of_bytes(values: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
    """The median of some bytes, of which there must be any: to count them takes a part of what sorting them does."""
    reached = np.cumsum(np.bincount(values))
    lower, upper = reached.searchsorted([(len(values) + 1) // 2, len(values) // 2 + 1]).tolist()
    return (lower + upper) / 2


def portions(sizes: Indices, most: int) -> Iterator[slice]:
    """Cut a sequence of things of such sizes into parts of about `most` together, so that each fits into memory."""
    ends = np.cumsum(sizes)
    if not ends.size or ends[-1] < most:
        yield slice(0, len(sizes))
        return
    cuts = np.flatnonzero(np.diff(ends // most)) + 1
    yield from (slice(*ends) for ends in pairwise([0, *cuts.tolist(), len(sizes)]))
