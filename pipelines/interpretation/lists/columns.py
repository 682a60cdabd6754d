"""The columns of a list: the field that each one's labels name, or the fund whose amounts it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.lists import PERSONAL, Field, ListForm
from pipelines.interpretation.declared.vocabulary import Meaning, read_path
from pipelines.interpretation.sheets.header import Column, Header
from pipelines.interpretation.words.labels import label_core
from pipelines.personal_data.policy import policy

_UNIT = re.compile(rf"\((?:金额)?(?:单位:)?({MONEY_UNIT})\)|单位:({MONEY_UNIT})$")
TOTALS = frozenset({"total", "side_total", "grand_total"})
"""The lines of the vocabulary that are sums."""
_CODED = frozenset({"coded", "directory"})
"""The kinds of fields whose code and name can stand in columns of their own."""
_SEVERAL_COLUMNS = _CODED | {"note", "ordinal", "personal"}
_FACETS_OF_A_FUND = frozenset({"fund", "period", "line", "phase", "flow", "measure", "column", "year_word"})


@dataclass(frozen=True)
class ListColumn:
    """A column of a list.

    `field` is what its labels name. Where they name none, `fund` is what they say of a fund, `item_class` the class of
    items that it holds the amounts of; a column with none of them is unknown. `unit` is the unit of money printed in
    its labels. `part` is the depth of the part of a code that it holds, from 0; None where it holds no part.
    """

    index: int
    path: tuple[str, ...]
    field: Field | None = None
    fund: Meaning | None = None
    unit: str | None = None
    derived: bool = False
    item_class: str | None = None
    part: int | None = None

    @property
    def name(self) -> str | None:
        return self.field.name if self.field else None

    @property
    def kind(self) -> str | None:
        return self.field.kind if self.field else None

    @property
    def is_total(self) -> bool:
        """Whether it sums funds: 合计, 小计."""
        return self.fund is not None and self.fund.get("line") in TOTALS

    @property
    def fund_facets(self) -> frozenset[str]:
        return frozenset(self.fund.facets) if self.fund else frozenset()

    @property
    def holds_money(self) -> bool:
        is_of_items = self.fund is not None or self.item_class is not None
        return is_of_items or (self.field is not None and self.field.kind == "money")


def list_columns(header: Header, form: ListForm, fiscal_year: int | None) -> tuple[ListColumn, ...]:
    """Read the columns of a header. A field that two columns claim, where it has room for one, is neither's."""
    columns = _standing([_column(column, form, fiscal_year) for column in header.columns], form)
    claims = Counter(column.name for column in columns if column.field and column.field.kind not in _SEVERAL_COLUMNS)
    return tuple(replace(column, field=None) if claims[column.name] > 1 else column for column in columns)


def _standing(columns: Sequence[ListColumn], form: ListForm) -> list[ListColumn]:
    """The columns, each that stands for a field which no other prints as one of that field."""
    printed = {column.name for column in columns}
    fields = {field.name: field for field in form.fields.values()}
    return [
        replace(column, field=fields[column.field.stands_for])
        if column.field and column.field.stands_for in fields and column.field.stands_for not in printed
        else column
        for column in columns
    ]


def _column(column: Column, form: ListForm, fiscal_year: int | None) -> ListColumn:
    unit = _unit(column.path)
    if len(column.path) > 1 and _heads_amounts(column.path[0], form):
        # 采购预算金额 or 资金来源 over 小计 and the funds says nothing more of each.
        inner = _inner(column)
        told = _column(inner, form, fiscal_year)
        if told.field is not None or told.fund is not None or told.item_class is not None:
            return replace(told, path=column.path, unit=told.unit or unit)
    field, meaning = field_of(column.path, form), column.meaning
    of_a_fund = bool(meaning.facets.keys() & {"fund", "period"})
    # A part that the field is named for, 面向中小企业预留资金, is of no measure either.
    is_part = field is not None and field.name in form.parts and meaning.get("measure") == "unclassified"
    is_other = of_a_fund or not (is_part or _is_ours(meaning, fiscal_year))
    if field is not None and field.kind == "money" and is_other:
        field = None
    if field is None and column.path and policy().is_label(label_core(column.path[-1])):
        # 采购联系人: a label that announces a person, with a word before it that nobody declared.
        field = PERSONAL
    if field is not None or not column.path:
        return ListColumn(column.index, column.path, field, unit=unit, part=_part(column.path, form) if field else None)
    derived = bool(meaning.facets.keys() & {"kind", "count"})
    fund = meaning if not derived and _is_fund(column, form, fiscal_year) else None
    label = label_core(column.path[-1])
    item_class = label if label in form.classes.labels and not (form.by_fund or derived or fund) else None
    return ListColumn(column.index, column.path, None, fund, unit, derived, item_class)


