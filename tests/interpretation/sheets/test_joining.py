from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extraction.grid import Box, TextLine
from pipelines.extraction.pdf.reader import read_pages
from pipelines.interpretation.sheets.joining import join_sheets
from tests.interpretation.budget.readings import head
from tests.printed import page, texts_of
from tests.typesetting import Style, Table, typeset

HEADER = ["科目编码", "科目名称", "合计"]
CAPTION = ["表3", "部门支出总表", "单位：万元"]


def test_a_table_goes_on_where_nothing_stands_above_the_grid() -> None:
    first = page(1, CAPTION, [HEADER, ["201", "一般公共服务支出", "1.00"]])
    (sheet,) = join_sheets([first, page(2, [], [["202", "外交支出", "2.00"]])])
    assert texts_of(sheet) == [HEADER, ["201", "一般公共服务支出", "1.00"], ["202", "外交支出", "2.00"]]
    assert (sheet.page_starts, sheet.first_page, sheet.last_page) == ((0, 2), 1, 2)


def test_a_repeated_header_is_told() -> None:
    first = page(1, CAPTION, [HEADER, ["201", "一般公共服务支出", "1.00"]])
    (sheet,) = join_sheets([first, page(2, [], [HEADER, ["202", "外交支出", "2.00"]])])
    assert sheet.repeated_header_rows == {2}


def test_a_repeated_caption_goes_on_with_the_same_header() -> None:
    parts = [page(1, CAPTION, [HEADER, ["201", "x", "1"]]), page(2, CAPTION, [HEADER, ["202", "y", "2"]])]
    assert len(join_sheets(parts)) == 1


def test_another_title_begins_another_table() -> None:
    other = ["表5", "一般公共预算支出表", "单位：万元"]
    parts = [page(1, CAPTION, [HEADER, ["201", "x", "1"]]), page(2, other, [HEADER, ["201", "x", "1"]])]
    assert [sheet.caption.title for sheet in join_sheets(parts)] == ["部门支出总表", "一般公共预算支出表"]


def test_another_unit_of_the_same_title_begins_another_table() -> None:
    one, other = [[*CAPTION[:2], f"单位名称：江城市{name} 单位：万元"] for name in ("水文站", "河道管理处")]
    parts = [page(1, one, [HEADER, ["201", "x", "1"]]), page(2, other, [HEADER, ["201", "x", "1"]])]
    assert [sheet.caption.organisation for sheet in join_sheets(parts)] == ["江城市水文站", "江城市河道管理处"]


def test_a_header_printed_again_is_no_form_though_it_has_few_cells() -> None:
    header = ["单位名称", "科目名称", "基本支出", "项目支出"]
    first = page(1, CAPTION, [header, ["信访局", "教育支出", "1.00", "2.00"]])
    assert len(join_sheets([first, page(2, [], [header, ["信访局", "外交支出", "3.00", "4.00"]])])) == 1


@pytest.mark.parametrize("title", ["部门支出总表", "部门支出总表（按功能分类科目）"])
def test_a_title_inside_the_frame_begins_a_table(title: str) -> None:
    def framed(title: str) -> list[list[str]]:
        return [[title, "<", "<"], ["单位：万元", "<", "<"], HEADER, ["201", "x", "1.00"]]

    parts = [
        page(1, [], framed("财政拨款支出表")),
        page(2, [], framed(title)),
        page(3, [], [HEADER, ["202", "y", "2"]]),
    ]
    one, other = join_sheets(parts)
    assert (one.page_starts, one.caption.title) == ((0,), "财政拨款支出表")
    assert (other.page_starts, other.caption_rows, other.repeated_header_rows) == ((0, 4), 2, {4})


def test_a_part_of_a_form_on_the_next_page_begins_no_table() -> None:
    columns = ["目标名称", "三级指标", "指标值"]
    form = [["项目名称", "修缮", "<"], ["长期绩效目标表", "<", "<"], columns, ["长期目标1", "修缮面积", "≥10平方米"]]
    goes_on = [["年度绩效目标表", "<", "<"], columns, ["年度目标1", "修缮面积", "≥5平方米"]]
    assert len(join_sheets([page(1, ["项目支出绩效目标申报表"], form), page(2, [], goes_on)])) == 1


def test_a_title_wider_than_its_frame_is_whole() -> None:
    narrow = [["国有资本经营预算支出功能", "<"], ["项目", "合计"], ["教育支出", "1.00"]]
    printed = page(1, [], narrow)
    (table,) = printed.grids
    (title,) = table.row(0)
    assert title.box is not None
    ends = TextLine(1, title.box._replace(x0=title.box.x0 - 30, x1=title.box.x1 + 30), "2026年 分类预算表")
    (sheet,) = join_sheets([replace(printed, lines=(ends,))])
    assert sheet.caption.title == "2026年国有资本经营预算支出功能分类预算表"


