"""Which signal asked the command to end."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_ASKED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def caught_signals() -> Iterator[Callable[[], signal.Signals | None]]:
    """Let SIGINT and SIGTERM raise KeyboardInterrupt; gives a function that tells which of them came first, if any.

    Dagster puts handlers of its own in the place of ours while it runs, and forgets the number: what Python writes to
    the descriptor tells it whatever handler there is. To be called in the main thread.
    """
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    handlers = [(number, signal.signal(number, signal.default_int_handler)) for number in _ASKED]
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    numbers = bytearray()

    def first() -> signal.Signals | None:
        with suppress(BlockingIOError):
            numbers.extend(os.read(reading, 4096))
        return next((signal.Signals(number) for number in numbers if number in _ASKED), None)

    try:
        yield first
    finally:
        signal.set_wakeup_fd(before)
        for number, handler in handlers:
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
