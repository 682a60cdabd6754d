"""Patterns with parts: filled in where they are named, refused where nothing has the name."""

import re

import pytest

from pipelines.foundation.declaration import DeclarationError, DeclarationFile
from pipelines.foundation.patterns import Patterns


class Words(Patterns):
    none: re.Pattern[str]
    amounts: tuple[re.Pattern[str], ...] = ()


FILE = DeclarationFile("pipelines.foundation", "words.yaml", Words)


def test_parts_stand_where_they_are_named():
    (words,) = FILE.parse(
        "parts: {NONE: '(?:没有|无)', CLAUSE: 'NONE.*'}\nnone: '^CLAUSE支出'\namounts: ['0MONEY$']", "w"
    )
    assert words.none.search("没有安排支出")
    assert words.amounts[0].fullmatch("0百万元")


@pytest.mark.parametrize("text", ["none: 'NOBODY支出'", "none: '('", "none: a\nnon: b", "{}", "parts: {A: b}"])
def test_what_cannot_be_meant_raises(text: str):
    with pytest.raises(DeclarationError, match=r"words\.yaml"):
        FILE.parse(text, "words.yaml")
