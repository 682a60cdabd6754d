"""Declarations are read by one loader that passes nothing over."""

import json
from typing import Literal

import pytest

from pipelines.foundation.declaration import Declaration, DeclarationError, DeclarationFile


class Word(Declaration):
    id: str
    fund: Literal["all", "other"] = "all"
    texts: tuple[str, ...]


WORDS = DeclarationFile("pipelines", "words.yaml", tuple[Word, ...])
TABLES = DeclarationFile("pipelines", "tables/", Word, many=True)


def test_what_is_declared_is_typed_and_frozen():
    ((word,),) = WORDS.parse("- {id: a, texts: [甲]}", "words.yaml")
    assert (word.id, word.fund, word.texts) == ("a", "all", ("甲",))
    with pytest.raises(ValueError, match="frozen"):
        word.fund = "other"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: a, texts: [甲], fnd: all}", r"words.yaml: entry 1 \(a\) / fnd: Extra inputs"),
        ("- {id: a}", r"words.yaml: entry 1 \(a\) / texts: Field required"),
        ("- {id: a, texts: [甲], fund: al}", r"words.yaml: entry 1 \(a\) / fund: Input should be 'all' or 'other'"),
        ("- {id: a, texts: [甲], id: b}", "words.yaml: line 1: the key 'id' stands twice"),
        ("- {id: a, texts: 甲}", r"words.yaml: entry 1 \(a\) / texts: Input should be a valid tuple"),
        ("- {id: a, texts: [甲]", "words.yaml: while parsing"),
        ("", "words.yaml: holds 0 documents, not one"),
        ("- {id: a, texts: [甲]}\n---\n- {id: b, texts: [乙]}", "words.yaml: holds 2 documents, not one"),
    ],
)
def test_what_does_not_fit_raises_and_says_where(text, told):
    with pytest.raises(DeclarationError, match=told):
        WORDS.parse(text, "words.yaml")


def test_a_file_may_hold_several_documents():
    assert [word.id for word in TABLES.parse("{id: a, texts: []}\n---\n{id: b, texts: []}", "t.yaml")] == ["a", "b"]


def test_an_editor_gets_a_schema():
    schema = json.loads(TABLES.json_schema())
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"id", "texts"}
