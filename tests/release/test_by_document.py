"""The rows of single documents in a file of a release."""

from __future__ import annotations

from itertools import permutations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.release.by_document import rows_by_document

ROWS = [("a", 1), ("a", 2), ("b", 3), (None, 4), ("a", 5), ("c", 6), ("c", 7), ("b", 8)]


@pytest.mark.parametrize("asked", [*permutations("abc")], ids="".join)
@pytest.mark.parametrize("rows_per_group", [1, 3, 100])
def test_rows_come_in_their_order_whoever_asks_first(tmp_path, asked, rows_per_group):
    names, values = zip(*ROWS, strict=True)
    table = pa.table({"document_id": names, "value": values, "other": values})
    pq.write_table(table, tmp_path / "rows.parquet", row_group_size=rows_per_group)
    found = rows_by_document(tmp_path / "rows.parquet", ["document_id", "value"])
    assert {name: found[name]().to_pylist() for name in asked} == {
        name: [{"document_id": name, "value": value} for each, value in ROWS if each == name] for name in asked
    }
    assert [*found] == ["a", "b", "c"]
