"""What a form prints under the sums of its money: the sources and parts under each are its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.foundation.record import Record
from pipelines.interpretation.declared.form_labels import Label
from pipelines.interpretation.forms.layout import Pair, Part

_SEVERAL_YEARS, _YEAR = "total_budget_yuan", "current_budget_yuan"
_RECEIVED = {"flow": "revenue", "scheme": "revenue", "measure": "total"}
_OF_SEVERAL_YEARS = Label("figure", kind="money")


def told_by_sums(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a form, their amounts told by the sums that they stand under."""
    return _of_phases(_of_their_side(_of_the_year(parts)))


def _of_the_year(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a form, where the sources under 中期资金总额 are parts of that sum: figures that no dataset names.

    A form that prints no sum of the year in another column says them of the year.
    """
    sums = [part for part in parts if isinstance(part, Pair) and part.label.field in (_SEVERAL_YEARS, _YEAR)]
    of_year = {_column(each) for each in sums if each.label.field == _YEAR}
    several = {_column(each): each.cell for each in sums if each.label.field == _SEVERAL_YEARS}
    if not of_year - {None}:
        return tuple(parts)
    return tuple(
        replace(part, label=_OF_SEVERAL_YEARS, over=several[_column(part)])
        if isinstance(part, Pair)
        and part.label.field == "funding"
        and part.value
        and _column(part) in several.keys() - of_year
        else part
        for part in parts
    )


def _of_their_side(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a form, where an amount that says no flow is of the sum above it: 其他资金 under 收入预算合计."""
    found: list[Part] = []
    under: str | None = None
    for part in parts:
        if isinstance(part, Pair) and part.label.field == "budget_line":
            facets = part.label.facets
            under = facets.get("flow", under) if facets["line"] == "total" else under
            if under == "revenue" and "flow" not in facets:
                part = _saying(part, {**facets, **_RECEIVED})
        found.append(part)
    return tuple(found)


def _of_phases(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a form, where the sources of money right under 执行数 are what was spent of each.

    What such a form says no phase of was budgeted; in another, amounts have no phase.
    """
    if not any(isinstance(part, Pair) and part.value and "phase" in part.label.facets for part in parts):
        return tuple(parts)
    phases: dict[tuple[int, int], str] = {}
    told: list[Part] = []
    for part in parts:
        if isinstance(part, Pair) and part.value and part.label.kind == "money":
            value, label = part.value, part.label
            phase = label.facets.get("phase") or phases.get((value.row, value.column), "budget")
            phases[value.row_end, value.column] = phase
            part = _saying(part, {"fund": "all", **label.facets, "phase": phase})
        told.append(part)
    return tuple(told)


def _saying(pair: Pair, facets: Mapping[str, str]) -> Pair:
    return replace(pair, label=replace(pair.label, facets=facets))


def fund_columns(label: Label) -> Record:
    """The fund and the period of an amount beside a label or under one: all funds where it says none."""
    return {"fund": label.facets.get("fund", "all"), "period": label.facets.get("period")}


def _column(pair: Pair) -> int | None:
    return pair.value.column if pair.value else None
