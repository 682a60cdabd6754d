"""What is made of what: the tree by which labels are read, and what only the proof adds to it."""

import pytest

from pipelines.interpretation.declared.vocabulary import within
from pipelines.reconciliation.figures.axes import is_part


@pytest.mark.parametrize(("axis", "facet"), [("fund", "fund"), ("measure", "measure"), ("three_public", "item")])
def test_the_proof_sums_what_labels_hold(axis: str, facet: str) -> None:
    pairs = [(part, whole) for whole, parts in within(facet).items() for part in parts]
    assert pairs
    assert [pair for pair in pairs if not is_part(axis, *pair)] == []


@pytest.mark.parametrize(
    ("axis", "part", "whole"),
    [
        ("period", "carryover", "whole"),
        ("fund", "debt", "all"),
        ("fund", "general_public", "all"),
        ("measure", "reserve", "total"),
        ("measure", "personnel", "total"),
    ],
)
def test_a_part_is_within_its_whole_and_not_the_other_way(axis: str, part: str, whole: str) -> None:
    assert is_part(axis, part, whole)
    assert not is_part(axis, whole, part)
    assert not is_part(axis, part, part)
