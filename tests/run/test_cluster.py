"""The map over documents on a real Dask scheduler with workers in processes of their own, which may be lost."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from pipelines.run.cluster import ClusterError, Dask
from pipelines.run.engine import Answer, Cause, Loss, Processes
from tests.run.test_engine import double, fill_on_three, hang_on_three, refuse_three

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path) -> Iterator[Start]:
    """Start a part of Dask in a session of its own; all are ended at the end."""
    started: list[subprocess.Popen[bytes]] = []
    place = str(tmp_path / "scheduler.json")

    def begin(part: str, *options: str, **variables: str) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"{part}-{len(started)}.log").open("wb")
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"distributed.cli.dask_{part}",
                "--scheduler-file",
                place,
                "--no-dashboard",
                *options,
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False", **variables},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        lose(process)


def lose(process: subprocess.Popen[bytes]) -> None:
    """As if its machine were cut off from power."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def cluster(start, tmp_path) -> tuple[Dask, list[subprocess.Popen[bytes]]]:
    """A scheduler and two workers, each a machine of its own."""
    from distributed import Client

    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
    workers = [start("worker", "--nworkers", "1", "--nthreads", "1") for _ in range(2)]
    with Client(scheduler_file=str(tmp_path / "scheduler.json"), timeout=120) as client:
        client.wait_for_workers(2, timeout=120)
    return Dask(address_of(tmp_path), Processes(timeout_seconds=5), patience_seconds=60), [scheduler, *workers]


def address_of(folder: Path) -> str:
    return json.loads((folder / "scheduler.json").read_text())["address"]


def by_item(answers: list[Answer[int, int]]) -> dict[int, int | Loss | None]:
    return {answer.item: answer.loss or answer.result for answer in answers}


def kill_the_child_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_items_get_their_answers_and_what_is_poison_loses_itself_alone(cluster):
    engine, _ = cluster
    whole = {number: number for number in range(6)}
    assert by_item(list(engine.map(double, range(20)))) == {number: 2 * number for number in range(20)}
    for function, cause in (
        (refuse_three, Cause.ERROR),
        (kill_the_child_on_three, Cause.CRASH),
        (hang_on_three, Cause.TIME),
        (fill_on_three, Cause.MEMORY),
    ):
        answers = by_item(list(engine.map(function, range(6))))
        lost = answers.pop(3)
        assert isinstance(lost, Loss)
        assert lost.cause is cause
        assert answers == {number: number for number in whole if number != 3}


def test_a_worker_that_is_lost_costs_nothing_and_the_scheduler_the_run(cluster):
    engine, (scheduler, first, _) = cluster
    answers = engine.map(double, range(12))
    found = [next(answers)]
    lose(first)
    found += answers
    assert by_item(found) == {number: 2 * number for number in range(12)}
    answers = engine.map(double, range(1000))
    next(answers)
    lose(scheduler)
    with pytest.raises(ClusterError, match="is gone"):
        list(answers)


def test_workers_that_may_have_no_children_are_told_of(start, tmp_path):
    from distributed import Client

    start("scheduler", "--host", "127.0.0.1", "--port", "0")
    start("worker", "--nworkers", "1", "--nthreads", "1", DASK_DISTRIBUTED__WORKER__DAEMON="True")
    with Client(scheduler_file=str(tmp_path / "scheduler.json"), timeout=120) as client:
        client.wait_for_workers(1, timeout=120)
    with pytest.raises(ClusterError, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"):
        list(Dask(address_of(tmp_path)).map(double, range(3)))


def test_no_scheduler():
    with pytest.raises(ClusterError, match="there is no Dask scheduler"):
        list(Dask("tcp://127.0.0.1:9", patience_seconds=1).map(double, range(3)))
