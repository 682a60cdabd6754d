"""The declared checks: what each compares, how grave a failure is, and what it is called. See checks/*.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pipelines.reconciliation.figures.book import Selector

_NO_FACETS = {"table", "prefer", "whole", "needed_for"}


@dataclass(frozen=True)
class Check:
    """The name, title and gravity of a check; `table` is the standard table its findings stand under, if one."""

    id: str
    severity: str
    zh: str
    en: str
    table: str | None = None


@dataclass(frozen=True)
class Comparison:
    """A check between tables: the figures of `left` against those of the first alternative of `right` that agrees.

    Selectors that stand together are added up. `each` names the facets whose values are compared one by one; with
    `both`, only values that both sides print. It applies where the sums that `equal` names agree and nothing that
    `nothing` names is spent.
    """

    check: Check
    left: tuple[Selector, ...]
    right: tuple[tuple[Selector, ...], ...]
    each: tuple[str, ...]
    both: bool
    at_most: bool
    equal: tuple[tuple[Selector, ...], ...]
    nothing: tuple[Selector, ...]


@cache
def checks() -> Mapping[str, Check]:
    """All checks by id, in the order of their declaration."""
    declared = (_check(entry) for entries in _files().values() for entry in entries)
    return {check.id: check for check in declared}


@cache
def comparisons() -> tuple[Comparison, ...]:
    """The checks between tables."""
    return tuple(_comparison(entry) for entries in _files().values() for entry in entries if "left" in entry)


@cache
def _files() -> Mapping[str, Sequence[Mapping[str, object]]]:
    folder = resources.files("pipelines.reconciliation.findings") / "checks"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): yaml.safe_load(file.read_text("utf-8")) for file in files}


def _check(entry: Mapping[str, object]) -> Check:
    table = entry.get("table")
    return Check(
        id=str(entry["id"]),
        severity=str(entry["severity"]),
        zh=str(entry["zh"]),
        en=str(entry["en"]),
        table=None if table is None else str(table),
    )


def _comparison(entry: Mapping[str, object]) -> Comparison:
    right = entry.get("alternatives")
    sides = [entry["right"]] if right is None else list(_sequence(right))
    return Comparison(
        check=_check(entry),
        left=_selectors(entry["left"]),
        right=tuple(_selectors(side) for side in sides),
        each=tuple(str(facet) for facet in _sequence(entry.get("each", []))),
        both=bool(entry.get("both")),
        at_most=bool(entry.get("at_most")),
        equal=tuple(_selectors(side) for side in _sequence(entry.get("equal", []))),
        nothing=_selectors(entry.get("nothing", [])),
    )


def _selectors(declared: object) -> tuple[Selector, ...]:
    entries = declared if isinstance(declared, list) else [declared]
    return tuple(_selector(entry) for entry in entries)


def _selector(entry: object) -> Selector:
    if not isinstance(entry, Mapping):
        raise TypeError(f"a selector must map facets to values: {entry!r}")
    prefer = entry.get("prefer", {})
    return Selector(
        table=str(entry["table"]),
        where=tuple(_facets(entry)),
        prefer=tuple(_facets(prefer)),
        whole=bool(entry.get("whole")),
        needed_for=_selectors(entry.get("needed_for", [])),
    )


def _facets(entry: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for facet, values in entry.items():
        if facet not in _NO_FACETS:
            yield facet, tuple(str(value) for value in (values if isinstance(values, list) else [values]))


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError(f"must be a list: {value!r}")
    return value
