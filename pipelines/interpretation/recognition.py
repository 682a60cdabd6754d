"""Which standard table a sheet is: its title, stripped of words that don't tell tables apart, is looked up.

The tables and their titles are declared in `tables/*.yaml`; nothing is matched approximately.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pipelines.interpretation.sheet import Sheet
from pipelines.text import fold_text, strip_list_number


@dataclass(frozen=True)
class TableDeclaration:
    """One standard table as declared: the reader that reads it and what the reader needs to know."""

    table: str
    reader: str
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    settings: Mapping[str, object]


@cache
def declarations() -> tuple[TableDeclaration, ...]:
    """All declared tables, in the order of their files' names."""
    folder = resources.files("pipelines.interpretation") / "tables"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name
    )
    return tuple(_declaration(yaml.safe_load(file.read_text("utf-8"))) for file in files)


def _declaration(data: Mapping[str, object]) -> TableDeclaration:
    known = {"table", "reader", "titles", "openings"}
    titles, openings = data.get("titles", []), data.get("openings", [])
    if not isinstance(titles, list) or not isinstance(openings, list):
        raise TypeError(f"titles and openings are lists: {data.get('table')}")
    return TableDeclaration(
        table=str(data["table"]),
        reader=str(data["reader"]),
        titles=tuple(str(title) for title in titles),
        openings=tuple(str(opening) for opening in openings),
        settings={key: value for key, value in data.items() if key not in known},
    )
