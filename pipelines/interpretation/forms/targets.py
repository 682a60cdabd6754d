"""Indicators with their targets: rows of `performance_targets`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.declared.forms import indicator_levels, shared_form
from pipelines.interpretation.forms.goals import DEFAULT_HORIZON, Goal, goal_for, goal_named
from pipelines.interpretation.forms.indicators import Target, compose_target, is_sign, parse_target, split_statement
from pipelines.interpretation.forms.lines import line_columns
from pipelines.interpretation.forms.rows import (
    Project,
    Row,
    cell_unit,
    named_project,
    named_unit,
    printed_again,
    project_columns,
    table_rows,
)
from pipelines.interpretation.forms.sections import FormContext, Section
from pipelines.interpretation.forms.tables import Block
from pipelines.interpretation.forms.values import code_of, is_number, money, number, text_of
from pipelines.interpretation.sheets.reading import source
from pipelines.interpretation.sheets.sheet import SheetCell
from pipelines.interpretation.sheets.units import unit_key
from pipelines.interpretation.words.codes import CodeKind, is_code
from pipelines.interpretation.words.labels import label_key

_LEVELS = 2
_WEIGHT = re.compile(r"\s*[(（]\s*\d+(?:\.\d+)?\s*\S?\s*[)）]$")
_BARE_WEIGHT = re.compile(r"\s*\d+(?:\.\d+)?\s*\S?$")
_MONEY_OF_DEPARTMENT = frozenset({"current_budget_yuan", "funding", "nature"})


def targets(section: Section, around: FormContext) -> Iterator[tuple[str, Record]]:
    """A row for each indicator of a table, and a profile for each project that a list of indicators names."""
    block = section.block
    before: Project | None = None
    part: _Part | None = None
    again = printed_again(block, around.sheet)
    for row in _under_units(table_rows(block, around.sheet), around):
        goes_on = row.is_at_top and _project(row) == before
        before = _project(row)
        statement = row.cell("statement")
        indicator, target = statement or row.cell("indicator"), statement or row.cell("target")
        if has_indicator(row) and row.texts.get("project_name") and not section.repeats_rows:
            begun = _part(row) if row.index not in again else None
            if (row.starts("project_name") and not goes_on) or begun not in (None, part):
                yield "project_profiles", _profile(row, around)
            part = begun or part
            if row.index not in again:
                yield from (("project_funding", record) for record in _funding(row, around))
        if around.form.scope == "department" and row.index not in again:
            yield from (("budget_lines", record) for record in _money_of_department(row, around))
        if indicator is None or target is None or not row.starts("indicator", "target", "statement"):
            continue
        if target.text or not _placeholder().fullmatch(indicator.text):
            yield "performance_targets", _record(row, indicator, target, section, around)


def _under_units(rows: Iterable[Row], around: FormContext) -> Iterator[Row]:
    """The rows of a list, each with the unit that a row without indicators names over its project."""
    over: str | None = None
    for row in rows:
        name, cell = row.texts.get("project_name"), row.cell("project_name")
        if name and cell and cell.row_span == 1 and cell.text and not has_indicator(row):
            over = name if _has_code_of_unit(row) or unit_key(name) in around.context.units else None
        named = {"unit_name": over} if over and "unit_name" not in row.texts and name != over else {}
        yield replace(row, texts={**row.texts, **named})


def _has_code_of_unit(row: Row) -> bool:
    code = code_of(row.cell("project_code"))
    return code is not None and is_code(code, CodeKind.UNIT)


def has_indicator(row: Row) -> bool:
    """Whether a row prints an indicator: one that names a unit over its projects, or sums them, has none."""
    return any(cell and cell.text for cell in map(row.cell, ("statement", "indicator", "target")))


@cache
def _placeholder() -> re.Pattern[str]:
    """What stands where an indicator was not filled in."""
    words = "|".join(map(re.escape, shared_form().placeholders))
    return re.compile(rf"(?:(?:{words})\s*\d*\s*[:：]?|[….\s]*)")


def _record(row: Row, indicator: SheetCell, target: SheetCell, section: Section, around: FormContext) -> Record:
    block = section.block
    project = _project(row) if block.column("project_name") else section.project
    goal = _goal(row, section, around)
    name, text, value = _read(row, indicator, target)
    return {
        **source(around.sheet, target if target.text else indicator),
        "scope": around.form.scope,
        **project_columns(project),
        "project_link": "form" if project else None,
        "horizon": goal.horizon,
        "goal_no": goal.number,
        "goal": goal.text,
        "level1": _level(row, "level1") or _level_over(block),
        "level2": _level(row, "level2"),
        "basis": row.texts.get("basis"),
        **_named(name, block),
        "comparator": value.comparator,
        "target_value": None if value.value is None else float(value.value),
        "target_unit": value.unit,
        "target_text": text or None,
        "weight": number(row.cell("weight")),
        **_actual(row),
        **_baselines(row),
    }


def _named(printed: str | None, block: Block) -> Record:
    """An indicator without its list number, and the levels that a list by task prints before it."""
    name = _without_number(printed or "")
    if not block.column("task") or (found := _levels_within(name)) is None:
        return {"indicator": name or None}
    level1, level2, rest = found
    return {"level1": level1, "level2": level2, "indicator": _without_number(rest)}


def _level(row: Row, field: str) -> str | None:
    """A level without the weight that is printed behind it: `产出指标（50分）`, a known one also `产出指标50分`."""
    text = row.texts.get(field)
    if not text:
        return None
    if (known := _BARE_WEIGHT.sub("", text)) != text and label_key(known) in indicator_levels():
        return known
    return _WEIGHT.sub("", text) or text


def _money_of_department(row: Row, around: FormContext) -> Iterator[Record]:
    """What a list prints of a department's money beside its indicators: the whole, by fund and by nature."""
    for column, cell in row.cells:
        if column.field not in _MONEY_OF_DEPARTMENT or column.label is None or cell.row != row.index:
            continue
        unit = cell_unit(cell, column.unit, around.sheet)
        amount = money(cell, unit)
        if amount is None or unit is None:
            continue
        unit_of = named_unit(row.texts.get("unit_name"))
        facets = {"flow": "expenditure", "line": "total", "fund": "all", "measure": "total", "phase": "budget"}
        yield {
            **source(around.sheet, cell),
            "table": around.form.table,
            **line_columns({**facets, **column.label.facets}, "", amount, unit, around.context.fiscal_year),
            "name": None,
            "unit_code": unit_of.code,
            "unit_name": unit_of.name or None,
            "column_path": column.printed_path,
        }


