"""The processes that work for a run: the server that they are forked from, how one begins, and when it ends."""

import gc
import multiprocessing
import multiprocessing.connection
import multiprocessing.context
import multiprocessing.forkserver
import multiprocessing.resource_tracker
import os
import resource
import signal
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

_OBJECTS_BETWEEN_SEARCHES = 50_000


def begin_server(modules: Sequence[str]) -> None:
    """Begin the server that worker processes are forked from; it loads some modules while this process does other work.

    Without that it begins with the first pool, which waits for it.
    """
    multiprocessing.forkserver.set_forkserver_preload([*modules])
    # Which the server would begin, and which lets signals come again once it has.
    multiprocessing.resource_tracker.ensure_running()
    # Else ^C would end it with a traceback: it minds none only when it has loaded all.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def await_server(context: multiprocessing.context.ForkServerContext) -> None:
    """Come back once the server of processes has loaded what it preloads.

    That takes seconds, and a pool is made only then: one that is left half made, by an interruption, has workers that
    begin later, find it gone, and complain.
    """
    first = context.Process(target=_nothing, daemon=True)
    first.start()
    first.join()


def _nothing() -> None:
    """What a process does that is only there to have begun."""


def begin(limit: int, scratch: Path) -> None:
    """Let this process ask for no more memory: what it asks for beyond raises MemoryError. It ends when it is told to.

    The pool's own handler runs only once a library comes back from what it is at; the pool waits three seconds for
    each worker in turn. Who ends so tidies nothing: what libraries put down for a moment goes to `scratch`, which is
    tidied by who made it.
    """
    tempfile.tempdir = os.environ["TMPDIR"] = str(scratch)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    look_for_garbage_seldom()
    give_memory_back()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process once the one that asked for it is gone, even where that was killed and could tell nobody."""
    parent = multiprocessing.parent_process()
    if parent:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def look_for_garbage_seldom() -> None:
    """Search for garbage only where documents have left much of it, and never among what is loaded, which stays.

    Otherwise it takes a fifth of an interpretation: that makes many small objects, and few that know each other.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES)


def give_memory_back() -> None:
    """Let Arrow take memory from the one of its allocators that gives back what is free, where it is there.

    The usual one keeps it: a process that goes through all rows of a release was a quarter larger for nothing.
    """
    # Here and not above: the server of workers is to begin before Arrow is loaded.
    import pyarrow as pa

    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())
