"""Which signal asked to end, and that it is heard."""

import os
import signal
import subprocess
import sys
import time

import pytest

from assets import signals
from assets.signals import caught_signals, is_interruption

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


class _Interrupts:
    """Part of a class during whose making somebody interrupts."""

    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


def test_an_interruption_while_a_class_is_made_is_one():
    with pytest.raises((RuntimeError, KeyboardInterrupt)) as raised:
        type("Made", (), {"part": _Interrupts()})
    assert is_interruption(raised.value)
    assert not is_interruption(RuntimeError("something else"))


_INTERRUPTED_IN_A_TEXT = """
import sys
from assets.signals import caught_signals

with caught_signals() as caught:
    try:
        exec("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")
    except KeyboardInterrupt:
        sys.exit(128 + caught())
"""


def test_who_is_interrupted_while_a_text_is_executed_ends_with_a_code_of_their_own(tmp_path):
    (tmp_path / "interrupted.py").write_text(_INTERRUPTED_IN_A_TEXT)
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = subprocess.run([sys.executable, "-m", "interrupted"], env=os.environ | {"PYTHONPATH": path})
    assert done.returncode == 128 + signal.SIGTERM


def test_handlers_are_as_they_were_before():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with caught_signals():
        pass
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
