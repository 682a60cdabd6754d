"""Codes of the classifications in a column that should hold amounts: the columns are not those of the header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.foundation.text import fold_text

_CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_CODES_OF_A_COLUMN = 3


def holds_codes(texts: Sequence[str]) -> bool:
    """Whether the numbers of a column, top to bottom, are codes: classes of three digits and what belongs to them.

    Amounts are never all of that length, each with its class among them; a total may stand beside the codes.
    """
    numbers = [text for text in map(fold_text, texts) if any(char.isdigit() for char in text)]
    codes = {text for text in numbers if _CODE.fullmatch(text)}
    within = [code for code in codes if len(code) > 3]
    return (
        len(codes) >= _CODES_OF_A_COLUMN
        and len(numbers) - sum(text in codes for text in numbers) <= 1
        and bool(within)
        and all(code[:3] in codes for code in within)
    )
