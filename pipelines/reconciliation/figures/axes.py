"""What is made of what: funds, periods and measures as trees, and the nearest printed parts of a whole.

A printed whole is the sum of the nearest of its parts that are printed beside it: 合计 of 基本支出 and 项目支出; where
基本支出 isn't printed, of 人员经费, 公用经费 and 项目支出. The trees are those by which labels are read
(`vocabulary.within`), and what axes.yaml adds to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Self, TypeVar

from pydantic import model_validator

from pipelines.datasets.enumerations import FUND, MEASURE, PERIOD, THREE_PUBLIC
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.interpretation.declared.vocabulary import within

WHOLE = "whole"
"""The value of an axis on which a figure says nothing: current year and carry-over together."""

Node = TypeVar("Node")
Axis = Annotated[str, OneOf(("fund", "period", "measure", "three_public"))]
_FACETS: Mapping[str, str] = {"fund": "fund", "measure": "measure", "three_public": "item"}
"""The facet of printed words whose tree an axis has."""
_VALUES: Mapping[str, frozenset[str]] = {
    "fund": frozenset(FUND),
    "period": frozenset({*PERIOD, WHOLE}),
    "measure": frozenset(MEASURE),
    "three_public": frozenset(THREE_PUBLIC),
}


class Axes(Declaration):
    """`wholes`: by axis, the parts of each whole that no tree of words has.

    `groups_of_unclassified`: what amounts that no value of an axis names are parts of all the same, by words of their
    labels. `carried_apart`: funds whose carry-over is no part of what is carried over of all funds.
    """

    wholes: Mapping[Axis, Mapping[str, tuple[str, ...]]]
    groups_of_unclassified: Mapping[Axis, Mapping[str, tuple[str, ...]]]
    carried_apart: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _are_values(self) -> Self:
        """ValueError for a value that neither an enumeration nor a group has, or that is within two wholes."""
        for axis in _VALUES:
            pairs = [*self._pairs(axis)]
            parts = [part for _, part in pairs]
            unknown = {value for pair in pairs for value in pair} - _VALUES[axis] - {*self.group_values(axis)}
            if unknown or len(set(parts)) < len(parts):
                raise ValueError(
                    f"{axis}: {sorted(unknown) or sorted(parts)} must be its values, each within one whole"
                )
        if unknown := {*self.carried_apart} - {*self.group_values("fund"), *_VALUES["fund"]}:
            raise ValueError(f"carried_apart: {sorted(unknown)} are no funds")
        return self

    def group_values(self, axis: str) -> tuple[str, ...]:
        """The values of an axis that only unclassified amounts have."""
        return tuple(self.groups_of_unclassified.get(axis, {}))

    @cached_property
    def whole_of(self) -> Mapping[tuple[str, str], str]:
        """The whole of each part, by axis and part."""
        return {(axis, part): whole for axis in _VALUES for whole, part in self._pairs(axis)}

    def _pairs(self, axis: str) -> Iterator[tuple[str, str]]:
        """Each whole of an axis with each of its parts."""
        of_words: Mapping[str, Iterable[str]] = within(_FACETS[axis]) if axis in _FACETS else {}
        for tree in (of_words, self.wholes.get(axis, {})):
            for whole, parts in tree.items():
                yield from ((whole, part) for part in parts)


DECLARED_AXES = DeclarationFile("pipelines.reconciliation.figures", "axes.yaml", Axes)
AXES = DECLARED_AXES.load()


def is_part(axis: str, part: str, whole: str) -> bool:
    """Whether a value of an axis is within another one; nothing is within itself."""
    above = AXES.whole_of.get((axis, part))
    return above is not None and (above == whole or is_part(axis, above, whole))


def group_of_unclassified(axis: str, label: str) -> str | None:
    """The value of an unclassified figure that is a part of a whole, by its label; None for a memo."""
    groups = AXES.groups_of_unclassified.get(axis, {})
    return next((value for value, words in groups.items() if any(word in label for word in words)), None)


def nearest(whole: Node, printed: Iterable[Node], is_within: Callable[[Node, Node], bool]) -> list[Node]:
    """The parts of `whole` among the printed that lie within no other part of it."""
    parts = [node for node in printed if is_within(node, whole)]
    return [node for node in parts if not any(is_within(node, other) for other in parts)]
