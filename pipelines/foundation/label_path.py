"""Paths of labels in one text, as `row_path`, `column_path` and `section` hold them, the outermost first."""

from __future__ import annotations

from collections.abc import Iterable

BETWEEN = " / "
"""What stands between the labels of a path."""


def label_path(labels: Iterable[str]) -> str:
    """The path of labels, from the outermost in."""
    return BETWEEN.join(labels)


def parted(path: str | None) -> tuple[str, str]:
    """The path of the labels around the innermost one, empty where there is none, and the innermost one."""
    around, _, innermost = (path or "").rpartition(BETWEEN)
    return around, innermost
