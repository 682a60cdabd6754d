"""The branches of the interpretation, and the documents that take each."""

from __future__ import annotations

import functools
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coverage import Coverage, CoverageData
from coverage.parser import PythonParser

ROOM = "pipelines.interpretation"
FOLDER = Path(__file__).parents[2] / "pipelines" / "interpretation"
Branch = tuple[str, int, int]
"""A file of the room, a line and a line to which it can go on; below zero where it leaves the function."""


def measurement() -> Coverage:
    """A measurement of branches in the interpretation; nothing is written to disk."""
    return Coverage(data_file=None, branch=True, include=[str(FOLDER / "*")], config_file=False)


@contextmanager
def measured(measurement: Coverage, document: str) -> Iterator[None]:
    """The branches taken inside count for a document, as a context of the measurement."""
    _forget_texts()
    measurement.start()
    measurement.switch_context(document)
    try:
        yield
    finally:
        measurement.stop()


def _forget_texts() -> None:
    """Empty the caches of what was read of texts, so that each document takes its branches itself.

    Caches without parameters hold declarations and stay.
    """
    for module in [module for name, module in sys.modules.items() if name.startswith(ROOM)]:
        for value in vars(module).values():
            if isinstance(value, functools._lru_cache_wrapper) and inspect.signature(value.__wrapped__).parameters:
                value.cache_clear()


def possible() -> Iterator[Branch]:
    """All branches of the room: the ways on from a line that has more than one."""
    for path in sorted(FOLDER.rglob("*.py")):
        parser = _parsed(path)
        branching = {line for line, exits in parser.exit_counts().items() if exits > 1}
        for line, to in sorted(parser.arcs()):
            if line in branching:
                yield _name(path), line, to


def taken(data: CoverageData) -> Mapping[Branch, frozenset[str]]:
    """The documents (contexts) that took each way from line to line; all of them for data without contexts."""
    found: defaultdict[Branch, set[str]] = defaultdict(set)
    for file in data.measured_files():
        path = Path(file)
        if not path.is_relative_to(FOLDER):
            continue
        parser = _parsed(path)
        for context in sorted(data.measured_contexts()):
            data.set_query_context(context)
            for line, to in parser.translate_arcs(data.arcs(file) or []):
                found[(_name(path), line, to)].add(context)
        data.set_query_contexts(None)
    return {branch: frozenset(contexts) for branch, contexts in found.items()}


@functools.cache
def _parsed(path: Path) -> PythonParser:
    parser = PythonParser(filename=str(path))
    parser.parse_source()
    return parser


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def shown(branch: Branch) -> str:
    """`lists/rows.py:61 → 62  if match:`."""
    name, line, to = branch
    code = (FOLDER / name).read_text(encoding="utf-8").splitlines()[line - 1].strip()
    return f"{name}:{line} → {to if to > 0 else 'out'}  {code}"
