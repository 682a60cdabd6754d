"""What takes too long costs itself, whatever else the machine does."""

import signal
import threading
import time
from functools import partial
from itertools import count

import pytest

from pipelines.foundation import limit
from pipelines.foundation.guard import Broken, guarded
from pipelines.foundation.limit import TooLongError, limited


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    monkeypatch.setattr(limit, "SECONDS", 0.05)


def work_on() -> None:
    for _ in count():
        pass


def hang_on() -> None:
    """Work that takes what it is told for something else."""
    try:
        work_on()
    except TooLongError:
        work_on()


@pytest.mark.parametrize("work", [work_on, hang_on])
def test_work_that_takes_too_long_is_ended(work, monkeypatch):
    monkeypatch.setattr(limit, "_SECONDS_BETWEEN_REMINDERS", 0.05)
    with pytest.raises(TooLongError, match=r"longer than 0\.05 seconds of the processor's time"):
        limited(work)


def test_reminders_end_with_the_work(monkeypatch):
    # So often that some come while an error is on its way out.
    monkeypatch.setattr(limit, "SECONDS", 0.004)
    monkeypatch.setattr(limit, "_SECONDS_BETWEEN_REMINDERS", 0.004)
    before = signal.getsignal(signal.SIGVTALRM)
    for _ in range(50):
        with pytest.raises(TooLongError):
            limited(hang_on)
        assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
        assert signal.getsignal(signal.SIGVTALRM) == before


def test_waiting_is_no_work():
    limited(partial(time.sleep, 0.2))


def test_what_broke_says_that_it_took_too_long():
    assert guarded("slow", lambda: iter(work_on, None)) == Broken("slow", "TooLongError")


def test_time_and_signal_are_as_they_were_before():
    def work() -> float:
        with pytest.raises(TooLongError):
            limited(work_on)
        return signal.getitimer(signal.ITIMER_VIRTUAL)[0]

    before = signal.getsignal(signal.SIGVTALRM)
    assert limited(work) > 0
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_a_thread_is_left_to_the_limit_of_its_document():
    done: list[bool] = []

    def work() -> None:
        done.append(signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0))

    thread = threading.Thread(target=limited, args=[work])
    thread.start()
    thread.join()
    assert done == [True]
