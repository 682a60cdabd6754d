"""Equations: two sets of figures that must agree, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.tolerance import Verdict, judge


@dataclass(frozen=True, eq=False)
class Equation:
    """An identity with the figures of both sides: the sums agree, or, with `at_most`, left does not exceed right.

    `check` names its declaration. `doubt` says why an identity that fails may not apply at all. `tables` are the
    standard tables of the sides, told where one prints nothing.
    """

    check: str
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    at_most: bool = False
    doubt: str | None = None
    tables: tuple[str, str] = ("", "")

    @cached_property
    def verdict(self) -> Verdict:
        return judge(self.left, self.right, self.at_most)
