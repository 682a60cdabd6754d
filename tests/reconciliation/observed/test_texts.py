"""What is printed beside the amounts: templates, years, units, keys, the glossary."""

import pytest

from pipelines.extraction.grid import Box, TextLine
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.interpretation.prose.statements import SheetFact
from pipelines.reconciliation.observed import presentation as printed
from pipelines.reconciliation.observed.glossary import check_glossary


def paragraph(text, *headings, part=None):
    return Paragraph(text, (TextLine(page=3, text=text, box=Box(0, 0, 1, 1)),), (0,), part, headings)


def cell(text, row=0, column=0, table="procurement", **columns):
    return {"table": table, "table_no": 1, "row": row, "column": column, "page": 7, "source_text": text, **columns}


def outcomes(observations):
    return [each.status.value for each in observations]


@pytest.mark.parametrize(
    "text",
    [
        "2025年XX万元，比上年增加",
        "××部门的主要职责",
        "本单位共有____辆",
        "〔单位名称〕2025年预算",
        "根据本部门使用的其他专用名词补充解释。",
        "请填写具体原因",
    ],
)
def test_a_template_left_unfilled_is_found(text):
    assert outcomes(printed.templates([paragraph(text)], ())) == ["fail"]
    assert outcomes(printed.templates((), [cell(text)])) == ["fail"]


@pytest.mark.parametrize(
    "text", ["财预〔2016〕143号", "网址www.xxgk.gov.cn", "3×2000元", "2025年收入806.77万元", "单位（部门）"]
)
def test_ordinary_text_is_no_template(text):
    assert outcomes(printed.templates([paragraph(text)], [cell(text)])) == ["pass"]


def years(*order, row):
    return [cell(f"{year}年", row, column) for column, year in enumerate(order)]


def test_years_that_come_in_both_orders_are_found():
    assert outcomes(printed.year_orders([*years(2023, 2024, row=1), *years(2023, 2024, row=5)])) == ["pass"]
    assert outcomes(printed.year_orders([*years(2023, 2024, row=1), *years(2024, 2023, row=5)])) == ["fail"]
    assert outcomes(printed.year_orders(years(2023, 2023, row=1))) == []


@pytest.mark.parametrize(("second", "expected"), [("84.3", ["fail"]), ("843000", []), ("0", [])])
def test_one_figure_under_two_units_is_found(second, expected):
    header = [cell("金额(万元)", 0, 1, role="header"), cell("其中面向中小企业(元)", 0, 2, role="header")]
    first = second if second == "0" else "84.3"
    row = [cell(first, 1, 1, role="amount"), cell(second, 1, 2, role="amount")]
    assert outcomes(printed.units([*header, *row], [SheetFact(1, None, None, "万元", 1, 1, None)])) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["143", "143001", "143002"], []), (["143", "31", "42010725143T000000100"], ["fail"]), (["合计", "143"], [])],
)
def test_keys_of_several_kinds_in_a_column_are_found(codes, expected):
    assert outcomes(printed.mixed_keys([cell(code, row, role="code") for row, code in enumerate(codes)])) == expected


def test_an_empty_table_needs_a_note():
    rows = [
        {"table": "state_capital", "presence": presence, "first_page": 3}
        for presence in ("empty_with_note", "empty_without_note", "present")
    ]
    assert outcomes(printed.empty_tables(rows)) == ["pass", "fail"]


GLOSSARY = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）事业运行（项）：反映事业单位的基本支出。"


def found(text, codes=("2010350",), division="420107"):
    observations = check_glossary([paragraph(text, part="第四部分名词解释")], frozenset(codes), 2025, division)
    return [each.check for each in observations if each.status.value == "fail"]


def test_a_glossary_of_this_year_and_department_holds():
    assert found(GLOSSARY) == []


@pytest.mark.parametrize(
    ("text", "codes", "check"),
    [
        ("医疗卫生与计划生育支出（类）医疗保障（款）事业单位医疗（项）", ["21005"], "glossary_is_current"),
        (GLOSSARY, ["2080505"], "glossary_fits_tables"),
        ("“三公”经费是指市直部门用财政拨款安排的费用", ["2010350"], "glossary_fits_level"),
    ],
)
def test_a_glossary_of_another_year_department_or_level_is_found(text, codes, check):
    assert check in found(text, codes)


def test_the_level_of_a_city_s_department_is_its_own():
    assert found("是指市直部门用财政拨款安排的费用", division="420100") == []


def test_only_the_glossary_is_read_as_one():
    assert list(check_glossary([paragraph("市直部门", part="第一部分概况")], frozenset(), 2025, "420107")) == []
