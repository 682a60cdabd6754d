"""Twenty-four nights over a source that changes and misbehaves: each release is whole, each document accounted for."""

import hashlib
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assets.__main__ import PUBLISHED, main
from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.run.accounts import DATASETS
from tests.assets.small import budget
from tests.fetching.server import Answer, Site, serving

pytestmark = [pytest.mark.slow, pytest.mark.corpus]

NIGHTS = 24
BODIES = ("民政局", "教育局", "住房局", "卫生局", "水务局", "司法局", "审计局", "统计局")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        site.put("/robots.txt", b"User-agent: *\nAllow: /\n")
        yield site


class Source:
    """What a publisher puts on the web, night by night."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.chance = random.Random(20260101)
        self.listed: dict[str, str] = {}
        self.years = iter((body, year) for year in range(2021, 2027) for body in BODIES)

    def document(self) -> bytes:
        body, year = next(self.years)
        return budget(self.folder / "draft.pdf", f"武汉市青山区{body}", year).read_bytes()

    def show(self) -> None:
        entries = "".join(f'<li><a href="{path}">{title}</a> 2025-02-18</li>' for path, title in self.listed.items())
        self.site.put("/list.html", f"<ul>{entries}</ul>".encode())

    def add(self) -> None:
        path = f"/{len(self.listed) + len(self.site.asked)}.pdf"
        self.site.put(path, self.document())
        self.listed[path] = f"部门预算{path}"

    def replace(self) -> None:
        path = self.chance.choice(sorted(self.listed))
        self.site.put(path, self.document())

    def remove(self) -> None:
        path = self.chance.choice(sorted(self.listed))
        self.site.put(path, Answer(b"", 404))
        del self.listed[path]

    def poison(self) -> None:
        path = f"/poison-{len(self.site.asked)}.pdf"
        self.site.put(path, b"%PDF-1.7\n" + self.chance.randbytes(2000) + b"\n%%EOF\n")
        self.listed[path] = f"部门预算{path}"

    def break_down(self) -> None:
        """Every page answers with a page of errors for a night."""
        for path in sorted(self.listed)[:2]:
            before = self.site.answers[path]
            self.site.put(path, Answer(b"<html>busy</html>"), *before)

    def rest(self) -> None:
        """Nothing happens."""


def options(folder: Path, *more: str) -> list[str]:
    places = [f"--{name}={folder / name}" for name in ("raw", "processed", "work", "corrections")]
    return ["run", "--serial", "--allow-private", *places, *more]


def killed_run(folder: Path) -> None:
    """A run that the power leaves once it has begun to interpret."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assets", *options(folder)], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "results: " in line:
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def files(processed: Path) -> dict[str, bytes]:
    return {
        f"{dataset}.{kind}": (processed / f"{dataset}.{kind}").read_bytes()
        for dataset in DATASETS
        for kind in ("parquet", "csv")
    }


def assert_whole(processed: Path) -> None:
    """Every file is as its checksum says."""
    for line in (processed / "SHA256SUMS").read_text().splitlines():
        digest, name = re.split(r"\s+\*?", line, maxsplit=1)
        assert hashlib.sha256((processed / name).read_bytes()).hexdigest() == digest, name


def assert_accounted_for(folder: Path) -> None:
    """Every file of the folder is a row, published or with its reason."""
    rows = pq.read_table(folder / "processed" / "documents.parquet").to_pylist()
    assert {row["source_file"] for row in rows} >= {
        source.file for source in read_registry(folder / "raw", format_of).sources
    }
    assert all((row["status"] == "quarantined") == (row["reason"] is not None) for row in rows)


def test_nights(site, tmp_path, monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    source = Source(site, tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "sources.csv").write_text(
        f"url,links,division_code\n{site.address}/list.html,部门预算,420107\n", encoding="utf-8"
    )
    happenings = [source.add, source.replace, source.remove, source.poison, source.break_down, source.rest]
    for night in range(NIGHTS):
        source.add()
        source.chance.choice(happenings)()
        source.show()
        if night % 8 == 5:
            before = files(tmp_path / "processed")
            killed_run(tmp_path)
            assert files(tmp_path / "processed") == before
        assert main(options(tmp_path)) == PUBLISHED
        assert_whole(tmp_path / "processed")
        assert_accounted_for(tmp_path)
    last = files(tmp_path / "processed")
    (tmp_path / "work").rename(tmp_path / "lost")
    (tmp_path / "processed").rename(tmp_path / "before")
    assert main(options(tmp_path, "--offline")) == PUBLISHED
    assert files(tmp_path / "processed") == last
