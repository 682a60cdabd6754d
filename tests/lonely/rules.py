"""The named rules of the interpretation, and the documents in which each decides."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pipelines.foundation import rules
from pipelines.foundation.rules import Rule
from tests.lonely.branches import ROOM

Name = tuple[str, str]
"""The table of a rule, as module and name, and the rule's name."""


def tables() -> Iterator[tuple[str, Sequence[Rule[object, object]]]]:
    """The tables of rules of all modules that are loaded."""
    for name, module in sorted(sys.modules.items()):
        for attribute, value in vars(module).items() if name.startswith(ROOM) else ():
            if isinstance(value, tuple) and value and all(isinstance(each, Rule) for each in value):
                yield f"{name.removeprefix(ROOM + '.')}.{attribute}", value


class Decisions:
    """Notes which rule decides, by document, while it listens where tables of rules are asked."""

    def __init__(self) -> None:
        self.by_rule: dict[Name, set[str]] = defaultdict(set)
        self._names = {id(rule): (table, rule.name) for table, entries in tables() for rule in entries}

    def all(self) -> Iterator[Name]:
        """Every rule there is."""
        yield from self._names.values()

    @contextmanager
    def listening(self, document: str) -> Iterator[None]:
        """What is decided inside counts for a document."""
        asked = rules.first

        def first(entries: Sequence[Rule[object, object]], subject: object) -> Rule[object, object] | None:
            rule = asked(entries, subject)
            if rule is not None and id(rule) in self._names:
                self.by_rule[self._names[id(rule)]].add(document)
            return rule

        asking = [module for module in list(sys.modules.values()) if getattr(module, "first", None) is asked]
        for module in asking:
            vars(module)["first"] = first
        try:
            yield
        finally:
            for module in asking:
                vars(module)["first"] = asked
