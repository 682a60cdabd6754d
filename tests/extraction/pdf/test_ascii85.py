"""Contents in ASCII85 say what the standard library finds in them, however they are broken into lines and ended."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playa.pdftypes import LIT, ContentStream

from pipelines.extraction.pdf.ascii85 import without_ascii85

PLAIN = base64.a85encode(b"BT /F1 9 Tf (1,234.56) Tj ET")


def _content(data: bytes) -> ContentStream:
    return ContentStream({"Filter": [LIT("ASCII85Decode")]}, data)


@given(st.binary(max_size=40), st.sampled_from([0, 7, 64]), st.sampled_from([b"", b"~>", b"\n~>\r\n"]))
def test_what_was_encoded_is_decoded(data: bytes, columns: int, end: bytes):
    content = _content(base64.a85encode(data, wrapcol=columns) + end)
    assert without_ascii85(content).decode(strict=True) == data


def test_plain_digits_are_decoded_at_once():
    assert not without_ascii85(_content(PLAIN + b"~>")).filters


@pytest.mark.parametrize("data", [PLAIN + b"v~>", PLAIN + b"\x20~\x20>x", b"uuuuu" + PLAIN])
def test_what_is_no_digit_and_what_is_too_large_is_left_to_be_refused(data: bytes):
    content = without_ascii85(_content(data))
    assert content.filters
    with pytest.raises(ValueError, match="Ascii85"):
        content.decode(strict=True)


def test_another_filter_is_left_as_it_is():
    content = ContentStream({"Filter": [LIT("FlateDecode"), LIT("ASCII85Decode")]}, PLAIN)
    assert without_ascii85(content) is content
