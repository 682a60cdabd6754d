"""The environment that `make` makes: whole, or made again. What it calls stands in for the programs of those names."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Makes environments of programs that note how they were called, and fail where a file says so.
PYTHON = """#!/bin/sh
echo "python $*" >> calls
mkdir -p .uv/bin
for name in python uv; do
  printf '#!/bin/sh\\necho "%s $*" >> calls\\ntest ! -e "fails-%s" || exit 1\\n' $name $name > .uv/bin/$name
  chmod +x .uv/bin/$name
done
cat >> .uv/bin/uv <<'END'
test "$1" = venv || exit 0
mkdir -p .venv/bin .venv/lib/python3.11/site-packages
for name in python dagster; do
  printf '#!/bin/sh\\necho "%s $*" >> calls\\ntest ! -e "fails-%s"\\n' $name $name > .venv/bin/$name
  chmod +x .venv/bin/$name
done
END
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


def is_made(calls: list[str]) -> bool:
    """Whether an environment was made, and not only completed."""
    return any(call.startswith("uv venv") for call in calls)


def synchronized(calls: list[str]) -> list[str]:
    return [call for call in calls if call.startswith("uv sync")]


def test_a_run_needs_nothing_but_its_own_group(checkout):
    code, calls = make(checkout, ".venv/.runs")
    assert code == 0
    assert calls[0] == "python -m venv .uv"
    assert is_made(calls)
    (command,) = synchronized(calls)
    assert command.startswith("uv sync --quiet --frozen --inexact --no-dev --no-install-package ")
    assert make(checkout, ".venv/.runs") == (0, [])
    _, calls = make(checkout, ".venv/.ready")
    assert calls == ["uv sync --quiet --frozen --inexact --compile-bytecode"]


def test_the_image_leaves_out_the_same_packages():
    left_out = [
        re.findall(r"--no-install-package (\S+)", (ROOT / name).read_text())
        for name in ("Makefile", "docs/deploy/Containerfile")
    ]
    assert left_out[0] == left_out[1] != []


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
    assert code == 0
    assert is_made(calls)
    assert make(checkout, ".venv/.runs") == (0, [])


def test_so_is_one_that_tools_were_being_added_to(checkout):
    make(checkout, ".venv/.runs")
    (checkout / "fails-uv").touch()
    assert make(checkout, ".venv/.ready")[0] != 0
    (checkout / "fails-uv").unlink()
    code, calls = make(checkout, ".venv/.runs")
    assert code == 0
    assert is_made(calls)


def test_what_is_no_environment_is_made_one(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/nowhere/python3.11")
    code, calls = make(checkout, ".venv/.runs")
    assert code == 0
    assert is_made(calls)


def test_what_makes_environments_is_installed_again_where_it_was_left_half_installed(checkout):
    (checkout / "fails-python").touch()
    assert make(checkout, ".venv/.runs")[0] != 0
    assert not (checkout / ".venv").exists()
    (checkout / "fails-python").unlink()
    code, calls = make(checkout, ".venv/.runs")
    assert (code, calls[0]) == (0, "python -m venv .uv")
    (checkout / ".venv" / ".runs").unlink()
    code, calls = make(checkout, ".venv/.runs")
    assert code == 0
    assert not is_made(calls)
    assert not [call for call in calls if "-m venv" in call or "pip" in call]


@pytest.mark.parametrize("target", ["data", "fetch"])
def test_a_signal_to_make_reaches_the_run(checkout, target):
    assert make(checkout, ".venv/.runs")[0] == 0
    run = checkout / ".venv" / "bin" / "yusuan"
    run.write_text(
        "#!/bin/sh\ntrap 'echo ended >> calls; exit 143' TERM\necho began >> calls\nwhile :; do sleep 0.05; done\n"
    )
    run.chmod(0o755)
    (checkout / "calls").write_text("")
    with subprocess.Popen(["make", target, f"PYTHON={checkout / 'python'}"], cwd=checkout) as making:
        while "began" not in (checkout / "calls").read_text():
            time.sleep(0.02)
        making.terminate()
    assert "ended" in (checkout / "calls").read_text()
