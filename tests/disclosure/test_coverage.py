import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipelines.datasets.enumerations import BUDGET_TABLE, STANDARD_TABLE
from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate
from pipelines.disclosure.coverage import coverage, document_columns, expected_tables
from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation.record import Record
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from tests.printed import page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "real"
TRUTHS = sorted(CORPUS.glob("*.truth.json"))
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
EMPTY = [HEADER, ["", "合计", "", "", ""]]
ZERO = [HEADER, ["", "合计", "0.00", "0.00", "0.00"]]
FULL = [HEADER, ["", "合计", "3.00", "1.00", "2.00"], ["212", "城乡社区支出", "3.00", "1.00", "2.00"]]
BY_FUNCTION = [
    HEADER,
    ["", "合计", "3.00", "1.00", "2.00"],
    ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
    ["20103", "政府办公厅（室）及相关机构事务", "3.00", "1.00", "2.00"],
    ["2010301", "行政运行", "3.00", "1.00", "2.00"],
]
FUND = ["表8", "政府性基金预算支出表", "单位：万元"]
NOTE = "说明：本单位无政府性基金预算支出。"


def rows(*pages: Page, year: int = 2025) -> Mapping[str, Record]:
    return {str(row["table"]): row for row in covered(pages, year)}


def covered(pages: Sequence[Page], year: int) -> tuple[Record, ...]:
    return coverage(interpret(pages, Context(fiscal_year=year)), year)


def test_every_standard_table_has_a_row():
    assert [row["table"] for row in covered([page(1, ["无关"])], 2025)] == list(STANDARD_TABLE)


def test_a_table_with_numbers_is_present_with_what_was_read():
    row = rows(page(3, ["表3", "支出总表", "单位：万元"], BY_FUNCTION))["expenditure"]

    assert (row["presence"], row["note"], row["first_page"], row["last_page"]) == ("present", None, 3, 3)
    assert (row["deepest_level"], row["printed_unit"], row["compares_last_year"]) == (3, "万元", False)
    assert [row[f"numbers_{what}"] for what in ("printed", "published", "set_aside", "unread")] == [12, 12, 0, 0]


def test_numbers_nobody_could_read_are_told():
    table = [[*HEADER[:2], "合计", "神秘列"], ["201", "一般公共服务支出", "3.00", "2.00"]]

    row = rows(page(3, ["支出总表", "单位：万元"], table))["expenditure"]

    assert [row[f"numbers_{what}"] for what in ("printed", "published", "set_aside", "unread")] == [2, 1, 0, 1]


def test_last_year_beside_this_year_is_a_comparison():
    table = [["科目编码", "科目名称", "2024年预算数", "2025年预算数"], ["201", "一般公共服务支出", "1.00", "3.00"]]

    assert rows(page(3, ["支出总表", "单位：万元"], table))["expenditure"]["compares_last_year"] is True


@pytest.mark.parametrize(
    ("pages", "presence", "note"),
    [
        ([page(1, FUND, FULL)], "present", None),
        ([page(1, FUND, FULL, foot="注：本表数据四舍五入，没有调整。")], "present", None),
        ([page(1, FUND, ZERO)], "present", None),
        ([page(1, FUND, ZERO, foot="注：本表本年无发生额。")], "empty_with_note", "注：本表本年无发生额。"),
        ([page(1, FUND, ZERO, foot="注：无。")], "present", None),
        ([page(1, FUND, EMPTY, foot=NOTE)], "empty_with_note", NOTE),
        ([page(1, FUND, EMPTY)], "empty_without_note", None),
        ([page(1, FUND, EMPTY, foot="无锡市商务局2025年部门预算")], "empty_without_note", None),
        ([page(1, FUND, EMPTY, foot="注：科目编码为必填项。")], "empty_without_note", None),
        ([page(1, [*FUND, NOTE])], "empty_with_note", NOTE),
        ([page(1, ["八、政府性基金预算支出表"])], "absent", None),
        ([], "absent", None),
    ],
)
def test_presence_is_what_is_printed_at_the_table(pages, presence, note):
    row = rows(*pages)["government_fund"]

    assert (row["presence"], row["note"]) == (presence, note)


