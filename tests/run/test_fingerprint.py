"""A fingerprint changes with the code, the declarations and the libraries that a stage depends on, and nothing else."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from pipelines.run.fingerprint import fingerprint, imported_names, sources


@pytest.fixture
def package(tmp_path):
    """A small package: a stage imports a room, which has declarations; another room is beside it."""
    for name, text in {
        "house/__init__.py": "",
        "house/stage.py": "import json\nfrom house.room import code",
        "house/room/__init__.py": "",
        "house/room/code.py": "def f():\n    from house.text import y",
        "house/room/tables/one.yaml": "a: 1",
        "house/room/inner/__init__.py": "",
        "house/room/inner/more.yaml": "b: 1",
        "house/text.py": "y = 1",
        "house/other/__init__.py": "",
        "house/other/code.py": "x = 1",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path / "house"


def fresh(package: Path, libraries: tuple[str, ...] = ("pyyaml",)) -> str:
    """The fingerprint of a package as it is now: of a copy, as a process knows a place as it found it first."""
    copy = Path(mkdtemp(dir=package.parent)) / package.name
    return fingerprint(("stage",), libraries, shutil.copytree(package, copy))


def test_it_is_made_of_what_is_imported_and_the_declarations_beside(package):
    assert sources(["stage"], package) == (
        *("__init__.py", "room/__init__.py", "room/code.py", "room/tables/one.yaml", "stage.py", "text.py"),
    )


@pytest.mark.parametrize("file", ["stage.py", "room/code.py", "room/tables/one.yaml", "text.py"])
def test_it_changes_with_each_file(package, file):
    before = fresh(package)
    (package / file).write_text("z: 2")
    assert fresh(package) != before


def test_it_changes_with_a_new_file_and_with_a_name(package):
    before = fresh(package)
    (package / "room" / "new.yaml").write_text("b: 2")
    added = fresh(package)
    (package / "room" / "new.yaml").rename(package / "room" / "newer.yaml")
    assert len({before, added, fresh(package)}) == 3


def test_it_changes_with_the_libraries(package):
    assert fresh(package) != fresh(package, libraries=("pyarrow",))


def test_what_is_not_imported_and_compiled_code_do_not_change_it(package):
    before = fresh(package)
    (package / "other" / "code.py").write_text("x = 2")
    (package / "room" / "inner" / "more.yaml").write_text("b: 2")
    (package / "room" / "__pycache__").mkdir()
    (package / "room" / "__pycache__" / "code.pyc").write_bytes(b"x")
    assert fresh(package) == before


def test_a_module_that_is_not_there_is_an_error(package):
    with pytest.raises(LookupError, match="no such module"):
        sources(["nowhere"], package)


def test_a_changed_word_reads_no_pdf_again_and_a_changed_reader_does():
    reading, interpreting = sources(["extraction.producers", "extraction.store"]), sources(["run.making"])
    assert "extraction/pdf/text_layer.py" in reading
    assert not any(file.startswith(("interpretation/", "datasets/", "release/")) for file in reading)
    assert {*reading} < {*interpreting}
    assert {
        "interpretation/declared/vocabulary.yaml",
        "interpretation/declared/tables/budget.yaml",
        "reconciliation/findings/checks/between.yaml",
        "classifications/schemes.yaml",
        "personal_data/policy.yaml",
    } < {*interpreting}
    assert not any(file.startswith("release/") or file == "run/gathering.py" for file in interpreting)


def parsed_imports(code: str) -> Iterator[str]:
    """The absolute names that Python finds imported in some code."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_what_the_text_tells_of_imports_is_what_python_finds():
    for path in Path("pipelines").rglob("*.py"):
        code = path.read_text("utf-8")
        assert {*parsed_imports(code)} <= imported_names(code), path


@pytest.mark.parametrize(
    "code",
    [
        "import a.b, c as d",
        "from a import b as x, c",
        "from a import (\n    b,\n    c as d,  # why\n)",
        "def f():\n    from a.b import c\n    import d",
    ],
)
def test_each_form_of_an_import_is_found(code):
    assert {*parsed_imports(code)} == imported_names(code)
