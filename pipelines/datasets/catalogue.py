"""The datasets by name, and what can be read from their declarations: columns, Arrow schemas."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from types import MappingProxyType

import pandera.pandas as pandera
import pyarrow as pa

from pipelines.datasets.analysis import (
    ChangesOverYears,
    DepartmentBudgets,
    ProcurementByCatalogue,
    ProjectsWide,
    SpendingByEconomicClass,
    SpendingByFunction,
)
from pipelines.datasets.base import Note, Published, key, notes
from pipelines.datasets.budget_lines import BudgetLines
from pipelines.datasets.cells import Cells
from pipelines.datasets.changes import Changes
from pipelines.datasets.classifications import Classifications
from pipelines.datasets.completeness import Completeness
from pipelines.datasets.corrections import Corrections
from pipelines.datasets.departments import DepartmentNames, Departments
from pipelines.datasets.documents import Documents
from pipelines.datasets.fetches import Fetches
from pipelines.datasets.narrative_figures import NarrativeFigures
from pipelines.datasets.performance_targets import PerformanceTargets
from pipelines.datasets.projects import ProjectActivities, ProjectFunding, ProjectProfiles, Projects
from pipelines.datasets.proof import Coverage, Findings
from pipelines.datasets.purchases import AssetAllocation, Procurement, PurchasedServices
from pipelines.datasets.shared import OfDocument
from pipelines.datasets.three_public_counts import ThreePublicCounts
from pipelines.datasets.unclassified_figures import UnclassifiedFigures

_MODELS = (
    Documents,
    Departments,
    DepartmentNames,
    BudgetLines,
    Cells,
    Projects,
    ProjectProfiles,
    ProjectFunding,
    ProjectActivities,
    Procurement,
    PurchasedServices,
    AssetAllocation,
    PerformanceTargets,
    NarrativeFigures,
    ThreePublicCounts,
    UnclassifiedFigures,
    DepartmentBudgets,
    SpendingByFunction,
    SpendingByEconomicClass,
    ProjectsWide,
    ProcurementByCatalogue,
    ChangesOverYears,
    Findings,
    Coverage,
    Completeness,
    Corrections,
    Fetches,
    Classifications,
    Changes,
)
MODELS: Mapping[str, type[Published]] = MappingProxyType({str(model.to_schema().name): model for model in _MODELS})
"""Every published dataset, in the order in which they are listed."""

_PLACES = ("identity", "value", "provenance")


@dataclass(frozen=True)
class Column:
    """One column of a dataset: its name and Arrow type, whether it may be null, and its documentation."""

    name: str
    type: pa.DataType
    nullable: bool
    note: Note


@dataclass(frozen=True)
class Rule:
    """A check over whole rows, under the column it is reported for."""

    column: str
    zh: str
    en: str


def model(dataset: str) -> type[Published]:
    """The declaration of a dataset. Raises `KeyError` for a name that is none."""
    return MODELS[dataset]


@cache
def columns(dataset: str) -> tuple[Column, ...]:
    """The columns in the order in which they are published: identity, values, provenance."""
    schema = model(dataset).to_schema()
    found = [
        Column(name, schema.columns[name].dtype.type.pyarrow_dtype, bool(schema.columns[name].nullable), note)
        for name, note in notes(model(dataset)).items()
    ]
    return tuple(sorted(found, key=lambda column: _PLACES.index(column.note.place)))


@cache
def free_texts(dataset: str) -> frozenset[str]:
    """The columns of free text: those whose values are neither enumerated nor bound to a pattern."""
    return frozenset(
        column.name
        for column in columns(dataset)
        if pa.types.is_string(column.type) and column.note.values is None and column.note.pattern is None
    )


def rules(dataset: str) -> tuple[Rule, ...]:
    """The row rules of a dataset; that the key names one row is among them."""
    checks = schema(dataset).checks or ()
    return tuple(Rule(str(check.title), str(check.description), str(check.error)) for check in checks)


def schema(dataset: str) -> pandera.DataFrameSchema:
    """The pandera schema of a dataset."""
    return model(dataset).to_schema()


def primary_key(dataset: str) -> tuple[str, ...]:
    """The columns that together name one row: those declared as keys, else the key that rows get on publication."""
    return tuple(key(model(dataset))) or ("row_key",)


def of_documents(dataset: str) -> bool:
    """Whether the rows of a dataset belong to one document each, whose id is their first column."""
    return issubclass(model(dataset), OfDocument)


def titles(dataset: str) -> tuple[str, str, str]:
    """The title (zh), description (zh) and description (en) of a dataset."""
    declared = model(dataset)
    return str(declared.Config.title), str(declared.Config.description), cleandoc(declared.__doc__ or "")


@cache
def arrow_schema(dataset: str) -> pa.Schema:
    """The Arrow schema, titles and descriptions in its metadata (UTF-8; enumerations as JSON)."""
    title, zh, en = titles(dataset)
    return pa.schema(
        [
            pa.field(column.name, column.type, column.nullable, metadata=_field_metadata(column.note))
            for column in columns(dataset)
        ],
        metadata={"name": dataset, "title": title, "description": zh, "description_en": en},
    )


def _field_metadata(note: Note) -> dict[str, str]:
    texts = {"title": note.title, "description": note.zh, "description_en": note.en, "unit": note.unit or ""}
    if note.values is not None:
        values = {value: label._asdict() for value, label in note.values.items()}
        texts["values"] = json.dumps(values, ensure_ascii=False)
    return {name: text for name, text in texts.items() if text}
