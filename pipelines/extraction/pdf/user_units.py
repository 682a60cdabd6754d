"""The unit of each page's user space, which pdfium does not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import playa


@contextmanager
def open_units(path: Path) -> Iterator[Callable[[int], float]]:
    """What gives, for each page (from 1) of a PDF, the points in one unit of its user space."""
    with playa.open(path, space="default") as document:

        def unit(number: int) -> float:
            value = document.pages[number - 1].attrs.get("UserUnit", 1.0)
            return float(value) if isinstance(value, (int, float)) and value > 0 else 1.0

        yield unit
