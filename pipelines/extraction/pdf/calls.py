"""Calls of pdfium's functions, one for each of many things: with plain addresses, as making handles costs more than the
calls do."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable

import numpy as np

ADDRESS = ctypes.c_void_p
"""The type of what pdfium gives, and is given, as an address."""


def direct(function: Callable[..., object], result: type, *arguments: type) -> Callable[..., int]:
    """A function of pdfium that takes and gives plain numbers; addresses are numbers too, 0 for none.

    A small whole number may be an argument of the type of addresses, which costs less to hand over: it fills the place
    of one, and pdfium reads the lower part of it.
    """
    # These calls are too short for another thread to take over meanwhile.
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def address_of(thing: object) -> int:
    """The address of a function or of what pdfium has given; 0 for none."""
    return ctypes.cast(thing, ADDRESS).value or 0  # pyright: ignore[reportArgumentType]


def told(
    function: Callable[..., int],
    given: Iterable[Iterable[int]],
    rows: int,
    columns: int,
    kind: type[np.generic],
    *,
    together: bool = False,
) -> np.ndarray:
    """What a function tells of each of so many things, a row for each, where it is `given` the first arguments: it
    writes each value to an address of its own, or all `together` to one."""
    values = np.zeros((rows, columns), kind)
    first, size = values.ctypes.data, values.itemsize
    starts = range(first, first + size * (1 if together else columns), size)
    places = [range(start, start + values.nbytes, columns * size) for start in starts]
    deque(map(function, *given, *places), maxlen=0)
    return values
