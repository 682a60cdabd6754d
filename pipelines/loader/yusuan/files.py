"""Where published files lie: below a folder, or under an address."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.error import HTTPError
from urllib.request import urlopen

Place = str | Path
Format = Literal["parquet", "csv"]
FORMATS: tuple[Format, ...] = ("parquet", "csv")
"""The formats of a dataset, the one that is read where both are there first."""


def is_address(place: Place) -> bool:
    """Whether a place is an address of the web."""
    return isinstance(place, str) and place.startswith(("http://", "https://"))


def read_file(place: Place, name: str) -> bytes | None:
    """A file of a folder or under an address; None where there is none. OSError where it can't be had."""
    if not is_address(place):
        path = Path(place) / name
        return path.read_bytes() if path.is_file() else None
    try:
        with urlopen(f"{str(place).rstrip('/')}/{name}") as answer:
            return answer.read()
    except HTTPError as error:
        if error.code == 404:
            return None
        raise
