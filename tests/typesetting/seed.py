"""Typesets the disclosure the project began with: `python -m tests.typesetting.seed`.

The source is `seed_blocks.json`, the transcript of the published document with its merged cells, its errors left as
they are; names and telephone numbers of persons are replaced by placeholders, and `≥` stands where the transcript
spells the sign as a formula.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.typesetting.content import Cell, Heading, Item, Line, Paragraph, Row, Table
from tests.typesetting.document import typeset

BLOCKS = Path(__file__).parent / "seed_blocks.json"
RAW = Path(__file__).parents[2] / "data" / "raw"
DEPARTMENT = "青山区城市运行管理中心"
NAME = f"{DEPARTMENT}2025年部门预算公开.pdf"
# With these points a page break falls into a row of goals, whose text goes on over the break.
_SPACING_OF_FORMS = 6.6
_TITLE_SIZE = 14.0
COLUMNS = (
    "file",
    "sha256",
    "url",
    "publisher",
    "division_code",
    "published_on",
    "retrieved_at",
    "licence",
    "note",
)


def seed_items(blocks: Sequence[Mapping[str, object]]) -> list[Item]:
    """The transcript's blocks as items to typeset; the headings of the table of contents are lines of it."""
    body = _end_of_contents(blocks)
    return [*(Paragraph(str(block["text"])) for block in blocks[:body]), *map(_item, blocks[body:])]


def _end_of_contents(blocks: Sequence[Mapping[str, object]]) -> int:
    """The index of the first heading that the table of contents has named already."""
    named: set[str] = set()
    for index, block in enumerate(blocks):
        if block["kind"] == "heading" and str(block["text"]) in named:
            return index
        named.add(str(block.get("text")))
    raise ValueError("no heading comes back after a table of contents")


def _item(block: Mapping[str, object]) -> Item:
    if block["kind"] == "heading":
        return Heading(str(block["text"]), int(str(block["level"])))
    if block["kind"] == "paragraph":
        return Paragraph(str(block["text"]))
    body = [_row(row) for row in _list(block["body"])]
    return Table(
        header=[_row(row) for row in _list(block["header"])],
        body=body,
        widths=[float(str(width)) for width in _list(block["column_widths"])],
        caption=_caption(block),
        note=str(block["note"]) if block["note"] else None,
        landscape=bool(block["landscape"]),
        new_page=bool(block["caption"]),
        # The long forms have no header; a page break cuts their rows where it falls.
        cut_rows=frozenset() if block["header"] else frozenset(range(len(body))),
        spacing=3.0 if block["header"] else _SPACING_OF_FORMS,
    )


def _caption(block: Mapping[str, object]) -> list[str | Line]:
    if not block["caption"]:
        return []
    left = f"部门：{block['department']}" if block["department"] else str(block["filled_on"])
    return [
        str(block["caption"]),
        Line(centre=str(block["title"]), size=_TITLE_SIZE),
        Line(left=left, right=f"单位：{block['unit']}"),
    ]


def _row(row: object) -> Row:
    cells: list[str | Cell] = []
    for cell in _list(row):
        if isinstance(cell, dict):
            cells.append(Cell(str(cell["text"]), int(cell["colspan"]), int(cell["rowspan"])))
        else:
            cells.append(str(cell))
    return cells


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected: {value!r}")
    return value


def typeset_seed(folder: Path) -> Path:
    """Typeset the seed's document into a folder and return its path."""
    return typeset(folder / NAME, seed_items(json.loads(BLOCKS.read_text("utf-8"))))


def main() -> None:
    """Write the document and its line of sources.csv into data/raw."""
    path = typeset_seed(RAW)
    with (RAW / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(
            {
                "file": NAME,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "publisher": "青山区城市运行管理中心",
                "division_code": "420107",
                "note": "typeset from the published text; persons' names and telephone numbers are placeholders",
            }
        )


if __name__ == "__main__":
    main()
