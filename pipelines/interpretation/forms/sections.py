"""The tables of a form, each with what the form says of it: the goal of its indicators and its project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.interpretation.declared.forms import FormDeclaration
from pipelines.interpretation.forms.goals import Goal, goal_of_block
from pipelines.interpretation.forms.layout import Pair, Part
from pipelines.interpretation.forms.rows import Project
from pipelines.interpretation.forms.tables import Block
from pipelines.interpretation.sheets.reading import Context
from pipelines.interpretation.sheets.sheet import Sheet


@dataclass(frozen=True)
class FormContext:
    """What a part of a form may know of it: the sheet, the form's kind, project and goals, the document.

    `unit` is the unit of sums that print none: the one over the sheet, else the only one that other sums print.
    """

    sheet: Sheet
    form: FormDeclaration
    context: Context
    project: Project | None
    goals: tuple[Goal, ...]
    unit: str | None


@dataclass(frozen=True)
class Section:
    """A table of a form with the goal of its indicators and the project it is of.

    `repeats_rows`: the table left of it has the same rows, and said already what they say of projects.
    """

    block: Block
    goal: Goal
    project: Project | None
    repeats_rows: bool = False


def linked(parts: Sequence[Part], around: FormContext) -> Iterator[Pair | Section]:
    """The parts of a form in printed order, each table with its goal and project."""
    for index, part in enumerate(parts):
        if isinstance(part, Pair):
            yield part
            continue
        last = parts[index - 1] if index else None
        goal = goal_of_block(part, parts[:index], around.goals, around.form)
        yield Section(part, goal, around.project, isinstance(last, Block) and last.start == part.start)
