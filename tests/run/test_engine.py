"""The map over documents: everything comes back, and one crash, hang or error loses one item alone.

Of tasks that are done together, and of items in turn, one that is lost ends all."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.foundation.tasks import Task, TaskError
from pipelines.run.engine import Answer, Cause, Loss, Processes, Serial

PROCESSES = Processes(workers=2, timeout_seconds=60)
BEATS = 600


def double(number: int) -> int:
    return 2 * number


def refuse_three(number: int) -> int:
    if number == 3:
        raise ValueError("three\nis too much")
    return number


def die_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def hang_on_three(number: int) -> int:
    if number == 3:
        time.sleep(600)
    return number


def fill_on_three(number: int) -> int:
    return len(bytearray(3 << 30)) if number == 3 else number


def leave_a_file_and_die(number: int) -> int:
    _, name = tempfile.mkstemp()
    Path(name).write_text("half a document")
    return die_on_three(number)


def leave_a_folder_by_another_process(number: int) -> int:
    subprocess.run([sys.executable, "-c", "import tempfile; tempfile.mkdtemp()"], check=True)
    return number


def by_item(answers: list[Answer[int, int]]) -> dict[int, int | Loss | None]:
    return {answer.item: answer.loss or answer.result for answer in answers}


@pytest.mark.parametrize("engine", [PROCESSES, Serial()])
def test_every_item_gets_its_answer(engine):
    answers = by_item(list(engine.map(double, range(30))))
    assert answers == {number: 2 * number for number in range(30)}


@pytest.mark.parametrize("engine", [PROCESSES, Serial()])
def test_nothing_to_do(engine):
    assert list(engine.map(double, [])) == []


@pytest.mark.parametrize("engine", [PROCESSES, Serial()])
def test_an_error_is_told_in_one_line_and_stops_nobody(engine):
    answers = by_item(list(engine.map(refuse_three, range(8))))
    assert answers.pop(3) == Loss(Cause.ERROR, "an error of the program (ValueError: three is too much)")
    assert answers == {number: number for number in range(8) if number != 3}


def test_a_killed_worker_loses_its_item_alone():
    answers = by_item(list(PROCESSES.map(die_on_three, range(8))))
    assert answers.pop(3) == Loss(Cause.CRASH, "the process that worked on it ended (exit code -9)")
    assert answers == {number: number for number in range(8) if number != 3}


def test_what_a_killed_worker_put_down_for_a_moment_is_gone_with_the_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answers = PROCESSES.map(leave_a_file_and_die, range(4))
    next(answers)
    (scratch,) = tmp_path.glob("yusuan-*")
    assert list(scratch.iterdir())
    list(answers)
    assert not scratch.exists()
    list(PROCESSES.map(leave_a_folder_by_another_process, range(2)))
    ended_early = PROCESSES.map(leave_a_file_and_die, range(4))
    next(ended_early)
    ended_early.close()
    assert not list(tmp_path.glob("yusuan-*"))


def test_a_hang_ends_at_the_time_limit_and_loses_its_item_alone():
    answers = by_item(list(Processes(workers=2, timeout_seconds=1).map(hang_on_three, range(8))))
    assert answers.pop(3) == Loss(Cause.TIME, "it takes longer than 1 seconds")
    assert answers == {number: number for number in range(8) if number != 3}


def test_what_needs_too_much_memory_loses_its_item_alone():
    answers = by_item(list(PROCESSES.map(fill_on_three, range(8))))
    assert answers.pop(3) == Loss(Cause.MEMORY, "it needs more than 2 GB of memory")
    assert answers == {number: number for number in range(8) if number != 3}


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for number in range(10_000):
            taken.append(number)
            yield number

    answers = PROCESSES.map(double, items())
    next(answers)
    answers.close()
    assert len(taken) < 100


def test_workers_are_replaced_and_nothing_is_lost():
    answers = by_item(list(Processes(workers=2, tasks_per_worker=3).map(double, range(20))))
    assert answers == {number: 2 * number for number in range(20)}


def told_to_end(_: int) -> bool:
    """Whether SIGTERM ends this process whatever a library is at, without Python."""
    return signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_workers_end_at_once_when_they_are_told_to():
    assert [answer.result for answer in PROCESSES.map(told_to_end, [1])] == [True]


def write(file: Path, *needed: Path) -> tuple[int, bool]:
    """In which process a file was written, and whether those that are needed were there."""
    file.touch()
    return os.getpid(), all(each.exists() for each in needed)


@pytest.mark.parametrize(("engine", "is_apart"), [(PROCESSES, True), (Processes(workers=1), False), (Serial(), False)])
def test_tasks_are_done_together_each_after_what_it_needs(tmp_path, engine, is_apart):
    a, b, c = (tmp_path / name for name in "abc")
    tasks = {
        "last": Task(partial(write, c, a, b), needs=("first", "second")),
        "second": Task(partial(write, b, a), needs=("first",)),
        "first": Task(partial(write, a)),
    }
    found = engine.together(tasks)
    assert list(found) == list(tasks)
    assert all(there for _, there in found.values())
    assert (os.getpid() not in {process for process, _ in found.values()}) == is_apart


def note(file: Path, name: str, seconds: float = 0.0) -> int:
    time.sleep(seconds)
    with file.open("a") as lines:
        return lines.write(f"{name}\n")


def test_of_tasks_that_can_be_begun_the_first_given_is(tmp_path):
    log = tmp_path / "log"
    tasks = {
        "awaited": Task(partial(note, log, "awaited"), needs=("before",)),
        "before": Task(partial(note, log, "before")),
        **{f"other {number}": Task(partial(note, log, f"other {number}", 0.1)) for number in range(6)},
    }
    PROCESSES.together(tasks)
    done = log.read_text().splitlines()
    assert sorted(done) == sorted(tasks)
    assert done.index("awaited") < done.index("other 2")


def test_no_tasks_are_done_at_once():
    assert PROCESSES.together({}) == {}


class UnlikelyError(Exception):
    """What no engine knows."""


def refuse() -> int:
    raise UnlikelyError("no")


def hang() -> int:
    time.sleep(600)
    return 0


def die() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


@pytest.mark.parametrize("engine", [PROCESSES, Serial()])
def test_what_a_task_raises_arrives_and_nothing_goes_on(tmp_path, engine):
    never = tmp_path / "never"
    with pytest.raises(UnlikelyError, match="no"):
        engine.together({"refusing": Task(refuse), "after": Task(partial(write, never), needs=("refusing",))})
    assert not never.exists()


def test_a_task_whose_process_is_killed_ends_all_with_a_line_that_names_it():
    with pytest.raises(TaskError, match=r"^dying: the process that worked on it ended \(exit code -9\)$"):
        PROCESSES.together({"hanging": Task(hang), "dying": Task(die)})


def sooner_the_later(number: int) -> tuple[int, int]:
    time.sleep(0.005 * (9 - number % 10))
    return number, os.getpid()


@pytest.mark.parametrize(("engine", "processes"), [(PROCESSES, 2), (Processes(workers=1), 1), (Serial(), 1)])
def test_results_come_in_the_order_of_their_items(engine, processes):
    found = list(engine.in_turn(sooner_the_later, range(20)))
    assert [number for number, _ in found] == list(range(20))
    assert len({process for _, process in found}) == processes
    assert (os.getpid() in {process for _, process in found}) == (processes == 1)


@pytest.mark.parametrize("count", [0, 1])
def test_no_process_is_begun_for_a_single_item(count):
    found = list(PROCESSES.in_turn(sooner_the_later, range(count)))
    assert {process for _, process in found} <= {os.getpid()}
    assert len(found) == count


def test_items_in_turn_are_taken_as_they_are_needed():
    taken = []

    def items():
        for number in range(10_000):
            taken.append(number)
            yield number

    results = PROCESSES.in_turn(double, items())
    assert next(results) == 0
    results.close()
    assert len(taken) < 100


@pytest.mark.parametrize("engine", [PROCESSES, Serial()])
def test_what_is_raised_over_an_item_arrives_in_its_turn(engine):
    results = engine.in_turn(refuse_three, range(6))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="too much"):
        next(results)


def test_an_item_whose_process_is_killed_ends_all():
    with pytest.raises(TaskError, match=r"^die_on_three: the process that worked on it ended \(exit code -9\)$"):
        list(PROCESSES.in_turn(die_on_three, range(6)))


def beat(file: str) -> None:
    """Go on and on, for half a minute, and show it."""
    for _ in range(BEATS):
        with Path(file).open("a") as beaten:
            beaten.write(".")
        time.sleep(0.05)


def beats(file: str) -> None:
    list(PROCESSES.map(beat, [file]))


def test_workers_end_with_the_process_that_asked_for_them_however_it_ends(tmp_path: Path):
    file = tmp_path / "beats"
    asking = multiprocessing.get_context("spawn").Process(target=beats, args=[str(file)])
    asking.start()
    while not file.exists():
        time.sleep(0.05)
    asking.kill()
    asking.join()
    beaten = 0
    while (now := file.stat().st_size) > beaten:
        beaten = now
        time.sleep(1)
    assert beaten < BEATS


def searches_for_garbage(_: int) -> tuple[bool, bool]:
    """Whether what is loaded is left out of them, and whether they are fewer than Python's own."""
    return gc.get_freeze_count() > 0, gc.get_threshold()[0] > 10_000


def test_workers_look_for_garbage_seldom_and_not_among_what_is_loaded():
    assert [answer.result for answer in PROCESSES.map(searches_for_garbage, [1])] == [(True, True)]


def allocator(_: int) -> str:
    return pa.default_memory_pool().backend_name


def test_workers_take_memory_where_what_is_free_is_given_back():
    giving = "jemalloc" if "jemalloc" in pa.supported_memory_backends() else pa.default_memory_pool().backend_name
    assert [answer.result for answer in PROCESSES.map(allocator, [1])] == [giving]
