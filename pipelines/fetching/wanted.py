"""What is to be fetched: the records of `sources.csv` that name an address and no file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.documents.registry import FACTS, SOURCES_FILE, read_records

_STEP = re.compile(r"\s+>\s+")


@dataclass(frozen=True)
class Wanted:
    """A document by its address; with `links`, a page that lists documents.

    `links` leads from the page to the documents: each pattern says which links of a page to follow, the last one those
    of documents. `facts` are the other columns of the record, as written: they hold for all documents it leads to.
    """

    url: str
    links: tuple[re.Pattern[str], ...]
    facts: Mapping[str, str]


def read_wanted(folder: Path) -> tuple[tuple[Wanted, ...], tuple[str, ...]]:
    """What the `sources.csv` of a folder asks for, and a line for each record that can't be used."""
    path = folder / SOURCES_FILE
    if not os.path.lexists(path):
        return (), ()
    rows = read_records(path)
    if isinstance(rows, str):
        return (), (f"{SOURCES_FILE}: {rows}",)
    answers = [_wanted(row, line) for line, row in enumerate(rows, start=1) if _asks(row)]
    problems = tuple(answer for answer in answers if isinstance(answer, str))
    return tuple(answer for answer in answers if isinstance(answer, Wanted)), problems


def _asks(row: Mapping[str, str]) -> bool:
    return bool((row.get("url") or "").strip()) and not (row.get("file") or "").strip()


def _wanted(row: Mapping[str, str], line: int) -> Wanted | str:
    facts = {name: text for name in FACTS if name != "url" and (text := (row.get(name) or "").strip())}
    try:
        return Wanted(row["url"].strip(), tuple(_patterns(row.get("links") or "")), facts)
    except re.error as error:
        return f"{SOURCES_FILE}, record {line}: links can't be {row['links']!r}: {error}"


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    yield from (re.compile(step) for step in _STEP.split(text.strip()) if step)
