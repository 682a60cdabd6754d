"""What is made of what: funds, periods and measures as trees, and the nearest printed parts of a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TypeVar

import yaml

WHOLE = "whole"
"""The value of an axis on which a figure says nothing: current year and carry-over together."""

Node = TypeVar("Node")


@cache
def _declared() -> Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]:
    text = (resources.files("pipelines.reconciliation.figures") / "axes.yaml").read_text("utf-8")
    return yaml.safe_load(text)


@cache
def _whole_of(axis: str) -> Mapping[str, str]:
    return {part: whole for whole, parts in _declared()["wholes"][axis].items() for part in parts}


@cache
def is_part(axis: str, part: str, whole: str) -> bool:
    """Whether a value of an axis is within another one; nothing is within itself."""
    above = _whole_of(axis).get(part)
    return above is not None and (above == whole or is_part(axis, above, whole))


def told_apart(axis: str, label: str) -> str | None:
    """The value of an unclassified figure that is a part of a whole, by its label; None for a memo."""
    groups = _declared()["told_apart"].get(axis, {})
    return next((value for value, words in groups.items() if any(word in label for word in words)), None)


def nearest(whole: Node, printed: Iterable[Node], is_within: Callable[[Node, Node], bool]) -> list[Node]:
    """The parts of `whole` among the printed that lie within no other part of it."""
    parts = [node for node in printed if is_within(node, whole)]
    return [node for node in parts if not any(is_within(node, other) for other in parts)]
