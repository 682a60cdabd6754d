"""From a page to its findings: a small document that is sound, and the same with errors."""

from pathlib import Path

import pytest

from pipelines.extraction.pdf.reader import read_pages
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.reconcile import reconcile
from tests.typesetting import Cell, Paragraph, Table, typeset

NAME = "青山区统计局"


def table(number, title, header, body, widths):
    caption = (f"表{number}", title, f"部门：{NAME}", "单位：万元")
    return Table(caption=caption, header=header, body=body, widths=widths, new_page=False)


def document(total="9.00", item="6.00", basic="5.00", name="事业运行", stated="9.00", left="XX"):
    """A summary, an expenditure table and a sentence; what is given may be wrong."""
    return [
        Paragraph(f"{NAME}2025年部门预算公开"),
        table(
            1,
            "收支总表",
            [[Cell("收入", columns=2), Cell("支出", columns=2)], ["项目", "预算数", "项目", "预算数"]],
            [
                ["一、一般公共预算拨款收入", "9.00", "一、一般公共服务支出", "6.00"],
                ["二、政府性基金预算拨款收入", "0.00", "二、社会保障和就业支出", "3.00"],
                ["本年收入合计", "9.00", "本年支出合计", "9.00"],
                ["上年结转结余", "0.00", "年终结转结余", "0.00"],
                ["收入总计", "9.00", "支出总计", "9.00"],
            ],
            (4, 2, 4, 2),
        ),
        table(
            3,
            "支出总表",
            [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
            [
                ["", "合计", total, "8.00", "1.00"],
                ["201", "一般公共服务支出", "6.00", "5.00", "1.00"],
                ["20103", "政府办公厅（室）及相关机构事务", "6.00", "5.00", "1.00"],
                ["2010350", name, item, basic, "1.00"],
                ["208", "社会保障和就业支出", "3.00", "3.00", "0.00"],
                ["20805", "行政事业单位养老支出", "3.00", "3.00", "0.00"],
                ["2080505", "机关事业单位基本养老保险缴费支出", "3.00", "3.00", "0.00"],
            ],
            (2, 5, 2, 2, 2),
        ),
        Paragraph("第三部分 2025年部门预算情况说明"),
        Paragraph("三、支出预算安排情况"),
        Paragraph(f"2025年支出预算{stated}万元，其中：基本支出8万元，项目支出1万元。{left}"),
    ]


def failures(folder: Path, **errors):
    pages = tuple(read_pages(typeset(folder / "a.pdf", document(**{"left": "", **errors}))))
    read = interpret(pages, Context(2025, NAME))
    findings = reconcile(read, Facts(2025, "budget", NAME, "420107"))
    return {finding["check_id"] for finding in findings if finding["status"] == "fail"}


def test_a_sound_document_has_no_failures(tmp_path):
    assert failures(tmp_path) == set()


@pytest.mark.parametrize(
    ("errors", "checks"),
    [
        ({"total": "9.50"}, {"rows_by_code", "columns_by_measure", "expenditure_total"}),
        ({"item": "6.50"}, {"rows_by_code", "columns_by_measure"}),
        ({"basic": "4.00"}, {"rows_by_code", "columns_by_measure"}),
        ({"name": "行政运行"}, {"code_has_name"}),
        ({"stated": "9.90"}, {"explanation_repeats_table"}),
        ({"left": "与上年相比增加XX万元。"}, {"template_is_filled"}),
    ],
)
def test_an_error_in_the_document_is_found(tmp_path, errors, checks):
    assert checks <= failures(tmp_path, **errors)
