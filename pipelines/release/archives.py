"""The release by budget year: a zip with the rows of each, as CSV, with what is needed to read them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from pipelines.release.package import Edition, package
from pipelines.release.writing import BYTE_ORDER_MARK, CSV_OPTIONS, ROWS_PER_GROUP, escaped

_BESIDE = ("README.md", "LICENSE.md", "data_dictionary.md")


def write_archives(release: Path, edition: Edition) -> None:
    """Write a zip for each year of which there are documents."""
    datasets = [each.dataset for each in edition.publications]
    for year in edition.years:
        target = release / f"{package().name}-{edition.version}-{year}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in _BESIDE:
                archive.writestr(_entry(name, edition.day), (release / name).read_bytes())
            for dataset in datasets:
                _write_rows(archive, dataset, release / f"{dataset}.parquet", year, edition.day)


def _write_rows(archive: zipfile.ZipFile, dataset: str, file: Path, year: int, day: date) -> None:
    """The rows of a dataset of a year; of one without years, all."""
    schema = pq.read_schema(file)
    with archive.open(_entry(f"{dataset}.csv", day), "w", force_zip64=True) as stream:
        stream.write(BYTE_ORDER_MARK)
        with pyarrow.csv.CSVWriter(stream, schema, write_options=CSV_OPTIONS) as lines:
            for table in _rows(file, schema.names, year):
                lines.write_table(escaped(table))


def _rows(file: Path, names: Sequence[str], year: int) -> Iterator[pa.Table]:
    with pq.ParquetFile(file) as stored:
        for batch in stored.iter_batches(ROWS_PER_GROUP):
            table = pa.Table.from_batches([batch])
            yield table.filter(pc.field("fiscal_year") == year) if "fiscal_year" in names else table


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    """An entry of the day of the release, not of the clock."""
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
