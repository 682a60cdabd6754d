"""Twenty-four nights over a source that changes and misbehaves: each release whole, each document accounted for."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assets.__main__ import FAILED, PUBLISHED, main
from pipelines.run.datasets import DATASETS
from tests.assets.publisher import Publisher
from tests.fetching.server import serving

pytestmark = pytest.mark.slow


OF_HISTORY = {"changes.parquet", "changes.csv", "documents.parquet", "documents.csv"}
"""The files of datasets that tell of earlier releases: what changed, what was superseded."""


@dataclass(frozen=True)
class Night:
    """What happens before a run; what the gate says of it, if it stops, and what the operator does then.

    With `broken`, a run before it is ended as soon as a file or folder that fits the pattern appears.
    """

    happens: Callable[[Publisher], None]
    stops: str = ""
    answer: Callable[[Publisher], Sequence[str]] | None = None
    broken: str = ""
    by: signal.Signals = signal.SIGKILL
    fetches: bool = False
    is_as_before: bool = False


READING, PUBLISHING = "work/pages/*/*/*", "processed/releases/.*.draft"
NIGHTS = (
    Night(lambda source: source.deliver(3)),
    Night(Publisher.deliver, broken=READING),
    Night(Publisher.rest, is_as_before=True),
    Night(Publisher.correct),
    Night(Publisher.remove, "was published and is gone", Publisher.withdraw),
    Night(Publisher.deliver_damaged),
    Night(Publisher.publish, fetches=True),
    Night(Publisher.replace_published, fetches=True),
    Night(Publisher.break_down, fetches=True, is_as_before=True),
    Night(Publisher.damage, "rows, ", Publisher.restore, is_as_before=True),
    Night(Publisher.deliver, broken=PUBLISHING),
    Night(Publisher.shorten, "rows, ", Publisher.accept),
    Night(Publisher.unmount, "no documents in", Publisher.mount, is_as_before=True),
    Night(Publisher.deliver_copy),
    Night(Publisher.deliver, broken=READING, by=signal.SIGTERM),
    Night(Publisher.rest, is_as_before=True),
    Night(Publisher.mend),
    Night(Publisher.deliver_whole),
    Night(Publisher.remove, "was published and is gone", Publisher.withdraw),
    Night(Publisher.deliver, broken=PUBLISHING, by=signal.SIGINT),
    Night(Publisher.remove, "was published and is gone", Publisher.withdraw),
    Night(Publisher.correct, broken=PUBLISHING),
    Night(Publisher.rest, is_as_before=True),
    Night(Publisher.deliver),
)


def command(folder: Path, *more: str) -> list[str]:
    places = [f"--{name}={folder / name}" for name in ("raw", "processed", "work", "corrections")]
    terms = [f"--withdrawals={folder / 'withdrawals.yaml'}", "--validators=own", f"--keep={len(NIGHTS)}"]
    return ["run", *places, *terms, "--allow-private", *more]


def break_off(folder: Path, pattern: str, by: signal.Signals) -> None:
    """Begin a run, and end it once something new fits a pattern."""
    there = set(folder.glob(pattern))
    engine = "--workers=1" if pattern == READING else "--serial"
    process = subprocess.Popen(
        [sys.executable, "-m", "assets", *command(folder, "--offline", "-q", engine)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while process.poll() is None and not set(folder.glob(pattern)) - there:
        time.sleep(0.02)
    if by is signal.SIGKILL:
        os.killpg(process.pid, by)
    else:
        os.kill(process.pid, by)
    assert process.wait() == (-by if by is signal.SIGKILL else 128 + by)


def look(processed: Path) -> dict[str, tuple[object, ...]]:
    """What tells whether a file was touched, of all files and links but the lock's."""
    found = {path: path.lstat() for path in processed.rglob("[!.]*") if path.is_symlink() or path.is_file()}
    return {
        path.relative_to(processed).as_posix(): (status.st_ino, status.st_size, status.st_mtime_ns)
        for path, status in found.items()
        if ".draft" not in path.as_posix()
    }