@pytest.mark.parametrize(
    ("sentence", "declares"),
    [
        ("本部门没有使用政府性基金预算安排的支出。", True),
        ("政府性基金拨款支出预算0万元，与上年持平。", True),
        ("政府性基金预算支出10万元，与上年持平。", False),
        ("本部门无上年结转的政府性基金。", False),
        ("无线电管理用政府性基金支出另行公开。", False),
    ],
)
def test_the_explanation_can_declare_a_table_empty(sentence, declares):
    explained = page(2, ["八、政府性基金预算支出情况说明", f"　　{sentence}"])

    empty, absent = rows(page(1, FUND, EMPTY), explained), rows(explained)

    assert empty["government_fund"]["presence"] == ("empty_with_note" if declares else "empty_without_note")
    assert absent["government_fund"]["presence"] == "absent"
    assert (absent["government_fund"]["note"] is not None) == declares


def test_an_index_of_tables_declares_its_empty_ones():
    index = [
        ["报表", "报表名称", "是否空表", "公开空表理由"],
        ["表3", "2022年部门综合预算支出总表", "否", ""],
        ["表9", "2022年部门综合预算政府性基金收支表", "是", "不涉及"],
    ]

    row = rows(page(1, ["目录"], index), page(2, FUND, EMPTY))["government_fund"]

    assert (row["presence"], row["note"], row["listed_page"]) == ("empty_with_note", "不涉及", 1)


def test_a_table_that_the_contents_list_and_nobody_prints_is_absent_and_listed():
    contents = [
        f"{title}.......{number}" for number, title in enumerate(["收支总表", "收入总表", "支出总表", "项目支出表"])
    ]

    found = rows(page(1, contents), page(2, ["支出总表", "单位：万元"], BY_FUNCTION))

    assert (found["projects"]["presence"], found["projects"]["listed_page"]) == ("absent", 1)
    assert (found["expenditure"]["presence"], found["expenditure"]["listed_page"]) == ("present", 1)


def test_one_title_can_be_two_tables():
    found = rows(
        page(1, ["一般公共预算支出表（按功能分类科目）", "单位：万元"], BY_FUNCTION),
        page(2, ["一般公共预算支出表（按经济分类科目）", "单位：万元"], EMPTY),
    )

    assert found["general_budget_by_function"]["presence"] == "present"
    assert found["general_budget_by_economic"]["presence"] == "empty_without_note"


@pytest.mark.parametrize(("year", "state_capital"), [(2019, False), (2020, False), (2021, True), (2026, True)])
def test_what_is_expected_depends_on_the_year(year, state_capital):
    assert ("state_capital" in expected_tables(year)) == state_capital
    assert len(expected_tables(year)) == 8 + state_capital


def test_the_columns_of_documents_follow():
    found = covered(
        [
            page(1, FUND, EMPTY, foot=NOTE),
            page(2, ["国有资本经营预算支出表", "单位：万元"], EMPTY),
            page(3, ["支出总表", "单位：万元"], BY_FUNCTION),
        ],
        2025,
    )

    expected = {"tables_expected": 9, "tables_found": 3, "tables_declared_empty": 1}
    assert document_columns(found, 2025) == expected


def test_the_rows_meet_their_declaration():
    found = covered([page(1, FUND, EMPTY, foot=NOTE), page(3, ["支出总表", "单位：万元"], BY_FUNCTION)], 2025)
    document = {"document_id": "420107-143-2025-budget", "fiscal_year": 2025, "division_code": "420107"}

    assert found
    assert not validate("coverage", frame("coverage", [{**document, **row} for row in found])).failures


@pytest.mark.corpus
@pytest.mark.skipif(not TRUTHS, reason=f"the shared corpus is not here: {CORPUS}")
@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name.split(".")[0])
def test_the_coverage_of_real_documents_is_what_people_saw(truth):
    facts = json.loads(truth.read_text(encoding="utf-8"))
    pages = tuple(read_pages(CORPUS / facts["file"]))
    context = Context(facts["fiscal_year"], facts["department"])

    found = {row["table"]: row["presence"] for row in coverage(interpret(pages, context), facts["fiscal_year"])}

    # The truths list the tables of amounts alone.
    tables = set(BUDGET_TABLE) - {"department_performance"}
    assert {table for table in tables if found[table] == "present"} == set(facts["tables_present"])
    assert {table for table in tables if str(found[table]).startswith("empty")} == set(facts["tables_declared_empty"])
