"""Something personal in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something personal in a text: by which rule, where in its plain form, with its label, and the value alone.

    `in_numbers`: it counts also in a cell that was read as a number.
    """

    rule: str
    start: int
    end: int
    value: str
    in_numbers: bool = True
