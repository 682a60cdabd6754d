"""`yusuan.load`: the same rows with the right types from Parquet and CSV, in four engines, from a folder or the web."""

from __future__ import annotations

import threading
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import yusuan

from pipelines.datasets.catalogue import MODELS

TOTAL = Decimal("2724105.30")
ENGINES = ("pandas", "polars", "arrow", "duckdb")
FORMATS = ("parquet", "csv")


@pytest.mark.parametrize("dataset", MODELS)
def test_csv_gives_what_parquet_gives(release, dataset):
    parquet, csv = (yusuan.load(dataset, release, engine="arrow", format=each) for each in FORMATS)
    assert csv.to_pylist() == parquet.to_pylist()
    for field in parquet.schema:
        other = csv.schema.field(field.name).type
        # CSV keeps whole numbers and floats in their widest type, every other type is the same.
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        assert (is_number and (pa.types.is_integer(other) or pa.types.is_floating(other))) or other == field.type


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("format", FORMATS)
def test_money_adds_up_to_the_fen_and_codes_stay_texts(release, engine, format):
    lines = yusuan.load("budget_lines", release, engine=engine, format=format)
    total, codes = {
        "pandas": lambda: (lines["amount_yuan"].sum(), list(lines["code"])),
        "polars": lambda: (lines["amount_yuan"].sum(), lines["code"].to_list()),
        "arrow": lambda: (sum(filter(None, lines["amount_yuan"].to_pylist())), lines["code"].to_pylist()),
        "duckdb": lambda: (
            lines.sum("amount_yuan").fetchall()[0][0],
            [code for (code,) in lines.select("code").fetchall()],
        ),
    }[engine]()
    assert total == TOTAL
    assert codes[-1] == "001002"


@pytest.mark.parametrize("engine", ENGINES)
def test_floats_where_one_calculates(release, engine):
    lines = yusuan.load("budget_lines", release, engine=engine, money="float64", columns=["amount_yuan"])
    types = {
        "pandas": lambda: str(lines.dtypes["amount_yuan"]) == "double[pyarrow]",
        "polars": lambda: lines.schema["amount_yuan"] == pl.Float64,
        "arrow": lambda: lines.schema.field("amount_yuan").type == pa.float64(),
        "duckdb": lambda: str(lines.types[0]) == "DOUBLE",
    }
    assert types[engine]()


def test_a_division_by_a_decimal_keeps_two_places_and_by_a_float_does_not(release):
    # The trap that `money="float64"` is for.
    share = pl.col("amount_yuan") / pl.col("amount_yuan").sum()
    exact = yusuan.load("budget_lines", release, engine="polars").select(share).to_series()
    floats = yusuan.load("budget_lines", release, engine="polars", money="float64").select(share).to_series()
    assert floats[2] == pytest.approx(0.10 / float(TOTAL))
    assert float(exact[2]) != pytest.approx(0.10 / float(TOTAL))


@pytest.mark.parametrize("format", FORMATS)
def test_names_double_no_row(release, format):
    plain = yusuan.load("budget_lines", release, engine="arrow", format=format)
    named = yusuan.load("budget_lines", release, engine="arrow", format=format, names=True)
    assert named.select(plain.column_names).equals(plain)
    first, last = named.to_pylist()[0], named.to_pylist()[-1]
    assert (first["code_official_name"], first["division_code_official_name"]) == ("事业运行", "青山区")
    assert (first["department"], first["department_kind"]) == ("青山区城市运行管理中心", "public_institution")
    # What no official list has.
    assert last["code_official_name"] is None


def test_names_are_those_of_the_edition_that_a_row_is_of(release):
    lines = yusuan.load("budget_lines", release, engine="arrow", names=True).to_pylist()
    then = next(row for row in lines if row["edition"] == 2022)
    lists = yusuan.load("classifications", release, engine="arrow").to_pylist()
    names = {row["edition"]: row["name"] for row in lists if (row["scheme"], row["code"]) == ("function", then["code"])}
    assert len(set(names.values())) > 1, "a code that was renamed"
    assert then["code_official_name"] == names[2022]


@pytest.mark.parametrize("dataset", ["departments", "classifications", "documents"])
def test_names_are_asked_of_datasets_without_codes_too(release, dataset):
    assert len(yusuan.load(dataset, release, names=True)) == len(yusuan.load(dataset, release))


def test_pandas_keeps_null_apart_from_zero_and_years_whole(release):
    lines = yusuan.load("budget_lines", release)
    assert list(lines.loc[lines["code"].isna(), "amount_yuan"]) == [0]
    assert lines["fiscal_year"].dtype == pd.ArrowDtype(pa.int16())


def test_what_is_not_there(release, tmp_path):
    with pytest.raises(FileNotFoundError, match="no dataset 'budgets'"):
        yusuan.load("budgets", release)
    with pytest.raises(KeyError, match="amount"):
        yusuan.load("budget_lines", release, columns=["amount"])
    with pytest.raises(ValueError, match="no such engine"):
        yusuan.load("budget_lines", release, engine="excel")  # pyright: ignore[reportCallIssue, reportArgumentType]
    (tmp_path / "budget_lines.csv").write_bytes((release / "budget_lines.csv").read_bytes())
    with pytest.raises(FileNotFoundError, match=r"datapackage\.json"):
        yusuan.load("budget_lines", tmp_path)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address(release):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(release)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("format", FORMATS)
def test_from_an_address(address, format):
    assert yusuan.load("budget_lines", address, format=format)["amount_yuan"].sum() == TOTAL
    with pytest.raises(FileNotFoundError):
        yusuan.load("budgets", f"{address}/", format=format)
