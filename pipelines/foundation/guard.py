"""What breaks costs only itself: each piece of work in a guard of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipelines.foundation.limit import limited

T = TypeVar("T")


@dataclass(frozen=True)
class Broken:
    """A piece of work that raised: its name, and the kind of the error."""

    name: str
    error: str


def guarded(name: str, work: Callable[[], Iterable[T]]) -> tuple[T, ...] | Broken:
    """What the work yields, all of it or none.

    Any error is caught, and that it takes too long is one: a check is a program over whatever documents print, no list
    of errors is known to be whole, and a document must not lose its other checks to one of them. The kind of the error
    is kept and published.
    """
    try:
        return limited(lambda: tuple(work()))
    except Exception as error:  # noqa: BLE001
        return Broken(name, type(error).__name__)
