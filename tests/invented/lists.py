"""The lists of an invented budget: projects, purchases, indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tests.invented.accounts import Project
from tests.invented.table import FISCAL, FUNDS, Publisher, Table, head
from tests.printed import Printed

_ITEMS = (("A05040101", "复印纸", 8), ("A02010105", "台式计算机", 3), ("C20090000", "广告宣传服务", 1))
_CLASSES = (("A", "货物", (0, 1)), ("C", "服务", (2,)))
_WANTED = (
    ("产出指标", "数量指标", "开展检查次数", "≥", "25", "次"),
    ("产出指标", "质量指标", "验收合格率", "≥", "98", "%"),
    ("满意度指标", "服务对象满意度指标", "服务对象投诉率", "≤", "3", "%"),
)


def projects(of: Publisher) -> Table:
    """项目支出表: with codes, with names only, or under their units; a column for each fund."""
    layout, accounts = of.layout, of.accounts
    funds: list[str | None] = [None, *FUNDS]
    over = ("本年拨款",) if layout.periods else ()
    fiscal = set(FISCAL)
    paths = [(*(over if fund in fiscal else ()), FUNDS[fund]) if fund else (of.word("合计", "总计"),) for fund in funds]
    carried = [f"carried {fund}" for fund in FISCAL] if layout.periods and layout.carried_over else []
    head_over = of.word("财政拨款结转结余", "上年结转", "上年结转结余")
    funds[4:4], paths[4:4] = carried, [(head_over, FUNDS[fund]) for fund in FISCAL if carried]
    keys = {
        "codes": ["项目编码", "项目名称", "单位名称"],
        "names": ["项目名称"],
        "merged_units": ["单位名称", "项目名称"],
    }[layout.projects]
    title = of.word(
        "项目支出表",
        "项目支出预算表",
        "部门项目支出预算表",
        "项目支出预算情况表",
        "项目支出明细表",
        "项目支出预算明细表",
    )
    table = Table(title, head(keys, paths))
    for project in accounts.projects:
        unit = accounts.units[project.unit]
        cells = {
            "codes": [project.code, project.name, unit],
            "names": [project.name],
            "merged_units": [unit, project.name],
        }[layout.projects]
        amounts = [_of_fund(project, fund) for fund in funds]
        table.body.append([*cells, *map(of.money, amounts)])
        code = project.code if layout.projects == "codes" else None
        table.figures += [
            ("projects", project.name, code, (fund or "all").removeprefix("carried "), None, yuan)
            for fund, yuan in zip(funds, amounts, strict=True)
            if of.is_printed(yuan)
        ]
    total = [sum((_of_fund(project, fund) for project in accounts.projects), Decimal()) for fund in funds]
    whole: list[Printed] = [(layout.total_word, 1, len(keys)), *map(of.money, total)]
    if layout.total_row != "none":
        table.body.insert(0 if layout.total_row == "first" else len(table.body), whole)
    return table


def _of_fund(project: Project, fund: str | None) -> Decimal:
    return project.yuan if fund is None else project.funds.get(fund, Decimal())


def procurement(of: Publisher) -> Table:
    """政府采购预算表: items with codes, items by name, classes alone, or classes over their items."""
    title = of.word(
        "政府采购预算表", "政府采购支出表", "政府采购预算情况表", "政府采购预算明细表", "政府采购预算情况明细表"
    )
    amounts = [Decimal(of.random.randint(1, 999)) * 100 for _ in _ITEMS]
    sums = {letter + name: sum((amounts[at] for at in places), Decimal()) for letter, name, places in _CLASSES}
    word, total = of.layout.total_word, of.money(sum(amounts, Decimal()))
    project = of.accounts.projects[0]
    unit = of.accounts.units[project.unit]
    if of.layout.purchases == "classes":
        table = Table(title, [["采购类别", "采购预算金额"]])
        table.body.append([word, total])
        for label, yuan in sums.items():
            table.body.append([label, of.money(yuan)])
        table.figures = [("procurement", "", label[:1], None, label[1:], yuan) for label, yuan in sums.items()]
        return table
    is_coded = of.layout.purchases != "names"
    items = list(zip(_ITEMS, map(of.money, amounts), strict=True))
    if of.layout.purchases == "classed_items":
        table = Table(title, [["品目编码", "采购品目名称", "项目名称", "单位名称", "数量", "采购金额"]])
        table.body.append(["", word, "", "", "", total])
        for letter, name, places in _CLASSES:
            table.body.append([letter, name, "", "", "", of.money(sums[letter + name])])
            for (code, item, count), amount in (items[at] for at in places):
                table.body.append([code, item, project.name, unit, str(count), amount])
    else:
        catalogue = ["采购品目编码", "采购品目名称"] if is_coded else ["采购品目"]
        table = Table(title, [["单位名称", "项目名称", *catalogue, "数量", "金额"]])
        for (code, item, count), amount in items:
            coded = [code, item] if is_coded else [item]
            table.body.append([unit, project.name, *coded, str(count), amount])
        table.body.append([word, *[""] * (table.width - 2), total])
    table.figures = [
        ("procurement", project.name, code if is_coded else None, None, name, yuan)
        for (code, name, _), yuan in zip(_ITEMS, amounts, strict=True)
    ]
    return table


def targets(of: Publisher) -> Table:
    """项目支出绩效目标表: a list of projects with their indicators."""
    layout = of.layout
    columns = ["单位名称", "项目名称"]
    columns += ["项目金额"] if layout.amount_beside_projects else []
    columns += ["年度绩效目标"] if layout.goals else []
    columns += ["一级指标", "二级指标"]
    columns += {
        "columns": ["三级指标", "指标值"],
        "sentence": ["三级指标及指标值"],
        "comparator": ["三级指标", "指标性质", "指标值", "度量单位"],
    }[layout.targets]
    table = Table(of.word("项目支出绩效目标表", "部门项目支出绩效目标表", "项目绩效目标表"), [[*columns]])
    for project in of.accounts.projects:
        count = of.random.randint(1, len(_WANTED))
        goal = f"完成{project.name}的年度任务，保障各项工作有序开展。"
        first = list(_merged(of, project, goal, count))
        for level1, level2, name, sign, value, unit in _WANTED[:count]:
            wanted = {
                "columns": [name, f"{sign}{value}{unit}"],
                "sentence": [f"{name}{sign}{value}{unit}"],
                "comparator": [name, sign, value, unit],
            }[layout.targets]
            table.body.append([*first, level1, level2, *wanted])
            first = []
            said = goal if layout.goals else None
            key, target = f"{level1}/{level2}/{name}", f"{sign}{unit}"
            table.figures.append(("targets", project.name, said, key, target, Decimal(value)))
        if layout.amount_beside_projects:
            table.figures.append(("project_funding", project.name, None, "all", None, project.yuan))
    return table


def _merged(of: Publisher, project: Project, goal: str, count: int) -> Iterator[Printed]:
    """The cells of a project that are merged over its indicators."""
    yield of.accounts.units[project.unit], count, 1
    yield project.name, count, 1
    if of.layout.amount_beside_projects:
        yield of.money(project.yuan), count, 1
    if of.layout.goals:
        yield goal, count, 1


def forms(of: Publisher) -> Iterator[Table]:
    """项目支出绩效目标表 as a form for each project, in one of the official templates."""
    title = of.word("项目支出绩效目标表", "部门预算项目支出绩效目标表", "项目支出绩效目标申报表", "项目绩效目标表")
    words = {
        "name": of.word("项目名称", "项目名称："),
        "lead": of.word("主管部门", "主管部门及代码", "主管部门名称"),
        "unit": of.word("实施单位", "项目实施单位", "预算单位"),
        "money": f"{of.word('项目资金', '资金情况', '项目资金情况')}（{of.layout.unit}）",
        "whole": of.word("年度资金总额", "年度资金总额：", "资金总额"),
        "fiscal": of.word("其中：财政拨款", "其中：财政资金", "财政拨款"),
        "rest": of.word("其他资金", "其他资金："),
        "goal": of.word("年度总体目标", "总体目标", "年度目标", "年度绩效目标", "绩效目标"),
        "indicators": of.word("绩效指标", "年度绩效指标"),
        "third": of.word("三级指标", "三级指标名称"),
        "value": of.word("指标值", "目标值", "年度指标值"),
    }
    for project in of.accounts.projects:
        yield _form(of, title, words, project)


def _form(of: Publisher, title: str, words: Mapping[str, str], project: Project) -> Table:
    goal = f"完成{project.name}的年度任务，保障各项工作有序开展。"
    fiscal = sum((_of_fund(project, fund) for fund in FISCAL), Decimal())
    money = {"whole": project.yuan, "fiscal": fiscal, "rest": project.yuan - fiscal}
    table = Table(title, [[(words["name"], 1, 2), (project.name, 1, 3)]], is_form=True)
    unit, department = of.accounts.units[project.unit], of.accounts.department
    table.body.append([(words["lead"], 1, 2), department, words["unit"], unit])
    for key, yuan in money.items():
        first: list[Printed] = [(words["money"], 3, 1)] if key == "whole" else []
        table.body.append([*first, words[key], (of.money(yuan), 1, 3)])
        fund = {"whole": "all", "fiscal": "fiscal_appropriation", "rest": "other"}[key]
        if of.is_printed(yuan):
            table.figures.append(("project_funding", project.name, None, fund, None, yuan))
    table.body.append([words["goal"], (goal, 1, 4)])
    count = of.random.randint(1, len(_WANTED))
    table.body.append([(words["indicators"], count + 1, 1), "一级指标", "二级指标", words["third"], words["value"]])
    above = ""
    for number, (level1, level2, name, sign, value, unit_of) in enumerate(_WANTED[:count], start=1):
        same = sum(each[0] == level1 for each in _WANTED[:count])
        merged: list[Printed] = [] if level1 == above else [(level1, same, 1)]
        above = level1
        label = of.layout.indicator_number.format(number) + name
        table.body.append([*merged, level2, label, f"{sign}{value}{unit_of}"])
        key, target = f"{level1}/{level2}/{name}", f"{sign}{unit_of}"
        table.figures.append(("targets", project.name, goal, key, target, Decimal(value)))
    return table
