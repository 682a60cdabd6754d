"""The codes that rows print: in one column, inside a name, or joined from the columns of their parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.foundation.text import fold_text
from pipelines.interpretation.budget.blocks import KeyGroup
from pipelines.interpretation.declared.vocabulary import PARTS_OF_A_CODE
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.words.code_parts import CodeParts
from pipelines.interpretation.words.codes import CodeKind, code_and_name

_CODE = re.compile(r"\d{2,9}")


@dataclass(frozen=True)
class PrintedCodes:
    """The codes as they stand in a row, part by part, for the rows below that leave parts out: by the first column of
    a key."""

    parts: Mapping[int, CodeParts] = field(default_factory=dict[int, CodeParts])

    def read(self, sheet: Sheet, row: int, group: KeyGroup) -> tuple[PrintedCodes, str | None]:
        """The code of a row, joined from its columns; a part that is not printed is the one above."""
        if not group.codes:
            return self, None
        cells = [sheet.at(row, column.index) for column in group.codes]
        # A cell merged over the columns of a code prints it whole, in the first of them.
        texts = [
            fold_text(cell.text).strip("[]") if cell.column == column.index else ""
            for cell, column in zip(cells, group.codes, strict=True)
        ]
        roles = [column.role for column in group.codes]
        if roles == ["code"]:
            printed = cells[0].text.replace("\n", "") if texts[0] else ""
            coded = code_and_name(printed, CodeKind.CLASSIFICATION, CodeKind.UNIT)
            return self, coded.code or (texts[0] if _CODE.fullmatch(texts[0]) else None)
        if set(roles) == {"code"}:
            roles = list(PARTS_OF_A_CODE[: len(roles)])
        parts = {
            PARTS_OF_A_CODE.index(role): text for role, text in zip(roles, texts, strict=False) if _CODE.fullmatch(text)
        }
        if not parts:
            return self, None
        place = group.codes[0].index
        above, code = self.parts.get(place, CodeParts({})).joined(parts)
        return PrintedCodes({**self.parts, place: above}), code
