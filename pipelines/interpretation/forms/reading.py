"""What a sheet of forms gives, form by form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.foundation.record import Record
from pipelines.interpretation.forms.goals import Goal
from pipelines.interpretation.forms.rows import Project
from pipelines.interpretation.sheets.reading import CellUse, Reading


@dataclass(frozen=True)
class ListedProject:
    """A project in the department's list, with its use."""

    name: str
    use: str


@dataclass(frozen=True)
class Form:
    """One form: whose it is (`scope`, `project`), its goals, the projects it lists, and its rows by dataset.

    `project` is None on the department's form, and on a project's form that does not print its name.
    """

    scope: str
    project: Project | None
    goals: tuple[Goal, ...]
    listed: tuple[ListedProject, ...]
    records: Mapping[str, tuple[Record, ...]]


@dataclass(frozen=True)
class FormReading(Reading):
    """A reading that tells its forms apart, for `link_forms`."""

    forms: tuple[Form, ...] = ()


def reading_of(forms: Sequence[Form], uses: Mapping[tuple[int, int], CellUse]) -> FormReading:
    """The reading that some forms make."""
    return FormReading(merged(form.records for form in forms), uses, forms=tuple(forms))


def merged(several: Iterable[Mapping[str, Sequence[Record]]]) -> Mapping[str, tuple[Record, ...]]:
    """Rows by dataset, put together in order."""
    together: dict[str, tuple[Record, ...]] = {}
    for records in several:
        for dataset, rows in records.items():
            together[dataset] = (*together.get(dataset, ()), *rows)
    return together
