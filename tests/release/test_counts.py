"""How many rows of a file have the same values."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.release.counts import count_by


def test_rows_are_counted_over_all_groups_of_a_file_what_is_missing_too(tmp_path: Path):
    rows = {"text": ["a", None, "a", "b", "a"], "year": pa.array([2024, 2024, 2024, None, 2025], pa.int16())}
    pq.write_table(pa.table(rows), tmp_path / "rows.parquet", row_group_size=2)
    assert count_by(tmp_path / "rows.parquet", ("text", "year")) == {
        ("a", 2024): 2,
        (None, 2024): 1,
        ("b", None): 1,
        ("a", 2025): 1,
    }
