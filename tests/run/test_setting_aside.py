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
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.sheets.header import Header, read_header
from pipelines.interpretation.sheets.reading import Context
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.reconciliation.reconcile import Facts, reconcile
from pipelines.run.setting_aside import set_aside
from tests.printed import page

YEAR = 2025
DOCUMENT: Record = {
    "document_id": "420107-143-2025-budget",
    "fiscal_year": YEAR,
    "division_code": "420107",
    "department_code": "143",
    "department_name": "江城市水务局",
}
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
    return set_aside(interpret(pages, Context(YEAR)), DOCUMENT, "a.pdf")


def dispositions(found: Interpretation) -> Mapping[object, set[object]]:
    cells = [cell for cell in found.rows("cells") if cell["role"] == "amount"]
    return {number: {cell["disposition"] for cell in cells if cell["table_no"] == number} for number in (1, 2, 3)}


def findings(found: Interpretation) -> Sequence[Record]:
    return [row for row in reconcile(found, Facts(YEAR)) if row["check_id"] == "table_read"]


@pytest.mark.parametrize(("family", "broken"), [("budget", 1), ("list", 2), ("form", 3)])
def test_a_table_whose_reading_raises_costs_only_itself(monkeypatch, family: str, broken: int) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("what nobody foresaw")

    whole = read(*PAGES)
    assert not whole.faults
    monkeypatch.setattr(reading, f"read_{family}", breaks)
    found = read(*PAGES)
    assert dispositions(found) == {**dispositions(whole), broken: {"unread"}}
    assert found.unread_tables == {broken}
    (finding,) = findings(found)
    assert (finding["status"], finding["severity"], finding["page"]) == ("fail", "error", broken)
    assert "ZeroDivisionError: what nobody foresaw" in str(finding["message_en"])
    presence = {row["table"]: row for row in coverage(found, YEAR)}[finding["table"]]
    assert (presence["presence"], presence["numbers_unread"]) == ("present_unread", presence["numbers_printed"])


@pytest.mark.parametrize("step", ["recognise", "read_header"])
def test_a_step_that_raises_for_one_table_costs_only_that(monkeypatch, step: str) -> None:
    done = getattr(reading, step)

    def breaks(sheet: Sheet, *of: object) -> object:
        if sheet.number == 2:
            raise ZeroDivisionError("what nobody foresaw")
        return done(sheet, *of)

    whole = dispositions(read(*PAGES))
    monkeypatch.setattr(reading, step, breaks)
    found = read(*PAGES)
    assert dispositions(found) == {**whole, 2: {"unread"}}
    assert [(finding["table_no"], finding["page"]) for finding in findings(found)] == [(2, 2)]


@pytest.mark.parametrize(
    ("step", "told", "lost"),
    [("read_narrative", "figures in the explanation", {"narrative_figures"}), ("link_forms", "linked", set[str]())],
)
def test_what_raises_beside_the_tables_costs_no_table(monkeypatch, step: str, told: str, lost: set[str]) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("what nobody foresaw")

    pages = (page(1, ["三、支出预算安排情况", "　　2025年支出预算8万元。"]), *PAGES[1:])
    whole = read(*pages)
    assert all(whole.rows(dataset) for dataset in lost)
    monkeypatch.setattr(reading, step, breaks)
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
    found = read(page(1, OVER["budget"], TOO_LARGE), *PAGES[1:])
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
        set_aside(whole, {**DOCUMENT, "document_id": "nobody"}, "a.pdf")
    with pytest.raises(QuarantineError, match="cells"):
        cells = [{**cell, "role": "nothing"} for cell in whole.rows("cells")]
        set_aside(replace(whole, records={**whole.records, "cells": cells}), DOCUMENT, "a.pdf")
