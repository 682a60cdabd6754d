"""What forms are made of, as declared: labels, the tables inside them.

`forms.yaml` holds what all forms share, `tables/*.yaml` what one kind adds to it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.text import YEAR_IN_LABEL, fold_text, year_of_label
from pipelines.interpretation.declared.labels import Texts
from pipelines.interpretation.declared.recognisable import Recognisable
from pipelines.interpretation.declared.values import (
    ExpenditureClass,
    Flow,
    Fund,
    Horizon,
    Measure,
    Phase,
    Scheme,
    TargetScope,
    value_columns,
)
from pipelines.interpretation.words.labels import label_key, whole_key
from pipelines.personal_data.policy import policy

_NUMBER = re.compile(r"(?P<label>.*?\D)(?P<number>\d{1,2})")
_UNIT = re.compile(rf"\((?:单位[:]?)?({MONEY_UNIT})\)")
_PLAIN = re.compile(r"[\u4e00-\u9fff、/]+")
_LONGEST_LABEL = 16
_LONGEST_LINE = 80


Kind = Literal["text", "choice", "year", "money", "share", "number"]
"""How a value is read: as printed, the option that is ticked, a year, an amount, a percentage, a plain number."""

_OF_THE_FORM = {"goal": "text", "funding": "money", "budget_line": "money"}
_UNPUBLISHED = frozenset({"department_name", "heading", "aggregate", "text"})
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


class Entry(Declaration):
    """Texts of labels and what they say: facets of the value."""

    texts: Texts
    fund: Fund | Literal["named"] | None = None
    line: Literal["item", "total"] | None = None
    measure: Measure | None = None
    phase: Phase | None = None
    flow: Flow | None = None
    scheme: Scheme | None = None
    code: ExpenditureClass | None = None
    horizon: Horizon | None = None

    @property
    def facets(self) -> Mapping[str, str]:
        """The facets that the entry says something of."""
        said = ((name, getattr(self, name)) for name in _FACETS)
        return {name: str(value) for name, value in said if value is not None}


_FACETS = ("fund", "line", "measure", "phase", "flow", "scheme", "code", "horizon")


class LabelEntry(Entry):
    """Labels of a form. A value of a field with a `kind` is published; `opens_form` begins another form."""

    field: str
    kind: Kind | None = None
    opens_form: bool = False

    @model_validator(mode="after")
    def _known(self) -> Self:
        of_profile = self.field in value_columns("project_profiles")
        if not (of_profile or self.field in _OF_THE_FORM or self.field in _UNPUBLISHED):
            raise ValueError(f"field: {self.field} is no column of project_profiles")
        if (self.kind is None) != (self.field in _UNPUBLISHED):
            raise ValueError(f"kind: {self.field} has one" if self.kind is None else f"kind: {self.field} has none")
        if self.kind != _OF_THE_FORM.get(self.field, self.kind):
            raise ValueError(f"kind: {self.field} is {_OF_THE_FORM[self.field]}")
        for facet in {"funding": ("fund",), "budget_line": ("fund", "line", "measure")}.get(self.field, ()):
            if facet not in self.facets:
                raise ValueError(f"{facet}: {self.field} needs it")
        return self


class ColumnEntry(Entry):
    """Heads of a column in a table inside a form."""

    field: str
    kind: Literal["money", "share", "number"] | None = None


class RowEntry(Entry):
    """Labels that say something of a row's amounts."""


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
        if wrong := [entry.field for entry in self.columns if entry.field not in {*known, "text"}]:
            raise ValueError(f"columns / field: {self.name} has no {', '.join(wrong)}")
        if wrong := {*self.required, *self.or_required} - {entry.field for entry in self.columns}:
            raise ValueError(f"required: no column of the table: {', '.join(sorted(wrong))}")
        _labels(self.columns)
        _labels(self.rows)
        return self


class SharedForm(Declaration):
    """What all forms share: `forms.yaml`."""

    labels: tuple[LabelEntry, ...]
    blocks: tuple[FormBlock, ...]
    indicator_levels: tuple[str, ...]
    title_endings: tuple[str, ...]
    placeholders: tuple[str, ...]
    """What the cell of an indicator prints that was not filled in; with a number and a colon, what numbers it."""

    @model_validator(mode="after")
    def _no_label_twice(self) -> Self:
        _labels(self.labels)
        return self


FORMS = DeclarationFile("pipelines.interpretation.declared", "forms.yaml", SharedForm)


class FormTable(Recognisable):
    """One kind of form. `labels` mean nothing else in all forms; those that do stand in `overrides`."""

    reader: Literal["form"]
    scope: TargetScope
    project_in_title: re.Pattern[str] | None = None
    any_title: re.Pattern[str] | None = None
    labels: tuple[LabelEntry, ...] = ()
    overrides: tuple[LabelEntry, ...] = ()
    blocks: tuple[FormBlock, ...] = ()

    @model_validator(mode="after")
    def _no_label_twice(self) -> Self:
        _labels((*self.labels, *self.overrides))
        return self


