"""Pages kept as files: one JSON text a line for each page, gzipped, the same bytes for the same pages.

Values stand in the order in which the dataclasses declare them; floats keep every bit.
"""

from __future__ import annotations

import dataclasses
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, get_args, get_origin, get_type_hints

from pipelines.extraction.grid import Box, Page

PAGES_FILE = "pages.jsonl.gz"
_COMPRESSION = 3


def write_pages(path: Path, pages: Iterable[Page]) -> None:
    """Write pages as they come; memory holds one of them."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", _COMPRESSION, raw, mtime=0) as stream:
        for page in pages:
            text = json.dumps(page, default=_values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            stream.write(text.encode() + b"\n")


def load_pages(file: Path | BinaryIO) -> Iterator[Page]:
    """The pages of a file that `write_pages` made, in order. OSError or ValueError for another file."""
    restore = _restorer(Page)
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            page = restore(json.loads(line))
            assert isinstance(page, Page)
            yield page


def _values(value: object) -> object:
    """The plain form of a dataclass, which JSON does not know by itself."""
    return _values_of(type(value))(value)


@cache
def _values_of(declared: type) -> Callable[[object], object]:
    if not dataclasses.is_dataclass(declared):
        raise TypeError(f"no part of a page: {declared.__name__}")
    return attrgetter(*(field.name for field in dataclasses.fields(declared)))


@cache
def _restorer(declared: type) -> Callable[[object], object]:
    """The function that makes values of a declared type out of their plain form."""
    if get_origin(declared) is tuple:
        restore_item = _restorer(get_args(declared)[0])
        return lambda items: tuple(map(restore_item, _list(items)))
    if declared is Box:
        return lambda values: Box._make(_list(values))
    if dataclasses.is_dataclass(declared):
        return _restorer_of_fields(declared)
    if inner := [kind for kind in get_args(declared) if kind is not type(None)]:
        restore_given = _restorer(inner[0])
        if restore_given is not _as_it_is:
            return lambda value: None if value is None else restore_given(value)
    return _as_it_is


def _restorer_of_fields(declared: type) -> Callable[[object], object]:
    hints = get_type_hints(declared)
    restorers = [_restorer(hints[field.name]) for field in dataclasses.fields(declared)]
    # Most fields are plain: only the others are gone through.
    parts = [(place, restore) for place, restore in enumerate(restorers) if restore is not _as_it_is]

    def restore(value: object) -> object:
        values = _list(value)
        if len(values) != len(restorers):
            raise ValueError(f"not the {len(restorers)} fields of {declared.__name__}: {value!r:.40}")
        for place, restore_part in parts:
            values[place] = restore_part(values[place])
        return declared(*values)

    return restore


def _as_it_is(value: object) -> object:
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"not the plain form of a page: {value!r:.40}")
    return value
