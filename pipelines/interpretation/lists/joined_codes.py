"""The codes of a list whose parts stand in columns of their own, joined with the parts above that a row leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipelines.foundation.text import fold_text
from pipelines.interpretation.lists.columns import ListColumn
from pipelines.interpretation.lists.values import printed
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.words.code_parts import CodeParts

_PART = re.compile(r"\d{2,9}")


def joined_codes(sheet: Sheet, columns: Sequence[ListColumn], rows: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """The codes that the rows print in parts: by row, then by field."""
    parted: dict[str, list[ListColumn]] = {}
    for column in columns:
        if column.name is not None and column.part is not None:
            parted.setdefault(column.name, []).append(column)
    above = {name: CodeParts({}) for name in parted}
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        for name, of_field in parted.items():
            if parts := _parts(sheet, row, of_field):
                above[name], code = above[name].joined(parts)
                found.setdefault(row, {})[name] = code
    return found


def _parts(sheet: Sheet, row: int, columns: Sequence[ListColumn]) -> Mapping[int, str]:
    texts = ((column.part, fold_text(printed(sheet, row, column.index))) for column in columns)
    return {part: text for part, text in texts if part is not None and _PART.fullmatch(text)}
