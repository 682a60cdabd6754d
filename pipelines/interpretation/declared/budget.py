"""The declarations of budget tables: what an amount means where neither its column nor its row says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from pipelines.datasets.budget_lines import FLOW_OF_TABLE
from pipelines.foundation.declaration import DeclarationFile
from pipelines.foundation.text import fold_width
from pipelines.interpretation.declared.recognisable import Recognisable
from pipelines.interpretation.declared.values import BudgetTableName, Flow, Fund, Measure, Scheme


class BudgetTable(Recognisable):
    """A table of amounts under row keys and header paths; `tables/budget.yaml` describes the settings."""

    table: BudgetTableName
    reader: Literal["budget"]
    fund: Fund
    measure: Measure
    flow: Flow | None = None
    axis: Scheme | None = None
    fund_by_title: Mapping[str, Fund] = {}
    by_axis: Mapping[Scheme, BudgetTableName] = {}
    behind_names: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _flow_once(self) -> Self:
        if self.flow is not None and self.table in FLOW_OF_TABLE:
            raise ValueError(f"flow: the dataset says that {self.table} has one side, which it is")
        return self

    @property
    def one_sided(self) -> bool:
        """Whether the table has one flow alone, whatever its labels print."""
        return self.table in FLOW_OF_TABLE

    @property
    def own_flow(self) -> str | None:
        """The flow of amounts whose labels print none; None in a table of two sides."""
        return FLOW_OF_TABLE.get(self.table, self.flow)


TITLE_AXES: DeclarationFile[Mapping[Scheme, tuple[str, ...]]] = DeclarationFile(
    "pipelines.interpretation.declared",
    "title_axes.yaml",
    Mapping[Scheme, tuple[str, ...]],  # pyright: ignore[reportArgumentType]
)


@cache
def _axes() -> Mapping[str, tuple[str, ...]]:
    return TITLE_AXES.load()


def title_axis(title: str | None) -> str | None:
    """The row key that a title names: 按经济分类, 分单位."""
    text = fold_width(title or "")
    return next((axis for axis, words in _axes().items() if any(word in text for word in words)), None)
