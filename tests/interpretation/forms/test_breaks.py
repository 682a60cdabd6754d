"""A form reads the same wherever a page breaks it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipelines.extraction.grid import Box, Cell, Grid, Page, TextLine
from pipelines.interpretation.links.forms import link_forms
from pipelines.interpretation.sheets.joining import join_sheets
from pipelines.interpretation.sheets.reading import Disposition, Reading
from pipelines.interpretation.sheets.sheet import Sheet
from tests.interpretation.forms.readings import read
from tests.printed import WAN_YUAN, Printed, page, sheet

TITLE = "部门项目支出绩效目标申报表"
HEADER: tuple[Printed, ...] = ("目标名称", "一级指标", "二级指标", "三级指标名称", ("指标值", 1, 3))
FORM: tuple[tuple[Printed, ...], ...] = (
    ("项目名称", ("热线服务", 1, 3), "项目编码", ("T100", 1, 2)),
    ("项目主管部门", ("城运中心", 1, 3), "项目执行单位", ("城运中心本级", 1, 2)),
    ("项目属性", ("01-持续性项目☑", 1, 3), ("02-新增项目□", 1, 3)),
    ("项目总预算", ("3", 1, 3), "项目当年预算", ("3", 1, 2)),
    (("项目当年资金来源", 4, 1), ("来源项目", 1, 4), ("金额", 1, 2)),
    (("合计", 1, 4), ("3", 1, 2)),
    (("1.一般公共预算财政拨款", 1, 4), ("3", 1, 2)),
    (("2.单位资金", 1, 4), ("", 1, 2)),
    (("项目绩效总目标", 1, 7),),
    ("名称", ("目标说明", 1, 6)),
    ("长期绩效目标", ("保障五年运行。", 1, 6)),
    ("年度绩效目标", ("保障全年运行。", 1, 6)),
    (("长期绩效目标表", 1, 7),),
    HEADER,
    (("长期绩效目标", 3, 1), ("产出指标", 2, 1), ("数量指标", 2, 1), "制发简报期数", ("≥60期", 1, 3)),
    ("新增设备数量", ("5台（套）", 1, 3)),
    ("满意度指标", "服务对象满意度指标", "群众满意度", ("≥90%", 1, 3)),
    (("年度绩效目标表", 1, 7),),
    (("目标名称", 3, 1), ("一级指标", 3, 1), ("二级指标", 3, 1), ("三级指标名称", 3, 1), ("指标值", 1, 3)),
    (("近两年指标值", 1, 2), ("预期当年实现值", 2, 1)),
    ("2024年", "2025年"),
    (("年度绩效目标", 3, 1), ("产出指标", 2, 1), ("数量指标", 2, 1), "制发简报期数", "无", "11期", "12期"),
    ("新增设备数量", "无", "无", "1台（套）"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "无", "80%", "≥90%"),
)
_PROVENANCE = frozenset({"table_no", "row", "column", "page", "x0", "y0", "x1", "y1", "source_text"})


def broken(printed: Sheet, row: int) -> list[Page]:
    """The pages of a sheet that a page break cuts before a row: merged cells are ruled on both."""
    return [_page(1, printed, 0, row), _page(2, printed, row, printed.row_count)]


def _page(number: int, printed: Sheet, first: int, last: int) -> Page:
    kept = [cell for cell in printed.cells if cell.row < last and cell.row_end > first]
    edges = sorted({column for cell in kept for column in (cell.column, cell.column_end)})
    cells = []
    for cell in kept:
        top, bottom = max(cell.row, first) - first, min(cell.row_end, last) - first
        box = Box(50.0 + 60 * cell.column, 700.0 - 20 * bottom, 50.0 + 60 * cell.column_end, 700.0 - 20 * top)
        column, end = edges.index(cell.column), edges.index(cell.column_end)
        text = cell.text if cell.row >= first else ""
        cells.append(Cell(top, column, bottom - top, end - column, box, text))
    box = Box(50.0, 700.0 - 20 * (last - first), 50.0 + 60 * printed.column_count, 700.0)
    lines = (TITLE, "单位：万元") if number == 1 else ()
    above = tuple(TextLine(number, Box(200, 760 - 20 * i, 400, 775 - 20 * i), text) for i, text in enumerate(lines))
    return Page(number, 595, 842, above, (Grid(number, box, last - first, len(edges) - 1, tuple(cells), "vector"),))


def said(*readings: Reading) -> Mapping[str, list[dict[str, object]]]:
    """The rows of forms without where they stand."""
    found: dict[str, list[dict[str, object]]] = {}
    for reading in link_forms(readings):
        for dataset, rows in reading.records.items():
            plain = [{key: value for key, value in row.items() if key not in _PROVENANCE} for row in rows]
            found.setdefault(dataset, []).extend(plain)
    return found


@pytest.mark.parametrize("row", range(2, len(FORM)))
def test_a_break_before_any_row_changes_nothing(row: int) -> None:
    whole = join_sheets([_page(1, sheet(*FORM), 0, len(FORM))])
    cut = join_sheets(broken(sheet(*FORM), row))
    found = said(*map(read, whole))
    assert found.keys() >= {"project_profiles", "project_funding", "performance_targets"}
    assert said(*map(read, cut)) == found
    assert len(said(*map(read, whole))["performance_targets"]) == 6


@pytest.mark.parametrize(("amount", "lines"), [("6.00", ["6.00"]), ("7.00", ["6.00", "7.00"])])
def test_what_a_page_prints_again_of_a_merged_row_counts_once(amount: str, lines: list[str]) -> None:
    head = ("单位名称", "资金总额", "一级指标", "二级指标", "三级指标", "指标值")
    first, second = (
        [head, ("商务局", money, "产出指标", "数量指标", name, "≥2次")]
        for money, name in (("6.00", "检查"), (amount, "培训"))
    )
    title = ["部门整体支出绩效目标表", "单位：万元"]
    (joined,) = join_sheets([page(1, title, first), page(2, title, second)])
    reading = read(joined, "department_performance")
    assert [row["source_text"] for row in reading.records["budget_lines"]] == lines
    is_again = reading.uses[3, 1].disposition is Disposition.RECONCILED
    assert (reading.uses[1, 1].disposition, is_again) == (Disposition.PUBLISHED, len(lines) == 1)
    assert len(reading.records["performance_targets"]) == 2


@pytest.mark.parametrize(("amount", "lines"), [("6.00", ["6.00"]), ("7.00", ["6.00", "7.00"])])
def test_amounts_of_a_project_at_the_top_of_a_page_count_unless_they_repeat_those_above(
    amount: str, lines: list[str]
) -> None:
    head = ("项目名称", "项目总额", "其中：财政资金", "一级指标", "二级指标", "三级指标", "指标值")
    first, second = (
        [head, ("执法办案", money, money, "产出指标", "数量指标", name, "≥2次")]
        for money, name in (("6.00", "检查"), (amount, "培训"))
    )
    title = ["项目支出绩效目标表", "单位：万元"]
    (joined,) = join_sheets([page(1, title, first), page(2, title, second)])
    reading = read(joined)
    assert [row["source_text"] for row in reading.records["project_funding"] if row["fund"] == "all"] == lines
    assert len(reading.records["project_profiles"]) == len(lines)
    assert len(reading.records["performance_targets"]) == 2


def test_the_sum_over_a_list_of_projects_is_no_amount_of_one() -> None:
    listed = sheet(
        ["单位名称", "项目名称", "金额", "项目总体绩效目标"],
        ["", "", "9.00", ""],
        ["商务局", "商务促进", "9.00", "完成任务"],
        caption=WAN_YUAN,
    )
    told = read(listed)
    assert [row["source_text"] for row in told.records["projects"]] == ["9.00"]
    assert told.uses[1, 2].disposition is Disposition.RECONCILED
