"""The tables of an invented budget, in one of the orders that places keep."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.invented import by_code, lists, three_public
from tests.invented.accounts import YEAR, name_of
from tests.invented.basic_expenditure import basic_expenditure
from tests.invented.table import FISCAL, FUNDS, OF_UNITS, Figure, Publisher, Table, down, unmerged
from tests.printed import Printed

CLASSES = ("201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "221", "229")
_ORDERS = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 0, 1, 2, 8, 10, 9, 11))

Label = tuple[str, Decimal, Figure | None]
"""A row of a side: its label, its amount, and the figure that it prints."""


def tables(of: Publisher) -> Iterator[Table]:
    """The tables of a budget."""
    every = (
        revenue_and_expenditure,
        by_code.revenue,
        by_code.expenditure,
        fiscal_appropriation,
        by_code.general_budget,
        basic_expenditure,
        three_public.three_public,
        by_code.government_fund,
        by_code.state_capital,
        lists.projects,
        lists.procurement,
    )
    for index in of.random.choice(_ORDERS):
        if index < len(every):
            yield _edged(of, every[index](of))
        elif of.layout.performance == "forms":
            yield from lists.forms(of)
        else:
            yield _edged(of, lists.targets(of))


def _edged(of: Publisher, table: Table) -> Table:
    """A table with the columns at its edges that the layout has beside what it says."""
    depth = len(table.head)
    left = [[down("序号", depth)], *[[] for _ in table.head[1:]]] if of.layout.serial else [[] for _ in table.head]
    right = [[down("备注", depth)], *[[] for _ in table.head[1:]]] if of.layout.remark else [[] for _ in table.head]
    table.head = [[*before, *row, *after] for before, row, after in zip(left, table.head, right, strict=True)]
    if not of.layout.merges_head:
        table.head = unmerged(table.head)
    table.body = [
        [*([str(number)] if of.layout.serial else []), *row, *([""] if of.layout.remark else [])]
        for number, row in enumerate(table.body, start=1)
    ]
    return table


def revenue_and_expenditure(of: Publisher) -> Table:
    """收支总表: revenue by fund, expenditure by function or by kind."""
    accounts, layout = of.accounts, of.layout
    wording = of.word("{}", "{}拨款收入", "{}资金", "{}拨款")
    labels = {fund: wording.format(word) if fund in FISCAL else word for fund, word in FUNDS.items()}

    def source(number: int, fund: str, style: str | None = None) -> Label:
        yuan = accounts.sum(funds=[fund])
        label = style.format(number + 1) + labels[fund] if style else layout.listed(number, labels[fund])
        return label, yuan, ("revenue_and_expenditure", "item", None, fund, "total", yuan)

    left = [source(number, fund) for number, fund in enumerate(FUNDS)]
    if layout.nested_funds:
        left = [_whole(of, 0, "财政拨款收入", "fiscal_appropriation", FISCAL)]
        left += [source(number, fund, "（{}）") for number, fund in enumerate(FISCAL)]
        left.append(source(1, "fiscal_account"))
        left.append(_whole(of, 2, "单位资金", "unit_funds", OF_UNITS))
        left += [source(number, fund, "（{}）") for number, fund in enumerate(OF_UNITS)]
    name, total = "revenue_and_expenditure", accounts.sum()
    whole: Figure = (name, "total", None, "all", "total", total)
    table = Table(
        of.word("收支总表", "部门收支总表", "收支总体情况表", "收支预算总表", "部门收支总体情况表", "部门收支预算总表"),
        _two_sides(of, last_year=layout.last_year),
    )
    right = _kinds(of) if layout.by_kind else _functions(of, name, None, "all")
    depth = max(len(left), len(right))
    for side, closing in (
        (left, ("本年收入合计", of.word("上年结转", "上年结转结余", "上年结余、结转"), "收入总计")),
        (right, ("本年支出合计", of.word("结转下年", "年终结转结余", "年末结转结余"), "支出总计")),
    ):
        side += [("", Decimal(), None)] * (depth - len(side))
        side += [(closing[0], total, whole)] if layout.year_totals else []
        side += _carried(closing[1], side is left, layout.carried)
        side.append((closing[2], total, whole))
    _fill(of, table, left, right, last_year=layout.last_year)
    return table


def _carried(label: str, is_revenue: bool, carried: str) -> list[Label]:
    """The rows of what is carried over, in or out: nothing is."""
    if carried == "absent":
        return []
    name, line = "revenue_and_expenditure", "carryover_in" if is_revenue else "carryover_out"
    rows: list[Label] = [(label, Decimal(), (name, line, None, "all", "total", Decimal()))]
    if carried == "detail":
        for number, fund in enumerate(FISCAL, start=1):
            figure: Figure = (name, "item", None, fund, "total", Decimal())
            rows.append(
                (f"({number}){FUNDS[fund]}拨款结转", Decimal(), figure) if is_revenue else ("", Decimal(), None)
            )
    return rows


def _whole(of: Publisher, number: int, label: str, fund: str, funds: tuple[str, ...]) -> Label:
    yuan = of.accounts.sum(funds=funds)
    return of.layout.listed(number, label), yuan, ("revenue_and_expenditure", "item", None, fund, "total", yuan)


def _kinds(of: Publisher) -> list[Label]:
    kinds = (
        ("基本支出", "basic", "personnel operating", None),
        ("人员经费", "personnel", "personnel", "（1）"),
        ("公用经费", "operating", "operating", "（2）"),
        ("项目支出", "project", "project", None),
    )
    rows: list[Label] = []
    for label, measure, kind, style in kinds:
        yuan = of.accounts.sum(kinds=kind)
        text = f"{style}{label}" if style else of.layout.listed(0 if measure == "basic" else 1, label)
        rows.append((text, yuan, ("revenue_and_expenditure", "item", measure, "all", measure, yuan)))
    return rows


def _functions(
    of: Publisher, table: str, funds: tuple[str, ...] | None, fund: str, style: str | None = None
) -> list[Label]:
    rows: list[Label] = []
    for number, code in enumerate(CLASSES):
        yuan = of.accounts.sum(prefix=code, funds=funds)
        name = name_of("function", code)
        label = style.format(number + 1) + name if style else of.layout.listed(number, name)
        rows.append((label, yuan, (table, "item", code, fund, "total", yuan)))
    return rows


def _two_sides(of: Publisher, *, last_year: bool = False) -> list[list[Printed]]:
    item, amounts = of.spaced("项目"), [of.word("预算数", "金额", "预算", f"{YEAR}年预算数")]
    if last_year:
        amounts = [f"{year}年预算数" for year in (YEAR - 1, YEAR)]
    width = 1 + len(amounts)
    return [[(of.spaced("收入"), 1, width), (of.spaced("支出"), 1, width)], [item, *amounts, item, *amounts]]


def _fill(of: Publisher, table: Table, left: list[Label], right: list[Label], *, last_year: bool = False) -> None:
    """Fill the two sides; last year's amounts are half of this year's."""
    for index in range(max(len(left), len(right))):
        row: list[Printed] = []
        for side in (left, right):
            label, yuan, figure = side[index] if index < len(side) else ("", Decimal(), None)
            years = (
                ((YEAR - 1, (yuan / 200).quantize(Decimal(1)) * 100), (YEAR, yuan)) if last_year else ((YEAR, yuan),)
            )
            row.append(label)
            for year, amount in years:
                row.append(of.money(amount) if figure else "")
                if figure and of.is_printed(amount):
                    line = figure[1] if year == YEAR else f"{figure[1]} of {year}"
                    table.figures.append((figure[0], line, *figure[2:5], amount))
        table.body.append(row)


def fiscal_appropriation(of: Publisher) -> Table:
    """财政拨款收支总表: the fiscal funds, and what they are spent for by function."""
    name, total = "fiscal_appropriation", of.accounts.sum(funds=FISCAL)
    table = Table(
        of.word("财政拨款收支总表", "财政拨款收支总体情况表", "财政拨款收支预算总表", "部门财政拨款收支总表"),
        _two_sides(of),
    )
    words = of.word("{}", "{}拨款")
    left: list[Label] = []
    right = [(label, yuan, figure) for label, yuan, figure in _functions(of, name, FISCAL, name, "（{}）")]
    if of.layout.year_first:
        for side, label in ((left, "本年收入"), (right, "本年支出")):
            side.insert(0, (of.layout.listed(0, label), total, (name, "total", None, name, "total", total)))
    for number, fund in enumerate(FISCAL):
        yuan = of.accounts.sum(funds=[fund])
        left.append((f"（{number + 1}）{words.format(FUNDS[fund])}", yuan, (name, "item", None, fund, "total", yuan)))
    if of.layout.carried_over:
        _carry_over(of, left, right)
    if not of.layout.year_first:
        _close(left, right, ("本年收入合计", "本年支出合计"), (name, "total", None, name, "total", total))
    _close(left, right, ("收入总计", "支出总计"), (name, "total", None, name, "total", total))
    _fill(of, table, left, right)
    if of.layout.fiscal_columns:
        _with_funds(of, table, right)
    return table


def _carry_over(of: Publisher, left: list[Label], right: list[Label]) -> None:
    """What is carried over into the year, by fund, and out of it: nothing is."""
    name, zero = "fiscal_appropriation", Decimal()
    left.append((f"二、{of.word('上年结转', '上年结转结余')}", zero, (name, "carryover_in", None, name, "total", zero)))
    words = of.word("{}", "{}拨款")
    for number, fund in enumerate(FISCAL, start=1):
        left.append((f"（{number}）{words.format(FUNDS[fund])}", zero, (name, "item", None, fund, "total", zero)))
    label = of.word("二、结转下年", "二、年终结转结余")
    right.append((label, zero, (name, "carryover_out", None, name, "total", zero)))


def _close(left: list[Label], right: list[Label], labels: tuple[str, str], whole: Figure) -> None:
    """The totals of both sides in one row, under all others."""
    depth = max(len(left), len(right))
    for side, label in zip((left, right), labels, strict=True):
        side += [("", Decimal(), None)] * (depth - len(side))
        side.append((label, whole[-1], whole))


def _with_funds(of: Publisher, table: Table, right: list[Label]) -> None:
    """Columns for the fiscal funds beside the whole of the right side."""
    table.head[0][1] = (of.spaced("支出"), 1, 5)
    table.head[1] = [*table.head[1][:3], "合计", *(FUNDS[fund] for fund in FISCAL)]
    for row, (label, _, figure) in zip(table.body, right, strict=False):
        code = str(figure[2]) if figure and figure[2] else ""
        for fund in FISCAL:
            is_over = figure is not None and figure[1] == "carryover_out"
            yuan = Decimal() if is_over else of.accounts.sum(prefix=code, funds=[fund])
            row.append(of.money(yuan) if label else "")
            if figure and of.is_printed(yuan):
                table.figures.append((*figure[:3], fund, "total", yuan))
