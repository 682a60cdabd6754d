"""The fetch as a part of a run, and as a command: what is new comes in, what is amiss is told, nothing else stops."""

import logging
import resource
from pathlib import Path

import pytest

from assets.__main__ import FAILED, PUBLISHED, main
from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.fetching.record import Outcome
from pipelines.run.fetch import Fetched, fetch_sources
from pipelines.run.watch import Lines
from tests.fetching.server import PDF, serving


@pytest.fixture(scope="module")
def site():
    with serving() as site:
        site.put("/robots.txt", b"")
        site.put("/a.pdf", PDF)
        yield site


def test_what_is_fetched_is_told_and_counted(site, tmp_path, caplog):
    (tmp_path / "sources.csv").write_text(f"url,links\n{site.address}/a.pdf,\n{site.address}/list.html,(\n")
    with caplog.at_level(logging.DEBUG):
        found = fetch_sources(tmp_path, Lines(logging.getLogger("test")), allow_private=True)
    assert found.counts == {Outcome.STORED: 1}
    assert len(found.problems) == 1
    assert f"fetch: {site.address}/a.pdf: stored" in caplog.messages


def test_a_folder_that_names_nothing_by_address_is_left_alone(tmp_path):
    (tmp_path / "sources.csv").write_text("file,url\na.pdf,https://example.org/a.pdf\n")
    assert fetch_sources(tmp_path, Lines(logging.getLogger("test"))) == Fetched({}, ())
    assert [path.name for path in tmp_path.iterdir()] == ["sources.csv"]


def test_the_command_fetches_and_says_what_is_amiss(site, tmp_path, capsys):
    (tmp_path / "sources.csv").write_text(f"url\n{site.address}/a.pdf\n")
    assert main(["fetch", "--raw", str(tmp_path), "--allow-private", "-q"]) == PUBLISHED
    assert capsys.readouterr() == ("", "")
    assert len(read_registry(tmp_path, format_of).sources) == 1
    assert main(["fetch", "--raw", str(tmp_path)]) == FAILED
    out, err = capsys.readouterr()
    assert out == "fetched: refused 1\n"
    assert f"{site.address}/a.pdf: 127.0.0.1 leads to 127.0.0.1, which is not on the open Internet" in err


@pytest.mark.parametrize(
    ("odd", "make"),
    [
        ("fetched", Path.touch),
        (".fetches.jsonl", Path.mkdir),
        ("fetched/sources.csv", lambda path: path.mkdir(parents=True)),
    ],
)
def test_a_place_that_can_not_be_written_is_told_in_a_line(site, tmp_path, capsys, odd, make):
    (tmp_path / "sources.csv").write_text(f"url\n{site.address}/a.pdf\n")
    make(tmp_path / odd)
    assert main(["fetch", f"--raw={tmp_path}", "--allow-private", "-q"]) == FAILED
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    assert out == ""
    assert line.startswith(f"yusuan: {tmp_path / odd}")


@pytest.mark.slow
def test_a_run_tells_in_a_line_of_a_place_that_can_not_be_written(site, tmp_path, capsys):
    raw = tmp_path / "raw"
    (raw / ".fetches.jsonl").mkdir(parents=True)
    (raw / "sources.csv").write_text(f"url\n{site.address}/a.pdf\n")
    places = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "work", "local")]
    assert main(["run", "--serial", "--allow-private", "-q", *places]) == FAILED
    _, line = capsys.readouterr().err.splitlines()
    assert line.startswith("yusuan: fetched: ")
    assert str(raw / ".fetches.jsonl") in line


def test_a_disk_that_holds_no_more_is_told_in_a_line(site, tmp_path, capsys):
    """The largest file that this process may write stands in for it: the error names no path either."""
    (tmp_path / "sources.csv").write_text(f"url\n{site.put('/large.pdf', PDF + bytes(100_000))}\n")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limit[1]))
    try:
        assert main(["fetch", f"--raw={tmp_path}", "--allow-private", "-q"]) == FAILED
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"yusuan: {tmp_path}: File too large; what was fetched before is kept"
    assert not list((tmp_path / "fetched").rglob("*.pdf*"))