def sums(release: Path) -> dict[str, str]:
    lines = (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def assert_whole(release: Path) -> None:
    """A release has the files that its checksums tell, each as it tells."""
    files = [path for path in release.rglob("*") if path.is_file()]
    found = {path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    del found["SHA256SUMS"]
    assert found == sums(release)


def rows(release: Path, dataset: str) -> list[dict[str, object]]:
    return pq.read_table(release / f"{dataset}.parquet").to_pylist()


def assert_accounted_for(source: Publisher) -> None:
    """Every document is what the book says, with its rows or its reason; what was replaced is named too."""
    documents = rows(source.folder / "processed", "documents")
    lines = Counter(row["document_id"] for row in rows(source.folder / "processed", "budget_lines"))
    present = [row for row in documents if row["status"] != "superseded"]
    found = {
        str(row["source_url"] or row["source_file"]): (lines.pop(row["document_id"], 0), row["reason"])
        for row in present
    }
    assert found == {file: (entry.lines, entry.reason) for file, entry in source.book.items()}
    assert len(found) == len(present)
    assert not lines
    assert {row["sha256"] for row in documents if row["status"] == "superseded"} == source.superseded
    assert all(row["superseded_by"] for row in documents if row["status"] == "superseded")


def test_nights(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    processed, told = tmp_path / "processed", {}
    with serving() as site:
        source = Publisher(tmp_path, site)
        for night in NIGHTS:
            source.next_night()
            night.happens(source)
            before, options = look(processed), ["--serial", *([] if night.fetches else ["--offline"])]
            if night.broken:
                break_off(tmp_path, night.broken, night.by)
                assert look(processed) == before
            if night.stops:
                assert main(command(tmp_path, *options)) == FAILED
                assert night.stops in capsys.readouterr().err
                assert look(processed) == before
                assert night.answer is not None
                options += night.answer(source)
            assert main(command(tmp_path, *options)) == PUBLISHED
            capsys.readouterr()
            assert (look(processed) == before) is night.is_as_before
            latest = (processed / "latest").resolve()
            assert_whole(latest)
            assert_accounted_for(source)
            told.setdefault(latest.name, sums(latest))
    releases = sorted((processed / "releases").iterdir())
    assert {release.name for release in releases} == told.keys()
    for release in releases:
        assert_whole(release)
        assert sums(release) == told[release.name]
    assert_made_again(tmp_path, list(told)[-2:])


def assert_made_again(folder: Path, names: Sequence[str]) -> None:
    """The last release has the same bytes when it is made of the documents and the one before, or of nothing."""
    before, last = names
    processed, release = folder / "processed", folder / "processed" / "releases" / last
    (folder / "work").rename(folder / "lost")
    processed.rename(folder / "kept")
    (processed / "releases").mkdir(parents=True)
    shutil.copytree(folder / "kept" / "releases" / before, processed / "releases" / before)
    (processed / "latest").symlink_to(f"releases/{before}")
    assert main(command(folder, "--offline", "--serial")) == PUBLISHED
    kept = sums(folder / "kept" / "releases" / last)
    differ = {name for name, digest in sums(release).items() if kept.get(name) != digest}
    assert differ <= {"yusuan.duckdb"}
    processed.rename(folder / "again")
    assert main(command(folder, "--offline", "--serial")) == PUBLISHED
    found = sums(release)
    tables = {f"{dataset}.{kind}" for dataset in DATASETS for kind in ("parquet", "csv")} - OF_HISTORY
    assert {name: found[name] for name in tables} == {name: kept[name] for name in tables}
    present = [row for row in rows(folder / "kept" / "releases" / last, "documents") if row["status"] != "superseded"]
    assert rows(release, "documents") == present
    assert json.loads((release / "release.json").read_text())["previous"] is None
