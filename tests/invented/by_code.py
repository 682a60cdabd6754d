"""Tables keyed by functions, economic classes or units: their keys, their columns, their totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.invented.accounts import YEAR, name_of
from tests.invented.table import FISCAL, FUNDS, OF_UNITS, Figure, Path, Publisher, Table, head
from tests.printed import INDENT, Printed

Amount = Callable[[str, str | None], Decimal]
"""The amount of the functions with a prefix in a unit (None: in all)."""


@dataclass(frozen=True)
class Column:
    """A column of amounts: its labels, what fund and measure they say, and its amounts."""

    path: Path
    fund: str
    measure: str
    amount: Amount
    phase: str | None = "budget"
    """What was spent is of last year; None: no figure of the budget."""


@dataclass(frozen=True)
class Row:
    """A row: its cells left of the amounts, the function and unit it is of, its line and what keys it."""

    cells: Sequence[Printed]
    prefix: str = ""
    unit: str | None = None
    line: str = "item"
    code: object = None


def revenue(of: Publisher) -> Table:
    """收入总表: by unit, by function, or the total alone; a column for each fund, perhaps under heads."""
    accounts, layout = of.accounts, of.layout
    columns = _fund_columns(of)
    title = of.word("收入总表", "部门收入总表", "收入总体情况表", "收入预算总表")
    if layout.revenue_key == "total":
        return filled(of, Table(title, head([], [each.path for each in columns])), "revenue", columns, [_total([])])
    if layout.revenue_key == "function":
        keys, total = key_columns(of), total_cells(of)
        rows = [Row(key_cells(of, "function", code), code, code=code) for code in accounts.codes()]
    elif layout.unit_codes == "column":
        keys, total = ["单位编码", "单位名称"], ["", layout.total_word]
        rows = [Row([code, name], unit=code, code=code) for code, name in accounts.units.items()]
    else:
        coded = {"none": "", "dash": "{}-", "bracket": "[{}]", "space": "{} "}[layout.unit_codes]
        keys, total = [of.word("单位名称", "预算单位", "部门（单位）")], [layout.total_word]
        rows = [
            Row([f"{coded.format(code)}{name}"], unit=code, code=code if coded else name)
            for code, name in accounts.units.items()
        ]
        if layout.prints_department:
            name, code = accounts.department, accounts.code
            rows.insert(0, Row([f"{coded.format(code)}{name}"], code=code if coded else name))
    table = Table(title, head(keys, [each.path for each in columns]))
    return filled(of, table, "revenue", columns, with_total(of, rows, total))


def expenditure(of: Publisher) -> Table:
    """支出总表: by function, in sections by unit or with a column of units where the layout has it so."""
    accounts, layout = of.accounts, of.layout
    columns = _measures(of, layout.kinds, None, "all")
    if layout.memo:
        columns.append(Column(("其中：政府采购",), "all", "unclassified", _sum(of, ["government_fund"])))
    title = of.word("支出总表", "部门支出总表", "本年支出总体情况表", "支出预算总表")
    keys, total = key_columns(of), total_cells(of)
    units = layout.units
    if units == "none":
        rows = [Row(key_cells(of, "function", code), code, code=code) for code in accounts.codes()]
    else:
        rows = [row for unit in accounts.units for row in _of_unit(of, unit, units)]
    if units == "column":
        keys, total = [of.word("单位名称", "预算单位"), *keys], ["", *total]
    table = Table(title, head(keys, [each.path for each in columns]))
    return filled(of, table, "expenditure", columns, with_total(of, rows, total))


def _of_unit(of: Publisher, unit: str, units: str) -> list[Row]:
    name, left = of.accounts.units[unit], [""] * (len(total_cells(of)) - 1)
    if of.layout.code_style == "column":
        left = [""]
    first = [Row([*left, name], unit=unit, line="total", code=name)] if units == "rows" else []
    beside: list[Printed] = [name] if units == "column" else []
    return first + [
        Row([*beside, *key_cells(of, "function", code)], code, unit, code=code) for code in of.accounts.codes(unit)
    ]


def general_budget(of: Publisher) -> Table:
    """一般公共预算支出表, its basic expenditure split under one head or beside it."""
    title = of.word(
        "一般公共预算支出表",
        "一般公共预算支出情况表",
        "一般公共预算支出情况表（按功能分类科目）",
        "一般公共预算支出预算表",
        "一般公共预算财政拨款支出表",
    )
    return _by_function(of, title, "general_budget_by_function", "general_public", of.layout.general_kinds)


def government_fund(of: Publisher) -> Table:
    """政府性基金预算支出表; without any it is empty and says so."""
    title = of.word("政府性基金预算支出表", "政府性基金预算支出预算表", "政府性基金预算支出情况表")
    return _by_function(of, title, "government_fund", "government_fund", "plain")


def state_capital(of: Publisher) -> Table:
    """国有资本经营预算支出表, always empty."""
    title = of.word("国有资本经营预算支出表", "国有资本经营预算支出预算表")
    return _by_function(of, title, "state_capital", "state_capital", "plain")


def _by_function(of: Publisher, title: str, name: str, fund: str, kinds: str) -> Table:
    columns = _measures(of, kinds, [fund], fund)
    if fund == "general_public" and of.layout.compares:
        columns = _compared(of, columns, [fund], fund)
    table = Table(title, head(key_columns(of), [each.path for each in columns]))
    codes = of.accounts.codes(funds=[fund])
    if not codes:
        table.note = f"注：本部门没有使用{FUNDS[fund]}安排的支出，故本表为空表。"
        if of.layout.empty == "zero_row":
            return filled(of, table, name, columns, [_total(total_cells(of))])
        table.body = [[""] * table.width] if of.layout.empty == "blank_row" else []
        return table
    rows = [Row(key_cells(of, "function", code), code, code=code) for code in codes]
    return filled(of, table, name, columns, with_total(of, rows, total_cells(of)))


def _compared(of: Publisher, columns: Sequence[Column], funds: Sequence[str], fund: str) -> list[Column]:
    """Columns under this year's budget, after what was spent last year, before the difference and its rate."""
    amount = _sum(of, funds)

    def last(prefix: str, unit: str | None) -> Decimal:
        return (amount(prefix, unit) / 200).quantize(Decimal(1)) * 100

    executed = of.word(f"{YEAR - 1}年执行数", f"{YEAR - 1}年预算执行数", f"{YEAR - 1}年预计执行数")
    this, change = f"{YEAR}年预算数", of.word(f"{YEAR}年预算数比{YEAR - 1}年执行数", "增减情况", "增减变化情况")
    return [
        Column((executed,), fund, "total", last, "execution"),
        *(replace(column, path=(this, *column.path)) for column in columns),
        Column((change, of.word("增减额", "增减金额")), fund, "total", lambda *at: amount(*at) - last(*at), None),
    ]


