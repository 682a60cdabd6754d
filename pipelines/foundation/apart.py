"""Items made in a process of their own: one that never comes back, or takes its process with it, is lost alone."""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from math import ceil
from typing import IO, TypeVar, cast

from pipelines.foundation.limit import SECONDS, TooLongError

Item = TypeVar("Item")

SECONDS_OF_ONE = SECONDS + 30.0
"""The processor's time that an item may take: what can be cut short between calls is cut short before."""
_OUT_OF_MEMORY = 3
_DIES_WITH_ITS_PARENT = 1
"""The number of `prctl` for it."""


@dataclass(frozen=True)
class Lost:
    """An item whose process ended before it was made: `TooLongError`, `MemoryError`, or the name of a signal."""

    error: str


def made_apart(
    make: Callable[[int], Iterator[Item]], count: int, seconds: float = SECONDS_OF_ONE
) -> Generator[Item | Lost]:
    """So many items that `make` yields from a place on, from 0. Whatever it is at, the process that makes them is ended
    by the system where one takes longer than some seconds of the processor's time; another goes on behind that item.

    `make` is a module's top-level function, or a partial of one, as workers import it. What it raises is raised here,
    but for MemoryError: a new process has memory again.
    """
    done = 0
    while done < count:
        command = [sys.executable, "-m", __name__, str(seconds)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                with process.stdin as stream:
                    pickle.dump((make, done), stream)
                for item in _received(process.stdout):
                    if isinstance(item, BaseException):
                        raise item
                    yield cast(Item, item)
                    done += 1
                ended = process.wait()
            finally:
                process.kill()
        if ended < 0:
            number = signal.Signals(-ended)
            yield Lost(TooLongError.__name__ if number is signal.SIGXCPU else number.name)
        elif ended == _OUT_OF_MEMORY:
            yield Lost(MemoryError.__name__)
        elif done < count:
            raise RuntimeError(f"{done} items were made, and not {count}")
        done += 1


def _received(stream: IO[bytes]) -> Iterator[object]:
    """What a process sent before it ended; it may have ended in the middle of something."""
    while True:
        try:
            item = pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            return
        yield item


def _main() -> None:
    """Make items, send each when it is made, or the error that kept them from it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_ITS_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = float(sys.argv[1])
    # What libraries print must not come between.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stream:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        make, place = pickle.load(sys.stdin.buffer)
        try:
            _allow(seconds)
            for item in make(place):
                pickle.dump(item, stream)
                stream.flush()
                _allow(seconds)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception as error:  # noqa: BLE001 - it is raised where the items are asked for
            pickle.dump(error, stream)


def _allow(seconds: float) -> None:
    """Let this process take so much more of the processor's time, and no more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(used.ru_utime + used.ru_stime + seconds), most))


if __name__ == "__main__":
    _main()
