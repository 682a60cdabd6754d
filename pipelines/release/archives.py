"""The release by budget year: a zip with the rows of each, as CSV, with what is needed to read them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.release.package import Edition, package

_BESIDE = ("README.md", "LICENSE.md", "data_dictionary.md")
_YEAR = "fiscal_year"
_NO_YEAR = 0
_BLOCK = 1 << 20
_QUOTE, _LINE_FEED = b'"\n'


def write_archives(release: Path, edition: Edition) -> None:
    """Write a zip for each year of which there are documents."""
    with ExitStack() as stack:
        archives = {
            year: stack.enter_context(
                zipfile.ZipFile(release / f"{package().name}-{edition.version}-{year}.zip", "w", zipfile.ZIP_DEFLATED)
            )
            for year in edition.years
        }
        for archive in archives.values():
            for name in _BESIDE:
                archive.writestr(_entry(name, edition.day), (release / name).read_bytes())
        for each in edition.publications:
            _write_rows(archives, each.dataset, release, edition.day)


def _write_rows(archives: Mapping[int, zipfile.ZipFile], dataset: str, release: Path, day: date) -> None:
    """The lines of a dataset's CSV, each to the archive of its year; of one without years, all to each."""
    with ExitStack() as stack:
        lines = stack.enter_context((release / f"{dataset}.csv").open("rb"))
        stored = stack.enter_context(pq.ParquetFile(release / f"{dataset}.parquet"))
        entries = {
            year: stack.enter_context(archive.open(_entry(f"{dataset}.csv", day), "w", force_zip64=True))
            for year, archive in archives.items()
        }
        if _YEAR in stored.schema_arrow.names:
            _part(lines, _years(stored), entries)
        else:
            for entry in entries.values():
                lines.seek(0)
                shutil.copyfileobj(lines, entry, _BLOCK)


def _part(lines: IO[bytes], years: Iterator[np.ndarray], entries: Mapping[int, IO[bytes]]) -> None:
    """Write the header to all entries, and each row to that of its year."""
    header = lines.readline()
    for entry in entries.values():
        entry.write(header)
    known = np.empty(0, np.int16)
    for text, ends in _whole_lines(lines):
        while len(known) < len(ends):
            known = np.concatenate([known, next(years)])
        own, known = known[: len(ends)], known[len(ends) :]
        # Where the year changes, the first row and the last one included.
        bounds = np.flatnonzero(np.diff(own, prepend=-1, append=-1))
        starts = np.concatenate([[0], ends])[bounds].tolist()
        for year, start, end in zip(own[bounds[:-1]].tolist(), starts, starts[1:], strict=False):
            if year in entries:
                entries[year].write(text[start:end])


def _years(stored: pq.ParquetFile) -> Iterator[np.ndarray]:
    """The budget year of each row, int16, a row group at a time."""
    for group in range(stored.num_row_groups):
        years = stored.read_row_group(group, [_YEAR])[_YEAR].cast(pa.int16())
        yield pc.call_function("coalesce", [years, pa.scalar(_NO_YEAR, pa.int16())]).to_numpy()


def _whole_lines(stream: IO[bytes]) -> Iterator[tuple[memoryview, np.ndarray]]:
    """The rows of a CSV, many at a time, and where in the text each ends."""
    rest = b""
    while block := stream.read(_BLOCK):
        text = rest + block
        found = np.frombuffer(text, np.uint8)
        quotes, feeds = np.flatnonzero(found == _QUOTE), np.flatnonzero(found == _LINE_FEED)
        # A text may hold line feeds: an odd number of quotes stands before those.
        ends = feeds[np.searchsorted(quotes, feeds) % 2 == 0] + 1
        last = int(ends[-1]) if len(ends) else 0
        if last:
            yield memoryview(text)[:last], ends
        rest = text[last:]


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    """An entry of the day of the release, not of the clock."""
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
