"""A folder is held by one process at a time, and by none that is dead."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.foundation.lock import HeldError, held

HOLD = """
import sys, time
from pathlib import Path
from pipelines.foundation.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that holds the folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_second_is_told_who_holds_the_folder_and_since_when(holder, tmp_path):
    with pytest.raises(HeldError) as caught, held(tmp_path):
        pass
    since = r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d"
    assert re.search(
        rf"another run holds it {since} \(process {holder.pid} on .+\); nothing was touched", str(caught.value)
    )
    assert "\n" not in str(caught.value)


def test_a_killed_process_holds_nothing(holder, tmp_path):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with held(tmp_path):
        pass


def test_what_was_held_is_free_again(tmp_path):
    for _ in range(2):
        with held(tmp_path / "new"), pytest.raises(HeldError), held(tmp_path / "new"):
            pass
        assert not (tmp_path / "new" / ".lock.holder").exists()
