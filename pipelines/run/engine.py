"""Where the map over documents runs: worker processes that may die, or this process.

Free of what is mapped. Workers import the function's module afresh: it must be a module's top-level function.
"""

import multiprocessing
import os
import resource
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import chain, islice
from typing import Generic, Protocol

from pebble import ProcessExpired, ProcessPool

from pipelines.foundation.storage import scratch_folder
from pipelines.foundation.tasks import Item, Result, Task, TaskError, in_order, one_after_another, one_by_one
from pipelines.run.workers import await_server, begin

_TASKS_IN_FLIGHT_PER_WORKER = 4
_SECONDS_BETWEEN_LOOKS = 1.0
_LONGEST_ERROR = 300
GIGABYTE = 1 << 30


class Cause(StrEnum):
    """What kept an item from its result."""

    ERROR = "error"
    CRASH = "crash"
    TIME = "time"
    MEMORY = "memory"


@dataclass(frozen=True)
class Loss:
    """Why an item has no result: the cause, and a line about it in words."""

    cause: Cause
    message: str


@dataclass(frozen=True)
class Answer(Generic[Item, Result]):
    """What became of one item: its result, or the loss that took its place."""

    item: Item
    result: Result | None
    loss: Loss | None = None


def unwatched(items: Sequence[object]) -> None:
    """Nobody looks on."""


