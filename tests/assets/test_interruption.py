"""The command in a process of its own, asked to end: it does, with the signal's exit code, and publishes nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.assets.small import budget

DOCUMENTS = 24
PROCESSES, SERIAL = ("--workers", "2"), ("--serial",)
PATIENCE = 120
"""Seconds after which a process is taken for one that never ends."""


@pytest.fixture(scope="module")
def raw(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for number in range(DOCUMENTS):
        budget(folder / f"{number:02}.pdf", "武汉市青山区民政局", 2001 + number)
    return folder


COMMAND = ("-m", "assets")


@contextmanager
def running(
    raw: Path, folder: Path, engine: Sequence[str], command: Sequence[str] = COMMAND
) -> Iterator[subprocess.Popen[str]]:
    """The command in a session of its own, which is ended whatever happens."""
    options = ["--raw", raw, "--processed", folder / "processed", "--work", folder / "work", *engine, "-v"]
    process = subprocess.Popen(
        [sys.executable, *command, "run", *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"},
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def nobody_left(group: int) -> bool:
    """Whether a group of processes comes to its end."""
    for _ in range(PATIENCE * 10):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def wait_for(process: subprocess.Popen[str], text: str) -> None:
    assert process.stderr is not None
    assert any(text in line for line in process.stderr), f"nothing is told of {text!r}"


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 100):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never is so")


Ask = Callable[[int], None]


def ask_all(number: int) -> Ask:
    """As a terminal does: all processes of the group are asked."""
    return lambda group: os.killpg(group, number)


def ask_one(number: int) -> Ask:
    return lambda process: os.kill(process, number)


def require_end(process: subprocess.Popen[str], ask: Ask, code: int) -> None:
    """The command ends when it is asked to, says so in a line, and leaves nobody."""
    ask(process.pid)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert nobody_left(process.pid)
    assert out == ""
    assert err.splitlines()[-1].endswith("what was read is kept, nothing was published")
    assert "Traceback" not in err


def begins_workers(group: int) -> bool:
    """Whether the server of worker processes has begun in a group of processes."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes()
            if b"multiprocessing.forkserver" in command and os.getpgid(int(folder.name)) == group:
                return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize(("ask", "code"), [(ask_all(signal.SIGINT), 130), (ask_one(signal.SIGTERM), 143)])
def test_a_run_that_is_asked_to_end_while_it_begins_does(raw, tmp_path, ask, code):
    with running(raw, tmp_path, PROCESSES) as process:
        wait_until(lambda: process.poll() is not None or begins_workers(process.pid))
        require_end(process, ask, code)
    assert not (tmp_path / "processed").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "engine", "ask", "code"),
    [
        ("pages", PROCESSES, ask_one(signal.SIGTERM), 143),
        ("results", PROCESSES, ask_all(signal.SIGINT), 130),
        ("pages", SERIAL, ask_one(signal.SIGINT), 130),
        ("results", SERIAL, ask_all(signal.SIGTERM), 143),
    ],
)
def test_a_run_that_is_asked_to_end_does(raw, tmp_path, stage, engine, ask, code):
    with running(raw, tmp_path, engine) as process:
        wait_for(process, f"{stage}: 00.pdf: done")
        require_end(process, ask, code)
    assert not (tmp_path / "processed" / "latest").exists()
    kept = [*(tmp_path / "work" / stage).glob("*/*/*")]
    # It is asked after the first document: what is at work then may be finished, and nothing like the rest is begun.
    assert 0 < len(kept) < DOCUMENTS // 2
    assert not [path for path in kept if path.name.endswith(".failed")]


@pytest.fixture(scope="module")
def one(raw, tmp_path_factory) -> Path:
    """A folder with one document."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "00.pdf").hardlink_to(raw / "00.pdf")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "ask", "code"),
    [
        (PROCESSES, ask_one(signal.SIGTERM), 143),
        (PROCESSES, ask_all(signal.SIGINT), 130),
        (SERIAL, ask_one(signal.SIGINT), 130),
    ],
)
def test_a_run_that_is_asked_to_end_while_it_makes_the_release_does(one, tmp_path, engine, ask, code):
    releases = tmp_path / "processed" / "releases"
    # All validators: so the release is not over before it is asked to end.
    with running(one, tmp_path, (*engine, "--validators", "all")) as process:
        wait_until(lambda: process.poll() is not None or any(releases.glob(".*.draft/README.md")))
        require_end(process, ask, code)
    assert list(releases.iterdir()) == []


ENDED_ONCE_PUBLISHED = """
import os, signal, sys
from assets.__main__ import main
renamed = []
def look(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith("processed/latest"):
        renamed.append(arguments)
    elif renamed and len(renamed) == 1 and os.path.lexists(renamed[0][1]):
        renamed.append(arguments)
        os.kill(os.getpid(), signal.SIGTERM)
sys.addaudithook(look)
sys.exit(main(sys.argv[1:]))
"""
"""The command, which is asked to end at the first thing that it does after the pointer was renamed."""


@pytest.mark.slow
def test_a_run_that_is_asked_to_end_when_it_has_published_says_so(one, tmp_path):
    with running(one, tmp_path, (*SERIAL, "--validators=own"), ("-c", ENDED_ONCE_PUBLISHED)) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (143, "")
    version = (tmp_path / "processed" / "latest").resolve().name
    told = f"yusuan: ended by SIGTERM; what was read is kept, release {version} was published"
    assert err.splitlines()[-1] == told
    assert "Traceback" not in err
