"""The command with all its places in object storage, over S3: what is published, kept, held and brought back."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assets.__main__ import BAD_USAGE, FAILED, PUBLISHED, main
from pipelines.foundation.lease import LEASE, leased
from pipelines.foundation.objects import Objects
from tests.assets.small import budget
from tests.fetching.server import serving

pytestmark = pytest.mark.slow

CIVIL_AFFAIRS, EDUCATION = "武汉市青山区民政局", "武汉市青山区教育局"


@pytest.fixture(autouse=True)
def no_history(monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


@pytest.fixture
def url(storage) -> str:
    return storage.bucket()


def run(url: str, local: Path, *more: str) -> int:
    places = [f"--{name}={url}/{name}" for name in ("raw", "processed", "work")]
    return main(["run", "--serial", "--allow-private", *places, f"--local={local}", *more])


def departments(folder: Path) -> list[str]:
    rows = pq.read_table(folder / "documents.parquet").to_pylist()
    return [row["department_name"] for row in rows if row["status"] != "superseded"]


def test_documents_results_and_releases_by_url(url, tmp_path, capsys):
    raw, processed = Objects(f"{url}/raw"), Objects(f"{url}/processed")
    raw.put_file("below/civil.pdf", budget(tmp_path / "draft.pdf", CIVIL_AFFAIRS))
    assert run(url, tmp_path / "one") == PUBLISHED
    assert main(["get", f"--processed={url}/processed", str(tmp_path / "got")]) == PUBLISHED
    assert departments(tmp_path / "got") == [CIVIL_AFFAIRS]
    assert [key for key in (*raw.listed(), *processed.listed()) if key == LEASE] == []

    # Another machine goes on from what is kept: it reads nothing again, and knows the last release.
    raw.put_file("education.pdf", budget(tmp_path / "draft.pdf", EDUCATION))
    capsys.readouterr()
    assert run(url, tmp_path / "two") == PUBLISHED
    assert "PDFs read 1, unchanged 1" in capsys.readouterr().out
    assert main(["get", f"--processed={url}/processed", str(tmp_path / "second")]) == PUBLISHED
    assert sorted(departments(tmp_path / "second")) == sorted([CIVIL_AFFAIRS, EDUCATION])
    assert {row["reason"] for row in pq.read_table(tmp_path / "second" / "changes.parquet").to_pylist()} == {
        "new_document"
    }

    # What is gone stops the release, on any machine; nothing there has changed.
    raw.drop("education.pdf")
    before = processed.listed()
    assert run(url, tmp_path / "one") == FAILED
    assert "education.pdf was published and is gone" in capsys.readouterr().err
    assert processed.listed() == before

    # Who holds a place, holds it against all machines.
    raw.put_file("education.pdf", budget(tmp_path / "draft.pdf", EDUCATION))
    with leased(processed):
        assert run(url, tmp_path / "three") == FAILED
    told = capsys.readouterr().err
    assert f"{url}/processed: another run holds it since" in told
    assert "Traceback" not in told


def test_what_is_fetched_is_kept_where_the_documents_are(url, tmp_path):
    raw = Objects(f"{url}/raw")
    with serving() as site:
        site.put("/robots.txt", b"User-agent: *\nAllow: /\n")
        address = site.put("/civil.pdf", budget(tmp_path / "draft.pdf", CIVIL_AFFAIRS).read_bytes())
        raw.put("sources.csv", f"url,division_code\n{address},420107\n".encode())
        assert main(["fetch", f"--raw={url}/raw", f"--local={tmp_path / 'one'}", "--allow-private"]) == PUBLISHED
        kept = {key for key in raw.listed() if not key.endswith(".pdf")}
        assert kept == {"sources.csv", "fetched/sources.csv", ".fetches.jsonl"}
        assert run(url, tmp_path / "two") == PUBLISHED
        asked = [headers for path, headers in site.asked if path == "/civil.pdf"]
    assert len(asked) == 2
    assert main(["get", f"--processed={url}/processed", str(tmp_path / "got")]) == PUBLISHED
    fetches = pq.read_table(tmp_path / "got" / "fetches.parquet").to_pylist()
    assert [row["outcome"] for row in fetches if row["url"] == address] == ["stored", "unchanged"]


def test_a_place_that_cannot_be_reached_is_told_in_a_line(storage, tmp_path, capsys):
    assert run("s3://there-is-none", tmp_path) == FAILED
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("yusuan: s3://there-is-none/processed: can't put .lock: ")
    assert main(["get", "--processed=s3://there-is-none", str(tmp_path / "got")]) == FAILED
    assert main(["get", f"--processed={tmp_path}", str(tmp_path / "got")]) == BAD_USAGE
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize("missing", ["raw", "processed", "work"])
def test_a_dry_run_says_which_place_can_not_be_read(url, tmp_path, capsys, missing):
    places = {name: f"{url}/{name}" for name in ("raw", "processed", "work")} | {missing: "s3://there-is-none"}
    folders = [f"--{name}={place}" for name, place in places.items()]
    assert main(["run", "--dry-run", *folders, f"--local={tmp_path}"]) == FAILED
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "yusuan: s3://there-is-none: can't list it: The specified bucket does not exist\n"
