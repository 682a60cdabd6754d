"""A place that nobody has seen is read by declarations alone: a copy of the library with a few more words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import pipelines
from pipelines.extraction.pdf.reader import read_pages
from pipelines.extraction.store import PAGES_FILE, write_pages
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from tests.typesetting import Cell, Line, Table, typeset

READ = """
import json, sys
from pathlib import Path
from pipelines.extraction.store import load_pages
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
read = interpret(list(load_pages(Path(sys.argv[1]))), Context(2026)).records
columns = ("table", "flow", "line", "code", "name", "fund", "measure", "amount_year", "phase", "amount_yuan")
lines = [[str(row[column]) for column in columns] for row in read.get("budget_lines", [])]
print(json.dumps([lines, sorted({cell["disposition"] for cell in read["cells"]})]))
"""

VARIANT = Table(
    # The amounts stand before the keys' names, and nothing is called as anywhere else.
    header=[
        [Cell("类目号", 1, 2), Cell("类目称谓", 1, 2), Cell("次年拟用", 2), Cell("上年实用", 1, 2)],
        ["专案开支", "常例开支"],
    ],
    body=[
        ["2130301", "行政运行", "2.00", "7.00", "8.50"],
        ["2130305", "水利工程建设", "3.00", "", "2.00"],
        ["", "总和", "5.00", "7.00", "10.50"],
    ],
    widths=(2, 4, 2, 2, 2),
    caption=("表甲", Line(centre="各机关用度分列表", size=14), Line(right="单位：万元")),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library."""
    source = Path(pipelines.__file__).parent
    shutil.copytree(source, tmp_path / "copy" / "pipelines", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "copy"


def read(library: Path, pages: Path) -> tuple[list[list[str]], list[str]]:
    """The budget lines that a copy of the library reads, and the dispositions of the cells."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(pages)],
        capture_output=True,
        check=True,
        text=True,
        cwd=library,
        env={**os.environ, "PYTHONPATH": str(library)},
    )
    lines, dispositions = json.loads(done.stdout)
    return lines, dispositions


def changed(library: Path) -> set[str]:
    """The files of a copy of the library that are not as in the library."""
    source = Path(pipelines.__file__).parent
    files = {path.relative_to(library / "pipelines"): path for path in library.rglob("*") if path.is_file()}
    return {
        str(name)
        for name, path in files.items()
        if "__pycache__" not in name.parts
        and not ((source / name).is_file() and (source / name).read_bytes() == path.read_bytes())
    }


@pytest.mark.slow
def test_an_invented_variant_takes_declarations_only(library: Path, tmp_path: Path) -> None:
    pages = list(read_pages(typeset(tmp_path / "variant.pdf", [VARIANT])))
    unknown = interpret(pages, Context(2026)).records
    assert unknown["unclassified_figures"] and not unknown.get("budget_lines")

    declared = library / "pipelines" / "interpretation" / "declared"
    table = {"table": "expenditure", "reader": "budget", "titles": ["各机关用度分列表"]}
    table |= {"axis": "function", "fund": "all", "measure": "total"}
    (declared / "tables" / "variant.yaml").write_text(yaml.safe_dump(table, allow_unicode=True), "utf-8")
    vocabulary = yaml.safe_load((declared / "vocabulary.yaml").read_text("utf-8"))
    for facet, value, word in [
        ("column", "code", "类目号"),
        ("column", "name", "类目称谓"),
        ("measure", "project", "专案开支"),
        ("measure", "basic", "常例开支"),
        ("phase", "budget", "次年拟用"),
        ("phase", "execution", "上年实用"),
        ("year_word", "last", "上年实用"),
        ("line", "total", "总和"),
    ]:
        vocabulary[facet][value].append(word)
    (declared / "vocabulary.yaml").write_text(yaml.safe_dump(vocabulary, allow_unicode=True), "utf-8")

    assert changed(library) == {
        "interpretation/declared/tables/variant.yaml",
        "interpretation/declared/vocabulary.yaml",
    }

    write_pages(tmp_path / PAGES_FILE, pages)
    lines, dispositions = read(library, tmp_path / PAGES_FILE)
    item, total = ["expenditure", "expenditure", "item"], ["expenditure", "expenditure", "total", "None", "总和", "all"]
    assert lines == [
        [*item, "2130301", "行政运行", "all", "project", "2026", "budget", "20000.00"],
        [*item, "2130301", "行政运行", "all", "basic", "2026", "budget", "70000.00"],
        [*item, "2130301", "行政运行", "all", "total", "2025", "execution", "85000.00"],
        [*item, "2130305", "水利工程建设", "all", "project", "2026", "budget", "30000.00"],
        [*item, "2130305", "水利工程建设", "all", "total", "2025", "execution", "20000.00"],
        [*total, "project", "2026", "budget", "50000.00"],
        [*total, "basic", "2026", "budget", "70000.00"],
        [*total, "total", "2025", "execution", "105000.00"],
    ]
    assert dispositions == ["published", "structural"]
