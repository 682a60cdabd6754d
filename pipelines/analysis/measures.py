"""What each amount of a department's sheet is taken from, in order of preference. See measures.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator, Field

from pipelines.datasets.analysis import DEPARTMENT_AMOUNTS
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.reconciliation.figures.selector import Selector


def _listed(value: object) -> object:
    return value if isinstance(value, list) else (value,)  # pyright: ignore[reportUnknownVariableType]


Source = Annotated[tuple[Selector, ...], BeforeValidator(_listed)]
"""Selectors whose figures are added up; one may be written without a list."""


class Measure(Declaration):
    """`sources`: where an amount is printed, the first counts and the others are compared with it; `stands_in`: what
    counts where none of them is printed."""

    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    stands_in: tuple[Source, ...] = ()


DECLARED_MEASURES = DeclarationFile(
    "pipelines.analysis", "measures.yaml", Mapping[Annotated[str, OneOf(DEPARTMENT_AMOUNTS)], Measure]
)


@cache
def measures() -> Mapping[str, Measure]:
    """The declared measures by name."""
    return DECLARED_MEASURES.load()
