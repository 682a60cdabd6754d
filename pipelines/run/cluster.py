"""The map over documents on the workers of a Dask scheduler, on as many machines as there are.

They need this package, the same in all, and see the same work folder. Free of what is mapped.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from pipelines.foundation.tasks import Item, Result, Task
from pipelines.run.engine import Answer, Processes, drained, unwatched

if TYPE_CHECKING:
    from distributed import Client


class ClusterError(Exception):
    """There is no scheduler, no worker is left, or workers can't do what they must."""


@dataclass(frozen=True)
class Dask:
    """Each item in a disposable child of a Dask worker, within the limits that hold on one machine.

    A worker that dies, or its machine, costs nothing: its items go to others. Raises ClusterError where none is left.
    """

    address: str
    """Of the scheduler, such as `tcp://scheduler:8786`."""
    limits: Processes = field(default_factory=Processes)
    patience_seconds: float = 60.0
    """How long the scheduler and a first worker are waited for, and how long there may be none."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        watch: Callable[[Sequence[Item]], None] = unwatched,
    ) -> Generator[Answer[Item, Result], None, None]:
        from distributed import Client

        try:
            client = Client(self.address, timeout=self.patience_seconds)
        except (OSError, TimeoutError) as error:
            raise ClusterError(f"there is no Dask scheduler at {self.address}") from error
        with client:
            try:
                client.wait_for_workers(1, timeout=self.patience_seconds)
                yield from self._map(client, function, items, watch)
            except (OSError, TimeoutError, CancelledError) as error:
                raise ClusterError(f"the Dask scheduler at {self.address}, or its last worker, is gone") from error

    def together(self, tasks: Mapping[str, Task[Result]]) -> Mapping[str, Result]:
        """On this machine, where the files are: what is done together is no work for a cluster."""
        return self.limits.together(tasks)

    def in_turn(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        return self.limits.in_turn(function, items)

    def _map(
        self,
        client: Client,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        watch: Callable[[Sequence[Item]], None],
    ) -> Generator[Answer[Item, Result], None, None]:
        executor = client.get_executor(pure=False)
        alone = partial(_alone, Processes(1, self.limits.timeout_seconds, self.limits.memory_bytes), function)
        presence = _Presence(client, self.patience_seconds)
        workers = len(client.scheduler_info()["workers"])
        try:
            for _, future in drained(partial(executor.submit, alone), items, workers, watch, presence.check):
                yield future.result()
        finally:
            executor.shutdown(wait=False)


@dataclass
class _Presence:
    """Whether a scheduler still has workers."""

    client: Client
    patience_seconds: float
    seen: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise TimeoutError where there has been no worker for too long."""
        if self.client.status == "running" and self.client.scheduler_info()["workers"]:
            self.seen = time.monotonic()
        elif time.monotonic() - self.seen > self.patience_seconds:
            raise TimeoutError("no workers")


def _alone(limits: Processes, function: Callable[[Item], Result], item: Item) -> Answer[Item, Result]:
    """Called by a Dask worker: the answer to one item, from a child that may die."""
    if multiprocessing.current_process().daemon:
        raise ClusterError("Dask workers may have no children: start them with DASK_DISTRIBUTED__WORKER__DAEMON=False")
    (answer,) = limits.map(function, [item])
    return answer
