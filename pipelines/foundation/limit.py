"""The processor's time that a piece of a document may take: what needs more costs itself, before its document."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")

SECONDS = 120.0
"""Many times what the largest page or table takes, and a part of what a document may take."""
_SECONDS_BETWEEN_REMINDERS = 1.0


class TooLongError(Exception):
    """A piece of work has taken all the time it may."""

    def __init__(self) -> None:
        super().__init__(f"it takes longer than {SECONDS:g} seconds of the processor's time")


def limited(work: Callable[[], Result]) -> Result:
    """The result of work; TooLongError where that takes longer than `SECONDS`.

    The processor's time counts and not the clock's: what is read doesn't depend on what else a machine does. One call
    of a library is not cut short: what never comes back is left to the limit of the document, and when that is tried
    again, to `foundation/apart.py`. So is work outside a process's main thread, which gets no signals. The error is
    raised again where work goes on in spite of it, and never once the work has ended.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    is_ended = False

    def remind(_number: int, _frame: FrameType | None) -> None:
        if not is_ended:
            raise TooLongError

    handler = signal.signal(signal.SIGVTALRM, remind)
    outer = signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, min(_SECONDS_BETWEEN_REMINDERS, SECONDS))
    try:
        return work()
    finally:
        # First of all, and no call: Python minds signals between calls, and one that raised here would leave the timer.
        is_ended = True
        signal.setitimer(signal.ITIMER_VIRTUAL, *outer)
        signal.signal(signal.SIGVTALRM, handler)
