"""What the explanation announces amounts as parts of: 采购预算9万元：货物8万元、服务1万元."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.interpretation.declared.narrative import narrative


@dataclass(frozen=True)
class Whole:
    """What amounts are parts of; `is_list`: they are announced as a list, which goes on to the sentence's end."""

    subject: str = ""
    is_list: bool = False


def announced(between: str, subject: str, within: Whole) -> Whole:
    """What the amounts after a text are parts of: what a colon or a word announces, up to the end of its list."""
    if opening := narrative().announces_parts.match(between):
        return Whole(subject, is_list=opening["list"] is not None)
    return Whole() if narrative().ends_parts.search(between) and not within.is_list else within
