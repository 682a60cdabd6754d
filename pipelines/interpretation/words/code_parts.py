"""Codes whose parts stand apart, 类 / 款 / 项: a part that a row leaves out is the one that stands above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_LENGTH_OF_A_PART = 2


@dataclass(frozen=True)
class CodeParts:
    """The code down to each depth, as it stands in a row, for the rows below that leave parts out."""

    above: Mapping[int, str]

    def joined(self, printed: Mapping[int, str]) -> tuple[CodeParts, str]:
        """The code of a row that prints these parts, by depth from 0; a part can be the whole code down to its
        depth."""
        code, parts = "", dict[int, str]()
        for depth in range(1 + max(printed)):
            part = printed.get(depth)
            if part is None:
                code = self.above.get(depth, code)
            else:
                code = part if len(part) > _LENGTH_OF_A_PART else code + part
            parts[depth] = code
        return CodeParts(parts), code
