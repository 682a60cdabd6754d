"""The rules of completeness that look at performance targets: which there are, and for how much of the money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipelines.disclosure.item import Evidence, Item, Judgement, counted
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text


def quantified(item: Item, evidence: Evidence) -> Judgement:
    """Targets that are a number."""
    targets = evidence.rows("performance_targets")
    measured = sum(row.get("target_value") is not None for row in targets)
    source = "performance_targets.target_value"
    return counted(measured, len(targets), "个指标值是数值", "targets are a number", source)


def families(item: Item, evidence: Evidence) -> Judgement:
    """The families of indicators among the targets."""
    declared = item.settings["families"]
    if not isinstance(declared, list):
        raise TypeError(f"{item.item}: families is a list")
    wanted = [each for each in declared if evidence.fiscal_year >= int(each.get("since", 0))]
    levels = {f"{row.get('level1') or ''}{row.get('level2') or ''}" for row in evidence.rows("performance_targets")}
    missing = [each for each in wanted if not any(word in level for level in levels for word in each["words"])]
    if not levels:
        return Judgement(0.0, "没有绩效指标", "There are no indicators")
    return Judgement(
        1 - len(missing) / len(wanted),
        "缺" + "、".join(each["zh"] for each in missing) if missing else "各类指标齐全",
        "Missing: " + ", ".join(each["en"] for each in missing) if missing else "All families are there",
        "performance_targets.level1",
    )


def project_targets(item: Item, evidence: Evidence) -> Judgement:
    """The share of project money that has targets: of the projects listed, else of all project expenditure.

    A form speaks for the projects of its name, or for its own amount: one form can stand for many projects.
    """
    targets = evidence.rows("performance_targets")
    named = {fold_text(str(name)) for row in targets if (name := row.get("project_name"))}
    listed = _listed_money(evidence.rows("projects"))
    total = sum(listed.values(), Decimal(0)) if listed else _project_expenditure(evidence)
    if total is None:
        return Judgement(0.0, "没有项目数据", "There are no data on projects")
    if not total:
        return Judgement(None, "没有项目支出", "There is no project expenditure")
    by_name = sum((amount for name, amount in listed.items() if name in named), Decimal(0))
    by_form = sum(_form_money(evidence.rows("project_profiles"), named), Decimal(0))
    share = min(float(max(by_name, by_form) / total), 1.0)
    source = "projects, project_profiles, performance_targets"
    return Judgement(share, f"{share:.0%}的项目金额有绩效目标", f"{share:.0%} of project money has targets", source)


def _listed_money(projects: Iterable[Record]) -> dict[str, Decimal]:
    """The amounts of the projects by name, all funds together."""
    money: dict[str, dict[bool, Decimal]] = {}
    for row in projects:
        if isinstance(amount := row.get("amount_yuan"), Decimal):
            sums = money.setdefault(fold_text(str(row.get("project_name"))), {})
            whole = row.get("fund") == "all"
            sums[whole] = sums.get(whole, Decimal(0)) + amount
    return {name: sums.get(True, sums.get(False, Decimal(0))) for name, sums in money.items()}


def _form_money(profiles: Iterable[Record], named: set[str]) -> Iterator[Decimal]:
    for row in profiles:
        amount = row.get("current_budget_yuan") or row.get("total_budget_yuan")
        if isinstance(amount, Decimal) and fold_text(str(row.get("project_name"))) in named:
            yield amount


def _project_expenditure(evidence: Evidence) -> Decimal | None:
    totals = [
        amount
        for name in ("expenditure", "general_budget_by_function")
        for row in evidence.lines(name)
        if row.get("measure") == "project"
        and row.get("line") != "item"
        and isinstance(amount := row.get("amount_yuan"), Decimal)
    ]
    return max(totals, default=None)
