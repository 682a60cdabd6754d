"""Every YAML file of the library is declared, and no key of it can be misspelled without a word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

import pipelines
from pipelines.foundation.declaration import DeclarationError, DeclarationFile
from pipelines.interpretation.declared.tables import TABLES, check
from pipelines.run.declarations import declaration_files, paths, schema_comment

ROOT = Path(pipelines.__file__).parents[1]
SCHEMAS = ROOT / "docs" / "schemas"
FILES = declaration_files()

# Mappings whose keys are words or names that the file itself gives, by file and the keys above them.
FREE: dict[str, set[tuple[str, ...]]] = {
    "labels.yaml": {()},
    "lists.yaml": {("fields",)},
    "tables/": {("fields",), ("overrides",), ("fund_by_title",)},
    "schemes.yaml": {()},
    "recognition.yaml": {("same",), ("told_by_label",), ("told_by_label", "绩效目标")},
    "identity.yaml": {("stages",), ("scopes",), ("other_names_of_places",)},
    "policy.yaml": {("labels",), ("patterns",)},
    "explanation.yaml": {("named_by_word",)},
    # Names of sentences: see the test that the code tells each of them.
    "checks/": {("says",)},
    "causes.yaml": {()},
    "reasons.yaml": {()},
    "row_keys.yaml": {()},
    "catalogue.yaml": {("types",)},
    "judgements.yaml": {("sentences",), ("counts",)},
    "wording.yaml": {("outcomes",), ("names",)},
}
SENTENCES = {"checks/", "causes.yaml", "reasons.yaml", "judgements.yaml", "wording.yaml"}

Place = tuple[str | int, ...]


def keys(data: object, above: Place = ()) -> Iterator[Place]:
    """The places of all keys of a document."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*above, key)
            yield from keys(value, (*above, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from keys(value, (*above, index))


def kind_of(place: Place) -> tuple[str, ...]:
    """The keys of a place without what tells entries of a list apart."""
    return tuple(str(key) for key in place if not isinstance(key, int))


def misspelled(data: object, place: Place) -> object:
    """A document in which one key has a letter too many."""
    key, *rest = place
    if isinstance(data, dict):
        return {
            (f"{each}x" if each == key and not rest else each): (
                misspelled(value, tuple(rest)) if each == key and rest else value
            )
            for each, value in data.items()
        }
    assert isinstance(data, list)
    return [misspelled(value, tuple(rest)) if index == key else value for index, value in enumerate(data)]


def documents(file: DeclarationFile[object]) -> Iterator[tuple[str, object]]:
    for name, text in file.texts():
        yield from ((name, data) for data in yaml.safe_load_all(text) if data is not None)


def load(file: DeclarationFile[object], data: object, name: str) -> None:
    declared = file.validate(data, name)
    if file is TABLES:
        check(declared)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.schema_name)
def test_a_misspelled_key_raises_and_is_named(file: DeclarationFile[object]) -> None:
    silent: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for name, data in documents(file):
        load(file, data, name)
        reader = str(data.get("reader", "")) if isinstance(data, dict) else ""
        for place in keys(data):
            kind = kind_of(place)
            if (reader, *kind) in seen or kind[:-1] in FREE.get(file.name, ()):
                continue
            seen.add((reader, *kind))
            try:
                load(file, misspelled(data, place), name)
            except DeclarationError as error:
                if f"{kind[-1]}x" in str(error) or kind[-1] in str(error):
                    continue
            silent.append(f"{name}: {' / '.join(kind)}")
    assert seen or () in FREE.get(file.name, ())
    assert silent == []


def test_every_yaml_file_is_declared() -> None:
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "pipelines").rglob("*.yaml")}
    declared = {str(path.relative_to(ROOT)) for file in FILES for path in paths(file)}
    assert declared == there


@cache
def literals() -> frozenset[str]:
    """All texts that stand in the code of the library."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "pipelines").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(node.value for node in nodes if isinstance(node.value, str))


@pytest.mark.parametrize("file", [file for file in FILES if file.name in SENTENCES], ids=lambda file: file.schema_name)
def test_the_code_tells_each_sentence_by_its_name(file: DeclarationFile[object]) -> None:
    free = FREE[file.name]
    named = {str(place[-1]) for _, data in documents(file) for place in keys(data) if kind_of(place)[:-1] in free}
    assert named
    assert named <= literals() | {"passes", "fails"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.schema_name)
def test_the_schema_is_current(file: DeclarationFile[object]) -> None:
    assert (SCHEMAS / file.schema_name).read_text("utf-8") == file.json_schema()
    assert list(paths(file))
    for path in paths(file):
        assert path.read_text("utf-8").startswith(schema_comment(file, path, SCHEMAS) + "\n")


def test_there_is_no_schema_of_no_file() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {file.schema_name for file in FILES}