def _fund_columns(of: Publisher) -> list[Column]:
    """A column for each fund, under the heads that the layout has, with the sums that it prints."""

    def column(path: Path, fund: str, *funds: str) -> Column:
        return Column(path, fund, "total", _sum(of, funds or None))

    detail = of.layout.fund_heads != "year"
    units = [column((FUNDS[each],), each, each) for each in OF_UNITS] if of.layout.unit_funds else []
    units = units or [column(("单位资金",), "unit_funds", *OF_UNITS)]
    account = column((FUNDS["fiscal_account"],), "fiscal_account", "fiscal_account")
    whole = column((of.word("合计", "总计"),), "all")
    if of.layout.fund_heads == "nested":
        fiscal = [column(("财政拨款", "小计"), "fiscal_appropriation", *FISCAL)]
        fiscal += [column(("财政拨款", FUNDS[each]), each, each) for each in FISCAL]
        return [whole, *fiscal, account, *units]
    fiscal = [column((FUNDS[each],), each, each) for each in FISCAL]
    if detail:
        before = [Column((of.word("上年结转", "上年结转结余"),), "all", "total", lambda *_: Decimal())]
        return [whole, *before * of.layout.carried_first, *fiscal, account, *units]
    inner = [column(("小计",), "all"), *fiscal, account, column(("单位资金",), "unit_funds", *OF_UNITS)]
    carried = [("小计", "all"), *((FUNDS[each], each) for each in FISCAL), ("单位资金", "unit_funds")]
    return [
        whole,
        *(Column(("本年收入", *each.path), each.fund, each.measure, each.amount) for each in inner),
        *(Column(("上年结转结余", label), fund, "total", lambda *_: Decimal()) for label, fund in carried),
    ]


def _sum(of: Publisher, funds: Sequence[str] | None, kinds: str | None = None) -> Amount:
    return lambda prefix, unit: of.accounts.sum(prefix=prefix, unit=unit, funds=funds, kinds=kinds)


