"""Forms as declared: their labels and the tables inside them, of all forms and of each kind.

`forms.yaml` holds what all forms share, `tables/*.yaml` what one kind adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal, Self

from pydantic import model_validator

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.form_blocks import BlockDeclaration, FormBlock, blocks_of
from pipelines.interpretation.declared.form_labels import LONGEST_LINE, Label, LabelEntry, Labels, labels_of
from pipelines.interpretation.declared.recognisable import Recognisable
from pipelines.interpretation.declared.values import (
    TargetScope,
)
from pipelines.interpretation.words.labels import label_key
from pipelines.personal_data.policy import policy

_PLAIN = re.compile(r"[\u4e00-\u9fff、/]+")
_LONGEST_LABEL = 16
_TEXTS_AT_ONCE = 2_000


class SharedForm(Declaration):
    """What all forms share: `forms.yaml`."""

    labels: tuple[LabelEntry, ...]
    blocks: tuple[FormBlock, ...]
    indicator_levels: tuple[str, ...]
    title_endings: tuple[str, ...]
    column_heads: re.Pattern[str]
    """What may head a column of goals where no label is known: an unknown text of this kind over another is no goal."""
    placeholders: tuple[str, ...]
    """What the cell of an indicator prints that was not filled in; with a number and a colon, what numbers it."""

    @model_validator(mode="after")
    def _no_label_twice(self) -> Self:
        labels_of(self.labels)
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
        labels_of((*self.labels, *self.overrides))
        return self

    def __hash__(self) -> int:
        return hash(self.table)


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
        if len(text) > LONGEST_LINE or not (":" in text or "：" in text):
            return False
        return policy().announces(fold_text(text))

    @cached_property
    def label(self) -> Callable[[str], Label | None]:
        """The label that a cell's text is, or None."""
        return lru_cache(_TEXTS_AT_ONCE)(self._label)

    def _label(self, text: str) -> Label | None:
        if not text or len(text) > LONGEST_LINE:
            return None
        key = label_key(text)
        is_plain = _PLAIN.fullmatch(key) is not None and len(key) <= _LONGEST_LABEL
        if is_plain and policy().is_label(key):
            return Label("withheld")
        return self.labels.find(text)

    @staticmethod
    def may_head_a_column(text: str) -> bool:
        """Whether a text beside a goal's label reads as a head of texts under it."""
        return shared_form().column_heads.fullmatch(label_key(text)) is not None

    def known(self, text: str) -> Label | None:
        """The label that a text is, of the form or of a column in it."""
        of_columns = (label for block in self.blocks if (label := block.columns.find(text)))
        return self.label(text) or next(of_columns, None)

    def knows(self, text: str) -> bool:
        """Whether a text is a label, of the form or of a column in it."""
        return self.known(text) is not None


@cache
def form_declaration(table: FormTable) -> FormDeclaration:
    """A declared table as a form. Raises ValueError for labels that don't go with what forms share."""
    shared = shared_form()
    labels = dict(labels_of(shared.labels).by_key)
    for key, label in labels_of(table.labels).by_key.items():
        if key in labels:
            raise ValueError(f"labels: {key} of {label.field} is {labels[key].field} in all forms")
        labels[key] = label
    for key, label in labels_of(table.overrides).by_key.items():
        if labels.get(key, label) == label:
            raise ValueError(f"overrides: {key} of {label.field} is nothing else in forms")
        labels[key] = label
    return FormDeclaration(
        table=table.table,
        scope=table.scope,
        labels=Labels(labels),
        blocks=tuple(each for block in (*table.blocks, *shared.blocks) for each in blocks_of(block)),
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
