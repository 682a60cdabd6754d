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
from pipelines.release.database import LIMITS, DatabaseLimits, write_database
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


def write(folder: Path, limits: DatabaseLimits | None = None) -> Path:
    """A database of one dataset."""
    pq.write_table(many_rows(), folder / f"{DATASET}.parquet", row_group_size=30_000)
    unread = PublishedFile("", 0, "")
    written = (Publication(DATASET, ROWS, unread, unread),)
    write_database(folder, Edition(Version(date(2025, 3, 1)), "1", None, written, (), {}, None), limits)
    return folder / "yusuan.duckdb"


def test_rows_that_are_put_in_in_parts_are_all_there_in_their_order(tmp_path: Path):
    with duckdb.connect(str(write(tmp_path)), read_only=True) as connection:
        codes = connection.execute(f"SELECT code FROM {DATASET}").fetchnumpy()["code"]
        keys = connection.execute("SELECT * FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'").fetchall()
    assert codes.tolist() == [str(number) for number in range(ROWS)]
    assert len(keys) == 1


def test_more_rows_than_memory_has_keys_for_have_none_and_say_so(tmp_path: Path):
    fewer = LIMITS.load().model_copy(update={"most_rows_with_keys": ROWS - 1})
    with duckdb.connect(str(write(tmp_path, fewer)), read_only=True) as connection:
        keys = connection.execute("SELECT * FROM duckdb_constraints() WHERE constraint_type LIKE '%KEY%'").fetchall()
        (comment, rows) = connection.execute(
            f"SELECT comment, (SELECT count(*) FROM {DATASET}) FROM duckdb_tables() WHERE table_name = '{DATASET}'"
        ).fetchall()[0]
    assert keys == []
    assert rows == ROWS
    assert comment.endswith(f"({fewer.without_keys})")
