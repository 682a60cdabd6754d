"""The words of findings: figures, amounts and sums as an official or a journalist reads them, in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from pipelines.datasets.enumerations import MEASURE, STANDARD_TABLE, THREE_PUBLIC
from pipelines.foundation.amounts import YUAN_PER_UNIT
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.tolerance import Status

_BETWEEN_CHARACTERS = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
_NAMED_PARTS = 3
_PARTS_OF_A_FORMULA = 12
_UNIT_EN = {
    "元": "yuan",
    "千元": "thousand yuan",
    "万元": "10k yuan",
    "百万元": "million yuan",
    "亿元": "100 million yuan",
}


def formula(equation: Equation) -> str:
    """The identity with its rows or columns by name: `合计 = 201 + 208`."""
    sign = "≤" if equation.at_most else "="
    return f"{_sum_of(equation.left, equation)} {sign} {_sum_of(equation.right, equation)}"


def message(equation: Equation) -> str:
    """What came of an identity, in Chinese."""
    verdict, unit = equation.verdict, unit_of(equation)
    left = f"{_side(equation.left, equation, _zh)}为{money(verdict.left, unit)}"
    right = f"{_side(equation.right, equation, _zh)}为{money(verdict.right, unit)}"
    if verdict.status is Status.PASS:
        return f"{left}，{right}，{'未超过' if equation.at_most else '相符'}。"
    by = f"{'多出' if equation.at_most else '相差'}{money(abs(verdict.difference), unit)}"
    within = f"四舍五入允许的{money(verdict.tolerance, unit)}"
    if verdict.status is Status.ROUNDING:
        return f"{left}，{right}，{by}，在{within}以内。"
    limit = f"，超出{within}" if verdict.tolerance else "，同一数在两处不同" if _is_repeated(equation) else ""
    return f"{left}，{right}，{by}{limit}。"


def message_en(equation: Equation) -> str:
    """What came of an identity, in English; labels stay as printed."""
    verdict, unit = equation.verdict, unit_of(equation)
    left = f"{_side(equation.left, equation, _en)} is {money_en(verdict.left, unit)}"
    right = f"{_side(equation.right, equation, _en)} is {money_en(verdict.right, unit)}"
    if verdict.status is Status.PASS:
        return f"{left}, {right}: {'within it' if equation.at_most else 'they agree'}."
    by = f"{'exceeded' if equation.at_most else 'they differ'} by {money_en(abs(verdict.difference), unit)}"
    if verdict.status is Status.ROUNDING:
        return f"{left}, {right}: {by}, within the rounding of {money_en(verdict.tolerance, unit)}."
    limit = f", more than the rounding of {money_en(verdict.tolerance, unit)}" if verdict.tolerance else ""
    return f"{left}, {right}: {by}{limit}."


def unit_of(equation: Equation) -> str:
    """The unit in which an identity is told: that of its first figure."""
    first = next(iter((*equation.left, *equation.right)), None)
    return (first and first.printed_unit) or "元"


def money(amount: Decimal, unit: str) -> str:
    """An amount in a printed unit: 1,234.50万元."""
    return f"{_number(amount, unit)}{unit}"


def money_en(amount: Decimal, unit: str) -> str:
    """An amount in a printed unit, in English."""
    return f"{_number(amount, unit)} {_UNIT_EN.get(unit, unit)}"


def _number(amount: Decimal, unit: str) -> str:
    value = (amount / YUAN_PER_UNIT[unit]).normalize()
    return f"{value:,.{max(2, -int(value.as_tuple().exponent))}f}"


def table_name(table: str | None) -> str:
    """The Chinese name of a standard table."""
    return STANDARD_TABLE[table].zh if table is not None and table in STANDARD_TABLE else table or ""


def table_name_en(table: str | None) -> str:
    """The English name of a standard table."""
    return STANDARD_TABLE[table].en if table is not None and table in STANDARD_TABLE else table or ""


def row_name(figure: Figure) -> str:
    """A row by its code and name, as printed."""
    if figure.scheme == "project":
        return _label(figure.name or "合计")
    code, name = figure.code, _label(figure.name or (figure.row_path or "").rpartition(" / ")[2])
    if figure.scheme == "three_public" and code is not None and code in THREE_PUBLIC:
        return THREE_PUBLIC[code].zh
    if figure.line == "total" and not name:
        name = figure.unit_name or "合计"
    return " ".join(part for part in (code, name) if part) or "合计"


def _label(text: str) -> str:
    """A label without the spaces that typesetting puts into it: 合 计."""
    return _BETWEEN_CHARACTERS.sub("", text)


def column_name(figure: Figure) -> str:
    """A column by the inmost of its labels, or by what it measures."""
    label = _label((figure.column_path or "").rpartition(" / ")[2])
    measure = figure.printed_measure
    return label or (MEASURE[measure].zh if measure is not None and measure in MEASURE else "金额")


def _sum_of(side: Sequence[Figure], equation: Equation) -> str:
    name = _naming(equation)
    rest = ["…"] if len(side) > _PARTS_OF_A_FORMULA else []
    return " + ".join([*map(name, side[:_PARTS_OF_A_FORMULA]), *rest]) or "0"


def _naming(equation: Equation) -> Callable[[Figure], str]:
    """How figures are told from each other in an identity: by their table, by their column, or by their row."""
    figures = (*equation.left, *equation.right)
    tables = {figure.table for figure in figures}
    rows = {figure.record.get("row") for figure in figures}

    def name(figure: Figure) -> str:
        if figure.named:
            return figure.named.zh
        if len(tables) > 1:
            return f"{table_name(figure.table)}[{row_name(figure)}]"
        return column_name(figure) if len(rows) == 1 else figure.code or row_name(figure)

    return name


def _side(side: Sequence[Figure], equation: Equation, tell: Callable[[Figure], str]) -> str:
    zh = tell is _zh
    if not side:
        return _unprinted(equation, zh)
    if len(side) == 1:
        return tell(side[0])
    names = map(_naming(equation), side[:_NAMED_PARTS])
    if zh:
        more = f"等{len(side)}项" if len(side) > _NAMED_PARTS else ""
        return f"{'、'.join(names)}{more}之和"
    more = f" and {len(side) - _NAMED_PARTS} more" if len(side) > _NAMED_PARTS else ""
    return f"the sum of {', '.join(names)}{more}"


def _unprinted(equation: Equation, zh: bool) -> str:
    table = equation.tables[0] if not equation.left else equation.tables[1]
    if zh:
        return f"{table_name(table)}未列此项，视"
    return f"the table of {table_name_en(table)}, where it is not printed and counts as nothing,"


def _zh(figure: Figure) -> str:
    if figure.named:
        return figure.named.zh
    return f"{table_name(figure.table)}（第{figure.page}页）“{row_name(figure)}”行“{column_name(figure)}”栏"


def _en(figure: Figure) -> str:
    if figure.named:
        return figure.named.en
    table = table_name_en(figure.table)
    return f"“{row_name(figure)}”, column “{column_name(figure)}” of the table of {table} (p. {figure.page})"


def _is_repeated(equation: Equation) -> bool:
    return len(equation.left) == len(equation.right) == 1 and not equation.at_most
