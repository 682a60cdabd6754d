"""Of two runs at once one goes on, and the other says so and touches nothing."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assets.__main__ import FAILED, PUBLISHED
from pipelines.release.manifest import verify
from pipelines.run.run import Run
from tests.assets.runs import HOUSING, contents, rows
from tests.assets.small import budget

pytestmark = pytest.mark.slow


def untouched(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files but what holds the place: the holder's own note."""
    return {name: content for name, content in files.items() if name != ".lock.holder"}


HOLD = """
import sys, time
from pathlib import Path
from pipelines.foundation.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("folder", ["processed", "work"])
def test_a_second_run_is_told_who_holds_the_place_and_touches_nothing(run, raw, tmp_path, capsys, folder):
    before = contents(tmp_path / "processed")
    place = tmp_path / "processed" if folder == "processed" else Run(raw, tmp_path / "work", tmp_path).folder
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    budget(raw / "housing.pdf", HOUSING)
    capsys.readouterr()
    try:
        assert run() == FAILED
        assert "another run holds it since" in capsys.readouterr().err
        assert untouched(contents(tmp_path / "processed")) == untouched(before)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert run() == PUBLISHED


def below(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_of_two_runs_at_once_the_second_says_who_is_first_and_touches_nothing(raw, tmp_path):
    def command(work: str) -> list[str]:
        folders = ["--raw", raw, "--processed", tmp_path / "processed", "--work", tmp_path / work]
        return [sys.executable, "-m", "assets", "run", "--serial", *map(str, folders)]

    first = subprocess.Popen(command("work"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    holder = tmp_path / "processed" / ".lock.holder"
    while not (holder.exists() and holder.read_text()):
        assert first.poll() is None
        time.sleep(0.01)
    # It stands still while the second one begins, so that it can't be done before.
    first.send_signal(signal.SIGSTOP)
    before, files = json.loads(holder.read_text()), below(tmp_path / "processed")
    second = subprocess.run(command("other"), capture_output=True, text=True)
    (told,) = (line for line in second.stderr.splitlines() if "another run holds it since" in line)
    assert second.returncode == FAILED == 1
    assert f"since {before['since']} (process {before['process']} on " in told
    assert below(tmp_path / "processed") == files
    assert not list((tmp_path / "other").rglob("*.parquet"))
    first.send_signal(signal.SIGCONT)
    out, _ = first.communicate()
    assert first.returncode == PUBLISHED, out
    verify(tmp_path / "processed" / "latest")
    assert len(rows(tmp_path / "processed", "documents")) == 2
    assert not holder.exists()
