"""The declarations of list tables: which labels head which field of which dataset, and what makes a row an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pipelines.foundation.text import fold_text
from pipelines.interpretation.sheets.recognition import TableDeclaration
from pipelines.interpretation.words.labels import label_core
from pipelines.personal_data.policy import policy

KINDS = frozenset(
    {"text", "label", "code", "coded", "count", "money", "flag", "outline", "note", "ordinal", "personal"}
)


@dataclass(frozen=True)
class Field:
    """What a column of a list says.

    `scheme` is the classification of a coded field. A column of the field is one of the field `stands_for` in a list
    that prints no other of it.
    """

    name: str
    kind: str
    scheme: str | None = None
    stands_for: str | None = None


PERSONAL = Field("personal", "personal")
"""A column of names or numbers of people."""


@dataclass(frozen=True)
class Classes:
    """Heading rows that class the items under them, and the field that says an item's class."""

    field: str | None = None
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ListForm:
    """One kind of list as declared in `tables/` and `lists.yaml`; see there.

    `fields` are the fields by the folded label that heads them. `columns` are the dataset's columns a record may
    fill. `products`, `parts` and `same` say which figures of a row must agree.
    """

    dataset: str
    columns: frozenset[str]
    fields: Mapping[str, Field]
    by_fund: bool
    coded_items_keep_empty_amounts: bool
    items: tuple[str, ...]
    carry: tuple[str, ...]
    classes: Classes
    products: Mapping[str, tuple[str, str]]
    parts: Mapping[str, str]
    same: Mapping[str, str]
    code_parts: frozenset[str]
    key_endings: tuple[str, ...]
    flags: Mapping[str, bool]


@cache
def shared_settings() -> Mapping[str, object]:
    """The declarations of `lists.yaml`."""
    text = (resources.files("pipelines.interpretation.declared") / "lists.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def list_form(declaration: TableDeclaration) -> ListForm:
    """The form of a declared list. Raises TypeError or ValueError for a declaration that makes no sense."""
    own, shared = declaration.settings, shared_settings()
    classes = _mapping(own, "classes")
    return ListForm(
        dataset=str(own["dataset"]),
        columns=frozenset(_texts(own["columns"])),
        fields={**_personal(), **_fields(_mapping(shared, "fields")), **_fields(_mapping(own, "fields"))},
        by_fund=own["amounts"] == "by_fund",
        coded_items_keep_empty_amounts=bool(own.get("coded_items_keep_empty_amounts")),
        items=_texts(own.get("items", ())),
        carry=_texts(own.get("carry", ())),
        classes=Classes(
            str(classes["field"]) if classes else None,
            frozenset(label_core(label) for label in _texts(classes.get("labels", ()))),
        ),
        products={whole: _pair(factors) for whole, factors in _mapping(own, "products").items()},
        parts={part: str(whole) for part, whole in _mapping(own, "parts").items()},
        same={one: str(other) for one, other in _mapping(own, "same").items()},
        code_parts=frozenset(_texts(shared["code_parts"])),
        key_endings=_texts(shared["key_endings"]),
        flags={
            fold_text(word): bool(value) for value, words in _mapping(shared, "flags").items() for word in _texts(words)
        },
    )


def _personal() -> dict[str, Field]:
    """The columns of names and numbers of people, which are withheld."""
    return {label_core(label): PERSONAL for label in policy().labels}


def _fields(declared: Mapping[str, object]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for name, settings in declared.items():
        if not isinstance(settings, dict) or settings.get("kind") not in KINDS:
            raise ValueError(f"field {name}: kind must be one of {', '.join(sorted(KINDS))}")
        field = Field(name, str(settings["kind"]), _text(settings, "scheme"), stands_for=_text(settings, "stands_for"))
        for label in _texts(settings["labels"]):
            core = "/".join(label_core(part) for part in label.split("/"))
            if core in fields:
                raise ValueError(f"label {label} heads both {fields[core].name} and {name}")
            fields[core] = field
    return fields


def _text(settings: Mapping[str, object], key: str) -> str | None:
    value = settings.get(key)
    return None if value is None else str(value)


def _mapping(settings: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = settings.get(key) or {}
    if not isinstance(value, dict):
        raise TypeError(f"{key} must be a mapping")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(f"a list of texts is wanted: {value!r}")
    return tuple(str(text) for text in value)


def _pair(value: object) -> tuple[str, str]:
    first, second = _texts(value)
    return first, second
