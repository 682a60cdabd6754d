"""The walls of the house: the library knows nothing of Dagster, and each room imports only rooms above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "pipelines"

ROOMS = (
    "foundation",
    "personal_data",
    "classifications",
    "datasets",
    "documents",
    "fetching",
    "extraction",
    "interpretation",
    "disclosure",
    "reconciliation",
    "analysis",
    "release",
    "run",
)
# The rooms inside a room, floor by floor: a room imports those of the floors above it, never its neighbours. A module
# beside them, such as `interpret.py`, puts them together and is imported by none of them.
INSIDE = {
    "interpretation": (
        {"words"},
        {"declared"},
        {"identity"},
        {"sheets"},
        {"budget", "lists", "forms", "prose", "unclassified"},
        {"links"},
    ),
    "reconciliation": ({"figures"}, {"findings"}, {"within"}, {"across", "observed"}, {"document"}),
}
# Arrows that the move left climbing; each goes with the code that draws it.
STILL_CLIMBING = frozenset({})

# No room: what users of the data import as `yusuan`. It knows the published files and nothing of the house.
LOADER = LIBRARY / "loader"

MODULES = sorted(path for path in LIBRARY.rglob("*.py") if LOADER not in path.parents)


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


def floor(room: str, name: str) -> int:
    """The floor inside a room on which a module stands; those beside the rooms inside stand below all of them."""
    inside = name.split(".")[2] if name.count(".") > 1 else ""
    return next((number for number, rooms in enumerate(INSIDE[room]) if inside in rooms), len(INSIDE[room]))


def may_import(module: str, name: str) -> bool:
    """Whether a module of the library may import a name of the library."""
    room, other = module.split(".")[1], name.split(".")[1]
    if room != other:
        return other in ROOMS and ROOMS.index(other) < ROOMS.index(room)
    if room not in INSIDE or module.split(".")[2:3] == name.split(".")[2:3]:
        return True
    return floor(room, name) < floor(room, module)


def trespasses(source: str, module: str) -> list[str]:
    """What a module of the library imports and may not."""
    return [
        name
        for name in imports(source, module)
        if name.split(".")[0] in ("dagster", "assets")
        or (name.startswith("pipelines.") and not may_import(module, name))
    ]


def origins(path: Path) -> set[str]:
    """The packages and libraries that a module imports from."""
    return {name.split(".")[0] for name in imports(path.read_text(encoding="utf-8"), module_name(path))}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_what_stands_above_it(path):
    module = module_name(path)
    name = f"{module}.__init__" if path.name == "__init__.py" else module
    found = [(name, ".".join(other.split(".")[:3])) for other in trespasses(path.read_text(encoding="utf-8"), name)]
    assert [arrow for arrow in found if arrow not in STILL_CLIMBING] == []


def test_every_room_is_there():
    rooms = {path.name for path in LIBRARY.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == {*ROOMS, LOADER.name}
    packages = {path.parent for path in LIBRARY.rglob("__init__.py") if LOADER not in path.parents}
    assert {path.parent for path in MODULES} == {LIBRARY, *packages}


@pytest.mark.parametrize("path", sorted(LOADER.rglob("*.py")), ids=lambda path: path.stem)
def test_the_loader_knows_nothing_of_the_house(path):
    of_the_house = {"pipelines", "assets", "dagster", "camelot", "pandera", "pydantic"}
    assert origins(path).isdisjoint(of_the_house)


def test_nobody_in_the_house_uses_the_loader():
    assert [path for path in MODULES if "yusuan" in origins(path)] == []


@pytest.mark.parametrize("room", INSIDE)
def test_every_room_inside_a_room_is_there(room):
    inside = {path.parent.name for path in (LIBRARY / room).glob("*/__init__.py")}
    assert inside == {name for rooms in INSIDE[room] for name in rooms}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipelines.documents.registry", "from pipelines.extraction.grid import Page"),
        ("pipelines.documents.registry", "from ..extraction import grid"),
        ("pipelines.extraction.pdf.reader", "import pipelines.release.writing"),
        ("pipelines.classifications.lists", "from pipelines.documents.registry import Source"),
        ("pipelines.datasets.frames", "from pipelines.release import writing"),
        ("pipelines.run.stages", "import dagster as dg"),
        ("pipelines.run.stages", "from assets.settings import Settings"),
        ("pipelines.foundation.text", "from pipelines.documents import registry"),
        ("pipelines.datasets.frames", "def f():\n    from pipelines import run"),
        ("pipelines.interpretation.sheets.header", "from pipelines.interpretation.budget import reader"),
        ("pipelines.interpretation.budget.reader", "from pipelines.interpretation.lists import reader"),
        ("pipelines.interpretation.budget.reader", "from pipelines.interpretation.interpret import interpret"),
        ("pipelines.reconciliation.observed.codes", "from pipelines.reconciliation.across import between"),
    ],
)
def test_a_trespass_is_found(module, line):
    assert trespasses(line, module)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipelines.extraction.pdf.reader", "from pipelines.documents.registry import Source"),
        ("pipelines.interpretation.budget.row_keys", "from pipelines.classifications import classification"),
        ("pipelines.extraction.pdf.reader", "from pipelines.foundation.text import fold_text"),
        ("pipelines.run.stages", "from pipelines.release.writing import in_groups"),
        ("pipelines.interpretation.budget.reader", "from pipelines.interpretation.sheets.header import read_header"),
        ("pipelines.interpretation.interpret", "from pipelines.interpretation.lists.reader import read_list"),
    ],
)
def test_what_may_be_imported(module, line):
    assert trespasses(line, module) == []
