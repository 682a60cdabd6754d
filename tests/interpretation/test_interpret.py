"""Documents of places that print alike nowhere, from the PDF to the rows. All numbers are invented."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extraction.pdf.reader import read_pages
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from tests.interpretation.budget.readings import YEAR, final_accounts, head, interpreted, lines, unread
from tests.printed import page
from tests.typesetting import Cell, Heading, Paragraph, Style, Table

COLUMNS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def by_function(number: str, title: str, columns: list[str], *rows: tuple[str, str, list[str]]) -> Table:
    """A table of final accounts: 类, 款, 项 over merged codes, column numbers beside them."""
    return Table(
        header=[
            [Cell("项目", 4), *[Cell(column, 1, 2) for column in columns]],
            [Cell("功能分类科目编码", 3), "科目名称"],
            [Cell("类", 1, 2), Cell("款", 1, 2), Cell("项", 1, 2), "栏次", *map(str, range(1, len(columns) + 1))],
            ["合计", *rows[0][2]],
        ],
        body=[[Cell(code, 3), name, *amounts] for code, name, amounts in rows[1:]],
        widths=(1, 1, 1, 5, *[2] * len(columns)),
        caption=head(number, title, "部门：江城市水务局", "金额单位：万元"),
        landscape=True,
    )


def test_final_accounts(tmp_path: Path) -> None:
    summary = Table(
        header=[[Cell("收入", 3), Cell("支出", 3)], ["项目", "行次", "金额"] * 2, ["栏次", "", "1", "栏次", "", "2"]],
        body=[
            ["一、一般公共预算财政拨款收入", "1", "1,200.50", "一、一般公共服务支出", "32", "10.00"],
            ["八、其他收入", "8", "9.50", "十二、农林水支出", "43", "1,139.50"],
            ["", "9", "", "二十四、债务还本支出", "55", ""],
            ["本年收入合计", "27", "1,210.00", "本年支出合计", "58", "1,149.50"],
            ["使用非财政拨款结余（含专用结余）", "28", "1.00", "结余分配", "59", "0.50"],
            ["年初结转和结余", "29", "40.00", "年末结转和结余", "60", "101.00"],
            ["总计", "31", "1,251.00", "总计", "62", "1,251.00"],
        ],
        widths=(5, 1, 2) * 2,
        caption=head("公开01表", "收入支出决算总表", "部门：江城市水务局", "金额单位：万元"),
        note="注：本表反映部门本年度的总收支和年末结转结余情况。",
    )
    revenue = by_function(
        "公开02表",
        "收入决算表",
        ["本年收入合计", "财政拨款收入", "其他收入"],
        ("", "", ["1,210.00", "1,200.50", "9.50"]),
        ("213", "农林水支出", ["1,210.00", "1,200.50", "9.50"]),
        ("2130301", "行政运行", ["1,210.00", "1,200.50", "9.50"]),
    )
    read = interpreted(tmp_path, [summary, revenue], final_accounts())
    assert unread(read) == []
    found = lines(read, "table", "flow", "line", "scheme", "code", "fund", "period", "phase", "amount_yuan")
    one = ("revenue_and_expenditure", "revenue")
    assert [row for row in found if row[:2] == one] == [
        (*one, "item", "revenue", None, "general_public", "current_year", "final", Decimal("12005000.00")),
        (*one, "item", "revenue", None, "other", "current_year", "final", Decimal("95000.00")),
        (*one, "total", None, None, "all", "current_year", "final", Decimal("12100000.00")),
        (*one, "item", "revenue", None, "non_fiscal_balance", None, "final", Decimal("10000.00")),
        (*one, "carryover_in", None, None, "all", "carryover", "final", Decimal("400000.00")),
        (*one, "grand_total", None, None, "all", None, "final", Decimal("12510000.00")),
    ]
    other = ("revenue_and_expenditure", "expenditure")
    assert [(row[2], row[4]) for row in found if row[:2] == other] == [
        ("item", "201"),
        ("item", "213"),
        ("total", None),
        ("item", None),
        ("carryover_out", None),
        ("grand_total", None),
    ]
    assert [row[2:6] for row in found if row[0] == "revenue"] == [
        (line, "function", code, fund)
        for line, code in (("total", None), ("item", "213"), ("item", "2130301"))
        for fund in ("all", "fiscal_appropriation", "other")
    ]


def test_a_total_reprinted_on_each_page_counts_once(tmp_path: Path) -> None:
    rows = [(f"20101{number:02d}", "其他人大事务支出", ["1.00"]) for number in range(1, 60)]
    table = by_function("公开03表", "支出决算表", ["本年支出合计"], ("", "", ["59.00"]), *rows)
    read = interpreted(tmp_path, [replace(table, repeat_header=True)], final_accounts())
    assert lines(read, "line").count(("total",)) == 1
    assert len(read["budget_lines"]) == 60
    again = [cell["page"] for cell in read["cells"] if cell["disposition"] == "reconciled"]
    assert again == sorted({cell["page"] for cell in read["cells"]} - {1}, key=str)
    assert again


def test_a_central_ministry_prints_its_totals_last(tmp_path: Path) -> None:
    table = Table(
        header=[
            [
                Cell("功能分类科目", 2),
                Cell("2025年执行数", 1, 2),
                Cell("2026年预算数", 3),
                Cell("2026年预算数比2025年执行数", 2),
            ],
            ["科目编码", "科目名称", "小计", "基本支出", "项目支出", "增减额", "增减%"],
        ],
        body=[
            ["201", "一般公共服务支出", "14,100.00", "15,000.00", "9,000.00", "6,000.00", "900.00", "6.38%"],
            ["2010308", "信访事务", "5,600.00", "6,000.00", "", "6,000.00", "400.00", "7.14%"],
            ["合计", "", "14,100.00", "15,000.00", "9,000.00", "6,000.00", "900.00", "6.38%"],
        ],
        widths=(2, 4, *[2] * 6),
        caption=head("部门公开表5", "一般公共预算支出表"),
        landscape=True,
    )
    read = interpreted(tmp_path, [table])
    assert unread(read) == []
    assert lines(read, "line", "scheme", "measure", "phase", "amount_year")[-4:] == [
        ("total", "function", "total", "execution", 2025),
        ("total", "function", "total", "budget", 2026),
        ("total", "function", "basic", "budget", 2026),
        ("total", "function", "project", "budget", 2026),
    ]


def test_four_blocks_side_by_side(tmp_path: Path) -> None:
    table = Table(
        header=[
            [Cell("收  入", 2), Cell("支  出", 6)],
            [
                text
                for name in ("项目", "项目（按功能分类）", "项目（按部门预算经济分类）", "项目（按政府预算经济分类）")
                for text in (name, "本年预算")
            ],
        ],
        body=[
            [
                "一、一般公共预算拨款收入",
                "9.00",
                "一、一般公共服务支出",
                "9.00",
                "一、基本支出",
                "9.00",
                "一、机关工资福利支出",
                "8.00",
            ],
            ["    经费拨款", "9.00", "二、外交支出", "", "    工资福利支出", "8.00", "二、机关商品和服务支出", "1.00"],
            ["收 入 总 计", "9.00", *["支 出 总 计", "9.00"] * 3],
        ],
        widths=(4, 2) * 4,
        caption=head("表1", "部门收支总表"),
        landscape=True,
    )
    read = interpreted(tmp_path, [table])
    assert unread(read) == []
    assert [row for row in lines(read, "scheme", "code", "measure") if row[0] != "revenue"] == [
        ("function", "201", "total"),
        (None, None, "basic"),
        ("government_economic", "501", "total"),
        ("economic", "301", "basic"),
        ("government_economic", "502", "total"),
        *[(None, None, "total")] * 4,
    ]


def test_units_and_functions_in_one_column(tmp_path: Path) -> None:
    table = Table(
        header=[
            [Cell("项    目", 5), Cell("合计", 1, 3), Cell("基本支出", 1, 3), Cell("项目支出", 1, 3)],
            [Cell("科目编码", 3), Cell("单位代码", 1, 2), Cell("单位名称（科目）", 1, 2)],
            ["类", "款", "项"],
        ],
        body=[
            ["", "", "", "", "合    计", "300.00", "250.00", "50.00"],
            ["", "", "", "129001", "江城县信访局", "300.00", "250.00", "50.00"],
            ["201", "03", "01", "129001", "行政运行", "250.00", "250.00", ""],
            ["201", "03", "08", "129001", "信访事务", "50.00", "", "50.00"],
        ],
        widths=(1, 1, 1, 2, 4, 2, 2, 2),
        caption=head("表1-2", "部门支出总表", "单位：江城县信访局", "金额单位：万元"),
    )
    read = interpreted(tmp_path, [table])
    totals = [row for row in lines(read, "line", "code", "name", "unit_code", "measure") if row[4] == "total"]
    assert totals == [
        ("total", None, "合 计", None, "total"),
        ("total", None, None, "129001", "total"),
        ("item", "2010301", "行政运行", "129001", "total"),
        ("item", "2010308", "信访事务", "129001", "total"),
    ]


def test_an_unknown_word_in_the_header_of_a_side_costs_it_nothing(tmp_path: Path) -> None:
    table = Table(
        header=[
            [Cell("收      入", 2), Cell("支      出", 2)],
            ["项目", "预算数", "项目(按支出功能科目类级)", "预算数"],
        ],
        body=[
            ["一、财政拨款收入", "10.00", "一般公共服务支出", "5.00"],
            ["    （一）一般公共预算收入", "10.00", "农林水支出", "6.00"],
            ["本年收入合计", "10.00", "本年支出合计", "11.00"],
            ["九、上年结转（结余）", "1.00", "年末结转（结余）", "0.00"],
            ["收入总计", "11.00", "支出总计", "11.00"],
        ],
        widths=(4, 2, 4, 2),
        caption=head("", "收支预算总表", "填报单位：[201001]江城市水务局"),
    )
    read = interpreted(tmp_path, [table], Context(YEAR, department_name="江城市水务局"))
    assert unread(read) == []
    assert lines(read, "line", "code", "fund", "unit_name") == [
        ("item", None, "fiscal_appropriation", None),
        ("item", "201", "all", None),
        ("item", None, "general_public", None),
        ("item", "213", "all", None),
        ("total", None, "all", None),
        ("total", None, "all", None),
        ("carryover_in", None, "all", None),
        ("carryover_out", None, "all", None),
        ("grand_total", None, "all", None),
        ("grand_total", None, "all", None),
    ]


def test_the_sections_of_several_units(tmp_path: Path) -> None:
    sections = [
        Table(
            header=[COLUMNS],
            body=[["", "合计", amount, amount, ""], ["213", "农林水支出", amount, amount, ""]],
            widths=(2, 4, 2, 2, 2),
            caption=head("表3", "单位支出总表", f"单位名称：{unit}"),
        )
        for unit, amount in (("江城市水务局（本级）", "5.00"), ("江城市水文站", "6.00"), ("江城市河道管理处", "7.00"))
    ]
    read = interpreted(tmp_path, sections, Context(YEAR, department_name="江城市水务局"))
    assert [
        row for row in lines(read, "unit_name", "line", "measure", "amount_yuan") if row[1:3] == ("total", "total")
    ] == [
        (None, "total", "total", 50000),
        ("江城市水文站", "total", "total", 60000),
        ("江城市河道管理处", "total", "total", 70000),
    ]


def test_the_department_s_own_level_is_a_unit_beside_the_department(tmp_path: Path) -> None:
    sections = [
        Table(
            header=[COLUMNS],
            body=[["", "合计", amount, amount, ""], ["213", "农林水支出", amount, amount, ""]],
            widths=(2, 4, 2, 2, 2),
            caption=head("表3", "支出总表", f"填报单位：{unit}"),
        )
        for unit, amount in (("江城市水务局", "9.00"), ("江城市水务局本级", "5.00"), ("江城市水文站", "4.00"))
    ]
    read = interpreted(tmp_path, sections, Context(YEAR, department_name="江城市水务局"))
    totals = [row for row in lines(read, "unit_name", "line", "measure") if row[1:] == ("total", "total")]
    assert [unit for unit, _, _ in totals] == [None, "江城市水务局本级", "江城市水文站"]


EVERYWHERE = Table(
    header=[COLUMNS],
    body=[
        ["", "合计", "9.00", "8.00", "1.00"],
        ["201", "一般公共服务支出", "9.00", "8.00", "1.00"],
        ["2010301", "行政运行", "8.00", "8.00", "无"],
    ],
    widths=(2, 4, 2, 2, 2),
    caption=head("表3", "部⻔支出总表"),
    landscape=True,
)
STYLES = [
    Style(rules="shapes"),
    Style(rules="picture"),
    Style(rotate=270),
    Style(sideways=True),
    Style(watermark="样本"),
]


@pytest.mark.parametrize("style", STYLES, ids=str)
def test_the_same_is_read_however_a_page_is_set(style: Style, tmp_path: Path) -> None:
    read, plain = (interpreted(tmp_path, [EVERYWHERE], style=each) for each in (style, None))
    assert len(plain["budget_lines"]) == 9
    wanted = ("table", "line", "code", "measure", "amount_yuan", "row_path", "column_path")
    assert lines(read, *wanted) == lines(plain, *wanted)


def test_a_caption_inside_the_grid(tmp_path: Path) -> None:
    inside = [[Cell("部门支出总表", 5)], [Cell("部门：江城市统计局", 3), Cell("单位：万元", 2)], COLUMNS]
    read = interpreted(tmp_path, [replace(EVERYWHERE, header=inside, caption=())])
    assert len(lines(read, "amount_yuan")) == 9


def test_numbers_broken_by_narrow_cells(tmp_path: Path) -> None:
    body = [["201", "一般公共服务支出", "12345.67", "12345.67", "0.00"]]
    table = Table(body, (3, 11, 1.1, 1.1, 0.7), [COLUMNS], head("表3", "部门支出总表"))
    assert lines(interpreted(tmp_path, [table]), "amount_yuan") == [(123456700,), (123456700,), (0,)]


def test_an_empty_table_gives_no_lines_but_its_note(tmp_path: Path) -> None:
    table = Table(
        [["", "", "", "", ""], ["合计", "", "", "", ""]],
        (2, 4, 2, 2, 2),
        [COLUMNS],
        head("表8", "政府性基金预算支出表"),
        "注：本单位2026年没有使用政府性基金预算拨款安排的支出。",
    )
    read = interpreted(tmp_path, [table])
    assert not read.get("budget_lines")
    (sheet,) = interpret(list(read_pages(tmp_path / "typeset.pdf")), Context(YEAR)).sheets
    assert sheet.table == "government_fund"
    assert "没有使用政府性基金" in str(sheet.empty_note)


def test_an_unknown_table_is_accounted_for(tmp_path: Path) -> None:
    table = Table([["甲", "1.00"]], (2, 2), [["事由", "金额"]], head("表20", "往来款项余额表"))
    read = interpreted(tmp_path, [Heading("附表", 1), Paragraph("说明"), table])
    assert [row["value"] for row in read["unclassified_figures"]] == [1.0]
    assert not read.get("budget_lines")
    assert {cell["table"] for cell in read["cells"]} == {None}


def test_what_a_form_prints_beside_its_units_is_no_unit() -> None:
    sides = [[("收入", 1, 2), ("支出", 1, 2)], ["项目", "本年预算", "项目", "本年预算"]]
    sides += [["一、财政拨款收入", "6.00", "一、基本支出", "4.00"], ["", "", "二、社会福利", "2.00"]]
    goals = [
        ["单位编码", "单位名称", "整体绩效目标", ("部门整体支出年度绩效目标", 1, 4)],
        ["", "", "", "一级指标", "二级指标", "三级指标", "指标值"],
        ["201056", "江城市商务局", "做好工作", "成本指标", "经济成本指标", "基本支出", "≤4万元"],
        ["201056", "江城市商务局", "做好工作", "产出指标", "数量指标", "社会福利", "≥2次"],
    ]
    pages = [page(1, ["部门收支总表", "单位：万元"], sides), page(2, ["部门整体支出绩效目标表", "单位：万元"], goals)]
    read = interpret(pages, Context(YEAR))
    told = [(row["line"], row["name"], row["measure"], row["unit_name"]) for row in read.rows("budget_lines")]
    assert told[1:] == [("item", "基本支出", "basic", None), ("item", "社会福利", "total", None)]
