"""The declarations of the library: every YAML file that a module reads, and their JSON Schemas for editors."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from pkgutil import walk_packages

import pipelines
from pipelines.foundation.declaration import DeclarationFile


@cache
def declaration_files() -> tuple[DeclarationFile[object], ...]:
    """The declaration files that the modules of the library name, in the order of their rooms."""
    modules = [import_module(module.name) for module in walk_packages(pipelines.__path__, "pipelines.")]
    values = (value for module in modules for value in vars(module).values())
    found = {value.schema_name: value for value in values if isinstance(value, DeclarationFile)}
    return tuple(found[name] for name in sorted(found))


def paths(file: DeclarationFile[object]) -> Iterator[Path]:
    """Where the texts of a file lie: one, or those of a folder."""
    place = Path(str(resources.files(file.package))) / file.name
    yield from sorted(place.glob("*.yaml")) if place.is_dir() else [place]


def schema_comment(file: DeclarationFile[object], path: Path, schemas: Path) -> str:
    """The first line of a YAML file, which tells an editor the schema."""
    return f"# yaml-language-server: $schema={os.path.relpath(schemas / file.schema_name, path.parent)}"


def write_schemas(folder: Path) -> None:
    """Write a JSON Schema for each file to a folder, and its name on top of the file; schemas of no file go."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for file in declaration_files():
        (folder / file.schema_name).write_text(file.json_schema(), "utf-8")
        for path in paths(file):
            lines = [line for line in path.read_text("utf-8").splitlines() if "yaml-language-server:" not in line]
            path.write_text("\n".join([schema_comment(file, path, folder), *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
