"""Projects without a form, and the innocent reasons: another wording of the name, and what is classified."""

from decimal import Decimal

import pytest

from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.prose.paragraphs import read_prose
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.findings.findings import Observation, Unevaluated
from pipelines.reconciliation.observed.missing_forms import missing_forms, words_of_withholding
from pipelines.reconciliation.reconcile import reconcile
from tests.printed import page
from tests.reconciliation.books import YEAR, functions

OTHERS = {"财政检查": "20.00", "绩效管理": "30.00", "库房租赁": "5.00"}


def projects(**named: str) -> list[Record]:
    amounts = {**OTHERS, **named}
    return [{"project_name": name, "amount_yuan": Decimal(amount), "page": 1} for name, amount in amounts.items()]


def forms(**named: str) -> list[Record]:
    amounts = {**OTHERS, **named}
    return [{"project_name": name, "total_budget_yuan": Decimal(amount), "page": 9} for name, amount in amounts.items()]


def found(listed: list[Record], formed: list[Record], withheld: str | None = None) -> Observation:
    (seen,) = missing_forms(listed, formed, withheld)
    assert isinstance(seen, Observation)
    return seen


@pytest.mark.parametrize(
    ("listed", "formed"),
    [
        ("法律咨询服务", "法律咨询服务费"),
        ("2026年政策性农业保险市级补贴资金", "政策性农业保险市级补贴资金"),
        ("信访业务专项经费", "信访业务"),
        ("信访业务经费", "2026年度信访业务"),
    ],
)
def test_names_that_differ_by_a_suffix_or_a_year_with_one_amount_are_one_project(listed, formed):
    assert found(projects(**{listed: "7.00"}), forms(**{formed: "7.00"})).says == "each"
    assert found(projects(**{listed: "7.00"}), forms(**{formed: "8.00"})).says == "missing"


@pytest.mark.parametrize("formed", ["法律咨询", "法律服务咨询费", "咨询服务"])
def test_other_names_are_other_projects_whatever_the_amount(formed):
    seen = found(projects(法律咨询服务="7.00"), forms(**{formed: "7.00"}))
    assert (seen.says, seen.fields["names"]) == ("missing", "法律咨询服务")


def test_a_form_that_is_of_another_listed_project_is_of_no_second_one():
    listed = projects(信访业务="7.00", 信访业务经费="7.00")
    assert found(listed, forms(信访业务="7.00")).says == "missing"


def test_a_goal_printed_in_the_list_is_no_form():
    listed = [{**row, "table_no": 7} for row in projects()]
    (seen,) = missing_forms(listed, listed)
    assert isinstance(seen, Unevaluated)


def test_what_is_said_to_be_classified_is_not_missing():
    seen = found(projects(粮食储备="7.00"), forms(), withheld="粮食储备绩效目标表为涉密内容，按规定不予公开。")
    assert (seen.status, seen.says) == ("not_applicable", "withheld")


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        ("其中粮食储备绩效目标表，按照保密审查机制确定为涉密内容，按规定不予公开。", True),
        ("根据国家保密法律法规的规定，部分具体项目信息公开时予以剔除。", True),
        ("具体编制和机构设置属涉密内容，按照规定不予对外公开。", False),
        ("保密审查情况：已审查。", False),
        ("本部门项目不涉密，全部公开。", False),
    ],
)
def test_words_that_say_so(printed, says):
    told = words_of_withholding(list(read_prose([page(1, ["八、其他特殊事项说明", f"　　{printed}"])])), [])
    assert (told is not None) == says
    in_a_cell = words_of_withholding([], [{"role": "text", "source_text": printed}])
    assert (in_a_cell is not None) == says


def test_a_department_s_duties_withhold_nothing():
    duties = page(1, ["一、主要职责", "　　负责保密工作，涉密项目按规定不予公开。"])
    assert words_of_withholding(list(read_prose([duties])), []) is None


NOTE = "注：根据国家保密法律法规和有关保密事项范围的规定，部分具体项目信息公开时予以剔除。"


@pytest.mark.parametrize(
    ("item", "note", "status"),
    [
        ("6.00", NOTE, "not_applicable"),
        ("6.00", "注：单位为万元。", "fail"),
        ("12.00", NOTE, "fail"),
    ],
)
def test_a_whole_may_hold_what_the_document_says_it_withholds(item: str, note: str, status: str):
    lines = functions("expenditure", {"合计": "9.00", "204": item})
    read = Interpretation({"budget_lines": lines, "cells": [{"role": "text", "source_text": note}]})
    (found,) = (each for each in reconcile(read, Facts(YEAR)) if each["check_id"] == "rows_by_code")
    assert found["status"] == status