def test_a_merged_text_that_a_page_prints_again_is_whole_though_it_runs_over() -> None:
    header, goal = ["项目名称", "年度绩效目标", "指标值"], "完成修缮的年度任务，保障各项工作有序开展。"
    first = page(1, CAPTION, [header, [("甲", 2, 1), (goal, 2, 1), "≥3次"], ["≥5次"]])
    again = [["甲", goal[:10], "≥7次"], ["乙", f"{goal[10:]}\n办好。", "≥9次"]]
    (sheet,) = join_sheets([first, page(2, [], again)])
    assert [sheet.at(row, 1).text for row in (1, 3, 4)] == [goal, goal, "办好。"]


def test_a_unit_wrapping_over_the_rule_is_the_table_s_on_every_page() -> None:
    above = ["表12", "政府采购预算表", "单位：万"]
    header = ["采购项目", "元预算金额"]
    (sheet,) = join_sheets([page(1, above, [header, ["纸", "1.00"]]), page(2, above, [header, ["笔", "2.00"]])])
    assert texts_of(sheet)[0] == texts_of(sheet)[2] == ["采购项目", "预算金额"]
    assert (sheet.caption.printed_unit, sheet.repeated_header_rows) == ("万元", {2})


def test_a_caption_can_be_left_at_the_foot_of_the_page_before() -> None:
    pages = [page(1, ["一、部门职责", "拟订政策。", *CAPTION]), page(2, [], [HEADER, ["201", "x", "1"]])]
    (sheet,) = join_sheets(pages)
    assert (sheet.caption.title, sheet.caption.printed_unit) == ("部门支出总表", "万元")


def test_a_caption_can_stand_inside_the_grid() -> None:
    inside = [["部门支出总表", "", ""], ["部门：江城市水务局", "", "单位：万元"], HEADER, ["201", "x", "1"]]
    (sheet,) = join_sheets([page(1, [], inside)])
    assert (sheet.caption.title, sheet.caption.printed_unit, sheet.caption_rows) == ("部门支出总表", "万元", 2)


@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize("cut", [True, False])
def test_a_long_table_over_its_pages(repeat: bool, cut: bool, tmp_path: Path) -> None:
    body = [[f"2{n:06d}", f"第{n}项机关事业单位职业年金缴费支出及其他社会保障和就业支出", f"{n}.25"] for n in range(90)]
    table = Table(
        body,
        (2, 3, 2),
        [HEADER],
        head("表3", "部门支出总表"),
        repeat_header=repeat,
        cut_rows=frozenset(range(90)) if cut else frozenset(),
    )
    pages = list(read_pages(typeset(tmp_path / "a.pdf", [table], Style())))
    (sheet,) = join_sheets(pages)
    assert len(pages) >= 4
    # The rest of a cut row leaves its row empty.
    read = [row for number, row in enumerate(texts_of(sheet)) if row and number not in sheet.repeated_header_rows]
    assert read == [HEADER, *body]


def test_a_table_set_sideways_keeps_its_caption_and_its_boxes_as_shown(tmp_path: Path) -> None:
    table = Table([["201", "x", "1.00"]], (2, 4, 2), [HEADER], head("表3", "部门支出总表"), landscape=True)
    (shown,) = read_pages(typeset(tmp_path / "a.pdf", [table], Style(sideways=True)))
    (sheet,) = join_sheets([shown])
    assert (sheet.caption.title, sheet.caption.printed_unit) == ("部门支出总表", "万元")
    joined, as_shown = sheet.at(1, 2).box, shown.grids[0].at(1, 2).box
    assert joined is not None
    assert as_shown is not None
    assert (joined.x0, joined.y0) == pytest.approx((as_shown.x0, as_shown.y0))


TEXTS = st.sampled_from(["", "201", "一般公共服务支出", "合计", "12.50", "-", "项目支出", "表", "其中：人员经费"])
GRIDS = st.integers(2, 4).flatmap(
    lambda columns: st.lists(st.lists(TEXTS, min_size=columns, max_size=columns), min_size=1, max_size=5)
)
PAGES = st.lists(st.tuples(st.sampled_from([[], CAPTION, ["续表"], ["备注"]]), st.lists(GRIDS, max_size=2)), max_size=4)


@settings(max_examples=150)
@given(PAGES)
def test_no_cell_is_lost_or_doubled(printed: list[tuple[list[str], list[list[list[str]]]]]) -> None:
    pages = [page(number, lines, *grids) for number, (lines, grids) in enumerate(printed, start=1)]
    sheets = join_sheets(pages)
    before = Counter(char for p in pages for grid in p.grids for cell in grid.cells for char in cell.text)
    after = Counter(char for sheet in sheets for cell in sheet.cells for char in cell.text)
    assert after == before
    for sheet in sheets:
        covered = Counter(
            (row, column)
            for cell in sheet.cells
            for row in range(cell.row, cell.row_end)
            for column in range(cell.column, cell.column_end)
            if cell is sheet.at(row, column) or row not in sheet.repeated_header_rows
        )
        assert max(covered.values()) == 1
        assert all(row < sheet.row_count and column < sheet.column_count for row, column in covered)
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))


