"""The wheel has the loader as `yusuan`, once, and it runs without anything of the pipeline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

_BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
_RUN = """
import sys
sys.path.insert(0, sys.argv[1])
import yusuan
assert yusuan.__file__.startswith(sys.argv[1]), yusuan.__file__
assert len(yusuan.load("budget_lines", sys.argv[2])) == 6
heavy = {"pipelines", "assets", "dagster", "camelot", "cv2", "pandera", "polars", "duckdb", "PIL"}
assert not heavy & {name.split(".")[0] for name in sys.modules}, heavy & set(sys.modules)
"""


def test_the_wheel_has_the_loader_alone_under_its_name(tmp_path, release):
    source = tmp_path / "source"
    for name in ("pipelines", "assets"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    subprocess.run([sys.executable, "-c", _BUILD, str(tmp_path)], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"yusuan/__init__.py", "yusuan/py.typed", "pipelines/run/run.py", "assets/__main__.py"} <= {*names}
    assert [name for name in names if "loader" in name] == []
    assert any(name.startswith("pipelines/interpretation/declared/") and name.endswith(".yaml") for name in names)
    bare = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "COVERAGE_PROCESS_START"}}
    subprocess.run([sys.executable, "-c", _RUN, str(wheel), str(release)], cwd=tmp_path, env=bare, check=True)
