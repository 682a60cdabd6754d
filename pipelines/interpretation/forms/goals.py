"""Goals of a form, and which of them the indicators of a table belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.foundation.text import fold_space
from pipelines.interpretation.declared.form_labels import Label
from pipelines.interpretation.declared.forms import FormDeclaration
from pipelines.interpretation.forms.layout import Pair, Part
from pipelines.interpretation.forms.tables import Block, cell_at
from pipelines.interpretation.forms.values import text_of
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell

DEFAULT_HORIZON = "annual"
"""A form of a year's budget that says nothing of the horizon sets targets for the year."""


@dataclass(frozen=True)
class Goal:
    """A goal: its horizon (`long_term`, `annual`, None where none is printed), its printed number, its text."""

    horizon: str | None
    number: int | None
    text: str | None
    cell: SheetCell | None = None


def goals_of(sheet: Sheet, parts: Sequence[Part], form: FormDeclaration) -> tuple[Goal, ...]:
    """All goals that a form prints, in printed order."""
    return tuple(goal for part in parts for goal in _goals(sheet, part, form))


def _goals(sheet: Sheet, part: Part, form: FormDeclaration) -> Iterator[Goal]:
    if isinstance(part, Pair):
        if part.label.field == "goal" and (text := said_goal(part)):
            yield _goal(part.label, text, part.value)
        return
    name, goal = part.column("goal_name"), part.column("goal")
    if part.declaration.name != "goals" or name is None or goal is None:
        return
    for row in range(part.body, part.end):
        label_cell, cell = cell_at(sheet, row, name.start), cell_at(sheet, row, goal.start)
        label = form.label(label_cell.text) if label_cell else None
        if label and label.field == "goal" and cell and cell.row == row and (text := text_of(cell)):
            yield _goal(label, text, cell)


def said_goal(pair: Pair) -> str | None:
    """What stands beside the label of a goal: one text, in one box or in several."""
    return fold_space("\n".join(cell.text for cell in pair.values)) or None


def _goal(label: Label, text: str, cell: SheetCell | None) -> Goal:
    return Goal(label.facets.get("horizon"), label.number, text, cell)


def goal_named(label: Label, goals: Sequence[Goal]) -> Goal:
    """The goal that a label (`长期绩效目标2`) names."""
    return _find(label.facets.get("horizon"), label.number, goals)


def goal_for(horizon: str, goals: Sequence[Goal]) -> Goal:
    """The goal of a horizon."""
    return _find(horizon, None, goals)


def goal_of_block(block: Block, before: Sequence[Part], goals: Sequence[Goal], form: FormDeclaration) -> Goal:
    """The goal of the indicators in a table; `before` are the parts of its form that are printed before it.

    The numbered goal right above the table is its own, whatever the label beside the table says; else the horizon
    printed over or beside the table tells, else the only horizon that the form's goals have, else the year.
    """
    if block.is_part and (above := _over(block, goals)):
        return above
    last = before[-1] if before else None
    if isinstance(last, Pair) and last.label.number is not None and _is_right_above(last, block):
        return goal_named(last.label, goals)
    horizons = {goal.horizon for goal in goals} - {None}
    horizon = _printed_horizon(block, before, form) or (horizons.pop() if len(horizons) == 1 else None)
    return _find(horizon, None, goals)


def _is_right_above(pair: Pair, block: Block) -> bool:
    ends = [cell.row_end for cell in pair.values]
    return pair.label.field == "goal" and bool(ends) and max(ends) == block.start


def _printed_horizon(block: Block, before: Sequence[Part], form: FormDeclaration) -> str | None:
    above = [part for part in before if isinstance(part, Pair) and part.cell.row_end == block.start]
    labels = [form.label(cell.text) for cell in block.side] + [
        part.label for part in above if part.label.field == "heading"
    ]
    return next((label.facets["horizon"] for label in labels if label and "horizon" in label.facets), None)


def _over(block: Block, goals: Sequence[Goal]) -> Goal | None:
    """The goal printed over one of two tables that stand side by side."""
    own = block.column("target")
    over = (goal for goal in goals if goal.cell and own and goal.cell.column <= own.start < goal.cell.column_end)
    return next(over, None)


def _find(horizon: str | None, number: int | None, goals: Sequence[Goal]) -> Goal:
    """The printed goal of a horizon and number; one without a horizon serves any; else only what is known of it."""
    said = horizon or DEFAULT_HORIZON
    of_horizon = [goal for goal in goals if goal.horizon == said]
    general = [goal for goal in goals if goal.horizon is None]
    for candidates in (of_horizon, general):
        exact = [goal for goal in candidates if goal.number == number]
        if exact:
            return Goal(said, number, exact[0].text)
    if number is None and len(of_horizon) == 1:
        return Goal(said, of_horizon[0].number, of_horizon[0].text)
    return Goal(said, number, None)