def test_a_continuation_may_print_the_first_columns_only() -> None:
    header = ["科目编码", "科目名称", "合计", "项目支出"]
    first = page(1, CAPTION, [header, ["201", "x", "1.00", "2.00"]])
    whole = page(2, [], [["202", "y", "3.00", "4.00"]])
    (table,) = whole.grids
    cells = tuple(cell for cell in table.cells if cell.column < 3)
    assert table.box is not None and cells[-1].box is not None
    narrow = replace(table, column_count=3, cells=cells, box=table.box._replace(x1=cells[-1].box.x1))
    (sheet,) = join_sheets([first, replace(whole, grids=(narrow,))])
    assert texts_of(sheet)[2] == ["202", "y", "3.00", ""]


@pytest.mark.parametrize(
    ("head", "beside", "label"),
    [("", "产出指标", "产出指标"), ("产出", "指标", "产出\n指标"), ("年度总体目标", "产出指标", "年度总体目标")],
)
def test_a_merged_cell_goes_on_left_of_a_page_that_rules_none_of_it(head: str, beside: str, label: str) -> None:
    first = page(1, FORM, [INDICATORS[1], [head, "数量指标", "次数", "≥2次"]])
    whole = page(2, [], [["", "质量指标", "合格率", "=100%"], ["", "时效指标", "完成率", "=100%"]])
    (below,) = whole.grids
    edge = below.at(0, 1).box
    assert below.box and edge
    cells = tuple(replace(cell, column=cell.column - 1) for cell in below.cells if cell.column)
    right = replace(below, column_count=3, cells=cells, box=below.box._replace(x0=edge.x0))
    # Between the edges of the cell; left of the table; cut by the foot of the page, which the next one shows.
    places = ((90, edge.y0, beside), (20, edge.y0, "装订线"), (90, below.box.y0 - 6, "指标"))
    lines = tuple(TextLine(2, Box(x, y, x + 40, y + 8), text) for x, y, text in places)
    (sheet,) = join_sheets([first, replace(whole, grids=(right,), lines=lines)])
    assert (sheet.at(1, 0).text, sheet.at(1, 0).row_span) == (label, 3)


@pytest.mark.parametrize(("number", "sheets"), [("", 1), ("表3", 1), ("表2", 2)])
def test_a_continuation_may_leave_out_the_number_of_its_table(number: str, sheets: int) -> None:
    first = page(1, CAPTION, [HEADER, ["201", "x", "1.00"]])
    again = page(2, [number, *CAPTION[1:]], [HEADER, ["202", "y", "2.00"]])
    assert len(join_sheets([first, again])) == sheets


FORM = ["部门项目支出绩效目标表", "（2026年度）"]
INDICATORS = [
    ["项目名称", "保障经费", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "次数", "≥2次"],
]


def test_a_form_goes_on_under_its_repeated_title_without_its_header() -> None:
    rest = [["产出指标", "质量指标", "合格率", "=100%"], ["效益指标", "社会效益指标", "影响", "长期"]]
    (sheet,) = join_sheets([page(1, FORM, INDICATORS), page(2, FORM, rest)])
    assert texts_of(sheet)[3:] == rest


def test_another_form_under_the_same_title_is_another() -> None:
    assert len(join_sheets([page(1, FORM, INDICATORS), page(2, FORM, INDICATORS)])) == 2


def test_a_repeated_header_is_told_though_text_from_under_it_is_cut_off_into_it() -> None:
    first = page(1, CAPTION, [HEADER, ["201", "一般公共服务支出", "1.00"]])
    again = [HEADER[0], "科目名称前期模式", HEADER[2]]
    (sheet,) = join_sheets([first, page(2, [], [again, ["202", "外交支出", "2.00"]])])
    assert sheet.repeated_header_rows == {2}


def test_text_that_a_page_cuts_off_over_its_frame_is_no_caption() -> None:
    first = page(1, CAPTION, [HEADER, ["201", "一般公共服务支出", "1.00"]])
    second = page(2, [], [["202", "外交支出", "2.00"]])
    (grid,) = second.grids
    assert grid.box
    for across, sheets in ((True, 1), (False, 2)):
        y = grid.box.y1 - 4 if across else grid.box.y1 + 20
        line = TextLine(2, Box(grid.box.x0 + 5, y, grid.box.x0 + 90, y + 8), "用于解决新增临时紧迫任务")
        assert len(join_sheets([first, replace(second, lines=(line,))])) == sheets


def test_a_repeated_number_alone_goes_on_and_another_number_does_not() -> None:
    first = page(1, CAPTION, [HEADER, ["201", "x", "1"]])
    assert len(join_sheets([first, page(2, ["表3"], [["202", "y", "2"]])])) == 1
    assert len(join_sheets([first, page(2, ["表4"], [["202", "y", "2"]])])) == 2
