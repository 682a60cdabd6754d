"""The documents of the city: tables of budgets and final accounts, in the layouts of two publishers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.example.city import (
    CITY,
    DEPARTMENTS,
    OPERATING,
    OPERATION,
    OVERSEAS,
    PERSONNEL,
    PROJECT,
    PURCHASE,
    RECEPTION,
    YEARS,
    Accounts,
    Department,
    accounts,
    accounts_of_unit,
    name_of,
)
from tests.typesetting import Cell, Heading, Item, Line, Paragraph, Row, Style, Table, typeset

BASIC = (PERSONNEL, OPERATING)
_HAN = "一二三四五六七八九十"


@dataclass(frozen=True)
class Layout:
    """How a publisher prints: its unit of money, codes in a column of their own or before names, its rules."""

    unit: str
    codes_apart: bool
    total_first: bool
    landscape: bool
    style: Style

    def money(self, yuan: Decimal) -> str:
        """An amount as it is printed; a zero is left out."""
        value = yuan / (10_000 if self.unit == "万元" else 1)
        return f"{value:,.2f}" if yuan else ""

    def keys(self, code: str, name: str) -> list[str]:
        """The cells of a code and its name."""
        return [code, name] if self.codes_apart else [f"{code} {name}"]

    def head(self, *columns: str) -> list[Row]:
        """The header of a table by code."""
        return [[*(["科目编码", "科目名称"] if self.codes_apart else ["科目编码及名称"]), *columns]]

    def rows(self, total: Sequence[str], rows: Sequence[Row]) -> list[Row]:
        """The rows with their total where the publisher has it."""
        whole = [*([""] if self.codes_apart else []), "合计", *total]
        return [whole, *rows] if self.total_first else [*rows, whole]

    def widths(self, amounts: int) -> list[float]:
        """The widths of a table by code."""
        return [*([2.0, 5.0] if self.codes_apart else [6.0]), *[2.5] * amounts]


LAYOUTS = (
    Layout("万元", codes_apart=True, total_first=False, landscape=False, style=Style()),
    Layout("元", codes_apart=False, total_first=True, landscape=True, style=Style(rules="shapes")),
)


@dataclass(frozen=True)
class Document:
    """One file: whose budget or final accounts of which year."""

    department: Department
    year: int
    final: bool = False
    unit: str | None = None

    @property
    def name(self) -> str:
        return self.unit or self.department.name

    @property
    def accounts(self) -> Accounts:
        if self.unit is not None:
            return accounts_of_unit(self.department.name, self.unit, self.year)
        return accounts(self.department.name, self.year, final=self.final)

    @property
    def file(self) -> str:
        stage = "决算" if self.final else "预算"
        return f"{self.year}/{self.name}{self.year}年{'单位' if self.unit else '部门'}{stage}.pdf"

    @property
    def layout(self) -> Layout:
        return LAYOUTS[DEPARTMENTS.index(self.department) % len(LAYOUTS)]


def documents() -> Iterator[Document]:
    """All files of the city."""
    for year in YEARS:
        for department in DEPARTMENTS:
            yield Document(department, year)
            yield Document(department, year, final=True)
            if department.units:
                yield Document(department, year, unit=department.units[0])


def typeset_city(folder: Path) -> Sequence[Path]:
    """Typeset the files of the city into a folder."""
    made = []
    for document in documents():
        path = folder / document.file
        path.parent.mkdir(parents=True, exist_ok=True)
        made.append(typeset(path, _items(document), document.layout.style))
    return made


def _items(of: Document) -> list[Item]:
    kind, stage = ("单位" if of.unit else "部门"), ("决算" if of.final else "预算")
    total = of.layout.money(of.accounts.sum())
    return [
        Heading(f"{of.name}{of.year}年{kind}{stage}", level=1),
        Paragraph(f"部门代码：{of.department.code_in(of.year)}"),
        Paragraph(f"本{kind}属于虚构的{CITY}，所有数字均为示例。"),
        *(table for make in (_FINAL if of.final else _BUDGET) for table in make(of)),
        Heading(f"{kind}{stage}情况说明", level=1),
        Paragraph(
            f"一、收支总体情况。{of.year}年收入{stage}{total}{of.layout.unit}，支出{stage}{total}{of.layout.unit}。"
        ),
    ]


def _table(of: Document, title: str, header: Sequence[Row], body: Sequence[Row], widths: Sequence[float]) -> Table:
    caption = (Line(centre=title, size=14), Line(left=f"部门：{of.name}", right=f"单位：{of.layout.unit}"))
    return Table(body, widths, header, caption, landscape=of.layout.landscape)


def _two_sides(of: Document) -> Iterator[Table]:
    money, stage = of.layout.money, "决算" if of.final else "预算"
    total = money(of.accounts.sum())
    left = [
        ["一、一般公共预算拨款收入", total],
        ["二、政府性基金预算拨款收入", ""],
        ["三、国有资本经营预算拨款收入", ""],
    ]
    classes = [code for code in of.accounts.codes if len(code) == 3]
    right = [
        [f"{_HAN[number]}、{name_of('function', code, of.year)}", money(of.accounts.sum(code))]
        for number, code in enumerate(classes)
    ]
    depth = max(len(left), len(right))
    left += [["", ""]] * (depth - len(left))
    right += [["", ""]] * (depth - len(right))
    rows = [[*one, *other] for one, other in zip(left, right, strict=True)]
    rows.append(["本年收入合计", total, "本年支出合计", total])
    rows.append(["收入总计", total, "支出总计", total])
    head: list[Row] = [[Cell("收入", 2), Cell("支出", 2)], ["项目", f"{stage}数", "项目", f"{stage}数"]]
    title = "收入支出决算总表" if of.final else "收支总表"
    yield _table(of, title, head, rows, (5, 3, 5, 3))


def _expenditure(of: Document) -> Iterator[Table]:
    amounts, layout = of.accounts, of.layout
    rows: list[Row] = [
        [
            *layout.keys(code, name_of("function", code, of.year)),
            *map(layout.money, (amounts.sum(code), amounts.sum(code, BASIC), amounts.sum(code, (PROJECT,)))),
        ]
        for code in amounts.codes
    ]
    total = [layout.money(each) for each in (amounts.sum(), amounts.sum(kinds=BASIC), amounts.sum(kinds=(PROJECT,)))]
    title = "支出决算表" if of.final else "支出总表"
    yield _table(of, title, layout.head("合计", "基本支出", "项目支出"), layout.rows(total, rows), layout.widths(3))


def _general_budget(of: Document) -> Iterator[Table]:
    amounts, layout = of.accounts, of.layout
    kinds = ((PERSONNEL, OPERATING, PROJECT), BASIC, (PERSONNEL,), (OPERATING,), (PROJECT,))
    rows: list[Row] = [
        [
            *layout.keys(code, name_of("function", code, of.year)),
            *(layout.money(amounts.sum(code, kind)) for kind in kinds),
        ]
        for code in amounts.codes
    ]
    keys = 2 if layout.codes_apart else 1
    labels = layout.head()[0]
    head: list[Row] = [
        [
            *(Cell(str(label), rows=2) for label in labels[:keys]),
            Cell("合计", rows=2),
            Cell("基本支出", 3),
            Cell("项目支出", rows=2),
        ],
        ["小计", "人员经费", "公用经费"],
    ]
    total = [layout.money(amounts.sum(kinds=kind)) for kind in kinds]
    title = "一般公共预算财政拨款支出决算表" if of.final else "一般公共预算支出表"
    yield _table(of, title, head, layout.rows(total, rows), layout.widths(5))


def _basic_expenditure(of: Document) -> Iterator[Table]:
    amounts, layout = of.accounts, of.layout
    by_class: dict[str, Decimal] = {}
    for code, yuan in amounts.economic.items():
        by_class[code[:3]] = by_class.get(code[:3], Decimal()) + yuan
    rows: list[Row] = []
    for code in sorted({*amounts.economic, *by_class}):
        yuan = by_class.get(code) or amounts.economic[code]
        is_personnel = code.startswith("301")
        parts = (yuan, yuan if is_personnel else Decimal(), Decimal() if is_personnel else yuan)
        rows.append([*layout.keys(code, name_of("economic", code, of.year)), *map(layout.money, parts)])
    kinds = (BASIC, (PERSONNEL,), (OPERATING,))
    total = [layout.money(amounts.sum(kinds=kind)) for kind in kinds]
    title = "一般公共预算基本支出表"
    yield _table(of, title, layout.head("合计", "人员经费", "公用经费"), layout.rows(total, rows), layout.widths(3))


def _three_public(of: Document) -> Iterator[Table]:
    money, public = of.layout.money, of.accounts.three_public
    vehicles = public[PURCHASE] + public[OPERATION]
    values = [
        sum(public.values(), Decimal()),
        public[OVERSEAS],
        vehicles,
        public[PURCHASE],
        public[OPERATION],
        public[RECEPTION],
    ]
    labels = (
        "“三公”经费合计",
        "因公出国（境）费",
        "公务用车购置及运行费",
        "公务用车购置费",
        "公务用车运行费",
        "公务接待费",
    )
    if of.layout.codes_apart:
        rows: list[Row] = [[label, money(yuan) or "0.00"] for label, yuan in zip(labels, values, strict=True)]
        head: list[Row] = [["项目", "决算数" if of.final else "预算数"]]
        yield _table(of, "一般公共预算“三公”经费支出表", head, rows, (6, 3))
    else:
        head = [
            [*(Cell(label, rows=2) for label in labels[:2]), Cell(labels[2], 3), Cell(labels[5], rows=2)],
            ["小计", *labels[3:5]],
        ]
        yield _table(of, "一般公共预算“三公”经费支出表", head, [[money(yuan) or "0.00" for yuan in values]], [2.0] * 6)


def _units(of: Document) -> Iterator[Table]:
    if of.unit is not None or not of.department.units:
        return
    money, department = of.layout.money, of.department
    parts = [accounts_of_unit(department.name, unit, of.year) for unit in (department.name, *department.units)]
    names = [f"{department.name}（本级）", *department.units]
    code = department.code_in(of.year)
    rows: list[Row] = [
        [f"{code}{number:03}", name, *map(money, (part.sum(), part.sum(kinds=BASIC), part.sum(kinds=(PROJECT,))))]
        for number, (name, part) in enumerate(zip(names, parts, strict=True), start=1)
    ]
    whole = (of.accounts.sum(), of.accounts.sum(kinds=BASIC), of.accounts.sum(kinds=(PROJECT,)))
    rows.append(["", "合计", *map(money, whole)])
    head: list[Row] = [["单位编码", "单位名称", "合计", "基本支出", "项目支出"]]
    yield _table(of, "一般公共预算支出表（分单位）", head, rows, (2, 5, 2, 2, 2))


def _projects(of: Document) -> Iterator[Table]:
    if not of.accounts.projects:
        return
    money = of.layout.money
    rows: list[Row] = [[title, *[money(yuan)] * 2] for title, (_, yuan) in of.accounts.projects.items()]
    rows.append(["合计", *[money(of.accounts.sum(kinds=(PROJECT,)))] * 2])
    yield _table(of, "项目支出表", [["项目名称", "合计", "一般公共预算"]], rows, (6, 3, 3))


_BUDGET = (_two_sides, _expenditure, _general_budget, _units, _basic_expenditure, _three_public, _projects)
_FINAL = (_two_sides, _expenditure, _general_budget, _three_public)
