"""The walls of the house: the library knows nothing of Dagster, and each room imports only rooms above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "pipelines"

ROOMS = (
    "documents",
    "extraction",
    "interpretation",
    "classifications",
    "datasets",
    "reconciliation",
    "release",
)
# Facts that import no room: whoever needs them may have them.
OPEN_TO_ALL = frozenset({"classifications"})
# Modules beside the rooms that rooms may import: they are free of every room.
FREE = frozenset({"amounts", "personal_data", "result", "storage", "text"})

MODULES = sorted(LIBRARY.rglob("*.py"))
EVERYTHING = frozenset(path.relative_to(LIBRARY).parts[0].removesuffix(".py") for path in MODULES)


def imports(source: str, module: str) -> Iterator[str]:
    """The absolute names of the modules that a module imports, anywhere in its text."""
    package = module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1])
            origin = ".".join(filter(None, [above if node.level else "", node.module or ""]))
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def allowed(room: str) -> set[str]:
    """What a room, or a module beside the rooms, may import of the library."""
    if room in OPEN_TO_ALL | FREE:
        return {room, *FREE}
    return {room, *ROOMS[: ROOMS.index(room)], *OPEN_TO_ALL, *FREE} if room in ROOMS else {*EVERYTHING}


def trespasses(source: str, module: str) -> list[str]:
    """What a module of the library imports and may not."""
    may = allowed(module.split(".")[1])
    return [
        name
        for name in imports(source, module)
        if name.split(".")[0] in ("dagster", "assets")
        or (name.startswith("pipelines.") and name.split(".")[1] not in may)
    ]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_what_stands_above_it(path):
    module = module_name(path)
    name = f"{module}.__init__" if path.name == "__init__.py" else module
    assert trespasses(path.read_text(encoding="utf-8"), name) == []


def test_every_room_is_there():
    assert {path.name for path in LIBRARY.iterdir() if (path / "__init__.py").exists()} == {*ROOMS, "personal_data"}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipelines.documents.registry", "from pipelines.extraction.grid import Page"),
        ("pipelines.documents.registry", "from ..extraction import grid"),
        ("pipelines.extraction.reader", "import pipelines.release.writing"),
        ("pipelines.classifications.lists", "from pipelines.documents.registry import Source"),
        ("pipelines.datasets.frames", "from pipelines.release import writing"),
        ("pipelines.datasets.frames", "def f():\n    from pipelines import process"),
        ("pipelines.process", "import dagster as dg"),
        ("pipelines.process", "from assets.settings import Settings"),
        ("pipelines.text", "from pipelines.documents import registry"),
    ],
)
def test_a_trespass_is_found(module, line):
    assert trespasses(line, module)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipelines.extraction.reader", "from pipelines.documents.registry import Source"),
        ("pipelines.interpretation.rowkeys", "from pipelines.classifications import classification"),
        ("pipelines.extraction.reader", "from pipelines.text import fold_text"),
        ("pipelines.process", "from pipelines.release.writing import in_groups"),
    ],
)
def test_what_may_be_imported(module, line):
    assert trespasses(line, module) == []
