"""The layout of an invented publisher, drawn from a seed: where captions stand, how codes, amounts and totals look."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal, TypeVar

Choice = TypeVar("Choice")

CodeStyle = Literal["column", "parts", "own_parts", "joined", "space", "dash", "bracket", "names"]
_HAN = ("", *"一二三四五六七八九", "十", *(f"十{digit}" for digit in "一二三四五六七八九"))

_NUMBERS = (
    *("表{}", "表1-{}", "附表{}", "附件{}", "附件1-{}", "部门公开表{}", "公开表{}", "预算公开表{}"),
    *("预算{:02}表", "公开{:02}表"),
)
_ORGANISATION_LABELS = (
    *("部门：", "部门名称：", "部门（单位）：", "单位名称："),
    *("编报单位：", "编制单位：", "预算单位：", "填报单位："),
)


@dataclass(frozen=True)
class Layout:
    """What a publisher keeps to in all its tables."""

    number: str
    number_place: Literal["none", "left", "title"]
    number_ends: str
    framed: bool
    """The caption stands inside the frame, in rows over its full width."""
    prefix: Literal["", "year", "year_department", "department_year"]
    unit: Literal["元", "万元"]
    unit_label: str
    unit_place: Literal["line", "title", "brackets"]
    organisation_label: str
    decimals: int
    thousands: bool
    zero: str
    code_style: CodeStyle
    total_row: Literal["first", "last", "none"]
    total_word: str
    total_spans: bool
    """The label of a total stands over the columns of code and name."""
    total_column: Literal["first", "last", "none"]
    numbers_columns: bool
    project_first: bool
    list_style: Literal["", "一、", "（一）", "1.", "1、", "(1)"]
    revenue_key: Literal["unit", "function", "total"]
    unit_codes: Literal["none", "dash", "bracket", "space", "column"]
    prints_department: bool
    fund_heads: Literal["flat", "nested", "year"]
    unit_funds: bool
    """Each of the units' own sources has a column."""
    kinds: Literal["plain", "split", "all"]
    general_kinds: Literal["plain", "split", "flat"]
    nested_funds: bool
    carried: Literal["absent", "present", "detail"]
    """Rows of what is carried over close the sides; their funds stand under them."""
    last_year: bool
    """Last year's amounts stand beside this year's."""
    memo: bool
    fiscal_columns: bool
    """The fiscal expenditure has a column for each fund."""
    year_totals: bool
    year_first: bool
    empty: Literal["note", "zero_row", "blank_row"]
    periods: bool
    units: Literal["none", "rows", "column"]
    by_kind: bool
    three_public: Literal["rows", "columns", "units"]
    projects: Literal["codes", "names", "merged_units"]
    purchases: Literal["items", "names", "classes", "classed_items"]
    targets: Literal["columns", "sentence", "comparator"]
    goals: bool
    amount_beside_projects: bool
    rows_of_a_page: int
    repeats_header: bool
    repeats_caption: bool
    cut_rows: Literal["none", "amounts_above", "amounts_below"]
    """A page break may cut a row: half of its name stands on each page."""
    serial: bool
    """The first column of each table numbers its rows."""
    remark: bool
    """The last column of each table is for remarks, of which there are none."""
    indents: bool
    """Names of codes stand the further in the deeper they are."""
    over_keys: bool
    """One label stands over the columns of code and name."""
    merges_head: bool
    """Labels of the head are merged with the empty cells under them."""
    compares: bool
    """What was spent last year stands before the expenditure by function, and how much more or less it is behind."""
    carried_first: bool
    """What is carried over is the first column of the revenue after the total."""
    carried_over: bool
    """财政拨款收支总表 has what is carried over, by fund, and the projects have a column for it."""
    three_public_years: Literal["one", "two", "change"]
    """“三公”经费 in rows has a column for last year too, perhaps with the change."""
    meetings: bool
    """会议费 and 培训费 stand beside “三公”经费."""
    performance: Literal["list", "forms"]
    """The projects' goals and indicators stand in one list, or in a form for each project."""
    indicator_number: str
    both_economic: bool
    """The basic expenditure is keyed by both economic classifications."""

    def amount(self, yuan: Decimal) -> str:
        """An amount as the publisher prints it."""
        if not yuan:
            return self.zero
        value = yuan / (10_000 if self.unit == "万元" else 1)
        return f"{value:{',' if self.thousands else ''}.{self.decimals}f}"

    def listed(self, number: int, text: str) -> str:
        """A label with its list number."""
        numbers = {"一、": f"{_HAN[number + 1]}、", "（一）": f"（{_HAN[number + 1]}）"}
        digits = self.list_style.replace("1", str(number + 1))
        return f"{numbers.get(self.list_style, digits)}{text}"


