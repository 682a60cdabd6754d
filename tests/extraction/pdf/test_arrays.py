"""Short ways through arrays give what the plain ones do."""

from __future__ import annotations

import statistics

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.pdf.arrays import median_of_bytes, portions


@given(st.lists(st.integers(0, 255), min_size=1, max_size=40))
def test_the_median_of_bytes_is_the_middle_one_or_between_the_two_in_the_middle(values: list[int]):
    assert median_of_bytes(np.array(values, np.uint8)) == statistics.median(values)


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 50))
def test_portions_are_all_of_a_sequence_in_order_and_none_is_much_larger_than_told(sizes: list[int], most: int):
    parts = [sizes[part] for part in portions(np.array(sizes, np.int64), most)]
    assert [size for part in parts for size in part] == sizes
    assert all(sum(part) < most + max(part, default=0) for part in parts)
    assert len(parts) == 1 or sum(sizes) >= most
