"""The words of findings: figures, amounts and sums as an official or a journalist reads them, in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated

from pipelines.classifications.codes import EXPENDITURE_SCHEMES
from pipelines.datasets.enumerations import MEASURE, STANDARD_TABLE, THREE_PUBLIC
from pipelines.foundation.amounts import YUAN_PER_UNIT
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.foundation.label_path import parted
from pipelines.foundation.sentence import Names, Sentence, Told
from pipelines.reconciliation.figures.elsewhere import file_of
from pipelines.reconciliation.figures.figure import Figure
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.tolerance import Status

_BETWEEN_CHARACTERS = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
_NAMED_PARTS = 3
_YUAN = next(unit for unit, yuan in YUAN_PER_UNIT.items() if yuan == 1)
_PARTS_OF_A_FORMULA = 12
_LABELS_AT_ONCE = 10_000
_FIGURES_AT_ONCE = 10_000
"""A figure stands in several identities."""
_AMOUNTS_AT_ONCE = 1_000
"""Both sides of an identity mostly print one amount."""


class Wording(Declaration):
    """The sentences of identities: what came of them, how their figures are named, and their units in English."""

    outcomes: Mapping[str, Sentence]
    names: Mapping[str, Sentence]
    total: str
    amount: str
    units: Mapping[Annotated[str, OneOf(YUAN_PER_UNIT)], str]


WORDING = DeclarationFile("pipelines.reconciliation.findings", "wording.yaml", Wording)


@cache
def _words() -> Wording:
    return WORDING.load()


def total_label() -> str:
    """What a total without a label is called."""
    return _words().total


def name_of(kind: str, **fields: object) -> Told:
    """A name of `wording.yaml`. KeyError for one that is not declared."""
    return _words().names[kind].tell(**fields)


def formula(equation: Equation) -> str:
    """The identity with its rows or columns by name: `合计 = 201 + 208`."""
    sign = "≤" if equation.at_most else "="
    name = _naming(equation)
    return f"{_sum_of(equation.left, name)} {sign} {_sum_of(equation.right, name)}"


def message(equation: Equation) -> Told:
    """What came of an identity; labels stay as printed."""
    verdict, unit = equation.verdict, unit_of(equation)
    sentence = _words().outcomes[_outcome(equation)]
    sides = {"left": equation.left, "right": equation.right}
    amounts = {
        "left_amount": verdict.left,
        "right_amount": verdict.right,
        "difference": abs(verdict.difference),
        "tolerance": verdict.tolerance,
    }
    told = {name: _side(sides[name], equation) for name in sentence.fields & sides.keys()}
    return sentence.tell(**told, **{name: money(amounts[name], unit) for name in sentence.fields & amounts.keys()})


def _outcome(equation: Equation) -> str:
    verdict, at_most = equation.verdict, equation.at_most
    if verdict.status is Status.PASS:
        return "within" if at_most else "agrees"
    if verdict.status is Status.ROUNDING:
        return "rounding_over" if at_most else "rounding"
    if verdict.tolerance:
        return "over" if at_most else "differs"
    if at_most:
        return "over_exactly"
    return "differs_in_two_places" if len(equation.left) == len(equation.right) == 1 else "differs_exactly"


def unit_of(equation: Equation) -> str:
    """The unit in which an identity is told: that of its first figure."""
    first = next(iter((*equation.left, *equation.right)), None)
    return first.printed_unit if first and first.printed_unit else _YUAN


@lru_cache(_AMOUNTS_AT_ONCE)
def money(amount: Decimal, unit: str) -> Told:
    """An amount in a printed unit: 1,234.50万元."""
    number = _number(amount, unit)
    return Told(f"{number}{unit}", f"{number} {_words().units.get(unit, unit)}")


def _number(amount: Decimal, unit: str) -> str:
    value = (amount / YUAN_PER_UNIT[unit]).normalize()
    return f"{value:,.{max(2, -int(value.as_tuple().exponent))}f}"


def table_named(table: str | None) -> Told:
    """The names of a standard table."""
    label = STANDARD_TABLE.get(table or "")
    return Told(label.zh, label.en) if label else Told(table or "", table or "")


def row_name(figure: Figure) -> str:
    """A row by its code and name, as printed."""
    if figure.scheme == "project":
        return _label(figure.name or figure.catalogue_name or _classified(figure) or _words().total)
    code, name = figure.code, _label(figure.name or parted(figure.row_path)[1])
    if figure.scheme == "three_public" and code is not None and code in THREE_PUBLIC:
        return THREE_PUBLIC[code].zh
    if figure.line == "total" and not name:
        name = figure.unit_name or _words().total
    return " ".join(part for part in (code, name) if part) or _words().total


def _classified(figure: Figure) -> str | None:
    """What the classification calls an item that prints no other name."""
    names = (figure.record.get(f"{scheme}_name") for scheme in EXPENDITURE_SCHEMES)
    return next((str(name) for name in names if name is not None), None)


@lru_cache(_LABELS_AT_ONCE)
def _label(text: str) -> str:
    """A label without the spaces that typesetting puts into it: 合 计."""
    return _BETWEEN_CHARACTERS.sub("", text)


def column_name(figure: Figure) -> str:
    """A column by the inmost of its labels, or by what it measures."""
    label = _label(parted(figure.column_path)[1])
    measure = figure.printed_measure
    return label or (MEASURE[measure].zh if measure is not None and measure in MEASURE else _words().amount)


def _sum_of(side: Sequence[Figure], name: Callable[[Figure], str]) -> str:
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
            return f"{table_named(figure.table).zh}[{row_name(figure)}]"
        return column_name(figure) if len(rows) == 1 else figure.code or row_name(figure)

    return name


def _side(side: Sequence[Figure], equation: Equation) -> Told:
    if not side:
        table = equation.tables[0] if not equation.left else equation.tables[1]
        return name_of("not_printed", table=table_named(table))
    if len(side) == 1:
        return _of_figure(side[0])
    names = Names(tuple(map(_naming(equation), side[:_NAMED_PARTS])))
    if len(side) > _NAMED_PARTS:
        return name_of("sum_of_more", names=names, count=len(side), more=len(side) - _NAMED_PARTS)
    return name_of("sum", names=names)


def _of_figure(figure: Figure) -> Told:
    if figure.named:
        return figure.named
    kind = "figure" if file_of(figure.record) is None else "figure_elsewhere"
    return _placed(kind, figure.table, figure.page, row_name(figure), column_name(figure))


@lru_cache(_FIGURES_AT_ONCE)
def _placed(kind: str, table: str | None, page: int, row: str, column: str) -> Told:
    return name_of(kind, table=table_named(table), page=page, row=row, column=column)
