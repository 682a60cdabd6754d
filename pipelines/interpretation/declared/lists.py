"""The declarations of list tables: which labels head which field of which dataset, and what makes a row an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.labels import Texts
from pipelines.interpretation.declared.recognisable import Recognisable
from pipelines.interpretation.declared.values import CodeList, Dataset, value_columns
from pipelines.interpretation.words.labels import label_core
from pipelines.personal_data.policy import policy

Kind = Literal["text", "label", "code", "coded", "directory", "count", "money", "flag", "outline", "note", "ordinal"]
PROFILES = "project_profiles"
_PUBLISHED = frozenset({"text", "label", "code", "coded", "directory", "count", "money", "flag"})


class ListField(Declaration):
    """A field of a list: what kind it is of, and the labels that head it."""

    kind: Kind
    labels: Texts
    scheme: CodeList | None = None
    stands_for: str | None = None

    @model_validator(mode="after")
    def _scheme_of_codes(self) -> Self:
        if (self.kind == "coded") != (self.scheme is not None):
            raise ValueError("scheme: a coded field has one, and no other")
        return self


class SharedList(Declaration):
    """What all lists share: `lists.yaml`."""

    fields: Mapping[str, ListField]
    code_parts: tuple[str, ...]
    key_endings: tuple[str, ...]
    fund_headings: tuple[str, ...]
    flags: Mapping[bool, tuple[str, ...]]

    @model_validator(mode="after")
    def _no_label_twice(self) -> Self:
        _fields(self.fields)
        return self


LISTS = DeclarationFile("pipelines.interpretation.declared", "lists.yaml", SharedList)


class ListClasses(Declaration):
    """The field that says an item's class, and the heading rows that class the items under them."""

    field: str
    labels: tuple[str, ...]


class ListTable(Recognisable):
    """A list table; `tables/procurement.yaml` describes the settings.

    `fields` head nothing else in all lists; what does stands in `overrides`. A row that fills one of `heads` and
    names no item is the sum of those under it. `products`, `parts` and `same` say which figures of a row must agree.
    `profile` are fields that say something of a project beside its amounts: columns of project_profiles.
    """

    reader: Literal["list"]
    dataset: Dataset
    amounts: Literal["one", "by_fund"]
    fields: Mapping[str, ListField]
    overrides: Mapping[str, ListField] = {}
    items: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    carry: tuple[str, ...] = ()
    classes: ListClasses | None = None
    heads: tuple[str, ...] = ()
    coded_items_keep_empty_amounts: bool = False
    products: Mapping[str, tuple[str, str]] = {}
    parts: Mapping[str, str] = {}
    same: Mapping[str, str] = {}
    profile: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _no_label_twice(self) -> Self:
        _fields(self.fields)
        _fields(self.overrides)
        return self


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
    keys: tuple[str, ...]
    carry: tuple[str, ...]
    classes: Classes
    heads: tuple[str, ...]
    products: Mapping[str, tuple[str, str]]
    parts: Mapping[str, str]
    same: Mapping[str, str]
    profile: tuple[str, ...]
    code_parts: tuple[str, ...]
    key_endings: tuple[str, ...]
    flags: Mapping[str, bool]
    fund_headings: frozenset[str]


@cache
def shared_list() -> SharedList:
    """What all lists share. Raises DeclarationError."""
    return LISTS.load()


def list_form(table: ListTable) -> ListForm:
    """The form of a declared list. Raises ValueError for labels and fields that don't go with what lists share."""
    shared = shared_list()
    fields = {**_personal(), **_shared_fields()}
    for label, field in _fields(table.fields).items():
        if label in fields:
            raise ValueError(f"the label {label} of {field.name} heads {fields[label].name} in all lists")
        fields[label] = field
    for label, field in _fields(table.overrides).items():
        if fields.get(label, field) == field:
            raise ValueError(f"overrides: the label {label} of {field.name} heads nothing else")
        fields[label] = field
    _check_names(table, fields.values())
    return ListForm(
        dataset=table.dataset,
        columns=value_columns(table.dataset),
        fields=fields,
        by_fund=table.amounts == "by_fund",
        coded_items_keep_empty_amounts=table.coded_items_keep_empty_amounts,
        items=table.items,
        keys=table.keys,
        carry=table.carry,
        classes=Classes(table.classes.field, frozenset(label_core(label) for label in table.classes.labels))
        if table.classes
        else Classes(),
        heads=table.heads,
        products=table.products,
        parts=table.parts,
        same=table.same,
        profile=table.profile,
        code_parts=shared.code_parts,
        key_endings=shared.key_endings,
        flags={fold_text(word): says for says, words in shared.flags.items() for word in words},
        fund_headings=frozenset(label_core(label) for label in shared.fund_headings),
    )


@cache
def _personal() -> Mapping[str, Field]:
    """The columns of names and numbers of people, which are withheld."""
    return {label_core(label): PERSONAL for label in policy().labels}


@cache
def _shared_fields() -> Mapping[str, Field]:
    return _fields(shared_list().fields)


def _fields(declared: Mapping[str, ListField]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for name, settings in declared.items():
        field = Field(name, settings.kind, settings.scheme, settings.stands_for)
        for label in settings.labels:
            core = "/".join(label_core(part) for part in label.split("/"))
            if core in fields:
                raise ValueError(f"label {label} heads both {fields[core].name} and {name}")
            fields[core] = field
    return fields


def _check_names(table: ListTable, fields: Iterable[Field]) -> None:
    """Raise ValueError where a setting names a field that the list hasn't, or an own field is no column's."""
    known = {field.name for field in fields}
    money = {field.name for field in fields if field.kind in ("money", "count")}
    coded = {field.name for field in fields if field.kind == "coded"}
    columns = value_columns(table.dataset) | set(table.profile)
    classed = (table.classes.field,) if table.classes else ()
    for key, names, of in (
        ("items", table.items, known),
        ("keys", table.keys, coded),
        ("carry", table.carry, known),
        ("heads", table.heads, known),
        ("profile", table.profile, known & value_columns(PROFILES)),
        ("classes", classed, known),
        ("products", [name for whole, pair in table.products.items() for name in (whole, *pair)], money),
        ("parts", [name for pair in table.parts.items() for name in pair], money),
        ("same", [name for pair in table.same.items() for name in pair], money),
    ):
        if wrong := [name for name in names if name not in of]:
            raise ValueError(f"{key}: no such field: {', '.join(wrong)}")
    for name, settings in (*table.fields.items(), *table.overrides.items()):
        if settings.kind in _PUBLISHED and not {name, f"{name}_code", f"{name}_name"} & columns:
            raise ValueError(f"fields / {name}: no column of {table.dataset}")
        if settings.stands_for is not None and settings.stands_for not in known:
            raise ValueError(f"fields / {name} / stands_for: no such field: {settings.stands_for}")