def _measures(of: Publisher, kinds: str, funds: Sequence[str] | None, fund: str) -> list[Column]:
    words = of.word("人员经费 公用经费", "人员经费 日常公用经费", "人员支出 公用支出").split()
    personnel, operating, project = "personnel", "operating", "project"
    over: Path = ("基本支出",)
    basic: list[tuple[Path, str, str]] = {
        "plain": [(("基本支出",), "basic", f"{personnel} {operating}")],
        "split": [
            ((*over, "小计"), "basic", f"{personnel} {operating}"),
            ((*over, words[0]), personnel, personnel),
            ((*over, words[1]), operating, operating),
        ],
        "flat": [((words[0],), personnel, personnel), ((words[1],), operating, operating)],
        "all": [(("基本支出",), "basic", f"{personnel} {operating}")],
    }[kinds]
    parts = [Column(path, fund, measure, _sum(of, funds, kind)) for path, measure, kind in basic]
    parts.insert(
        0 if of.layout.project_first else len(parts), Column(("项目支出",), fund, project, _sum(of, funds, project))
    )
    if kinds == "all":
        rest = {
            "事业单位经营支出": "business_operating",
            "上缴上级支出": "remittance_up",
            "对附属单位补助支出": "subsidy_down",
        }
        parts += [Column((label,), fund, measure, lambda *_: Decimal()) for label, measure in rest.items()]
    if of.layout.total_column == "none":
        return parts
    whole = Column((of.word("合计", "总计"),), fund, "total", _sum(of, funds))
    return [whole, *parts] if of.layout.total_column == "first" else [*parts, whole]


def key_columns(of: Publisher, word: str = "功能") -> list[Printed]:
    """The labels over the keys."""
    match of.layout.code_style:
        case "parts" | "own_parts":
            return [(of.word("科目编码", "科目代码"), 1, 3 if word == "功能" else 2), "科目名称"]
        case "column" if of.layout.over_keys:
            return [(of.word(f"{word}分类科目", f"支出{word}分类科目", "科目", "项目"), 1, 2)]
        case "column":
            return [of.word("科目编码", f"{word}分类科目编码", "科目代码"), of.word("科目名称", f"{word}分类科目名称")]
        case _:
            return [of.word("科目名称", "项目", f"支出{word}分类科目", f"{word}分类科目", "科目编码及名称")]


def key_cells(of: Publisher, scheme: str, code: str) -> list[Printed]:
    """A code and its official name, in the columns of the layout."""
    depth = (len(code) - 3) // 2
    name = f"{INDENT * depth * of.layout.indents}{name_of(scheme, code)}"
    parts = [code[:3], code[3:5], code[5:7]][: 3 if scheme == "function" else 2]
    match of.layout.code_style:
        case "parts":
            return [*parts, name]
        case "own_parts":
            last = sum(map(bool, parts)) - 1
            return [*(part if at == last else "" for at, part in enumerate(parts)), name]
        case "column":
            return [code, name]
        case "names":
            return [name]
        case style:
            form = {"joined": "{}{}", "space": "{} {}", "dash": "{}-{}", "bracket": "[{}]{}"}[style]
            return [form.format(code, name.strip(INDENT))]


def total_cells(of: Publisher, parts: int = 3) -> list[Printed]:
    """The label of a total in the columns of the keys."""
    match of.layout.code_style:
        case "parts" | "own_parts":
            return [*[""] * parts, of.layout.total_word]
        case "column":
            return [(of.layout.total_word, 1, 2)] if of.layout.total_spans else ["", of.layout.total_word]
        case _:
            return [of.layout.total_word]


def _total(cells: Sequence[Printed]) -> Row:
    return Row(cells, line="total")


def with_total(of: Publisher, rows: Sequence[Row], cells: Sequence[Printed]) -> list[Row]:
    """The rows with the total where the layout has it."""
    match of.layout.total_row:
        case "first":
            return [_total(cells), *rows]
        case "last":
            return [*rows, _total(cells)]
        case _:
            return list(rows)


def filled(of: Publisher, table: Table, name: str, columns: Sequence[Column], rows: Sequence[Row]) -> Table:
    """A table with its rows, and the figures that they print."""
    for row in rows:
        amounts = [column.amount(row.prefix, row.unit) for column in columns]
        table.body.append([*row.cells, *map(of.money, amounts)])
        table.figures += [
            _figure(name, row, column, yuan)
            for column, yuan in zip(columns, amounts, strict=True)
            if of.is_printed(yuan) and column.phase
        ]
    return table


def _figure(name: str, row: Row, column: Column, yuan: Decimal) -> Figure:
    line = row.line if column.phase == "budget" else f"{row.line}, {column.phase} of {YEAR - 1}"
    return name, line, row.code, column.fund, column.measure, yuan
