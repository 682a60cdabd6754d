"""The environment that `make` makes: whole, or made again. What it calls stands in for the programs of those names."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Makes an environment of programs that note how they were called, and fail where a file says so.
PYTHON = """#!/bin/sh
echo "venv" >> calls
mkdir -p .venv/bin .venv/lib/python3.11/site-packages
for name in python uv dagster; do
  printf '#!/bin/sh\\necho "%s $*" >> calls\\ntest ! -e "fails-%s"\\n' $name $name > .venv/bin/$name
  chmod +x .venv/bin/$name
done
"""


@pytest.fixture
def checkout(tmp_path) -> Path:
    (tmp_path / "docs" / "deploy").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "uv.lock", "docs/deploy/unneeded.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def make(checkout: Path, target: str) -> tuple[int, list[str]]:
    """Its exit code, and the programs it called."""
    (checkout / "calls").write_text("")
    done = subprocess.run(["make", target, f"PYTHON={checkout / 'python'}"], cwd=checkout, capture_output=True)
    return done.returncode, (checkout / "calls").read_text().splitlines()


def test_a_run_needs_nothing_but_its_own_group(checkout):
    code, calls = make(checkout, ".venv/.runs")
    assert code == 0
    assert calls[0] == "venv"
    assert [call for call in calls if call.startswith("uv sync")] == ["uv sync --quiet --frozen --inexact --no-dev"]
    assert make(checkout, ".venv/.runs") == (0, [])
    _, calls = make(checkout, ".venv/.ready")
    assert calls == ["uv sync --quiet --frozen --inexact --compile-bytecode"]


def test_what_no_run_imports_is_removed_and_nothing_else(checkout):
    make(checkout, ".venv/.runs")
    libraries = checkout / ".venv" / "lib" / "python3.11" / "site-packages"
    goes = ("numpy/_core/tests/test_a.py", "pyarrow/include/a.h", "pyarrow/libarrow_python.so.2600.1.0")
    stays = ("numpy/_core/a.py", "pyarrow/lib.so", "pyarrow/libarrow_python.so.2600", "a/tests/test_a.py")
    for name in goes + stays:
        (libraries / name).parent.mkdir(parents=True, exist_ok=True)
        (libraries / name).touch()
    (checkout / ".venv" / ".runs").unlink()
    assert make(checkout, ".venv/.runs")[0] == 0
    assert {name for name in goes + stays if (libraries / name).exists()} == set(stays)


@pytest.mark.parametrize("program", ["uv", "dagster"])
def test_an_environment_that_is_half_made_is_made_again(checkout, program):
    (checkout / f"fails-{program}").touch()
    code, _ = make(checkout, ".venv/.runs")
    assert code != 0
    (checkout / f"fails-{program}").unlink()
    code, calls = make(checkout, ".venv/.runs")
    assert (code, calls[0]) == (0, "venv")
    assert make(checkout, ".venv/.runs") == (0, [])


def test_so_is_one_that_tools_were_being_added_to(checkout):
    make(checkout, ".venv/.runs")
    (checkout / "fails-uv").touch()
    assert make(checkout, ".venv/.ready")[0] != 0
    (checkout / "fails-uv").unlink()
    code, calls = make(checkout, ".venv/.runs")
    assert (code, calls[0]) == (0, "venv")


def test_what_is_no_environment_is_made_one(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/nowhere/python3.11")
    code, calls = make(checkout, ".venv/.runs")
    assert (code, calls[0]) == (0, "venv")
