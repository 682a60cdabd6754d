"""Which signal asked the command to end."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

SECONDS_BEFORE_IT_IS_SENT_AGAIN = 2.0
_ASKED = (signal.SIGINT, signal.SIGTERM)


def is_interruption(error: BaseException) -> bool:
    """Whether an error is an interruption, or what Python made of one that came while it made a class."""
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt)


@contextmanager
def caught_signals() -> Iterator[Callable[[], signal.Signals | None]]:
    """Let SIGINT and SIGTERM raise KeyboardInterrupt; gives a function that tells which of them came first, if any.

    Dagster puts handlers of its own in the place of ours while it runs, and forgets the number: what Python writes to
    the descriptor tells it whatever handler there is. What a handler raises is lost where it happens to run in a
    finalizer: until somebody asks which signal it was, it is sent again. And who asks can end with a code of their
    own: Python ends `-m` by SIGINT where an interruption came while a text was executed, though it was caught. To be
    called in the main thread.
    """
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    handlers = [(number, signal.signal(number, signal.default_int_handler)) for number in _ASKED]
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    numbers = bytearray()
    is_answered = threading.Event()

    def look() -> signal.Signals | None:
        with suppress(BlockingIOError):
            numbers.extend(os.read(reading, 4096))
        return next((signal.Signals(number) for number in tuple(numbers) if number in _ASKED), None)

    def insist() -> None:
        known = None
        while not is_answered.wait(SECONDS_BEFORE_IT_IS_SENT_AGAIN):
            if known is not None:
                signal.pthread_kill(threading.main_thread().ident or 0, known)
            known = look()

    def first() -> signal.Signals | None:
        is_answered.set()
        # Libraries make classes of texts while they are loaded. After another text Python knows nothing of the first.
        exec("")
        return look()

    insisting = threading.Thread(target=insist, daemon=True)
    insisting.start()
    try:
        yield first
    finally:
        is_answered.set()
        insisting.join()
        signal.set_wakeup_fd(before)
        for number, handler in handlers:
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
