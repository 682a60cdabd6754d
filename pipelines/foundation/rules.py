"""Rules one can read: an ordered table of named rules, of which the first that applies decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Subject = TypeVar("Subject")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Rule(Generic[Subject, Outcome]):
    """A rule: its name, as readings and tests call it, what it applies to, and what it decides."""

    name: str
    applies: Callable[[Subject], bool]
    outcome: Outcome


def first(rules: Sequence[Rule[Subject, Outcome]], subject: Subject) -> Rule[Subject, Outcome] | None:
    """The first of the rules that applies, if any does."""
    for rule in rules:
        if rule.applies(subject):
            return rule
    return None


def decide(rules: Sequence[Rule[Subject, Outcome]], subject: Subject) -> Rule[Subject, Outcome]:
    """The first of the rules that applies. Raises LookupError where a table leaves a case open."""
    rule = first(rules, subject)
    if rule is None:
        raise LookupError(f"no rule for {subject!r}")
    return rule


def always(_: object) -> bool:
    """Applies to whatever the rules before it leave over."""
    return True
