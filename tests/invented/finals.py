"""The final accounts of an invented department: the nine tables that all places print, with their line numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tests.invented.accounts import OPERATING, PERSONNEL, name_of
from tests.invented.by_code import Amount, Column, Row, filled
from tests.invented.table import FISCAL, FUNDS, Figure, Publisher, Table
from tests.invented.tables import CLASSES
from tests.invented.three_public import three_public_amounts
from tests.printed import Printed

_LEFT = ("general_public", "government_fund", "state_capital", "upper_level", "business", "business_operating")
_LEFT = (*_LEFT, "affiliated", "other")
_HAN = "一二三四五六七八九十"
Side = tuple[str, Sequence[Decimal | None], Sequence[Figure | None]]
"""A row of a side: its label, its amounts, the figures that they are."""
_Rows = tuple[list[Side], list[Side]]


def tables(of: Publisher) -> Iterator[Table]:
    """The tables of final accounts, in the order that they are numbered in."""
    carried = Decimal(of.random.randint(0, 9_999)) * 100
    yield _revenue_and_expenditure(of, carried)
    yield _by_function(of, "revenue", "收入决算表", None, _sources(of))
    yield _by_function(of, "expenditure", "支出决算表", None, _kinds(of))
    yield _fiscal_appropriation(of, carried)
    title = of.word("一般公共预算财政拨款支出决算表", "一般公共预算财政拨款支出决算情况表")
    general = [_column(of, ("本年支出", *path), "general_public", measure) for path, measure in _MEASURES]
    yield _by_function(of, "general_budget_by_function", title, "general_public", general)
    yield _basic_expenditure(of)
    yield _three_public(of)
    yield _of_fund(of, "government_fund", "政府性基金预算财政拨款收入支出决算表", with_revenue=True)
    yield _of_fund(of, "state_capital", "国有资本经营预算财政拨款支出决算表", with_revenue=False)


_MEASURES = ((("小计",), "total"), (("基本支出",), "basic"), (("项目支出",), "project"))


def _funds(fund: str | None) -> tuple[str, ...] | None:
    if fund is None:
        return None
    # What is paid over an account of its own is accounted for with 事业收入.
    return ("business", "fiscal_account") if fund == "business" else (fund,)


def _column(of: Publisher, path: tuple[str, ...], fund: str | None, measure: str) -> Column:
    kinds = {"basic": f"{PERSONNEL} {OPERATING}", "project": "project"}.get(measure)
    return Column(path, fund or "all", measure, _amount(of, _funds(fund), kinds))


def _amount(of: Publisher, funds: Sequence[str] | None, kinds: str | None = None) -> Amount:
    return lambda prefix, _: of.accounts.sum(prefix=prefix, funds=funds, kinds=kinds)


def _sources(of: Publisher) -> list[Column]:
    fiscal = Column(("财政拨款收入",), "fiscal_appropriation", "total", _amount(of, FISCAL))
    words = {"business_operating": "经营收入"}
    rest = [_column(of, (words.get(fund, FUNDS[fund]),), fund, "total") for fund in _LEFT[3:]]
    return [_column(of, ("本年收入合计",), None, "total"), fiscal, *rest]


def _kinds(of: Publisher) -> list[Column]:
    rest = {"上缴上级支出": "remittance_up", "经营支出": "business_operating", "对附属单位补助支出": "subsidy_down"}
    return [
        _column(of, ("本年支出合计",), None, "total"),
        _column(of, ("基本支出",), None, "basic"),
        _column(of, ("项目支出",), None, "project"),
        *(Column((label,), "all", measure, lambda *_: Decimal()) for label, measure in rest.items()),
    ]


def _by_function(of: Publisher, name: str, title: str, fund: str | None, columns: Sequence[Column]) -> Table:
    """Amounts under functions: the head has 项目 over code and name, and numbers its columns."""
    table = Table(title, _head(of, columns))
    codes = of.accounts.codes(funds=_funds(fund))
    rows = [Row([code, name_of("function", code)], code, code=code) for code in codes]
    return filled(of, table, name, columns, [Row([("合计", 1, 2)], line="total"), *rows])


def _head(of: Publisher, columns: Sequence[Column]) -> list[list[Printed]]:
    depth = max(len(column.path) for column in columns)
    rows: list[list[Printed]] = [[("项目", 1, 2)], [of.word("功能分类科目编码", "科目编码", "科目代码"), "科目名称"]]
    at = 0
    while at < len(columns):
        path = columns[at].path
        if len(path) == 1:
            rows[0].append((path[0], 2, 1))
            at += 1
            continue
        inner = [column.path[1] for column in columns[at:] if len(column.path) > 1 and column.path[0] == path[0]]
        rows[0].append((path[0], 1, len(inner)))
        rows[1] += inner
        at += len(inner)
    assert depth <= len(rows)
    return [*rows, [("栏次", 1, 2), *(str(number + 1) for number in range(len(columns)))]]


def _revenue_and_expenditure(of: Publisher, carried: Decimal) -> Table:
    name, total = "revenue_and_expenditure", of.accounts.sum()
    table = Table("收入支出决算总表", _sides(of, 1))
    left = [_source(of, number, fund, name) for number, fund in enumerate(_LEFT)]
    right = [_function(of, number, code, name, "all", (None,)) for number, code in enumerate(CLASSES)]
    unused = of.word("使用非财政拨款结余", "使用非财政拨款结余（含专用结余）", "用事业基金弥补收支差额")
    year = _whole(name, "total", "all", total)
    closing_left = [
        ("本年收入合计", [total], [year]),
        (unused, [Decimal()], [(name, "item", None, "non_fiscal_balance", "total", Decimal())]),
        ("年初结转和结余", [carried], [_whole(name, "carryover_in", "all", carried)]),
        ("总计", [total + carried], [_whole(name, "total", "all", total + carried)]),
    ]
    closing_right = [
        ("本年支出合计", [total], [year]),
        ("结余分配", [Decimal()], [(name, "item", "unclassified", "all", "unclassified", Decimal())]),
        ("年末结转和结余", [carried], [_whole(name, "carryover_out", "all", carried)]),
        ("总计", [total + carried], [_whole(name, "total", "all", total + carried)]),
    ]
    return _numbered(of, table, (left, closing_left), (right, closing_right))


def _fiscal_appropriation(of: Publisher, carried: Decimal) -> Table:
    name, total = "fiscal_appropriation", of.accounts.sum(funds=FISCAL)
    table = Table("财政拨款收入支出决算总表", _sides(of, 4))
    left = [_source(of, number, fund, name) for number, fund in enumerate(FISCAL)]
    funds = (FISCAL, *((fund,) for fund in FISCAL))
    right = [_function(of, number, code, name, name, funds) for number, code in enumerate(CLASSES)]
    sums = [total, *(of.accounts.sum(funds=[fund]) for fund in FISCAL)]
    over = [carried, carried, Decimal(), Decimal()]
    closing_left: list[Side] = [
        ("本年收入合计", [total], [_whole(name, "total", name, total)]),
        ("年初财政拨款结转和结余", [carried], [_whole(name, "carryover_in", name, carried)]),
    ]
    for fund, yuan in zip(FISCAL, over[1:], strict=True):
        closing_left.append((f"{FUNDS[fund]}财政拨款", [yuan], [(name, "item", None, fund, "total", yuan)]))
    closing_right: list[Side] = [
        ("本年支出合计", sums, [_whole(name, "total", fund, yuan) for fund, yuan in zip(_of(name), sums, strict=True)]),
        (
            "年末财政拨款结转和结余",
            over,
            [_whole(name, "carryover_out", fund, yuan) for fund, yuan in zip(_of(name), over, strict=True)],
        ),
        *[("", [None] * 4, [None] * 4)] * 3,
    ]
    both = [one + other for one, other in zip(sums, over, strict=True)]
    closing_left.append(("总计", both[:1], [_whole(name, "total", name, both[0])]))
    closing_right.append(
        ("总计", both, [_whole(name, "total", fund, yuan) for fund, yuan in zip(_of(name), both, strict=True)])
    )
    return _numbered(of, table, (left, closing_left), (right, closing_right))


def _of(name: str) -> tuple[str, ...]:
    return (name, *FISCAL)


def _whole(name: str, line: str, fund: str, yuan: Decimal) -> Figure:
    return name, line, None, fund, "total", yuan


def _source(of: Publisher, number: int, fund: str, name: str) -> Side:
    words = {"business_operating": "经营收入"}
    ending = ("财政拨款收入" if name == "revenue_and_expenditure" else "财政拨款") if fund in FISCAL else ""
    label = f"{_HAN[number]}、{words.get(fund, FUNDS[fund])}{ending}"
    yuan = of.accounts.sum(funds=_funds(fund))
    return label, [yuan], [(name, "item", None, fund, "total", yuan)]


def _function(
    of: Publisher, number: int, code: str, name: str, fund: str, funds: Sequence[Sequence[str] | None]
) -> Side:
    han = _HAN[number] if number < len(_HAN) else f"十{_HAN[number - 10]}"
    amounts = [of.accounts.sum(prefix=code, funds=each) for each in funds]
    of_funds = (fund, *FISCAL)[: len(funds)]
    figures: list[Figure | None] = [
        (name, "item", code, each, "total", yuan) for each, yuan in zip(of_funds, amounts, strict=True)
    ]
    return f"{han}、{name_of('function', code)}", amounts, figures


def _sides(of: Publisher, columns: int) -> list[list[Printed]]:
    item, line, amount = of.word("项目", "项 目", "项    目"), "行次", of.word("金额", "决算数")
    numbers = [("栏次", 1, 1), "", "1", "栏次", "", *(str(number + 2) for number in range(columns))]
    if columns == 1:
        return [[("收入", 1, 3), ("支出", 1, 3)], [item, line, amount, item, line, amount], numbers]
    funds = ["合计", *(f"{FUNDS[fund]}财政拨款" for fund in FISCAL)]
    return [[("收入", 1, 3), ("支出", 1, 2 + columns)], [item, line, amount, item, line, *funds], numbers]


def _numbered(of: Publisher, table: Table, left: _Rows, right: _Rows) -> Table:
    """Both sides with the numbers of their lines; each is its rows and what closes them below."""
    depth = max(len(left[0]), len(right[0]))
    one_side, other_side = _filled_up(left, depth), _filled_up(right, depth)
    for number, (one, other) in enumerate(zip(one_side, other_side, strict=True), start=1):
        row: list[Printed] = []
        for at, (label, amounts, figures) in ((number, one), (number + len(one_side), other)):
            row += [label, str(at), *("" if yuan is None else of.money(yuan) for yuan in amounts)]
            table.figures += [each for each in figures if each is not None and of.is_printed(each[-1])]
        table.body.append(row)
    return table


def _filled_up(side: _Rows, depth: int) -> list[Side]:
    rows, closing = side
    width = len(rows[0][1])
    return [*rows, *[("", [None] * width, [None] * width)] * (depth - len(rows)), *closing]


def _basic_expenditure(of: Publisher) -> Table:
    """一般公共预算财政拨款基本支出决算表: three blocks of code, name and amount beside each other."""
    name = "basic_expenditure"
    title = of.word("一般公共预算财政拨款基本支出决算表", "一般公共预算财政拨款基本支出决算明细表")
    code, amount = of.word("科目编码", "经济分类科目编码"), of.word("决算数", "金额")
    over: list[list[Printed]] = of.random.choice(([], [[("人员经费", 1, 3), ("公用经费", 1, 6)]]))
    measures = (PERSONNEL, OPERATING, OPERATING) if over else ("basic",) * 3
    head: list[list[Printed]] = [*over, [code, "科目名称", amount] * 3]
    table = Table(title, head)
    economic = of.accounts.economic
    sums = {
        each: sum((yuan for key, (_, yuan) in economic.items() if key.startswith(each)), Decimal()) for each in _CODES
    }
    personnel = [each for each in _CODES if each[:3] in ("301", "303")]
    operating = [each for each in _CODES if each[:3] not in ("301", "303")]
    half = len(personnel)
    blocks = [personnel, operating[:half], operating[half:]]
    for at in range(half):
        row: list[Printed] = []
        for block, measure in zip(blocks, measures, strict=True):
            each = block[at] if at < len(block) else None
            row += [each, name_of("economic", each), of.money(sums[each])] if each else ["", "", ""]
            if each and of.is_printed(sums[each]):
                table.figures.append((name, "item", each, "general_public", measure, sums[each]))
        table.body.append(row)
    wholes = [
        sum((yuan for kind, yuan in economic.values() if kind == wanted), Decimal())
        for wanted in (PERSONNEL, OPERATING)
    ]
    table.body.append([("人员经费合计", 1, 2), of.money(wholes[0]), ("公用经费合计", 1, 5), of.money(wholes[1])])
    table.figures += [
        (name, "total", None, "general_public", measure, yuan)
        for measure, yuan in zip((PERSONNEL, OPERATING), wholes, strict=True)
        if of.is_printed(yuan)
    ]
    return table


_CODES = (
    *("301", "30101", "30102", "30103", "30108", "303", "30302"),
    *("302", "30201", "30202", "30205", "30207", "30211", "30217", "30299", "310", "31002"),
)


def _three_public(of: Publisher) -> Table:
    """“三公”经费 as it was budgeted and as it was spent, one row of amounts."""
    title = of.word("财政拨款“三公”经费支出决算表", "一般公共预算财政拨款“三公”经费支出决算表")
    fund = "fiscal_appropriation" if title.startswith("财政拨款") else "general_public"
    vehicles = of.word("公务用车购置及运行维护费", "公务用车购置及运行费")
    labels = [of.word("合计", "小计"), "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行维护费", "公务接待费"]
    phases = [of.word("预算数", "年初预算数"), "决算数"]
    rows: list[list[Printed]] = [[(phase, 1, 6) for phase in phases], [], [], []]
    body: list[Printed] = []
    table = Table(title, rows)
    for phase in ("budget", "final"):
        rows[1] += [(labels[0], 2, 1), (labels[1], 2, 1), (vehicles, 1, 3), (labels[5], 2, 1)]
        rows[2] += labels[2:5]
        amounts = three_public_amounts(of)
        body += map(of.money, amounts.values())
        table.figures += [
            ("three_public", _line(key, phase), None if key == "total" else key, fund, "total", yuan)
            for key, yuan in amounts.items()
            if of.is_printed(yuan)
        ]
    rows[3] = [str(number + 1) for number in range(12)]
    table.body.append(body)
    return table


def _line(key: str, phase: str) -> str:
    line = "total" if key == "total" else "item"
    return line if phase == "final" else f"{line}, {phase}"


def _of_fund(of: Publisher, fund: str, title: str, *, with_revenue: bool) -> Table:
    """A fund's table: what it received and what was carried over beside what it spent."""
    over = "本年支出"
    spent = [_column(of, (over, *path), fund, measure) for path, measure in _MEASURES]
    columns = [
        Column(("年初结转和结余",), fund, "total", lambda *_: Decimal()),
        _column(of, ("本年收入",), fund, "total"),
        *spent,
        Column(("年末结转和结余",), fund, "carryover_out", lambda *_: Decimal()),
    ]
    columns = columns if with_revenue else spent
    if of.accounts.codes(funds=[fund]):
        return _by_function(of, fund, title, fund, columns)
    table = Table(title, _head(of, columns))
    table.body.append([("合计", 1, 2), *[""] * len(columns)])
    table.note = f"注：本部门本年度无{FUNDS[fund]}财政拨款支出，本表为空。"
    return table
