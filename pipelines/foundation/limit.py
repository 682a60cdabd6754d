"""The processor's time that a piece of a document may take: what needs more costs itself, before its document."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

SECONDS = 120.0
"""Many times what the largest page or table takes, and a part of what a document may take."""
_SECONDS_BETWEEN_REMINDERS = 1.0


class TooLongError(Exception):
    """A piece of work has taken all the time it may."""

    def __init__(self) -> None:
        super().__init__(f"it takes longer than {SECONDS:g} seconds of the processor's time")


@contextmanager
def limited() -> Generator[None]:
    """Raise TooLongError in work that takes longer than `SECONDS`.

    The processor's time counts and not the clock's: what is read doesn't depend on what else a machine does. One call
    of a library is not cut short: what never comes back is left to the limit of the document, and when that is tried
    again, to `foundation/apart.py`. So is work outside a process's main thread, which gets no signals. The error is
    raised again where work goes on in spite of it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGVTALRM, _say)
    outer = signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _SECONDS_BETWEEN_REMINDERS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, *outer)
        signal.signal(signal.SIGVTALRM, handler)


def _say(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError
