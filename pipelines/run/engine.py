"""Where the map over documents runs: worker processes that may die, or this process.

Free of what is mapped. Workers import the function's module afresh: it must be a module's top-level function.
"""

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Protocol, TypeVar

from pebble import ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")

_TASKS_IN_FLIGHT_PER_WORKER = 4
_LONGEST_ERROR = 300


@dataclass(frozen=True)
class Answer(Generic[Item, Result]):
    """What became of one item: its result, or the error (`Type: message`, one line) that took its place."""

    item: Item
    result: Result | None
    error: str | None = None


class Engine(Protocol):
    """Where the map runs."""

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Generator[Answer[Item, Result], None, None]:
        """Call the function on every item. Answers come as they are ready; few items are held at a time."""
        ...


@dataclass(frozen=True)
class Serial:
    """In this process, in order, without a time limit; for debugging."""

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Generator[Answer[Item, Result], None, None]:
        for item in items:
            try:
                answer = Answer[Item, Result](item, function(item))
            except Exception as error:  # noqa: BLE001 - whatever one document raises, the others go on
                answer = Answer[Item, Result](item, None, _describe(error))
            yield answer


@dataclass(frozen=True)
class Processes:
    """Each item in a worker process; one that crashes or takes longer than `timeout_seconds` loses that item alone."""

    workers: int = 0
    """Worker processes; 0 for one per core."""
    timeout_seconds: float = 900.0
    tasks_per_worker: int = 50
    """Items after which a worker is replaced, so that no library's leak adds up."""

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Generator[Answer[Item, Result], None, None]:
        waiting = iter(items)
        first = list(islice(waiting, 1))
        if not first:
            return
        workers = self.workers or os.cpu_count() or 1
        # Not fork: a copy of a process with threads may hang.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_home(function)])
        pool = ProcessPool(workers, max_tasks=self.tasks_per_worker, context=context)
        running: dict[Future[Result], Item] = {}
        try:
            while True:
                free = workers * _TASKS_IN_FLIGHT_PER_WORKER - len(running)
                for item in [*first, *islice(waiting, free - len(first))]:
                    running[pool.schedule(function, args=[item], timeout=self.timeout_seconds)] = item
                first = []
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield _answer(running.pop(future), future)
            pool.close()
        finally:
            if running:
                pool.stop()
            pool.join()


def _home(function: Callable[..., object]) -> str:
    """The module that has all a function needs, so that workers find it imported: that of what a stage makes."""
    return getattr(function, "make", function).__module__


def _answer(item: Item, future: Future[Result]) -> Answer[Item, Result]:
    error = future.exception()
    return Answer(item, None if error else future.result(), _describe(error) if error else None)


def _describe(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_ERROR]
