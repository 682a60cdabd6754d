"""Dagster's history in a PostgreSQL of its own, as several machines need it."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import dagster as dg
import pytest

from assets.__main__ import FAILED, PUBLISHED, main
from tests.assets.small import budget

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("dagster_postgres") is None, reason="dagster-postgres is not installed"),
]


def programs() -> Path | None:
    """Where PostgreSQL's programs are: on the path, or where Debian puts them."""
    found = shutil.which("pg_ctl")
    return Path(found).parent if found else next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"))[::-1]), None)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The address of an empty database."""
    place = programs()
    if place is None:
        pytest.skip("PostgreSQL is not installed")
    # It refuses to run as root.
    owner = "postgres" if os.geteuid() == 0 else getpass.getuser()
    folder = Path(tempfile.mkdtemp())
    shutil.chown(folder, owner)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def call(program: str, *options: str) -> None:
        subprocess.run(
            [place / program, "-D", folder / "data", *options], check=True, user=owner, stdout=subprocess.DEVNULL
        )

    try:
        call("initdb", "--auth=trust", "--username=dagster", "--no-sync")
        call("pg_ctl", "start", "-w", "-o", f"-p {port} -h 127.0.0.1 -k {folder}", "-l", str(folder / "log"))
        yield f"postgresql+psycopg2://dagster@127.0.0.1:{port}/postgres"
        call("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def test_a_run_is_in_the_history(postgres, tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "dagster.yaml").write_text(
        "telemetry: {enabled: false}\nstorage: {postgres: {postgres_url: {env: DAGSTER_POSTGRES_URL}}}\n"
    )
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", postgres)
    (tmp_path / "raw").mkdir()
    budget(tmp_path / "raw" / "civil.pdf", "武汉市青山区民政局")
    places = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "work", "corrections")]
    assert main(["run", "--serial", "--offline", *places]) == PUBLISHED
    with dg.DagsterInstance.get() as instance:
        assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
        assert instance.get_latest_materialization_event(dg.AssetKey("release"))
    assert not list((tmp_path / "home").rglob("*.db"))


def test_a_database_that_refuses_is_told_in_a_line(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"postgresql+psycopg2://dagster@127.0.0.1:{free.getsockname()[1]}/postgres"
        for name in ("home", "raw"):
            (tmp_path / name).mkdir()
        (tmp_path / "home" / "dagster.yaml").write_text(f"storage: {{postgres: {{postgres_url: '{address}'}}}}\n")
        places = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "work", "corrections")]
        done = subprocess.run(
            [sys.executable, "-m", "assets", "run", "--serial", *places],
            capture_output=True,
            text=True,
            env={**os.environ, "DAGSTER_HOME": str(tmp_path / "home")},
        )
    assert (done.returncode, done.stdout) == (FAILED, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"yusuan: {tmp_path / 'home'}: Dagster's history can't be opened: connection to server")
    assert "Connection refused" in line