def _actual(row: Row) -> Record:
    """What a self-evaluation prints of an indicator: what was reached, and the score."""
    cell = row.cell("actual")
    value = _parsed(cell).value if cell else None
    return {
        "actual_text": row.texts.get("actual"),
        "actual_value": None if value is None else float(value),
        "score": number(row.cell("score")),
    }


def _read(row: Row, indicator: SheetCell, target: SheetCell) -> tuple[str | None, str, Target]:
    """The name of an indicator, and its target as printed and as read."""
    if row.cell("statement"):
        name, text = split_statement(_without_number(fold_space(indicator.text)))
        return name, text, parse_target(text) if indicator.proven else Target()
    return row.texts.get("indicator"), *_target(row, target)


def _without_number(name: str) -> str:
    """A name without the list number before it; that of a text that goes on with the next number is its own."""
    match = _list_number().match(name)
    if match is None or match.end() == len(name):
        return name
    number = match.group().strip()
    following = re.escape(re.sub(r"\d+", lambda digits: str(int(digits.group()) + 1), number))
    return name if re.search(rf"(?<!\d){following}(?!\d)", name[match.end() :]) else name[match.end() :]


@cache
def _list_number() -> re.Pattern[str]:
    """What numbers an indicator before its name: `指标1：`, `1.`, `（2）`; or announces it: `指标：`."""
    words = "|".join(map(re.escape, shared_form().placeholders))
    numbered = rf"(?:{words})\s*(?:\d+\s*[:：.、]|[:：])|\d{{1,2}}(?:、|[.．](?!\d))|[(（]\d{{1,2}}[)）]"
    return re.compile(rf"(?:\s*(?:{numbered})\s*)+")


_Part = tuple[Project | None, str, str | None]
"""A part of a project that a list prints under its name: the project, the part's amount as printed, its goal."""


def _part(row: Row) -> _Part | None:
    """The part of a project that begins in a row: a project's name can be merged over several, each with an amount."""
    amount = row.cell("current_budget_yuan")
    if amount is None or amount.row != row.index or not is_number(amount.text):
        return None
    return _project(row), amount.text, row.texts.get("goal")


