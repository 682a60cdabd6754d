"""A fault costs only itself: a table that can't be read, a row that can't be published. All numbers are invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from pipelines.disclosure.completeness import completeness
from pipelines.disclosure.coverage import coverage
from pipelines.documents.quarantine import QuarantineError
from pipelines.extraction.grid import Page
from pipelines.foundation.record import Record
from pipelines.interpretation import interpret as reading
from pipelines.interpretation.identity.identity import Identity
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.sheets import joining
from pipelines.interpretation.sheets.header import Header, read_header
from pipelines.interpretation.sheets.joining import Part
from pipelines.interpretation.sheets.reading import Context
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.reconcile import reconcile
from pipelines.run.proof import prove
from pipelines.run.setting_aside import judge_rows, set_aside
from tests.printed import page

pytestmark = pytest.mark.slow

YEAR = 2025
IDENTITY = Identity(
    department_name="江城市水务局",
    department_code="143",
    division_code="420107",
    central=False,
    fiscal_year=YEAR,
    stage="budget",
    scope="department",
    title=None,
    staff_quota=None,
    staff_actual=None,
    staff_retired=None,
    newly_established=False,
)
DOCUMENT: Record = IDENTITY.columns_of_every_row
COLUMNS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BUDGET = [COLUMNS, ["213", "农林水支出", "3.00", "1.00", "2.00"]]
TOO_LARGE = [COLUMNS, ["213", "农林水支出", "3.00", "1.00", "99999999999999.00"]]
LIST = [["项目名称", "金额"], ["河道疏浚", "2.00"]]
FORM = [["项目名称", "河道疏浚", "", ""], ["项目总预算（万元）", "2.00", "项目当年预算（万元）", "2.00"]]
OVER = {
    "budget": ["表3", "支出总表", "单位：万元"],
    "list": ["表9", "项目支出表", "单位：万元"],
    "form": ["表11", "项目支出绩效目标申报表", "单位：万元"],
}
PAGES = (page(1, OVER["budget"], BUDGET), page(2, OVER["list"], LIST), page(3, OVER["form"], FORM))


def read(*pages: Page) -> Interpretation:
    return without_faults(interpret(pages, Context(YEAR)))


def without_faults(found: Interpretation, of_document: Record = DOCUMENT) -> Interpretation:
    return set_aside(found, judge_rows(found.records, of_document, "a.pdf"), "a.pdf")


def breaking(*_: object) -> None:
    raise ZeroDivisionError("what nobody foresaw")


def dispositions(found: Interpretation) -> Mapping[object, set[object]]:
    cells = [cell for cell in found.rows("cells") if cell["role"] == "amount"]
    return {number: {cell["disposition"] for cell in cells if cell["table_no"] == number} for number in (1, 2, 3)}


def findings(found: Interpretation) -> Sequence[Record]:
    return [row for row in reconcile(found, Facts(YEAR)) if row["check_id"] == "table_read"]


@pytest.mark.parametrize(("family", "broken"), [("budget", 1), ("list", 2), ("form", 3)])
def test_a_table_whose_reading_raises_costs_only_itself(monkeypatch, family: str, broken: int) -> None:
    whole = read(*PAGES)
    assert not whole.faults
    monkeypatch.setattr(reading, f"read_{family}", breaking)
    found = read(*PAGES)
    assert dispositions(found) == {**dispositions(whole), broken: {"unread"}}
    assert found.unread_tables == {broken}
    (finding,) = findings(found)
    assert (finding["status"], finding["severity"], finding["page"]) == ("fail", "error", broken)
    assert "ZeroDivisionError: what nobody foresaw" in str(finding["message_en"])
    presence = {row["table"]: row for row in coverage(found, YEAR)}[finding["table"]]
    assert (presence["presence"], presence["numbers_unread"]) == ("present_unread", presence["numbers_printed"])


@pytest.mark.parametrize("step", ["recognise", "read_header", "standard_table", "cell_records", "sheet_fact"])
def test_a_step_that_raises_for_one_table_costs_only_that(monkeypatch, step: str) -> None:
    done = getattr(reading, step)

    def breaks(sheet: Sheet, *of: object) -> object:
        if sheet.number == 2:
            raise ZeroDivisionError("what nobody foresaw")
        return done(sheet, *of)

    whole = dispositions(read(*PAGES))
    assert whole[2] == {"published"}
    monkeypatch.setattr(reading, step, breaks)
    found = read(*PAGES)
    assert dispositions(found) == {**whole, 2: {"unread"}}
    assert [(finding["table_no"], finding["page"]) for finding in findings(found)] == [(2, 2)]


def test_what_is_told_by_all_tables_together_costs_all_of_them_where_it_raises(monkeypatch) -> None:
    monkeypatch.setattr(reading, "document_units", breaking)
    found = read(*PAGES)
    assert set().union(*dispositions(found).values()) == {"unread"}
    assert found.unread_tables == {1, 2, 3}


NEXT_PAGE = [COLUMNS, ["214", "交通运输支出", "4.00", "4.00", ""]]
TWO_PAGES = (page(1, OVER["budget"], BUDGET), page(2, [], NEXT_PAGE))
APART = page(4, OVER["list"], LIST)


def test_a_join_that_raises_costs_the_pages_that_it_joins(monkeypatch) -> None:
    def breaks(number: int, group: Sequence[Part]) -> Sheet:
        if len(group) > 1:
            raise ZeroDivisionError("what nobody foresaw")
        return joined(number, group)

    joined = joining._sheet
    pages = (*TWO_PAGES, page(3, ["说明"]), APART, page(5, ["说明"]))
    assert dispositions(read(*pages)) == {1: {"published"}, 2: {"published"}, 3: set()}
    monkeypatch.setattr(joining, "_sheet", breaks)
    found = read(*pages)
    assert dispositions(found) == {1: {"unread"}, 2: {"unread"}, 3: {"published"}}
    assert [(row["table_no"], row["page"]) for row in findings(found)] == [(1, 1), (2, 2)]
    assert all("ZeroDivisionError: what nobody foresaw" in str(row["message_en"]) for row in findings(found))
    row = {each["table"]: each for each in coverage(found, YEAR)}["expenditure"]
    assert (row["presence"], row["numbers_unread"]) == ("present_unread", row["numbers_printed"])


def test_a_join_that_raises_for_every_grid_leaves_their_cells_unread_and_no_table_absent(monkeypatch) -> None:
    whole = read(*PAGES)
    monkeypatch.setattr(reading, "join_sheets", breaking)
    found = read(*PAGES)
    assert [cell["source_text"] for cell in found.rows("cells")] == [
        cell["source_text"] for cell in whole.rows("cells")
    ]
    assert set().union(*dispositions(found).values()) == {"unread"}
    assert len(findings(found)) == 3
    covered = coverage(found, YEAR)
    assert {row["presence"] for row in covered} == {"unknown"}
    assert completeness(found, covered, YEAR) == ()


@pytest.mark.parametrize("step", ["read_prose", "read_statements"])
def test_words_that_can_t_be_read_cost_no_table_and_nothing_that_rests_on_them_is_said(monkeypatch, step: str) -> None:
    empty = [COLUMNS, ["", "合计", "", "", ""]]
    pages = (*PAGES, page(4, ["表8", "政府性基金预算支出表", "单位：万元"], empty))
    whole = read(*pages)
    monkeypatch.setattr(reading, step, breaking)
    found = read(*pages)
    assert found.records == whole.records
    assert [(row["status"], row["table_no"]) for row in findings(found)] == [("fail", None)]
    before, after = ({row["table"]: row["presence"] for row in coverage(read, YEAR)} for read in (whole, found))
    assert {before[table] for table in before if after[table] == "unknown"} == {"absent", "empty_without_note"}
    assert {after[table] for table in before if before[table] == "present"} == {"present"}
    assert completeness(whole, coverage(whole, YEAR), YEAR)
    assert completeness(found, coverage(found, YEAR), YEAR) == ()


def test_what_can_t_be_read_is_no_fault_of_the_document(monkeypatch) -> None:
    monkeypatch.setattr(reading, "read_statements", breaking)
    proof = prove(read(*PAGES), IDENTITY, "a.pdf")
    assert proof.document_columns["completeness"] is None
    assert not proof.records["completeness"]
    assert {row["presence"] for row in proof.records["coverage"]} == {"present", "unknown"}


def test_purchases_that_can_t_be_linked_are_published_but_those_in_doubt(monkeypatch) -> None:
    sure = [["单位名称", "项目名称", "采购目录", "金额"], ["江城市水务局", "河道疏浚", "办公设备", "2.00"]]
    doubtful = [[*sure[0][:3], "金额（万元）"], sure[1]]
    over = ["表12", "政府采购预算表"]
    pages = (page(1, [*over, "单位：万元"], sure), page(2, ["说明"]), page(3, [*over, "单位：元"], doubtful))
    assert {row["table_no"] for row in read(*pages).rows("procurement")} == {1, 2}
    monkeypatch.setattr(reading, "link_projects", breaking)
    found = read(*pages)
    assert {row["table_no"] for row in found.rows("procurement")} == {1}
    assert [row["table_no"] for row in findings(found)] == [None, 2]


@pytest.mark.parametrize(
    ("step", "told", "lost"),
    [("read_narrative", "figures in the explanation", {"narrative_figures"}), ("link_forms", "linked", set[str]())],
)
def test_what_raises_beside_the_tables_costs_no_table(monkeypatch, step: str, told: str, lost: set[str]) -> None:
    pages = (page(1, ["三、支出预算安排情况", "　　2025年支出预算8万元。"]), *PAGES[1:])
    whole = read(*pages)
    assert all(whole.rows(dataset) for dataset in lost)
    monkeypatch.setattr(reading, step, breaking)
    found = read(*pages)
    kept = {dataset: rows for dataset, rows in whole.records.items() if dataset not in lost}
    assert {dataset: rows for dataset, rows in found.records.items() if dataset not in lost} == kept
    assert not any(found.rows(dataset) for dataset in lost)
    (finding,) = findings(found)
    assert (finding["status"], finding["table_no"]) == ("fail", None)
    assert told in str(finding["message_en"])
    judged = completeness(found, coverage(found, YEAR), YEAR)
    assert bool(judged) is not bool(lost)


def test_the_header_of_each_table_is_read_once(monkeypatch) -> None:
    told: list[int] = []

    def counting(sheet: Sheet) -> Header:
        told.append(sheet.number)
        return read_header(sheet)

    for module in ("interpret", "sheets.header", "sheets.units", "sheets.accounting", "budget.reader", "lists.reader"):
        path = f"pipelines.interpretation.{module}.read_header"
        monkeypatch.setattr(path, counting, raising=False)
    read(*PAGES)
    assert told == [1, 2, 3]


def test_a_row_that_does_not_fit_costs_its_table() -> None:
    found = read(page(1, OVER["budget"], [*TOO_LARGE, ["", "合计", "3.00", "", ""]]), *PAGES[1:])
    kept = {cell["source_text"] or "": cell["disposition"] for cell in found.rows("cells") if cell["table_no"] == 1}
    assert (kept[""], kept["合计"]) == ("structural", "unread")
    assert found.rows("budget_lines") == []
    assert dispositions(found) == {**dispositions(read(*PAGES)), 1: {"unread"}}
    (finding,) = findings(found)
    assert "budget_lines.amount_yuan" in str(finding["message_en"])
    assert (finding["table_no"], finding["row"], finding["column"]) == (1, 1, 4)


def test_a_row_of_no_table_is_set_aside_alone() -> None:
    lines = ["三、支出预算安排情况", "　　2025年支出预算8万元，项目支出99999999999999万元。"]
    found = read(page(1, lines), *PAGES[1:])
    assert [row["source_text"] for row in found.rows("narrative_figures")] == ["8万元"]
    (finding,) = findings(found)
    assert (finding["page"], finding["table_no"]) == (1, None)


def test_what_concerns_the_whole_document_quarantines_it() -> None:
    whole = interpret(PAGES, Context(YEAR))
    with pytest.raises(QuarantineError, match="document_id"):
        without_faults(whole, {**DOCUMENT, "document_id": "nobody"})
    with pytest.raises(QuarantineError, match="cells"):
        cells = [{**cell, "role": "nothing"} for cell in whole.rows("cells")]
        without_faults(replace(whole, records={**whole.records, "cells": cells}))
