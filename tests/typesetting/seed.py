"""Typesets the disclosure the project began with: `python -m tests.typesetting.seed`.

The source is `seed_blocks.json`, the transcript of the published document with its merged cells, its errors left as
they are; names and telephone numbers of persons are replaced by placeholders.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.typesetting.content import Cell, Heading, Item, Paragraph, Row, Table
from tests.typesetting.document import typeset

BLOCKS = Path(__file__).parent / "seed_blocks.json"
RAW = Path(__file__).parents[2] / "data" / "raw"
NAME = "青山区城市运行管理中心2025年部门预算公开.pdf"
_SPACING_OF_FORMS = 6.0
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
    last = {str(block.get("text")): index for index, block in enumerate(blocks)}
    return [
        Paragraph(str(block["text"]))
        if block["kind"] == "heading" and last[str(block["text"])] > index
        else _item(block)
        for index, block in enumerate(blocks)
    ]


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


def _caption(block: Mapping[str, object]) -> list[str]:
    lines = [block["caption"], block["title"]]
    lines.append(f"部门：{block['department']}" if block["department"] else block["filled_on"])
    lines.append(f"单位：{block['unit']}" if block["unit"] else None)
    return [str(line) for line in lines if line]


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
