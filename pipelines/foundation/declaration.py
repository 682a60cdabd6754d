"""The one reader of declarations: YAML files into frozen pydantic models, or an error that names file, entry and key.

A room declares what its files hold as models derived from `Declaration`, and names each file once as a
`DeclarationFile`. Nothing in a file is passed over: an unknown, missing or repeated key and a value that does not fit
raise `DeclarationError` when the file is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Generic, TypeGuard, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import core_schema

T = TypeVar("T", covariant=True)


class DeclarationError(ValueError):
    """A declaration that can't be meant: the message names the file, the entry and the key."""


class Declaration(BaseModel):
    """What every declared thing is: frozen, and without any key that nobody reads."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True, defer_build=True
    )


class OneOf:
    """Marks a text that is one of an enumeration's values: `Annotated[str, OneOf(enumerations.FUND)]`."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = tuple(values)

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.values))


@dataclass(frozen=True)
class DeclarationFile(Generic[T]):
    """A YAML file of a package and the type of what it holds.

    `kind` is a `Declaration` or any type made of them, such as `tuple[Check, ...]`. A name that ends in `/` is a folder
    of such files; with `many`, a file holds several documents. Either way `kind` is then the type of one of them.
    """

    package: str
    name: str
    kind: type[T]
    many: bool = False

    def load(self) -> T:
        """What the file declares. Raises DeclarationError."""
        (declared,) = self.load_all()
        return declared

    def load_all(self) -> tuple[T, ...]:
        """What the files of a folder, or the documents of a file, declare, by file name. Raises DeclarationError."""
        return tuple(declared for name, text in self.texts() for declared in self.parse(text, name))

    def texts(self) -> Iterator[tuple[str, str]]:
        """The files by name, with their texts."""
        place = resources.files(self.package).joinpath(self.name)
        files = [place] if place.is_file() else [file for file in place.iterdir() if file.name.endswith(".yaml")]
        for file in sorted(files, key=lambda file: file.name):
            yield file.name, file.read_text("utf-8")

    def parse(self, text: str, name: str) -> tuple[T, ...]:
        """What a text declares; `name` is what errors call it."""
        documents = [data for data in _read(text, name) if data is not None]
        if len(documents) != 1 and not self.many:
            raise DeclarationError(f"{name}: holds {len(documents)} documents, not one")
        return tuple(self.validate(data, name) for data in documents)

    def validate(self, data: object, name: str) -> T:
        """What a document, read as plain data, declares; `name` is what errors call it."""
        return _validated(self._adapter, data, name)

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self.kind)

    @property
    def schema_name(self) -> str:
        """The name of the file's JSON Schema: the rooms it stands in, and its own."""
        rooms = self.package.removeprefix("pipelines.")
        return f"{rooms}.{self.name.removesuffix('.yaml').rstrip('/')}.json"

    def json_schema(self) -> str:
        """The JSON Schema of a document of the file, for editors."""
        return json.dumps(self._adapter.json_schema(), ensure_ascii=False, indent=1) + "\n"


def _validated(adapter: TypeAdapter[T], data: object, name: str) -> T:
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        faults = [f"{name}: {_place(data, fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        raise DeclarationError("\n".join(faults)) from error


_NAMES = ("id", "table", "field", "name")


def _place(data: object, path: Sequence[int | str]) -> str:
    """Where in a document a fault is: its keys, and list entries by their name where they have one."""
    parts: list[str] = [name] if (name := _name(data)) else []
    for number, key in enumerate(path, start=1):
        if is_mapping(data) and key not in data and number < len(path):
            # Which kind of a union the document is of.
            continue
        data = _inside(data, key)
        name = f" ({name})" if (name := _name(data)) else ""
        parts.append(f"entry {key + 1}{name}" if isinstance(key, int) else key)
    return " / ".join(parts) or "the document"


def _name(data: object) -> str | None:
    return next((str(data[name]) for name in _NAMES if name in data), None) if is_mapping(data) else None


def _inside(data: object, key: int | str) -> object:
    if is_mapping(data):
        return data.get(key)
    return data[key] if is_list(data) and isinstance(key, int) and key < len(data) else None


def is_mapping(data: object) -> TypeGuard[dict[object, object]]:
    """Whether read YAML is a mapping."""
    return isinstance(data, dict)


def is_list(data: object) -> TypeGuard[list[object]]:
    """Whether read YAML is a list."""
    return isinstance(data, list)


class _Loader(yaml.CSafeLoader):
    """A safe loader that takes no key twice: YAML's own lets the later one win without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = cast(Hashable, self.construct_object(key_node, deep=True))  # pyright: ignore[reportUnknownMemberType]
            if key in seen:
                line = key_node.start_mark.line + 1
                raise DeclarationError(f"line {line}: the key {key!r} stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _read(text: str, name: str) -> Sequence[object]:
    try:
        return list(yaml.load_all(text, Loader=_Loader))
    except DeclarationError as error:
        raise DeclarationError(f"{name}: {error}") from error
    except yaml.YAMLError as error:
        raise DeclarationError(f"{name}: {error}") from error
