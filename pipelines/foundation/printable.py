"""Texts of others, as names of files are, made fit for a terminal, a log and a dataset."""

from __future__ import annotations

import re

CONTROL = "\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""What breaks a line, moves a cursor or turns the direction of writing, as a part of a pattern's set."""

_UNPRINTABLE = re.compile(rf"[{CONTROL}\ud800-\udfff\\]")
"""That; bytes that are no UTF-8; and what escapes begin with."""


def printable(text: str) -> str:
    """A text with all that can't be printed escaped as Python does. No two texts become one.

    Bytes that are no UTF-8 are expected as Python has them in paths (`surrogateescape`).
    """
    return _UNPRINTABLE.sub(_escaped, text)


def cut_to_bytes(text: str, most: int) -> str:
    """The beginning of a text that takes so many bytes at most, as names of files may."""
    return text.encode()[:most].decode("utf-8", "ignore")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return found[0].encode("unicode_escape").decode("ascii")
