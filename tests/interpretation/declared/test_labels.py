"""A label that several readers know in one sense is declared once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
import yaml

from pipelines.foundation.declaration import DeclarationError
from pipelines.interpretation.declared.forms import FORMS
from pipelines.interpretation.declared.header import HEADER
from pipelines.interpretation.declared.labels import shared_labels
from pipelines.interpretation.declared.lists import LISTS
from pipelines.interpretation.declared.tables import TABLES
from pipelines.interpretation.declared.vocabulary import VOCABULARY
from pipelines.reconciliation.figures.words import FIGURE_WORDS

SAME = {"unit": "unit_name", "number": "ordinal"}
"""Values of the vocabulary that lists and forms call otherwise."""


def spelled(data: object, field: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a document as they are written, with the field or value they stand for."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from spelled(value, str(data.get("field", "")) or (field if key in ("labels", "texts") else str(key)))
    elif isinstance(data, list):
        for value in data:
            yield from spelled(value, field)
    elif isinstance(data, str):
        yield data, field


WRITTEN = {
    file.name: [pair for _, text in file.texts() for document in yaml.safe_load_all(text) for pair in spelled(document)]
    for file in (VOCABULARY, LISTS, FORMS, HEADER, FIGURE_WORDS)
}


def test_no_label_is_written_twice_in_one_sense() -> None:
    files: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name, pairs in WRITTEN.items():
        for pair in pairs:
            if not pair[0].startswith("<"):
                files[pair[0], SAME.get(pair[1], pair[1]) if name == VOCABULARY.name else pair[1]].add(name)
    assert {name for names in files.values() for name in names} == WRITTEN.keys()
    assert {pair: names for pair, names in files.items() if len(names) > 1} == {}


def test_every_group_of_labels_is_named_by_two_readers() -> None:
    assert shared_labels()
    for name in shared_labels():
        named = [file for file, pairs in WRITTEN.items() if any(text == f"<{name}>" for text, _ in pairs)]
        of_tables = any(f"<{name}>" in text for _, text in TABLES.texts())
        assert len(named) + of_tables > 1, name


def test_a_group_that_is_none_is_refused() -> None:
    ((_, text),) = LISTS.texts()
    with pytest.raises(DeclarationError, match=r"unit_code / labels: Value error, labels.yaml has no"):
        LISTS.parse(text.replace("<unit_code>", "<unit_cod>"), "lists.yaml")