class Engine(Protocol):
    """Where the map runs."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        watch: Callable[[Sequence[Item]], None] = unwatched,
    ) -> Generator[Answer[Item, Result], None, None]:
        """Call the function on every item. Answers come as they are ready; few items are held at a time.

        `watch` is told, now and then, which items are worked on. Closing the generator ends the work at once.
        """
        ...

    def together(self, tasks: Mapping[str, Task[Result]]) -> Mapping[str, Result]:
        """Do tasks that need one another, on this machine: see `pipelines.foundation.tasks.Together`."""
        ...

    def in_turn(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """Call the function on every item, on this machine: see `pipelines.foundation.tasks.InTurn`."""
        ...


@dataclass(frozen=True)
class Serial:
    """In this process, in order, without limits of time and memory; for debugging."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        watch: Callable[[Sequence[Item]], None] = unwatched,
    ) -> Generator[Answer[Item, Result], None, None]:
        for item in items:
            watch([item])
            try:
                answer = Answer[Item, Result](item, function(item))
            except Exception as error:  # noqa: BLE001 - whatever one document raises, the others go on
                answer = Answer[Item, Result](item, None, _error(error))
            yield answer

    def together(self, tasks: Mapping[str, Task[Result]]) -> Mapping[str, Result]:
        return one_by_one(tasks)

    def in_turn(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        return one_after_another(function, items)


@dataclass(frozen=True)
class Processes:
    """Each item in a worker process; one that crashes, hangs or needs too much memory loses that item alone."""

    workers: int = 0
    """Worker processes; 0 for one per core."""
    timeout_seconds: float = 900.0
    memory_bytes: int = 2 * GIGABYTE
    """What a worker may hold, the libraries that it has loaded included."""
    tasks_per_worker: int = 100
    """Items after which a worker is replaced, so that no library's leak adds up."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        watch: Callable[[Sequence[Item]], None] = unwatched,
    ) -> Generator[Answer[Item, Result], None, None]:
        waiting = iter(items)
        first = next(waiting, None)
        if first is None:
            return
        with self._pool(_home(function), self._count, self.memory_bytes) as pool:
            submit = partial(pool.schedule, function, timeout=self.timeout_seconds)
            for item, future in drained(lambda item: submit(args=[item]), chain([first], waiting), self._count, watch):
                yield self._answer(item, future)

    def together(self, tasks: Mapping[str, Task[Result]]) -> Mapping[str, Result]:
        """Each task in a worker process; with one worker, in this process. Limits of time and memory are for items."""
        if self._count == 1 or not tasks:
            return one_by_one(tasks)
        order, results = in_order(tasks), dict[str, Result]()
        order.prepare()
        held: dict[Future[Result], str] = {}
        home, workers = _home(next(iter(tasks.values())).do), min(self._count, len(tasks))
        ready, place = list[str](), {name: place for place, name in enumerate(tasks)}
        with self._pool(home, workers, resource.RLIM_INFINITY) as pool:
            while order.is_active():
                ready = sorted([*ready, *order.get_ready()], key=place.__getitem__)
                while ready and len(held) < workers:
                    name = ready.pop(0)
                    held[pool.schedule(tasks[name].do)] = name
                for future in wait(held, return_when=FIRST_COMPLETED).done:
                    name = held.pop(future)
                    results[name] = self._result(name, future)
                    order.done(name)
        return {name: results[name] for name in tasks}

    def in_turn(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """Items in worker processes; with one worker, or a single item, in this process."""
        waiting = iter(items)
        first = list(islice(waiting, self._count))
        if len(first) <= 1:
            yield from one_after_another(function, chain(first, waiting))
            return
        held = deque[Future[Result]]()
        name = getattr(function, "__name__", "task")
        with self._pool(_home(function), len(first), resource.RLIM_INFINITY) as pool:
            for item in chain(first, waiting):
                held.append(pool.schedule(function, args=[item]))
                if len(held) == len(first) * _TASKS_IN_FLIGHT_PER_WORKER:
                    yield self._result(name, held.popleft())
            while held:
                yield self._result(name, held.popleft())

    @property
    def _count(self) -> int:
        return self.workers or os.cpu_count() or 1

    @contextmanager
    def _pool(self, home: str, workers: int, memory_bytes: int) -> Generator[ProcessPool]:
        """Worker processes that have a module loaded. They end with the context: at once if that ends early."""
        # Not fork: a copy of a process with threads may hang.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([home])
        await_server(context)
        with scratch_folder() as scratch:
            pool = ProcessPool(
                workers,
                max_tasks=self.tasks_per_worker,
                context=context,
                initializer=begin,
                initargs=(memory_bytes, scratch),
            )
            is_over = False
            try:
                yield pool
                is_over = True
                pool.close()
            finally:
                if not is_over:
                    pool.stop()
                pool.join()

    def _answer(self, item: Item, future: Future[Result]) -> Answer[Item, Result]:
        error = future.exception()
        return Answer(item, None, self._loss(error)) if error else Answer(item, future.result())

    def _result(self, name: str, future: Future[Result]) -> Result:
        if isinstance(error := future.exception(), ProcessExpired):
            raise TaskError(f"{name}: {self._loss(error).message}") from None
        return future.result()

    def _loss(self, error: BaseException) -> Loss:
        if isinstance(error, TimeoutError):
            return Loss(Cause.TIME, f"it takes longer than {self.timeout_seconds:g} seconds")
        if isinstance(error, MemoryError):
            return Loss(Cause.MEMORY, f"it needs more than {self.memory_bytes / GIGABYTE:g} GB of memory")
        if isinstance(error, ProcessExpired):
            return Loss(Cause.CRASH, f"the process that worked on it ended (exit code {error.exitcode})")
        return _error(error)


def drained(
    submit: Callable[[Item], Future[Result]],
    items: Iterable[Item],
    workers: int,
    watch: Callable[[Sequence[Item]], None],
    check: Callable[[], None] = lambda: None,
) -> Generator[tuple[Item, Future[Result]], None, None]:
    """Submit items, a few for each worker at a time, and give each with its future when that is done.

    `check` is called now and then while all are waited for, and may raise.
    """
    waiting = iter(items)
    held: dict[Future[Result], Item] = {}
    while True:
        for item in islice(waiting, workers * _TASKS_IN_FLIGHT_PER_WORKER - len(held)):
            held[submit(item)] = item
        if not held:
            return
        watch([item for future, item in held.items() if future.running()])
        done = wait(held, timeout=_SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED).done
        if not done:
            check()
        for future in done:
            yield held.pop(future), future


def _home(function: Callable[..., object]) -> str:
    """The module that has all a function needs, so that workers find it imported: its own, or the one it calls home."""
    function = function.func if isinstance(function, partial) else function
    return getattr(function, "home", None) or function.__module__


def _error(error: BaseException) -> Loss:
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return Loss(Cause.ERROR, f"an error of the program ({said[:_LONGEST_ERROR]})")
