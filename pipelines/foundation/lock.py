"""One run at a time: a lock on a folder that ends with the process that holds it, however that ends."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.foundation.storage import private_folder

_LOCK, _HOLDER = ".lock", ".lock.holder"


class HeldError(Exception):
    """Another process works in the folder; the message is one sentence that says which, and since when."""


@contextmanager
def held(folder: Path, *, private: bool = False) -> Generator[None]:
    """Hold a folder, which is made where there is none. Raises `HeldError` where another process does; never waits.

    The kernel keeps the lock: that of a process that was killed is free. What is made in a private folder is its
    owner's alone.
    """
    if private:
        private_folder(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK, timeout=0, mode=0o600 if private else 0o644)
    try:
        lock.acquire()
    except Timeout:
        raise HeldError(f"{folder}: {_holder(folder)}; nothing was touched") from None
    try:
        who = {
            "process": os.getpid(),
            "machine": socket.gethostname(),
            "since": datetime.now().astimezone().isoformat(" ", "seconds"),
        }
        (folder / _HOLDER).write_text(json.dumps(who), encoding="utf-8")
        yield
    finally:
        (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        who = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "another run has just begun there"
    return f"another run holds it since {who['since']} (process {who['process']} on {who['machine']})"
