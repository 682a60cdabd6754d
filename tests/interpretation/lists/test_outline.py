"""Heads and items of a list, told by what adds up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipelines.interpretation.lists.outline import Place, outline

ULP = Decimal("0.01")


def _items(*amounts: str, total: str | None, indents: tuple[float, ...] = ()) -> list[bool | None] | None:
    whole = None if total is None else Decimal(total)
    places = outline([Decimal(amount) for amount in amounts], whole, ULP, indents)
    return None if places is None else [place.is_item for place in places]


def test_a_list_that_adds_up_has_no_heads():
    assert _items("100", "100", "50", total="250") == [True, True, True]


def test_a_head_is_the_sum_of_what_follows():
    assert _items("100", "100", "50", total="150") == [False, True, True]
    assert _items("150", "100", "50", "30", total="180") == [False, True, True, True]


def test_heads_stand_under_heads():
    places = outline(list(map(Decimal, ("9", "5", "2", "3", "4", "4"))), Decimal(9), ULP)
    assert places is not None
    assert [place.heads for place in places] == [(), (0,), (0, 1), (0, 1), (0,), (0, 4)]
    assert [place.is_item for place in places] == [False, False, True, True, False, True]


def test_sums_hold_within_rounding():
    assert _items("0.33", "0.11", "0.11", "0.12", total="0.33") == [False, True, True, True]
    assert _items("0.40", "0.11", "0.11", "0.12", total="0.40") is None


def test_what_two_outlines_make_different_is_told_of_no_row():
    assert _items("100", "100", "100", total="200") == [None, None, True]


def test_what_nothing_makes_is_no_outline():
    assert _items("100", "50", total="170") is None
    assert _items("100", "-50", "-50", total="100") is None


def test_zeros_are_items():
    assert _items("100", "0", "100", "0", "0", total="100") == [False, True, True, True, True]


def test_indents_count_where_the_sums_confirm_them():
    indents = (0.0, 10.0, 10.0, 0.0, 10.0)
    assert _items("5", "2", "3", "4", "4", total="9", indents=indents) == [False, True, True, False, True]
    # Centred labels: the indents say nothing, the sums do.
    assert _items("5", "2", "3", "4", "4", total="9", indents=(3.0, 9.0, 0.0, 7.0, 30.0)) == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_without_a_total_the_first_row_may_head_the_rest():
    assert _items("5", "2", "3", total=None) == [False, True, True]
    assert _items("5", "2", "4", total=None) == [True, True, True]


trees = st.recursive(st.integers(1, 10**6), lambda children: st.lists(children, min_size=1, max_size=4), max_leaves=12)


def _flatten(tree: object) -> list[tuple[int, bool]]:
    if isinstance(tree, int):
        return [(tree, True)]
    assert isinstance(tree, list)
    rows = [row for child in tree for row in _flatten(child)]
    return [(_weight(tree), False), *rows]


def _weight(tree: object) -> int:
    return tree if isinstance(tree, int) else sum(_weight(child) for child in tree)  # type: ignore[union-attr]


@given(st.lists(trees, min_size=1, max_size=4))
def test_whatever_is_told_of_a_printed_outline_is_true(forest: list[object]):
    rows = [row for tree in forest for row in _flatten(tree)]
    places = outline([Decimal(amount) for amount, _ in rows], Decimal(sum(map(_weight, forest))), Decimal("0.01"))
    assert places is not None
    for place, (_, is_item) in zip(places, rows, strict=True):
        assert place.is_item in (is_item, None)


def test_a_place_is_an_item_under_nothing_unless_said():
    assert Place() == Place(True, ())
