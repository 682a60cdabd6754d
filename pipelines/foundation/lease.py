"""One run at a time in a place of object storage: a lease that its holder renews, and that runs out without it."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from pipelines.foundation.lock import HeldError
from pipelines.foundation.objects import Objects, StorageError

LEASE = ".lock"
SECONDS = 600.0
"""How long a lease holds that nobody renews."""


@dataclass(frozen=True)
class Holder:
    """Who holds a place, since when (local time), and until when (seconds since 1970) unless it is renewed."""

    process: int
    machine: str
    since: str
    until: float

    @property
    def is_dead(self) -> bool:
        """Whether it was a process of this machine that is no more."""
        if self.machine != socket.gethostname():
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def is_same(self, other: Holder) -> bool:
        return (self.process, self.machine) == (other.process, other.machine)


@contextmanager
def leased(objects: Objects, seconds: float = SECONDS) -> Generator[None]:
    """Hold a place. Raises `HeldError` where another process does, and StorageError; never waits."""
    own = _new(seconds)
    if not objects.put_new(LEASE, _content(own)):
        _take_over(objects, own)
    over = threading.Event()
    renewing = threading.Thread(target=_renew, args=(objects, own, seconds, over), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()
        # What was done under it is done: a lease that can't be given up now runs out.
        with suppress(StorageError):
            tag = objects.tag(LEASE)
            if tag and _holds(objects, own):
                objects.drop_only(LEASE, tag)


def _take_over(objects: Objects, own: Holder) -> None:
    """Take a lease that ran out, or whose holder is dead. HeldError where it did not, or where another was faster."""
    # Its tag first: where another lease comes between, nothing is put over it.
    tag, other = objects.tag(LEASE), holder_of(objects)
    if other is not None and other.until > time.time() and not other.is_dead:
        told = f"another run holds it since {other.since} (process {other.process} on {other.machine})"
        raise HeldError(f"{objects.url}: {told}; nothing was touched")
    content = _content(own)
    if not (objects.put_over(LEASE, content, tag) if tag else objects.put_new(LEASE, content)):
        raise HeldError(f"{objects.url}: another run has just begun there; nothing was touched")


def require_leased(objects: Objects) -> None:
    """Raise `HeldError` unless this process still holds a place: before the one step that others see."""
    if not _holds(objects, _new(0.0)):
        raise HeldError(f"{objects.url}: the lease on it was lost to another run; nothing was published")


def holder_of(objects: Objects) -> Holder | None:
    """Who holds a place; None where nobody does, or where what says so can't be read."""
    content = objects.read(LEASE)
    try:
        return Holder(**json.loads(content)) if content else None
    except (ValueError, TypeError):
        return None


def _new(seconds: float) -> Holder:
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    return Holder(os.getpid(), socket.gethostname(), since, time.time() + seconds)


def _holds(objects: Objects, own: Holder) -> bool:
    held = holder_of(objects)
    return held is not None and held.is_same(own)


def _renew(objects: Objects, own: Holder, seconds: float, over: threading.Event) -> None:
    """Renew a lease until it is over, or lost."""
    while not over.wait(seconds / 4):
        # Storage that can't be reached now may be reached in time.
        with suppress(StorageError):
            tag = objects.tag(LEASE)
            if tag is None or not _holds(objects, own):
                return
            # Over the lease that was seen and no other, however long this takes: another may come between.
            objects.put_over(LEASE, _content(replace(own, until=time.time() + seconds)), tag)


def _content(holder: Holder) -> bytes:
    return json.dumps(asdict(holder)).encode()
