"""Short ways through arrays give what the plain ones do."""

from __future__ import annotations

import statistics

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.pdf.arrays import median_of_bytes


@given(st.lists(st.integers(0, 255), min_size=1, max_size=40))
def test_the_median_of_bytes_is_the_middle_one_or_between_the_two_in_the_middle(values: list[int]):
    assert median_of_bytes(np.array(values, np.uint8)) == statistics.median(values)
