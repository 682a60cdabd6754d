from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from pipelines.foundation.printable import printable


def test_what_moves_a_cursor_or_breaks_a_line_is_escaped() -> None:
    assert printable("预算\n\x1b[2J\u202e.pdf") == r"预算\n\x1b[2J\u202e.pdf"
    assert printable(os.fsdecode(b"\xff.pdf")) == r"\xff.pdf"
    assert printable(r"\xff.pdf") == r"\\xff.pdf"


@given(st.text(), st.text())
def test_no_two_texts_become_one(one: str, other: str) -> None:
    assert (printable(one) == printable(other)) == (one == other)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_no_two_names_become_one(one: bytes, other: bytes) -> None:
    assert (printable(os.fsdecode(one)) == printable(os.fsdecode(other))) == (one == other)


@given(st.text())
def test_it_stands_in_one_line_of_utf_8(text: str) -> None:
    assert len(printable(text).splitlines()) <= 1
    printable(text).encode()
