"""The basic expenditure of an invented budget by economic class, perhaps by both economic classifications."""

from __future__ import annotations

from decimal import Decimal

from tests.invented.accounts import name_of
from tests.invented.by_code import Amount, Column, Row, filled, key_cells, key_columns, total_cells, with_total
from tests.invented.table import Path, Publisher, Table, head


def basic_expenditure(of: Publisher) -> Table:
    """一般公共预算基本支出表 by economic class."""
    economic = of.accounts.economic

    def amount(kind: str | None) -> Amount:
        return lambda code, _: sum(
            (yuan for each, (its, yuan) in economic.items() if each.startswith(code) and kind in (None, its)),
            Decimal(),
        )

    over: Path = of.random.choice(((), ("一般公共预算基本支出",), ("基本支出",)))
    columns = [
        Column((*over, of.word("人员经费")), "general_public", "personnel", amount("personnel")),
        Column((*over, of.word("公用经费", "日常公用经费")), "general_public", "operating", amount("operating")),
    ]
    whole = Column((*over, of.word("合计", "总计")), "general_public", "basic", amount(None))
    columns = [whole, *columns] if of.layout.total_column == "first" else [*columns, whole]
    title = of.word(
        "一般公共预算基本支出表",
        "一般公共预算基本支出情况表（按经济分类科目）",
        "一般公共预算基本支出预算表",
        "一般公共预算财政拨款基本支出表",
    )
    codes = sorted({code[:length] for code in economic for length in (3, 5)})
    rows = [Row(key_cells(of, "economic", code), code, code=code) for code in codes]
    keys, total = key_columns(of, "经济"), total_cells(of, 2)
    if of.layout.both_economic:
        labels = of.word("部门预算支出 政府预算支出", "部门 政府").split()
        keys = [f"{label}经济分类科目{part}" for label in labels for part in ("编码", "名称")]
        rows = [Row([code, name_of("economic", code), *_government(code)], code, code=code) for code in codes]
        total = ["", of.layout.total_word, "", ""]
    table = Table(title, head(keys, [each.path for each in columns]))
    return filled(of, table, "basic_expenditure", columns, with_total(of, rows, total))


def _government(code: str) -> tuple[str, str]:
    """The class of the governments' classification that an economic class is accounted for under, and its name."""
    other = _GOVERNMENT.get(code)
    return (other, name_of("government_economic", other)) if other else ("", "")


_GOVERNMENT = {"30101": "50101", "30102": "50101", "30103": "50101", "30108": "50102", "30302": "50905"}
_GOVERNMENT |= {"30201": "50201", "30211": "50201", "30217": "50206", "30299": "50299"}
