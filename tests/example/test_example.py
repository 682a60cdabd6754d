"""The city that does not exist, published: what its notebooks and the README's lines say of it, and of the seed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import nbformat
import pandas as pd
import polars as pl
import pytest
import yusuan
from nbclient import NotebookClient

from tests.example.city import CITY, DEPARTMENTS, YEARS, accounts
from tests.example.documents import documents, typeset_city
from tests.publishing import publish, unread

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "docs" / "notebooks"
_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def no_history() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAGSTER_HOME", raising=False)
        yield


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data/raw` and `data/processed` of the city."""
    folder = tmp_path_factory.mktemp("city")
    typeset_city(folder / "data" / "raw")
    publish(folder / "data" / "raw", folder / "data" / "processed", folder / "data" / "work")
    return folder


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the project's own document."""
    folder = tmp_path_factory.mktemp("seed")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    publish(folder / "data" / "raw", folder / "data" / "processed", folder / "data" / "work", "--serial")
    return folder


def figures(notebook: str, of: Path) -> dict[str, Any]:
    """What a notebook comes to, executed on a release: the value of its cell that is tagged so."""
    book = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4)
    places = {"YUSUAN_RELEASE": str(of / "data" / "processed"), "YUSUAN_PDFS": str(of / "data" / "raw")}
    client = NotebookClient(book, timeout=300, resources={"metadata": {"path": str(NOTEBOOKS)}})
    client.execute(env={**os.environ, **places})
    (told,) = (cell for cell in book.cells if "figures" in cell.metadata.get("tags", ()))
    assert any("image/png" in output.get("data", {}) for cell in book.cells for output in cell.get("outputs", ()))
    return ast.literal_eval(told.outputs[0]["data"]["text/plain"])


def planned(year: int, *, final: bool = False) -> float:
    return float(sum(accounts(each.name, year, final=final).sum() for each in DEPARTMENTS))


def test_every_number_of_the_city_is_read_and_its_books_balance(city):
    release = city / "data" / "processed"
    assert unread(release) == []
    table = yusuan.load("documents", release)
    assert len(table) == len(list(documents()))
    assert set(table["status"]) == {"published"}


def test_who_is_who_over_the_years(city):
    departments = yusuan.load("departments", city / "data" / "processed", engine="arrow").to_pylist()
    by_name = {row["name"]: row for row in departments}
    (school_of,) = (each for each in DEPARTMENTS if each.units)
    assert set(by_name) == {*(each.name for each in DEPARTMENTS), *school_of.units}
    assert {row["kind"] for row in departments} == {
        *("party", "congress", "cppcc", "government", "court", "procuratorate"),
        *("mass_organisation", "public_institution"),
    }
    for each in DEPARTMENTS:
        row = by_name[each.name]
        # Other codes in the second year, and four documents of one body.
        assert {each.code_in(year) for year in YEARS} <= set(row["codes"].split("; "))
        assert (row["documents"], row["first_year"], row["last_year"]) == (4, *YEARS)
    for unit in school_of.units:
        assert by_name[unit]["parent_key"] == by_name[school_of.name]["department_key"]


def test_the_unit_is_contained_in_its_department(city):
    table = yusuan.load("documents", city / "data" / "processed")
    contained = table[table["contained_in"].notna()]
    assert set(contained["department_name"]) == {f"{CITY}第一中学"}
    assert len(contained) == len(YEARS)
    whose = table.set_index("document_id").loc[contained["contained_in"], ["department_name", "stage"]]
    assert {tuple(row) for row in whose.to_numpy()} == {(f"{CITY}教育局", "budget")}


def test_the_notebook_of_departments(city, seed):
    found = figures("departments", city)
    assert (found["departments"], found["left_out"]) == (len(DEPARTMENTS), len(YEARS))
    assert found["totals"] == {
        f"{year} {phase}": pytest.approx(planned(year, final=phase == "final"), abs=0.005)
        for year in YEARS
        for phase in ("budget", "final")
    }
    spent = {
        each.name: float(accounts(each.name, 2025, final=True).sum() / accounts(each.name, 2025).sum())
        for each in DEPARTMENTS
    }
    assert found["rates"] == pytest.approx(spent, abs=5e-5)
    assert figures("departments", seed) == {
        "departments": 1,
        "left_out": 0,
        "totals": {"2025 budget": 8067700.0},
        "rates": {},
    }


def test_the_notebook_of_functions(city, seed):
    found = figures("functions", city)
    budgets = {each.name: accounts(each.name, 2025) for each in DEPARTMENTS}
    assert (found["year"], found["total"]) == (2025, pytest.approx(planned(2025), abs=0.005))
    assert found["three_public"] == {
        name: pytest.approx(float(sum(each.three_public.values())), abs=0.005) for name, each in budgets.items()
    }
    courts = sum(each.sum("204") for each in budgets.values())
    assert found["classes"]["204 公共安全支出"] == pytest.approx(float(courts), abs=0.005)
    of_seed = figures("functions", seed)
    assert (of_seed["year"], of_seed["total"]) == (2025, 8067700.0)


def test_the_notebook_from_a_number_to_its_page(city, seed):
    found = figures("from_a_number_to_its_page", city)
    project, yuan = max(
        (
            (title, yuan)
            for each in DEPARTMENTS
            for year in YEARS
            for title, (_, yuan) in accounts(each.name, year).projects.items()
        ),
        key=lambda each: each[1],
    )
    assert (found["project"], Decimal(str(found["yuan"])), found["failed"]) == (project, yuan, 0)
    of_seed = figures("from_a_number_to_its_page", seed)
    assert of_seed["printed"] and of_seed["failed"]


_LINES = [(each["language"], each["code"]) for each in _BLOCK.finditer((ROOT / "README.md").read_text("utf-8"))]
README = {language: [code for other, code in _LINES if other == language] for language in ("python", "sql", "r")}


@pytest.fixture
def at_city(city, monkeypatch):
    """The place where the README's lines run: a folder with `data/processed` below it."""
    monkeypatch.chdir(city)
    return city


def is_total(yuan: object) -> bool:
    return float(str(yuan)) == pytest.approx(sum(map(planned, YEARS)), abs=0.005)


@pytest.mark.parametrize("code", README["python"])
def test_the_readme_s_lines_of_python(at_city, code):
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    totals = names["totals"]
    assert isinstance(totals, pd.DataFrame | pl.DataFrame)
    assert is_total(totals["amount_yuan"].sum())


@pytest.mark.parametrize("code", README["sql"])
def test_the_readme_s_lines_of_sql(at_city, code):
    found = duckdb.sql(code)
    assert found is not None
    assert is_total(sum(yuan for *_, yuan in found.fetchall()))


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed here")
@pytest.mark.parametrize("code", README["r"])
def test_the_readme_s_lines_of_r(at_city, code):
    told = subprocess.run(
        ["Rscript", "-e", f"{code}\ncat(format(sum(totals$amount_yuan), nsmall = 2))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert is_total(told.stdout.split()[-1])


def test_the_readme_has_lines_for_each_of_them():
    assert [len(README[language]) for language in ("python", "sql", "r")] == [2, 1, 1]
