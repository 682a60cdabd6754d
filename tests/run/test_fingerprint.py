"""A fingerprint changes with the code, the declarations and the libraries, and with nothing else."""

from pathlib import Path

import pytest

from pipelines.run.fingerprint import fingerprint


@pytest.fixture
def package(tmp_path):
    """A small package."""
    (tmp_path / "room" / "tables").mkdir(parents=True)
    (tmp_path / "room" / "code.py").write_text("x = 1")
    (tmp_path / "room" / "tables" / "one.yaml").write_text("a: 1")
    (tmp_path / "text.py").write_text("y = 1")
    return tmp_path


def fresh(package: Path, *parts: str, libraries: tuple[str, ...] = ("pyyaml",)) -> str:
    fingerprint.cache_clear()
    return fingerprint(parts, libraries, package)


@pytest.mark.parametrize("file", ["room/code.py", "room/tables/one.yaml", "text.py"])
def test_it_changes_with_each_file(package, file):
    before = fresh(package, "room", "text.py")
    (package / file).write_text("z: 2")
    assert fresh(package, "room", "text.py") != before


def test_it_changes_with_a_new_file_and_with_a_name(package):
    before = fresh(package, "room")
    (package / "room" / "new.yaml").write_text("b: 2")
    added = fresh(package, "room")
    (package / "room" / "new.yaml").rename(package / "room" / "newer.yaml")
    assert len({before, added, fresh(package, "room")}) == 3


def test_it_changes_with_the_libraries(package):
    assert fresh(package, "room") != fresh(package, "room", libraries=("pyarrow",))


def test_other_files_and_compiled_code_do_not_change_it(package):
    before = fresh(package, "room")
    (package / "text.py").write_text("y = 2")
    (package / "room" / "__pycache__").mkdir()
    (package / "room" / "__pycache__" / "code.pyc").write_bytes(b"x")
    assert fresh(package, "room") == before
