"""What takes its process with it costs itself: the items before and behind it are there."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from itertools import repeat

import pytest

from pipelines.foundation.apart import Lost, made_apart

COUNT = 4


def numbers(at_two: str, place: int) -> Iterator[int]:
    for number in range(place, COUNT):
        if number == 2:
            happen(at_two)
        print("what libraries print comes between nothing")
        yield number


def happen(what: str) -> None:
    match what:
        case "hang":
            sum(repeat(0))  # One call that never comes back: no handler of a signal runs meanwhile.
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "fill":
            raise MemoryError
        case "err":
            raise ValueError("two")
        case _:
            pass


def test_all_are_there_where_nothing_happens():
    assert [*made_apart(partial(numbers, ""), COUNT)] == [0, 1, 2, 3]


@pytest.mark.slow
@pytest.mark.parametrize(("what", "error"), [("hang", "TooLongError"), ("crash", "SIGSEGV"), ("fill", "MemoryError")])
def test_one_that_takes_its_process_with_it_is_lost_alone(what, error):
    assert [*made_apart(partial(numbers, what), COUNT, seconds=1)] == [0, 1, Lost(error), 3]


def test_an_error_is_raised_where_items_are_asked_for():
    made = made_apart(partial(numbers, "err"), COUNT)
    assert [next(made), next(made)] == [0, 1]
    with pytest.raises(ValueError, match="two"):
        next(made)


def processes(place: int) -> Iterator[int]:
    while True:
        yield os.getpid()


def test_whoever_has_enough_leaves_no_process_behind():
    made = made_apart(processes, COUNT)
    process = next(made)
    assert isinstance(process, int)
    assert process != os.getpid()
    made.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_too_few_are_an_error():
    with pytest.raises(RuntimeError, match="4 items were made, and not 5"):
        list(made_apart(partial(numbers, ""), COUNT + 1))
