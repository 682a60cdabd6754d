"""The rules of completeness that look at performance targets: which there are, and for how much of the money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from pipelines.disclosure.coverage import asks
from pipelines.disclosure.item import Disclosed, Item, Judgement, Label, counted, judged
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Told
from pipelines.foundation.text import fold_text


class Quantified(Item):
    """Targets that are a number."""

    rule: Literal["quantified"]

    def judge(self, found: Disclosed) -> Judgement:
        targets = found.rows("performance_targets")
        measured = sum(row.get("target_value") is not None for row in targets)
        return counted(measured, len(targets), "targets_are_numbers", "performance_targets.target_value")


class Family(Label):
    """A family of indicators: the words of its levels, and the first fiscal year that asks for it."""

    words: tuple[str, ...]
    since: int = 0


class Families(Item):
    """The families of indicators among the targets."""

    rule: Literal["families"]
    families: tuple[Family, ...]

    def judge(self, found: Disclosed) -> Judgement:
        wanted = [each for each in self.families if asks(found.fiscal_year, each.since)]
        levels = {f"{row.get('level1') or ''}{row.get('level2') or ''}" for row in found.rows("performance_targets")}
        missing = [each for each in wanted if not any(word in level for level in levels for word in each.words)]
        evidence = "performance_targets.level1"
        if not levels:
            return judged(0.0, "no_indicators")
        if not missing:
            return judged(1.0, "every_family", evidence)
        told = Told("、".join(each.zh for each in missing), ", ".join(each.en for each in missing))
        return judged(1 - len(missing) / len(wanted), "lacking", evidence, missing=told)


class ProjectTargets(Item):
    """The share of project money that has targets: of the projects listed, else of all project expenditure.

    A form speaks for the projects of its name, or for its own amount: one form can stand for many projects.
    """

    rule: Literal["project_targets"]

    def judge(self, found: Disclosed) -> Judgement:
        targets = found.rows("performance_targets")
        named = {fold_text(str(name)) for row in targets if (name := row.get("project_name"))}
        listed = _listed_money(found.rows("projects"))
        total = sum(listed.values(), Decimal(0)) if listed else _project_expenditure(found)
        if total is None:
            return judged(0.0, "no_projects")
        if not total:
            return judged(None, "no_project_expenditure")
        by_name = sum((amount for name, amount in listed.items() if name in named), Decimal(0))
        by_form = sum(_form_money(found.rows("project_profiles"), named), Decimal(0))
        share = min(float(max(by_name, by_form) / total), 1.0)
        return judged(share, "project_money", "projects, project_profiles, performance_targets", part=share)


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


def _project_expenditure(found: Disclosed) -> Decimal | None:
    totals = [
        amount
        for name in ("expenditure", "general_budget_by_function")
        for row in found.lines(name)
        if row.get("measure") == "project"
        and row.get("line") != "item"
        and isinstance(amount := row.get("amount_yuan"), Decimal)
    ]
    return max(totals, default=None)
