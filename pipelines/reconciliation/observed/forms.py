"""Forms against themselves and against the lists: attributes, sections, missing forms, activities, indicators."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import yaml

from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.reconciliation.figures.of_lists import project_key
from pipelines.reconciliation.findings.findings import Observation, Unevaluated
from pipelines.reconciliation.findings.tolerance import Status

_ENOUGH = 0.5
_MOST = 0.8
"""The shares of projects with forms, and of indicators in common, from which the rest are expected too."""

_FORM = "project_performance"
_Targets = Mapping[tuple[str, str], Record]


def attributes(profiles: Sequence[Record], year: int) -> Iterator[Observation]:
    """What the ticked boxes, the years and the notes of each form say against each other."""
    for profile in profiles:
        if not any(profile.get(column) for column in ("attribute", "type", "start_year")):
            continue
        said = [rule for rule in _rules() if _contradicts(rule, profile, year)]
        name = profile.get("project_name")
        told = {column: profile.get(column) for column in ("attribute", "type", "start_year", "end_year")}
        for rule in said:
            zh = f"项目“{name}”（第{profile.get('page')}页）：{rule['zh'].format(**told)}。"
            en = f"Project “{name}” (p. {profile.get('page')}): {rule['en'].format(**told)}."
            yield Observation("attributes_agree", Status.FAIL, zh, en, _FORM, profile)
        if not said:
            zh, en = f"项目“{name}”的属性、类型与起止年度没有矛盾。", f"Project “{name}”: nothing contradicts."
            yield Observation("attributes_agree", Status.PASS, zh, en, _FORM, profile)


_CONDITIONS: Mapping[str, Callable[[int, int, int], bool]] = {
    "starts_before": lambda start, end, year: start < year,
    "several_years": lambda start, end, year: end > start,
    "one_year": lambda start, end, year: start == end,
    "ends_before": lambda start, end, year: end < start,
    "over": lambda start, end, year: start <= end and not start <= year <= end,
}


def _contradicts(rule: Mapping[str, str], profile: Record, year: int) -> bool:
    for column in ("attribute", "type"):
        if column in rule and not re.search(rule[column], str(profile.get(column) or "")):
            return False
    if rule["when"] == "no_years_before":
        return re.search(str(_declared()["no_years_before"]), str(profile.get("prior_years_note") or "")) is not None
    start, end = profile.get("start_year"), profile.get("end_year")
    return isinstance(start, int) and isinstance(end, int) and _CONDITIONS[rule["when"]](start, end, year)


def sections(cells: Sequence[Record]) -> Iterator[Observation]:
    """Headings over indicators that name another horizon than the section of goals they stand in."""
    horizon: dict[object, str] = {}
    for cell in cells:
        if cell.get("table") not in ("department_performance", _FORM):
            continue
        text, table_no = fold_text(str(cell.get("source_text") or "")), cell.get("table_no")
        if (section := _named("sections", text)) is not None:
            horizon[table_no] = section
        heading = _named("headings", text)
        if heading is None or table_no not in horizon:
            continue
        fits, names = heading == horizon[table_no], _declared()["horizons"]
        (zh_is, en_is), (zh_in, en_in) = names[heading], names[horizon[table_no]]
        yield Observation(
            "labels_fit_section",
            Status.PASS if fits else Status.FAIL,
            f"第{cell.get('page')}页“{cell.get('source_text')}”在{zh_in}目标之下{'' if fits else f'，却标为{zh_is}'}。",
            f"“{cell.get('source_text')}” (p. {cell.get('page')}) is under {en_in} goals"
            f"{'' if fits else f', but says {en_is}'}.",
            str(cell.get("table")),
            cell,
        )


def missing_forms(projects: Sequence[Record], profiles: Sequence[Record]) -> Iterator[Observation | Unevaluated]:
    """The projects of the table of projects that no form is of."""
    check = "project_has_form"
    listed = {project_key(record): record for record in projects}
    if not listed or not profiles:
        yield Unevaluated(check, "not_printed", "projects" if not listed else _FORM)
        return
    formed = {project_key(record) for record in profiles}
    formed |= {fold_text(str(record.get("project_name") or "")) for record in profiles}
    missing = [
        record
        for key, record in listed.items()
        if key not in formed and fold_text(str(record.get("project_name") or "")) not in formed
    ]
    if len(missing) > _ENOUGH * len(listed):
        yield Unevaluated(check, "forms_of_some", _FORM)
        return
    names, count = "、".join(str(record.get("project_name")) for record in missing), len(missing)
    zh = f"其中{count}个没有完整的绩效目标表：{names}" if missing else "都有绩效目标表"
    en = f"{count} have no form: {names}" if missing else "each has its form"
    yield Observation(
        check,
        Status.FAIL if missing else Status.PASS,
        f"项目支出表列有{len(listed)}个项目，{zh}。",
        f"Of {len(listed)} projects {en}.",
        _FORM,
        missing[0] if missing else profiles[0],
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
        what = f"{purchase.get('catalogue_name')}（{code} {purchase.get('economic_name')}）"
        yield Observation(
            "purchase_has_activity",
            Status.PASS if fits else Status.FAIL,
            f"项目“{purchase.get('project_name')}”采购{what}，其支出明细测算中{'有' if fits else '没有'}该经济科目。",
            f"Project “{purchase.get('project_name')}” buys {what}; its activities "
            f"{'have' if fits else 'have not'} that class.",
            _FORM,
            purchase,
        )


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
        zh, en = (
            f"部门整体与各项目的{len(own)}项年度指标一致。",
            f"The department's {len(own)} indicators are its projects'.",
        )
        yield Observation(check, Status.PASS, zh, en, at=next(iter(own.values())))
    for where, here, there in (("部门整体", own, others), ("项目", others, own)):
        for key, target in here.items():
            if key not in there:
                told = f"“{target.get('indicator')} {target.get('target_text')}”"
                zh = f"年度指标{told}（第{target.get('page')}页）只在{where}绩效目标表中。"
                en = f"The indicator {told} (p. {target.get('page')}) is on one of the forms only."
                yield Observation(check, Status.FAIL, zh, en, at=target)


def _indicator(target: Record) -> tuple[str, str]:
    return fold_text(str(target.get("indicator") or "")), fold_text(str(target.get("target_text") or ""))


def _is_of(target: Record, scope: str) -> bool:
    return target.get("scope") == scope and target.get("horizon") == "annual"


def _named(key: str, text: str) -> str | None:
    return next((horizon for horizon, pattern in _declared()[key].items() if re.search(pattern, text)), None)


def _rules() -> Sequence[Mapping[str, str]]:
    return _declared()["contradictions"]


@cache
def _declared() -> dict:
    return yaml.safe_load((resources.files("pipelines.reconciliation.observed") / "forms.yaml").read_text("utf-8"))