def _project(row: Row) -> Project | None:
    return named_project(row.texts.get("project_name"), row.cell("project_code"), row.texts.get("unit_name"))


def _profile(row: Row, around: FormContext) -> Record:
    """The profile of a project in a list, or of a part of it: what its row says of it."""
    name = row.cell("project_name")
    budgets = [(column, cell) for column, cell in row.cells if column.field == "current_budget_yuan"]
    of_all = [(column, cell) for column, cell in budgets if column.label and column.label.facets.get("fund") == "all"]
    found = next(iter(of_all or budgets), None)
    unit = cell_unit(found[1], found[0].unit, around.sheet) if found else None
    amount = money(found[1], unit) if found else None
    place = found[1] if found and not (name and name.row == row.index and name.text) else name
    return {
        **(source(around.sheet, place) if place else {}),
        **project_columns(_project(row)),
        "lead_department": named_unit(row.texts.get("lead_department")).name or None,
        "goal": row.texts.get("goal"),
        "current_budget_yuan": amount,
        "printed_unit": unit if amount is not None else None,
    }


def _level_over(block: Block) -> str | None:
    """The level that a header prints over its indicators, where no column does: 产出指标 / 三级指标."""
    indicator = block.column("indicator")
    if indicator is None or block.column("level1"):
        return None
    return next((label for label in indicator.path[:-1] if label_key(label) in indicator_levels()), None)


def _levels_within(text: str) -> tuple[str, str, str] | None:
    """The levels that a text prints before its indicator, and this: 产出指标数量指标举办招聘会.

    None where it prints not both levels.
    """
    levels: list[str] = []
    rest = text
    while len(levels) < _LEVELS and (level := next((each for each in _longest_first() if rest.startswith(each)), None)):
        levels.append(level)
        rest = rest.removeprefix(level)
    return (levels[0], levels[1], rest) if len(levels) == _LEVELS and rest else None


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(indicator_levels(), key=len, reverse=True))


def _funding(row: Row, around: FormContext) -> Iterator[Record]:
    """The amounts by source of funds that a list prints beside a project."""
    for column, cell in row.cells:
        fund = column.label.facets.get("fund") if column.label else None
        if fund is None or cell.row != row.index:
            continue
        unit = cell_unit(cell, column.unit, around.sheet)
        amount = money(cell, unit)
        if amount is not None:
            yield {
                **source(around.sheet, cell),
                **project_columns(_project(row)),
                "fund": fund,
                "amount_yuan": amount,
                "printed_unit": unit,
            }


def _goal(row: Row, section: Section, around: FormContext) -> Goal:
    """The goal of a row: printed in the row, named in it, or that of the table."""
    column = section.block.column("goal")
    if column and column.label:
        return Goal(column.label.facets.get("horizon", DEFAULT_HORIZON), None, row.texts.get("goal"))
    target = section.block.column("target")
    if section.block.is_part and target and target.label and (horizon := target.label.facets.get("horizon")):
        return goal_for(horizon, around.goals)
    label = around.form.label(row.texts.get("goal_name") or "")
    return goal_named(label, around.goals) if label and label.field == "goal" else section.goal


def _target(row: Row, cell: SheetCell) -> tuple[str, Target]:
    comparator, unit = row.texts.get("comparator") or _sign_beside(row), row.texts.get("unit")
    if comparator or unit:
        text, target = compose_target(comparator, cell.text, unit)
        return text, target if cell.proven else Target()
    return fold_space(cell.text), _parsed(cell)


def _parsed(cell: SheetCell) -> Target:
    """The target of a cell; none where the page doesn't show the figures that are read."""
    return parse_target(cell.text) if cell.proven else Target()


def _sign_beside(row: Row) -> str | None:
    """A comparator alone in a cell whose column's label says nothing: 指标类型 prints ≥ in places."""
    texts = (cell.text for column, cell in row.cells if column.field in (None, "text"))
    return next((text for text in texts if is_sign(text)), None)


def _baselines(row: Row) -> Record:
    """The targets of the two years before, the earlier year first."""
    found = {column.year: text_of(cell) for column, cell in row.cells if column.field == "baseline" and column.year}
    return {
        key: value
        for place, year in enumerate(sorted(found)[:2], start=1)
        for key, value in ((f"baseline_year_{place}", year), (f"baseline_text_{place}", found[year]))
    }