def draw(seed: int) -> Layout:
    """The layout of one publisher."""
    random = Random(seed)

    def one(*choices: Choice) -> Choice:
        return random.choice(choices)

    unit: Literal["元", "万元"] = "元" if one(True, False) else "万元"
    return Layout(
        number=one(
            "表{}",
            "附表{}",
            "部门公开表{}",
            "预算{:02}表",
            "公开{:02}表",
            "附件{}",
            "附件1-{}",
            "公开表{}",
            "预算公开表{}",
            "表1-{}",
        ),
        number_place=one("none", "left", "title"),
        number_ends=one("", " ", ".", "、", "："),
        framed=one(True, False),
        prefix=one("", "year", "year_department", "department_year"),
        unit=unit,
        unit_label=one("单位：", "单位:", "金额单位：", "单 位：", "货币单位：", "单位：人民币"),
        unit_place=one("line", "title", "brackets"),
        organisation_label=one(
            "部门：",
            "部门名称：",
            "编报单位：",
            "部门（单位）：",
            "编制单位：",
            "预算单位：",
            "填报单位：",
            "单位名称：",
        ),
        decimals=one(2, 6) if unit == "万元" else 2,
        thousands=one(True, False),
        zero=one("", "0", "0.00", "-", "0.0", "—"),
        code_style=one("column", "parts", "own_parts", "joined", "space", "dash", "bracket", "names"),
        total_row=one("first", "last", "none"),
        total_word=one("合计", "合 计", "总计", "合\u3000\u3000计", "总 计", "合计："),
        total_spans=one(True, False),
        total_column=one("first", "last", "none"),
        numbers_columns=one(True, False),
        project_first=one(True, False),
        list_style=one("", "一、", "（一）", "1.", "1、", "(1)"),
        revenue_key=one("unit", "function", "total"),
        unit_codes=one("none", "dash", "bracket", "space", "column"),
        prints_department=one(True, False),
        fund_heads=one("flat", "nested", "year"),
        unit_funds=one(True, False),
        kinds=one("plain", "split", "all"),
        general_kinds=one("plain", "split", "flat"),
        nested_funds=one(True, False),
        carried=one("absent", "present", "detail"),
        last_year=one(True, False),
        memo=one(True, False),
        fiscal_columns=one(True, False),
        year_totals=one(True, False),
        year_first=one(True, False),
        empty=one("note", "zero_row", "blank_row"),
        periods=one(True, False),
        units=one("none", "rows", "column"),
        by_kind=one(True, False),
        three_public=one("rows", "columns", "units"),
        projects=one("codes", "names", "merged_units"),
        purchases=one("items", "names", "classes", "classed_items"),
        targets=one("columns", "sentence", "comparator"),
        goals=one(True, False),
        amount_beside_projects=one(True, False),
        rows_of_a_page=one(12, 17, 40),
        repeats_header=one(True, False),
        repeats_caption=one(True, False),
        cut_rows=one("none", "amounts_above", "amounts_below"),
        serial=one(True, False, False, False),
        remark=one(True, False, False, False),
        indents=one(True, False),
        over_keys=one(True, False, False),
        merges_head=one(True, True, False),
        compares=one(True, False, False),
        carried_first=one(True, False, False),
        carried_over=one(True, False),
        three_public_years=one("one", "two", "change"),
        meetings=one(True, False, False),
        both_economic=one(True, False, False, False),
        performance=one("list", "forms"),
        indicator_number=one("", "指标{}：", "{}.", "（{}）", "{}、"),
    )
