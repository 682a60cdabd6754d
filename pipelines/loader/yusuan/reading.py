"""A published dataset as a table of pandas, polars, Arrow or DuckDB."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal, overload

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from yusuan.files import FORMATS, Format, Place, read_file
from yusuan.names import with_names

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl

FOLDER = "data/processed"
MONEY = pa.decimal128(18, 2)
_DESCRIPTOR = "datapackage.json"
_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

Money = Literal["decimal", "float64"]
Engine = Literal["pandas", "polars", "arrow", "duckdb"]


@overload
def load(
    dataset: str,
    folder_or_url: Place = ...,
    *,
    money: Money = ...,
    engine: Literal["pandas"] = ...,
    names: bool = ...,
    columns: Sequence[str] | None = ...,
    format: Format | None = ...,
) -> pd.DataFrame: ...
@overload
def load(
    dataset: str,
    folder_or_url: Place = ...,
    *,
    money: Money = ...,
    engine: Literal["polars"],
    names: bool = ...,
    columns: Sequence[str] | None = ...,
    format: Format | None = ...,
) -> pl.DataFrame: ...
@overload
def load(
    dataset: str,
    folder_or_url: Place = ...,
    *,
    money: Money = ...,
    engine: Literal["arrow"],
    names: bool = ...,
    columns: Sequence[str] | None = ...,
    format: Format | None = ...,
) -> pa.Table: ...
@overload
def load(
    dataset: str,
    folder_or_url: Place = ...,
    *,
    money: Money = ...,
    engine: Literal["duckdb"],
    names: bool = ...,
    columns: Sequence[str] | None = ...,
    format: Format | None = ...,
) -> duckdb.DuckDBPyRelation: ...
def load(
    dataset: str,
    folder_or_url: Place = FOLDER,
    *,
    money: Money = "decimal",
    engine: Engine = "pandas",
    names: bool = False,
    columns: Sequence[str] | None = None,
    format: Format | None = None,
) -> pd.DataFrame | pl.DataFrame | pa.Table | duckdb.DuckDBPyRelation:
    """A dataset with the types it is published with: codes are texts, money is exact, what is missing is null.

    `folder_or_url`: where the release lies. `money`: amounts as `decimal`, which add up to the fen, or as `float64`,
    to calculate and to plot with. `names`: beside codes their official names, beside `department_key` the name and kind
    of the body. `columns`: only these. `format`: Parquet is read where it is there, else CSV, unless one is asked for.

    pandas frames have Arrow-backed columns. Raises FileNotFoundError where the dataset is not there and KeyError for
    columns that it does not have.
    """
    table = read_table(dataset, folder_or_url, format)
    if names:
        table = with_names(table, lambda other: read_table(other, folder_or_url, format))
    if columns is not None:
        table = _only(table, dataset, columns)
    if money == "float64":
        table = _with_floats(table)
    return _as(engine, table)


def read_table(dataset: str, place: Place, format: Format | None = None) -> pa.Table:
    """A dataset as an Arrow table, without the metadata of its columns. FileNotFoundError where it is not there."""
    for each in [format] if format else FORMATS:
        content = read_file(place, f"{dataset}.{each}")
        if content is not None:
            table = pq.read_table(_reader(content)) if each == "parquet" else _csv(content, dataset, place)
            return table.cast(pa.schema([pa.field(field.name, field.type) for field in table.schema]))
    raise FileNotFoundError(f"there is no dataset {dataset!r} in {place}")


def _reader(content: bytes) -> pa.BufferReader:
    """Some bytes in memory of Arrow's own: its threads let go of what they read when it has been given already, and of
    Python's memory they can't at the end of a process, which then aborts now and then."""
    sink = pa.BufferOutputStream()
    sink.write(content)
    return pa.BufferReader(sink.getvalue())


def _csv(content: bytes, dataset: str, place: Place) -> pa.Table:
    types, escape = _declared(dataset, read_file(place, _DESCRIPTOR))
    table = pyarrow.csv.read_csv(
        _reader(content),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True),
    )
    return _unescaped(table, escape) if escape else table


@cache
def _declared(dataset: str, descriptor: bytes | None) -> tuple[Mapping[str, pa.DataType], str | None]:
    """The type of each column, and what stands before texts that a spreadsheet would run, as the data package says.

    FileNotFoundError without a descriptor.
    """
    if descriptor is None:
        raise FileNotFoundError(f"the types of a CSV file stand in {_DESCRIPTOR}, which is not beside it")
    resource = next(each for each in json.loads(descriptor)["resources"] if each["name"] == dataset)
    fields = resource["schema"]["fields"]
    types = {field["name"]: MONEY if field.get("unit") == "CNY" else _TYPES[field["type"]] for field in fields}
    return types, resource.get("formulaEscape")


def _unescaped(table: pa.Table, escape: str) -> pa.Table:
    for index, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            options = pc.ReplaceSubstringOptions(f"^{escape}", "")
            texts = pc.call_function("replace_substring_regex", [table.column(index)], options)
            table = table.set_column(index, field, texts)
    return table


def _only(table: pa.Table, dataset: str, columns: Sequence[str]) -> pa.Table:
    if unknown := [column for column in columns if column not in table.column_names]:
        raise KeyError(f"{dataset} has no column {', '.join(unknown)}")
    return table.select(list(columns))


def _with_floats(table: pa.Table) -> pa.Table:
    for index, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            table = table.set_column(index, field.name, pc.cast(table.column(index), pa.float64()))
    return table


def _as(engine: Engine, table: pa.Table) -> pd.DataFrame | pl.DataFrame | pa.Table | duckdb.DuckDBPyRelation:
    match engine:
        case "pandas":
            import pandas as pd

            return table.to_pandas(types_mapper=pd.ArrowDtype)
        case "polars":
            import polars as pl

            frame = pl.from_arrow(table)
            assert isinstance(frame, pl.DataFrame)
            return frame
        case "duckdb":
            import duckdb

            return duckdb.connect().from_arrow(table)
        case "arrow":
            return table
        case _:
            raise ValueError(f"no such engine: {engine!r}; there are pandas, polars, arrow and duckdb")
