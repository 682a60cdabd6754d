"""The sheets by dataset: which other datasets each needs, and what makes its rows of all documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipelines.analysis.changes_over_years import changes_over_years
from pipelines.analysis.department_budgets import department_budgets
from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.projects import projects_wide
from pipelines.analysis.purchases import procurement_by_catalogue
from pipelines.analysis.spending import spending_by_economic_class, spending_by_function
from pipelines.analysis.years import PrintedYears
from pipelines.foundation.record import Record


@dataclass(frozen=True)
class Sheet:
    """A derived dataset: the datasets of documents that it needs, and its rows: those of each document, or of all
    together."""

    needs: tuple[str, ...]
    of_each: Callable[[Iterable[AnalysedDocument]], Iterator[Record]] | None = None
    of_all: Callable[[Iterable[PrintedYears]], Iterator[Record]] | None = None


SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {
        "department_budgets": Sheet(("budget_lines", "procurement", "coverage"), of_all=department_budgets),
        "spending_by_function": Sheet(("budget_lines",), spending_by_function),
        "spending_by_economic_class": Sheet(("budget_lines",), spending_by_economic_class),
        "projects_wide": Sheet(("projects", "project_profiles", "performance_targets"), projects_wide),
        "procurement_by_catalogue": Sheet(("procurement",), procurement_by_catalogue),
        "changes_over_years": Sheet(("budget_lines", "procurement", "coverage"), of_all=changes_over_years),
    }
)
