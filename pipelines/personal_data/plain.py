"""The plain form of a text, in which it is searched, and the way back to the text as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

HAN = "㐀-鿿"
_DASH = re.compile("[‐‑‒–—―−─]")


def plain(text: str) -> str:
    """A text as it is searched: full-width characters and dashes made plain, white space one blank."""
    return " ".join(_normalized(text).split())


def origins(text: str) -> tuple[str, Sequence[int]]:
    """A text, and where in it each character of its plain form begins; the end of the text goes last.

    Where the plain form can't be made character by character, the text is its plain form.
    """
    begins: list[int] = []
    made = ""
    for index, char in enumerate(text):
        for each in _normalized(char):
            is_blank = each.isspace()
            if not is_blank or (made and made[-1] != " "):
                made += " " if is_blank else each
                begins.append(index)
    if made.rstrip() != (searched := plain(text)):
        return searched, range(len(searched) + 1)
    return text, [*begins[: len(searched)], len(text)]


def _normalized(text: str) -> str:
    return _DASH.sub("-", unicodedata.normalize("NFKC", text))
