"""How far two sides of an identity may lie apart by the rounding of what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipelines.reconciliation.figures.figure import Figure, total


class Status(StrEnum):
    """What came of an identity."""

    PASS = "pass"
    ROUNDING = "rounding"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Verdict:
    """Both sides in yuan, the most that rounding explains, and what follows."""

    left: Decimal
    right: Decimal
    tolerance: Decimal
    status: Status

    @property
    def difference(self) -> Decimal:
        return self.left - self.right


def judge(left: Sequence[Figure], right: Sequence[Figure], at_most: bool = False) -> Verdict:
    """Whether the sums of both sides agree, or, with `at_most`, the left does not exceed the right."""
    sums, allowed = (total(left), total(right)), tolerance(left, right)
    difference = sums[0] - sums[1]
    excess = difference if at_most else abs(difference)
    status = Status.PASS if excess <= 0 else Status.ROUNDING if excess <= allowed else Status.FAIL
    return Verdict(*sums, allowed, status)


def tolerance(left: Sequence[Figure], right: Sequence[Figure]) -> Decimal:
    """Half a unit of the last printed place for each figure that rounding may have changed; a zero is exact.

    With one figure a side both print the same quantity: they differ by nothing where they print the same places,
    by half a unit of the coarser place where not.
    """
    sides = [[figure for figure in side if figure.amount] or side[:1] for side in (left, right)]
    ulps = [figure.ulp for side in sides for figure in side]
    if all(len(side) <= 1 for side in sides):
        return max(ulps) / 2 if len(set(ulps)) > 1 else Decimal(0)
    return sum(ulps, Decimal(0)) / 2
