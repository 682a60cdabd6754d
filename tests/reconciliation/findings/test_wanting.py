"""Why something is not comparable: not disclosed, empty, not printed so, or not read by us."""

import pytest

from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.document.document import Facts
from pipelines.reconciliation.findings.findings import Unevaluated, for_want_of
from pipelines.reconciliation.reconcile import reconcile
from tests.printed import page
from tests.reconciliation.books import YEAR

CHECK, TABLE = "expenditure_total", "revenue_and_expenditure"
SPENT = (
    ["支出总表", "单位：万元"],
    [["科目编码", "科目名称", "合计"], ["213", "农林水支出", "30.00"], ["", "合计", "30.00"]],
)
SUMMARY = {
    "not disclosed": (),
    "empty": (["收支总表", "单位：万元"], [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"]]),
    "does not print this in a comparable way": (
        ["收支总表", "单位：万元"],
        [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"], ["其他收入", "1.00", "农林水支出", "30.00"]],
    ),
    "the limit is ours": (
        ["收支总表", "单位：万元"],
        [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"], ["其他收入", "1.00", "支出总计", "30.0.0"]],
    ),
}


def told(*tables) -> list[str]:
    pages = [page(number, lines, rows) for number, (lines, rows) in enumerate(tables, start=1)]
    findings = reconcile(interpret(pages, Context(YEAR)), Facts(YEAR))
    found = [row for row in findings if row["check_id"] == CHECK]
    assert {row["status"] for row in found} == {"not_applicable"}
    return [str(row["message_en"]) for row in found]


@pytest.mark.parametrize("reason", SUMMARY)
def test_each_of_the_four_is_told_apart(reason):
    summary = SUMMARY[reason]
    (message,) = told(SPENT, *([summary] if summary else []))
    assert "revenue and expenditure" in message
    assert [each for each in SUMMARY if each in message] == [reason]


def test_what_is_in_another_file_and_what_can_not_be_told():
    want = Unevaluated(CHECK, "not_printed", TABLE)
    absent, there = {"table": TABLE, "presence": "absent"}, {"table": TABLE, "presence": "present"}
    assert for_want_of(want, [absent], [there]).reason == "in_another_file"
    assert for_want_of(want, [{"table": TABLE, "presence": "unknown"}]).reason == "not_told"
    assert for_want_of(want, [{**there, "numbers_unread": 1}]).reason == "not_read"
    assert for_want_of(want, []).reason == "not_printed"
    premise = Unevaluated(CHECK, "premise", TABLE)
    assert for_want_of(premise, [absent]) == premise


def test_a_document_without_tables_discloses_none():
    findings = reconcile(Interpretation(), Facts(YEAR))
    assert any("is not disclosed" in str(row["message_en"]) for row in findings)
