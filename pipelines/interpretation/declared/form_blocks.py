"""The tables inside forms, as declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import model_validator

from pipelines.foundation.declaration import Declaration
from pipelines.interpretation.declared.form_labels import ColumnEntry, Labels, RowEntry, labels_of
from pipelines.interpretation.declared.values import Flow, Fund, Measure, Phase, value_columns

# What the readers of tables inside forms tell apart beside the columns of the dataset that the rows go to.
_COLUMNS_OF_BLOCK: Mapping[str, frozenset[str]] = {
    "indicators": value_columns("performance_targets")
    | value_columns("project_profiles")
    | {"number", "funding", "goal_name", "task", "target", "unit", "baseline", "actual", "nature", "statement"},
    "goals": frozenset({"goal_name", "goal"}),
    "purchases": frozenset({"item", "quantity", "aggregate"}),
    "projects": frozenset({"number", "unit_name", "project_name", "aggregate", "use"}),
    "budget_lines": frozenset({"name", "amount", "share"}),
    "project_funding": value_columns("project_funding"),
    "project_activities": value_columns("project_activities"),
}
# What any of them may print beside: what goes nowhere, numbers that no dataset names, rates of its amounts.
_OF_ANY_BLOCK = frozenset({"text", "figure", "rate"})


class Defaults(Declaration):
    """What holds of an amount where neither its row nor its column says otherwise."""

    flow: Flow | None = None
    line: Literal["item", "total"] | None = None
    fund: Fund | None = None
    measure: Measure | None = None
    phase: Phase | None = None


class FormBlock(Declaration):
    """A table inside a form; see `BlockDeclaration`. Its header may print the columns of `or_required` instead."""

    name: str
    required: tuple[str, ...]
    or_required: tuple[str, ...] = ()
    columns: tuple[ColumnEntry, ...]
    rows: tuple[RowEntry, ...] = ()
    dataset: Literal["budget_lines", "project_funding", "project_activities"] | None = None
    defaults: Defaults = Defaults()
    repeats: bool = False
    names_no_rows: bool = False

    @model_validator(mode="after")
    def _known(self) -> Self:
        known = _COLUMNS_OF_BLOCK.get(self.dataset or self.name)
        if known is None:
            raise ValueError(f"name: {self.name} has no dataset and is no table that forms are known to hold")
        if wrong := [entry.field for entry in self.columns if entry.field not in known | _OF_ANY_BLOCK]:
            raise ValueError(f"columns / field: {self.name} has no {', '.join(wrong)}")
        if wrong := {*self.required, *self.or_required} - {entry.field for entry in self.columns}:
            raise ValueError(f"required: no column of the table: {', '.join(sorted(wrong))}")
        labels_of(self.columns)
        labels_of(self.rows)
        return self


@dataclass(frozen=True)
class BlockDeclaration:
    """A table inside a form.

    Its header prints at least the `required` columns; `rows` are labels that say something of a row's amounts,
    `defaults` what holds where neither row nor column says otherwise. `dataset` is where its rows go, if to one;
    `repeats`: it prints what another table publishes. `names_no_rows`: its columns alone say what its amounts are; its
    header prints known labels only, so that a row of labels with amounts beside them is none.
    """

    name: str
    required: tuple[str, ...]
    columns: Labels
    rows: Labels
    dataset: str | None
    defaults: Mapping[str, str]
    repeats: bool = False
    names_no_rows: bool = False


def blocks_of(block: FormBlock) -> Iterator[BlockDeclaration]:
    """A declared table, once for each set of columns that its header may print."""
    yield _block(block, block.required)
    if block.or_required:
        yield _block(block, block.or_required)


def _block(block: FormBlock, required: tuple[str, ...]) -> BlockDeclaration:
    return BlockDeclaration(
        name=block.name,
        required=required,
        columns=labels_of(block.columns),
        rows=labels_of(block.rows),
        dataset=block.dataset,
        defaults=block.defaults.model_dump(exclude_none=True),
        repeats=block.repeats,
        names_no_rows=block.names_no_rows,
    )
