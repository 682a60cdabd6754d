"""“三公”经费 of an invented budget."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tests.invented.accounts import YEAR
from tests.invented.table import Figure, Publisher, Table, head

_BESIDE = ("会议费", "培训费")


def three_public(of: Publisher) -> Table:
    """“三公”经费 in rows, in columns, or in columns with a row for each unit."""
    labels = {
        "total": "“三公”经费合计" if of.layout.meetings else of.word("“三公”经费合计", "合计", "“三公”经费小计"),
        "overseas_travel": of.word("因公出国（境）费", "因公出国（境）费用", "因公出国(境)经费"),
        "vehicles": of.word("公务用车购置及运行费", "公务用车购置及运行维护费", "公务用车费"),
        "vehicle_purchase": of.word("公务用车购置费", "公务用车购置"),
        "vehicle_operation": of.word("公务用车运行费", "公务用车运行维护费"),
        "official_reception": of.word("公务接待费", "公务接待费用"),
    }
    amounts = three_public_amounts(of)
    values = [of.money(yuan) for yuan in amounts.values()]
    title = of.word("一般公共预算“三公”经费支出表", "财政拨款“三公”经费预算表", "“三公”经费支出表")
    fund = "fiscal_appropriation" if title.startswith("财政拨款") else "general_public"
    figures: list[Figure] = [
        ("three_public", "total" if key == "total" else "item", None if key == "total" else key, fund, "total", yuan)
        for key, yuan in amounts.items()
        if of.is_printed(yuan)
    ]
    if of.layout.three_public == "rows":
        return _in_rows(of, title, labels, amounts, fund)
    over = labels["vehicles"]
    paths = [
        (labels["total"],),
        (labels["overseas_travel"],),
        (over, "小计"),
        (over, labels["vehicle_purchase"]),
        (over, labels["vehicle_operation"]),
        (labels["official_reception"],),
    ]
    if of.layout.three_public == "columns":
        return Table(title, head([], paths), [[*values]], figures)
    unit = next(iter(of.accounts.units.values()))
    of_unit: list[Figure] = [(*each[:2], unit if each[1] == "total" else each[2], *each[3:]) for each in figures]
    return Table(title, head(["单位名称"], paths), [["合计", *values], [unit, *values]], [*figures, *of_unit])


def _in_rows(of: Publisher, title: str, labels: Mapping[str, str], amounts: Mapping[str, Decimal], fund: str) -> Table:
    """A row for each expense, perhaps with 会议费 and 培训费 below, perhaps beside last year's and the change."""
    beside = {label: Decimal(of.random.randint(1, 99)) * 1000 for label in _BESIDE} if of.layout.meetings else {}
    years = of.layout.three_public_years
    last = of.word(f"{YEAR - 1}年预算数", f"{YEAR - 1}年预算", "上年预算数")
    heads = {
        "one": ["预算数"],
        "two": [last, of.word(f"{YEAR}年预算数", f"{YEAR}年预算")],
        "change": [last, f"{YEAR}年预算数", of.word("增减额", "增减金额"), of.word("增减率", "增减幅度", "增减%")],
    }[years]
    table = Table(title, [[of.spaced("项目"), *heads]])
    for key, yuan in {**amounts, **beside}.items():
        before = yuan + 1000
        row = [of.money(before), of.money(yuan), of.money(Decimal(-1000)), f"{-100_000 / before:.2f}%"]
        table.body.append([labels.get(key, key), *{"one": row[1:2], "two": row[:2], "change": row}[years]])
        line, code = ("total", None) if key == "total" else ("item", key)
        for of_year, amount in ((line, yuan), (f"{line} of {YEAR - 1}", before)):
            if of.is_printed(amount) and (years != "one" or amount == yuan):
                measure = "unclassified" if key in beside else "total"
                table.figures.append(("three_public", of_year, code, fund, measure, amount))
    return table


def three_public_amounts(of: Publisher) -> dict[str, Decimal]:
    """Amounts of the three public expenses, their sums among them, in the order of the columns."""
    travel, buying, running, reception = (Decimal(of.random.randint(0, 99)) * 1000 for _ in range(4))
    return {
        "total": travel + buying + running + reception,
        "overseas_travel": travel,
        "vehicles": buying + running,
        "vehicle_purchase": buying,
        "vehicle_operation": running,
        "official_reception": reception,
    }