@dataclass(frozen=True)
class Label:
    """What a printed label says: the field its value belongs to, facets, a number and a year printed in it.

    `kind` is how the value is read; without one it is not published. `opens_form`: a form begins where it comes again.
    """

    field: str
    facets: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    number: int | None = None
    year: int | None = None
    kind: Kind | None = None
    opens_form: bool = False


@dataclass(frozen=True)
class Labels:
    """Declared labels by their key."""

    by_key: Mapping[str, Label]

    def find(self, text: str) -> Label | None:
        """The label that a text is; one may have a number at its end, and hold a year."""
        if not text or len(text) > _LONGEST_LINE:
            return None
        key = label_key(text)
        if found := self.by_key.get(whole_key(text)) or self.by_key.get(key):
            return found
        match = _NUMBER.fullmatch(key)
        if match and (found := self.by_key.get(match["label"])):
            return replace(found, number=int(match["number"]))
        year = year_of_label(key)
        found = self.by_key.get(YEAR_IN_LABEL.sub("", key)) if year else None
        return replace(found, year=year) if found else None


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


@dataclass(frozen=True)
class FormDeclaration:
    """One kind of form. `project_in_title` finds a project's name in a title that is not `any_title`."""

    table: str
    scope: str
    labels: Labels
    blocks: tuple[BlockDeclaration, ...]
    project_in_title: re.Pattern[str] | None = None
    any_title: re.Pattern[str] | None = None

    def is_personal(self, text: str) -> bool:
        """Whether a cell prints a person's name or telephone behind a label of its own: `（联系人：…）`."""
        if len(text) > _LONGEST_LINE or not (":" in text or "：" in text):
            return False
        return policy().announces(fold_text(text))

    def label(self, text: str) -> Label | None:
        """The label that a cell's text is, or None."""
        if not text or len(text) > _LONGEST_LINE:
            return None
        key = label_key(text)
        is_plain = _PLAIN.fullmatch(key) is not None and len(key) <= _LONGEST_LABEL
        if is_plain and policy().is_label(key):
            return Label("withheld")
        return self.labels.find(text)

    def knows(self, text: str) -> bool:
        """Whether a text is a label, of the form or of a column in it."""
        return self.label(text) is not None or any(block.columns.find(text) for block in self.blocks)


def form_declaration(table: FormTable) -> FormDeclaration:
    """A declared table as a form. Raises ValueError for labels that don't go with what forms share."""
    shared = shared_form()
    labels = dict(_labels(shared.labels).by_key)
    for key, label in _labels(table.labels).by_key.items():
        if key in labels:
            raise ValueError(f"labels: {key} of {label.field} is {labels[key].field} in all forms")
        labels[key] = label
    for key, label in _labels(table.overrides).by_key.items():
        if labels.get(key, label) == label:
            raise ValueError(f"overrides: {key} of {label.field} is nothing else in forms")
        labels[key] = label
    return FormDeclaration(
        table=table.table,
        scope=table.scope,
        labels=Labels(labels),
        blocks=tuple(each for block in (*table.blocks, *shared.blocks) for each in _blocks(block)),
        project_in_title=table.project_in_title,
        any_title=table.any_title,
    )


@cache
def shared_form() -> SharedForm:
    """What all forms share. Raises DeclarationError."""
    return FORMS.load()


@cache
def indicator_levels() -> frozenset[str]:
    """The keys of the levels of the official templates for indicators."""
    return frozenset(label_key(text) for text in shared_form().indicator_levels)


@cache
def form_openings() -> frozenset[str]:
    """The keys of the labels with which a form, or its part on a sheet of its own, opens."""
    return frozenset(label_key(text) for entry in shared_form().labels if entry.opens_form for text in entry.texts)


def printed_unit(text: str) -> str | None:
    """A unit of money printed in brackets: `资金金额（万元）`."""
    match = _UNIT.search(fold_text(text))
    return match.group(1) if match else None


def _blocks(block: FormBlock) -> Iterator[BlockDeclaration]:
    yield _block(block, block.required)
    if block.or_required:
        yield _block(block, block.or_required)


def _block(block: FormBlock, required: tuple[str, ...]) -> BlockDeclaration:
    return BlockDeclaration(
        name=block.name,
        required=required,
        columns=_labels(block.columns),
        rows=_labels(block.rows),
        dataset=block.dataset,
        defaults=block.defaults.model_dump(exclude_none=True),
        repeats=block.repeats,
        names_no_rows=block.names_no_rows,
    )


def _labels(entries: Iterable[LabelEntry | ColumnEntry | RowEntry]) -> Labels:
    """Labels by key. Raises ValueError for one that stands twice."""
    found: dict[str, Label] = {}
    for entry in entries:
        for text in entry.texts:
            if (key := whole_key(text)) in found:
                raise ValueError(f"texts: {text} stands twice")
            found[key] = _label(entry)
    return Labels(found)


def _label(entry: LabelEntry | ColumnEntry | RowEntry) -> Label:
    match entry:
        case LabelEntry():
            return Label(entry.field, entry.facets, kind=entry.kind, opens_form=entry.opens_form)
        case ColumnEntry():
            return Label(entry.field, entry.facets, kind=entry.kind)
        case RowEntry():
            return Label("row", entry.facets)
