"""What forms are made of, as declared: labels, the tables inside them.

`forms.yaml` holds what all forms share, `tables/*.yaml` what one kind adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.text import fold_text
from pipelines.interpretation.sheets.recognition import TableDeclaration, declarations
from pipelines.interpretation.words.labels import label_key, whole_key
from pipelines.personal_data.policy import policy

_YEAR = re.compile(r"(20\d\d)年?度?")
_NUMBER = re.compile(r"(?P<label>.*?\D)(?P<number>\d{1,2})")
_UNIT = re.compile(rf"\((?:单位[:]?)?({MONEY_UNIT})\)")
_PLAIN = re.compile(r"[\u4e00-\u9fff、/]+")
_LONGEST_LABEL = 16
_LONGEST_LINE = 80


@dataclass(frozen=True)
class Label:
    """What a printed label says: the field its value belongs to, facets, a number and a year printed in it."""

    field: str
    facets: Mapping[str, str]
    number: int | None = None
    year: int | None = None


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
            return Label(found.field, found.facets, int(match["number"]), found.year)
        year = printed_year(key)
        found = self.by_key.get(_YEAR.sub("", key)) if year else None
        return Label(found.field, found.facets, found.number, year) if found else None


@dataclass(frozen=True)
class BlockDeclaration:
    """A table inside a form.

    Its header prints at least the `required` columns; `rows` are labels that say something of a row's amounts,
    `defaults` what holds where neither row nor column says otherwise. `dataset` is where its rows go, if to one.
    """

    name: str
    required: tuple[str, ...]
    columns: Labels
    rows: Labels
    dataset: str | None
    defaults: Mapping[str, str]


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
            return Label("withheld", {})
        return self.labels.find(text)

    def knows(self, text: str) -> bool:
        """Whether a text is a label, of the form or of a column in it."""
        return self.label(text) is not None or any(block.columns.find(text) for block in self.blocks)


def form_declaration(declaration: TableDeclaration) -> FormDeclaration:
    """A declared table as a form. Raises KeyError and TypeError for a declaration that is none."""
    shared, own = _shared(), declaration.settings
    return FormDeclaration(
        table=declaration.table,
        scope=str(own["scope"]),
        labels=_labels([*_entries(shared, "labels"), *_entries(own, "labels")]),
        blocks=tuple(_block(block) for block in (*_entries(own, "blocks"), *_entries(shared, "blocks"))),
        project_in_title=_pattern(own.get("project_in_title")),
        any_title=_pattern(own.get("any_title")),
    )


@cache
def declared_labels() -> frozenset[str]:
    """The keys of all labels, column heads and levels of indicators that the forms declare."""
    texts: list[object] = [*indicator_levels()]
    for own in (_shared(), *(declaration.settings for declaration in declarations() if declaration.reader == "form")):
        entries = [*_entries(own, "labels")]
        for block in _entries(own, "blocks"):
            entries += [*_entries(block, "columns"), *_entries(block, "rows")]
        texts += [text for entry in entries for text in _sequence(entry["texts"])]
    return frozenset(label_key(str(text)) for text in texts)


@cache
def indicator_levels() -> frozenset[str]:
    """The keys of the levels of the official templates for indicators."""
    return frozenset(label_key(str(text)) for text in _sequence(_shared()["indicator_levels"]))


@cache
def form_openings() -> frozenset[str]:
    """The keys of the labels with which a form, or its part on a sheet of its own, opens."""
    entries = [entry for entry in _entries(_shared(), "labels") if "opens_form" in entry]
    return frozenset(label_key(str(text)) for entry in entries for text in _sequence(entry["texts"]))


def printed_year(text: str) -> int | None:
    """A year printed in a label."""
    match = _YEAR.search(text)
    return int(match.group(1)) if match else None


def printed_unit(text: str) -> str | None:
    """A unit of money printed in brackets: `资金金额（万元）`."""
    match = _UNIT.search(fold_text(text))
    return match.group(1) if match else None


@cache
def _shared() -> Mapping[str, object]:
    return yaml.safe_load((resources.files("pipelines.interpretation.declared") / "forms.yaml").read_text("utf-8"))


def _block(data: Mapping[str, object]) -> BlockDeclaration:
    defaults = data.get("defaults") or {}
    if not isinstance(defaults, Mapping):
        raise TypeError(f"defaults is a mapping: {data['name']}")
    return BlockDeclaration(
        name=str(data["name"]),
        required=tuple(str(name) for name in _sequence(data["required"])),
        columns=_labels(_entries(data, "columns")),
        rows=_labels(_entries(data, "rows")),
        dataset=str(data["dataset"]) if "dataset" in data else None,
        defaults={str(key): str(value) for key, value in defaults.items()},
    )


def _labels(entries: Iterable[Mapping[str, object]]) -> Labels:
    """Labels by key; a later entry goes before an earlier one."""
    found: dict[str, Label] = {}
    for entry in entries:
        facets = {key: str(value) for key, value in entry.items() if key not in ("field", "texts")}
        for text in _sequence(entry["texts"]):
            found[whole_key(str(text))] = Label(str(entry.get("field", "row")), facets)
    return Labels(found)


def _entries(data: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    return [entry for entry in _sequence(data.get(key) or ()) if isinstance(entry, Mapping)]


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError(f"a list is expected: {value!r}")
    return value


def _pattern(value: object) -> re.Pattern[str] | None:
    return re.compile(str(value)) if value is not None else None