def _heads_amounts(label: str, form: ListForm) -> bool:
    field = form.fields.get(label_core(label))
    heads_funds = form.by_fund and label_core(label) in form.fund_headings
    return heads_funds or (field is not None and field.name == "amount_yuan")


def _inner(column: Column) -> Column:
    path = column.path[1:]
    return replace(column, path=path, meaning=read_path(path))


def field_of(path: Sequence[str], form: ListForm) -> Field | None:
    """The field that a header path names: the longest of its endings that is declared.

    类, 款 and 项 under a label are parts of its code. 编码 and 名称 may stand at the end of a coded field's label, or
    under the label of any field.
    """
    cores = [core for core in map(label_core, path) if any(character.isalnum() for character in core)]
    is_part = len(cores) > 1 and cores[-1] in form.code_parts
    if is_part:
        cores.pop()
    field = next((form.fields[text] for text in _endings(cores) if text in form.fields), None)
    if field is None:
        stems = (
            text.removesuffix(ending)
            for text in _endings(cores)
            for ending in form.key_endings
            if text.endswith(ending)
        )
        field = next((form.fields[stem] for stem in stems if stem in form.fields), None)
        field = field if field and field.kind in _CODED else None
    return None if field is None or (is_part and field.kind != "coded") else field


def _part(path: Sequence[str], form: ListForm) -> int | None:
    """The depth of the part of a code that a header path ends in: 类 is the first."""
    core = label_core(path[-1])
    return form.code_parts.index(core) if len(path) > 1 and core in form.code_parts else None


def _endings(cores: Sequence[str]) -> Iterator[str]:
    for length in range(len(cores), 0, -1):
        yield "/".join(cores[-length:])
    if len(cores) > 1:
        yield "".join(cores[-2:])


def _unit(path: Sequence[str]) -> str | None:
    for label in reversed(path):
        if match := _UNIT.search(fold_text(label)):
            return match.group(1) or match.group(2)
    return None


def _is_fund(column: Column, form: ListForm, fiscal_year: int | None) -> bool:
    """Whether a column holds this year's amounts of a fund, or their sum, and all it says is understood.

    A list that prints a fund's name and doesn't class it takes every label under 资金来源 for one.
    """
    meaning = column.meaning
    headings = () if form.by_fund else (label_core(label) in form.fund_headings for label in column.path[:-1])
    headed = next((depth for depth, heads in enumerate(headings, 1) if heads), 0)
    if headed:
        # 政府采购资金来源 says what is paid for, and nothing of who pays.
        meaning = read_path(column.path[headed:])
    tells = meaning.known and bool(meaning.facets.keys() & {"fund", "period", "line"})
    return _is_ours(meaning, fiscal_year) and (headed > 0 or (tells and meaning.facets.keys() <= _FACETS_OF_A_FUND))


def _is_ours(meaning: Meaning, fiscal_year: int | None) -> bool:
    """Whether it is no amount of another year, no amount executed, no part that is not the item's own."""
    return (
        (meaning.year is None or meaning.year == fiscal_year)
        and meaning.get("year_word") != "last"
        and meaning.get("phase") in (None, "budget", "final")
        and meaning.get("measure") in (None, "project")
    )
