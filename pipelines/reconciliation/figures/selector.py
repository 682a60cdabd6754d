"""Selectors: figures named by what they are of, as the declarations of checks name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field

from pipelines.datasets.enumerations import FLOW, FUND, LINE, MEASURE, PERIOD, SCHEME, STANDARD_TABLE
from pipelines.foundation.declaration import Declaration, OneOf
from pipelines.reconciliation.figures.axes import AXES, WHOLE
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.figures.of_lists import LISTS, list_measures

NONE = "none"
"""How a selector names a facet without a value."""


def _listed(value: object) -> object:
    """One value as a list of one; a code may be written as a number."""
    values: Iterable[object] = value if isinstance(value, list | tuple) else (value,)  # pyright: ignore[reportUnknownVariableType]
    return tuple(str(each) if isinstance(each, int) else each for each in values)


_ONE_OR_MORE = BeforeValidator(_listed)
Tables = Annotated[str, OneOf((*STANDARD_TABLE, *LISTS))]
Funds = Annotated[tuple[Annotated[str, OneOf((*FUND, *AXES.group_values("fund"), NONE))], ...], _ONE_OR_MORE]
Periods = Annotated[tuple[Annotated[str, OneOf((*PERIOD, WHOLE))], ...], _ONE_OR_MORE]
Measures = Annotated[
    tuple[Annotated[str, OneOf((*MEASURE, *list_measures(), *AXES.group_values("measure"), NONE))], ...], _ONE_OR_MORE
]
Flows = Annotated[tuple[Annotated[str, OneOf(FLOW)], ...], _ONE_OR_MORE]
Lines = Annotated[tuple[Annotated[str, OneOf(LINE)], ...], _ONE_OR_MORE]
Schemes = Annotated[tuple[Annotated[str, OneOf((*SCHEME, "project", NONE))], ...], _ONE_OR_MORE]
Levels = Annotated[tuple[Annotated[str, OneOf("0123456")], ...], _ONE_OR_MORE]
Codes = Annotated[tuple[Annotated[str, Field(pattern=r"^[0-9A-Za-z_]+$")], ...], _ONE_OR_MORE]


class Facets(Declaration):
    """The values that facets of figures may have; a facet that is not named may have any."""

    fund: Funds = ()
    period: Periods = ()
    measure: Measures = ()
    flow: Flows = ()
    line: Lines = ()
    scheme: Schemes = ()
    level: Levels = ()
    code: Codes = ()

    @property
    def facets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The facets that are named, with their values."""
        named = ((facet, self.__dict__[facet]) for facet in Facets.model_fields)
        return tuple((facet, values) for facet, values in named if values)


Facet = Annotated[str, OneOf(Facets.model_fields)]


class Selector(Facets):
    """A table, and the values that facets of its figures may have.

    `table` is a standard table, or a dataset of list tables and forms. `prefer` lists values of which the first that
    is printed counts. `whole` asks for the row that is of the table as a whole. A table that is missing counts as
    nothing, unless there are figures that say it is `needed_for` them.
    """

    table: Tables
    prefer: Facets = Facets()
    whole: bool = False
    needed_for: Selector | None = None


def value_of(figure: Figure, facet: str) -> str:
    """The value of a facet of a figure, as selectors name it. AttributeError for what is no facet."""
    value: str | None = getattr(figure, facet)
    return NONE if value is None else value
