"""The declared checks: what each compares, how grave a failure is, what it is called and says. See checks/*.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from pipelines.datasets.enumerations import SEVERITY, STANDARD_TABLE
from pipelines.foundation.declaration import Declaration, DeclarationError, DeclarationFile, OneOf
from pipelines.foundation.sentence import Sentence
from pipelines.reconciliation.figures.selector import Facet, Selector


def _side(value: object) -> object:
    return value if isinstance(value, list) else (value,)  # pyright: ignore[reportUnknownVariableType]


Side = Annotated[tuple[Selector, ...], BeforeValidator(_side)]
"""Selectors whose figures are added up; one may be written without a list."""


class Check(Declaration):
    """The name, title and gravity of a check; `table` is the standard table its findings stand under, if one.

    `says` are the sentences it has for what it observes, by what that is. A check between tables compares the figures
    of `left` with those of `right`, or of the first of `alternatives` that agrees. `each` names the facets whose
    values are compared one by one; with `both`, only values that both sides print. It applies where the sums that
    `equal` names agree and nothing that `nothing` names is spent. `parts` is the side that may be short of what a
    document says it withholds.
    """

    id: str
    severity: Annotated[str, OneOf(SEVERITY)]
    zh: str
    en: str
    table: Annotated[str, OneOf(STANDARD_TABLE)] | None = None
    says: Mapping[str, Sentence] = {}
    left: Side = ()
    right: Side = ()
    alternatives: tuple[Side, ...] = ()
    each: tuple[Facet, ...] = ()
    both: bool = False
    at_most: bool = False
    equal: tuple[()] | tuple[Side, Side] = ()
    nothing: Side = ()
    parts: Annotated[str, OneOf(("left", "right"))] | None = None

    @model_validator(mode="after")
    def _has_two_sides(self) -> Self:
        """ValueError for a comparison with one side or three, and for a check that says what is of comparisons."""
        own = self.model_fields_set & {"each", "both", "at_most", "equal", "nothing", "right", "alternatives"}
        if self.left and bool(self.right) == bool(self.alternatives):
            raise ValueError("compares with `right` or with `alternatives`")
        if own and not self.left:
            raise ValueError(f"compares nothing, but says {sorted(own)}")
        return self

    @property
    def is_comparison(self) -> bool:
        return bool(self.left)

    @property
    def rights(self) -> tuple[Side, ...]:
        """The right sides of which one must agree."""
        return self.alternatives or (self.right,)


CHECK_FILES = DeclarationFile("pipelines.reconciliation.findings", "checks/", tuple[Check, ...])
REASONS = DeclarationFile("pipelines.reconciliation.findings", "reasons.yaml", Mapping[str, Sentence])


@cache
def checks() -> Mapping[str, Check]:
    """All checks by id, in the order of their declaration. DeclarationError for an id that is declared twice."""
    return by_id(CHECK_FILES.load_all())


def by_id(files: tuple[tuple[Check, ...], ...]) -> Mapping[str, Check]:
    """The checks of several files by id. DeclarationError for an id that is declared twice."""
    declared = [check for file in files for check in file]
    found = {check.id: check for check in declared}
    if len(found) < len(declared):
        twice = sorted({check.id for check in declared if sum(other.id == check.id for other in declared) > 1})
        raise DeclarationError(f"{CHECK_FILES.name}: checks are declared twice: {', '.join(twice)}")
    return found


@cache
def comparisons() -> tuple[Check, ...]:
    """The checks between tables."""
    return tuple(check for check in checks().values() if check.is_comparison)


@cache
def reasons() -> Mapping[str, Sentence]:
    """Why a check could not be evaluated or does not apply, by reason."""
    return REASONS.load()
