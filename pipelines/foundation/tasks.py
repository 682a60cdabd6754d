"""Tasks, each declared with those that must be done before it, and one task for many items; done one after another
where nobody does better."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Generic, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Outcome = TypeVar("Outcome", covariant=True)


class TaskError(Exception):
    """A task's process ended before the task was done. The message is one line that names the task."""


@dataclass(frozen=True)
class Task(Generic[Outcome]):
    """Something to do, as a top-level function or a partial of one; `needs` are the names of the tasks before it."""

    do: Callable[[], Outcome]
    needs: tuple[str, ...] = ()


class Together(Protocol):
    """Does tasks, each after those that it needs, and gives what each comes to, in the order in which they are given.

    Of those that can be begun, the first one given is. What a task raises is raised, and nothing is begun after that;
    TaskError where its process ended.
    """

    def __call__(self, tasks: Mapping[str, Task[Result]]) -> Mapping[str, Result]: ...


class InTurn(Protocol):
    """Calls a function on items and gives the results in the items' order, of which few are held at a time.

    What the function raises is raised; TaskError where its process ended. Closing the generator ends the work at once.
    """

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]: ...


def in_order(tasks: Mapping[str, Task[Result]]) -> TopologicalSorter[str]:
    """The tasks by what they need. LookupError for one that is needed and not there."""
    if missing := {need for task in tasks.values() for need in task.needs} - tasks.keys():
        raise LookupError(f"no such task: {', '.join(sorted(missing))}")
    return TopologicalSorter({name: task.needs for name, task in tasks.items()})


def one_by_one(tasks: Mapping[str, Task[Result]]) -> Mapping[str, Result]:
    """Do tasks in this process, one after another."""
    results = {name: tasks[name].do() for name in in_order(tasks).static_order()}
    return {name: results[name] for name in tasks}


def one_after_another(function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
    """Call a function on items in this process."""
    yield from map(function, items)
