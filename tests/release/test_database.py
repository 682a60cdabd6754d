"""The database of a release with more rows than are put in at once."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipelines.datasets.catalogue import arrow_schema
from pipelines.release.database import write_database
from pipelines.release.manifest import PublishedFile
from pipelines.release.package import Edition
from pipelines.release.version import Version
from pipelines.release.writing import Publication

pytestmark = pytest.mark.slow
ROWS = 450_000
DATASET = "classifications"


def many_rows() -> pa.Table:
    given = {
        "scheme": pa.repeat("functional", ROWS),
        "code": pc.cast(pa.array(np.arange(ROWS)), pa.string()),
        "name": pa.repeat("一般公共服务支出", ROWS),
        "level": pa.repeat(1, ROWS),
        "edition": pa.repeat(2024, ROWS),
        "source": pa.repeat("", ROWS),
    }
    schema = arrow_schema(DATASET)
    columns = [given.get(field.name, pa.nulls(ROWS)).cast(field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def test_rows_that_are_put_in_in_parts_are_all_there_in_their_order(tmp_path: Path):
    pq.write_table(many_rows(), tmp_path / f"{DATASET}.parquet", row_group_size=30_000)
    unread = PublishedFile("", 0, "")
    written = (Publication(DATASET, ROWS, unread, unread),)
    edition = Edition(Version(date(2025, 3, 1)), "1", None, written, (), {}, None)
    write_database(tmp_path, edition)
    with duckdb.connect(str(tmp_path / "yusuan.duckdb"), read_only=True) as connection:
        codes = connection.execute(f"SELECT code FROM {DATASET}").fetchnumpy()["code"]
    assert codes.tolist() == [str(number) for number in range(ROWS)]
