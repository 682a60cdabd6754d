"""What the proof shares with the reading: what is made of what, and the words for totals."""

import pytest

from pipelines.interpretation.declared.header import header_words
from pipelines.interpretation.declared.vocabulary import read_label, within
from pipelines.reconciliation.figures.axes import is_part
from pipelines.reconciliation.figures.words import WORDS


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


def test_what_the_proof_knows_as_a_total_a_label_says_too() -> None:
    assert WORDS.totals
    assert {read_label(text).get("line") for text in (*WORDS.totals, *header_words().totals)} == {"total"}
    assert set(header_words().totals) < set(WORDS.totals)
