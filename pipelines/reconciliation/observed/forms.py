"""Forms against themselves and against the lists: attributes, sections, activities, indicators."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Sentence, Told
from pipelines.foundation.text import fold_text
from pipelines.reconciliation.figures.figure import text_of
from pipelines.reconciliation.figures.of_lists import project_key
from pipelines.reconciliation.findings.findings import Observation, Unevaluated
from pipelines.reconciliation.findings.tolerance import Status

Horizon = Literal["long_term", "annual"]
When = Literal["starts_before", "no_years_before", "several_years", "one_year", "ends_before", "over"]


class Contradiction(Sentence):
    """What a form says against itself: `when` its years are so, of projects whose boxes are ticked so."""

    when: When
    attribute: re.Pattern[str] | None = None
    type: re.Pattern[str] | None = None


class HorizonName(Declaration):
    """How a horizon is called."""

    zh: str
    en: str

    @property
    def told(self) -> Told:
        return Told(self.zh, self.en)


class Forms(Declaration):
    """The words by which forms are checked against themselves."""

    contradictions: tuple[Contradiction, ...]
    no_years_before: re.Pattern[str]
    sections: Mapping[Horizon, re.Pattern[str]]
    headings: Mapping[Horizon, re.Pattern[str]]
    horizons: Mapping[Horizon, HorizonName]


DECLARED_FORMS = DeclarationFile("pipelines.reconciliation.observed", "forms.yaml", Forms)
FORMS = DECLARED_FORMS.load()

_MOST = 0.8
"""The share of indicators in common from which the rest are expected too."""

_FORM = "project_performance"
_Targets = Mapping[tuple[str, str], Record]


def attributes(profiles: Sequence[Record], year: int | None) -> Iterator[Observation]:
    """What the ticked boxes, the years and the notes of each form say against each other."""
    for profile in profiles:
        if not any(profile.get(column) for column in ("attribute", "type", "start_year")):
            continue
        said = [rule for rule in FORMS.contradictions if _contradicts(rule, profile, year)]
        name = profile.get("project_name")
        may_be_told = {column: profile.get(column) for column in ("attribute", "type", "start_year", "end_year")}
        for rule in said:
            contradiction = rule.tell(**{field: may_be_told[field] for field in rule.fields})
            told = {"project": name, "page": profile.get("page"), "contradiction": contradiction}
            yield Observation("attributes_agree", Status.FAIL, "contradicts", told, _FORM, profile)
        if not said:
            yield Observation("attributes_agree", Status.PASS, "agrees", {"project": name}, _FORM, profile)


_CONDITIONS: Mapping[str, Callable[[int, int, int], bool]] = {
    "starts_before": lambda start, end, year: start < year,
    "several_years": lambda start, end, year: end > start,
    "one_year": lambda start, end, year: start == end,
    "ends_before": lambda start, end, year: end < start,
    "over": lambda start, end, year: start <= end and not start <= year <= end,
}


def _contradicts(rule: Contradiction, profile: Record, year: int | None) -> bool:
    for column, words in (("attribute", rule.attribute), ("type", rule.type)):
        if words is not None and not words.search(str(profile.get(column) or "")):
            return False
    if rule.when == "no_years_before":
        return FORMS.no_years_before.search(str(profile.get("prior_years_note") or "")) is not None
    start, end = profile.get("start_year"), profile.get("end_year")
    if year is None:
        return False
    return isinstance(start, int) and isinstance(end, int) and _CONDITIONS[rule.when](start, end, year)


def sections(cells: Sequence[Record]) -> Iterator[Observation]:
    """Headings over indicators that name another horizon than the section of goals they stand in."""
    horizon: dict[object, Horizon] = {}
    for cell in cells:
        if cell.get("table") not in ("department_performance", _FORM):
            continue
        text, table_no = fold_text(str(cell.get("source_text") or "")), cell.get("table_no")
        if (section := _named(FORMS.sections, text)) is not None:
            horizon[table_no] = section
        heading = _named(FORMS.headings, text)
        if heading is None or table_no not in horizon:
            continue
        section, fits = horizon[table_no], heading == horizon[table_no]
        told: dict[str, object] = {
            "page": cell.get("page"),
            "text": cell.get("source_text"),
            "section": FORMS.horizons[section].told,
        }
        if not fits:
            told["heading"] = FORMS.horizons[heading].told
        yield Observation(
            "labels_fit_section",
            Status.PASS if fits else Status.FAIL,
            "fits" if fits else "differs",
            told,
            text_of(cell, "table"),
            cell,
        )


def purchases(bought: Sequence[Record], activities: Sequence[Record]) -> Iterator[Observation]:
    """Purchases whose economic class is not among those of the project's activities."""
    classes: defaultdict[str | None, set[object]] = defaultdict(set)
    for activity in activities:
        classes[project_key(activity)].add(activity.get("economic_code"))
    for purchase in bought:
        known, code = classes.get(project_key(purchase)), purchase.get("economic_code")
        if not known or code is None or None in known:
            continue
        fits = code in known
        told = {
            "project": purchase.get("project_name"),
            "purchase": purchase.get("catalogue_name"),
            "code": code,
            "class_name": purchase.get("economic_name"),
        }
        status, says = (Status.PASS, "has") if fits else (Status.FAIL, "lacks")
        yield Observation("purchase_has_activity", status, says, told, _FORM, purchase)


def indicators(targets: Sequence[Record]) -> Iterator[Observation | Unevaluated]:
    """The department's indicators of the year against those of its projects together."""
    check = "indicators_of_projects"
    own, others = (
        {_indicator(each): each for each in targets if _is_of(each, scope)} for scope in ("department", "project")
    )
    common = set(own) & set(others)
    if not own or not others:
        yield Unevaluated(check, "not_printed", "department_performance" if not own else _FORM)
    elif len(common) < _MOST * max(len(own), len(others)):
        yield Unevaluated(check, "own_indicators", "department_performance")
    else:
        yield from _differences(check, own, others)


def _differences(check: str, own: _Targets, others: _Targets) -> Iterator[Observation]:
    if own.keys() == others.keys():
        yield Observation(check, Status.PASS, "same", {"count": len(own)}, at=next(iter(own.values())))
    for says, here, there in (("only_department", own, others), ("only_projects", others, own)):
        for key, target in here.items():
            if key not in there:
                told = {
                    "indicator": target.get("indicator"),
                    "target": target.get("target_text"),
                    "page": target.get("page"),
                }
                yield Observation(check, Status.FAIL, says, told, at=target)


def _indicator(target: Record) -> tuple[str, str]:
    return fold_text(str(target.get("indicator") or "")), fold_text(str(target.get("target_text") or ""))


def _is_of(target: Record, scope: str) -> bool:
    return target.get("scope") == scope and target.get("horizon") == "annual"


def _named(patterns: Mapping[Horizon, re.Pattern[str]], text: str) -> Horizon | None:
    return next((horizon for horizon, pattern in patterns.items() if pattern.search(text)), None)
