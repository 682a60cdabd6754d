"""Which signal asked to end, and that it is heard."""

import os
import signal
import sys
import time

import pytest

from assets import signals
from assets.signals import caught_signals

PATIENCE = 120


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_interrupts_and_is_known(number):
    with caught_signals() as caught:
        assert caught() is None
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
            time.sleep(PATIENCE)
        assert caught() is number


class _Asked:
    """Something in whose finalizer a signal arrives: Python tells of what its handler raises, and goes on."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def test_a_signal_that_nobody_heard_is_sent_again(monkeypatch):
    unheard = []
    monkeypatch.setattr(signals, "SECONDS_BEFORE_IT_IS_SENT_AGAIN", 0.05)
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    with caught_signals() as caught:
        with pytest.raises(KeyboardInterrupt):
            _Asked()
            assert [each.exc_type for each in unheard] == [KeyboardInterrupt]
            time.sleep(PATIENCE)
        assert caught() is signal.SIGTERM


def test_handlers_are_as_they_were_before():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with caught_signals():
        pass
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
