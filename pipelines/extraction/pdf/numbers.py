"""How many numbers a text prints."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9０-９](?:[0-9０-９,.，．]*[0-9０-９])?")


def count_numbers(text: str) -> int:
    """The numbers in a text, whatever stands around them."""
    return len(_NUMBER.findall(text))
