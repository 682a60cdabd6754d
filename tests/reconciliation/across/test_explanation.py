"""What the explanation says against the tables, by the phase of the document's own amounts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.reconciliation.across.explanation import explanation
from pipelines.reconciliation.figures.book import open_book
from pipelines.reconciliation.figures.of_lists import list_figures
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import Unevaluated
from pipelines.reconciliation.findings.wording import row_name
from tests.reconciliation.books import YEAR, figures, line


def said(subject, amount, **columns):
    return {
        "subject": subject,
        "section": "五、“三公”经费支出决算情况",
        "measure": None,
        "fund": None,
        **columns,
        "amount_yuan": Decimal(amount) * 10_000,
        "printed_unit": "万元",
        "source_text": f"{amount}万元",
        "page": 9,
    }


@pytest.mark.parametrize(
    ("subject", "amount", "outcome"),
    [
        ("“三公”经费支出决算", "2.00", ["pass"]),
        ("“三公”经费支出决算", "3.00", ["fail"]),
        ("“三公”经费财政拨款支出预算", "3.00", []),
        ("“三公”经费年初预算", "3.00", []),
        ("2023年“三公”经费支出决算", "3.00", []),
        ("“三公”经费一般公共预算财政拨款支出", "3.00", ["fail"]),
    ],
)
def test_final_accounts_tell_the_budget_beside_what_was_spent(subject, amount, outcome):
    total = line("three_public", "2.00", scheme="three_public", code="total", line="total", phase="final", name="合计")
    book = open_book(figures(total), YEAR, "final", None)
    found = [each for each in explanation([said(subject, amount)], book, "final") if isinstance(each, Equation)]
    assert [each.verdict.status.value for each in found] == outcome


def outcomes(records, *lines):
    book = open_book(figures(*lines), YEAR, "budget", None)
    found = explanation(records, book, "budget")
    return [each.verdict.status.value if isinstance(each, Equation) else "unknown" for each in found]


def in_section(heading):
    return lambda subject, amount, **columns: said(subject, amount, section=heading, **columns)


@pytest.mark.parametrize(
    ("code", "outcome"), [("（501）", ["pass", "pass", "unknown"]), ("", ["unknown", "fail", "fail"])]
)
def test_what_is_told_of_an_item_is_none_of_the_whole(code, outcome):
    tell = in_section("三、支出情况")
    keys = {"scheme": "government_economic"}
    lines = [
        line("expenditure", amount, code=key, measure=measure, name=name, line=kind, **keys)
        for kind, key, name, total, personnel in (
            ("total", None, "合计", "9.00", "7.00"),
            ("item", "501", "机关工资福利支出", "5.00", "4.00"),
        )
        for measure, amount in (("total", total), ("personnel", personnel))
    ]
    records = [
        tell(f"工资{code}", "5.00"),
        tell("人员经费", "4.00", measure="personnel"),
        tell("人员经费", "3.00", measure="personnel"),
    ]
    assert outcomes(records, *lines) == outcome


@pytest.mark.parametrize(("fund", "outcome"), [("general_public", ["unknown"]), ("all", ["fail"])])
@pytest.mark.parametrize("subject", ["事务（20131）", "党委办公厅（室）事务（款）"])
def test_an_item_is_of_the_fund_that_was_told_before(fund, outcome, subject):
    tell = in_section("三、支出情况")
    whole = tell("支出", "9.00", measure="total", fund=fund)
    keys = {"scheme": "function", "code": "20131", "name": "党委办公厅（室）事务"}
    of_all = line("expenditure", "5.00", **keys)
    of_fund = line("general_budget_by_function", "4.50", fund="general_public", **keys)
    assert outcomes([whole, tell(subject, "4.00")], of_all)[1:] == outcome
    assert outcomes([whole, tell(subject, "4.00")], of_all, of_fund)[1:] == ["fail"]


@pytest.mark.parametrize(("first", "outcome"), [("5.00", ["pass", "unknown"]), ("4.00", ["fail", "fail"])])
def test_what_is_told_again_is_of_something_else(first, outcome):
    tell = in_section("三、支出情况")
    item = line("expenditure", "5.00", scheme="function", code="204", name="公共安全支出")
    assert outcomes([tell("公共安全支出", first), tell("公共安全支出", "0.00")], item) == outcome


def test_of_cells_that_disagree_a_whole_one_is_meant():
    closing = {"line": "total", "name": "支出总计", "scheme": "function"}
    lines = [
        line("expenditure", "9.00", **closing),
        line("expenditure", "0.00", line="carryover_out", name="结转下年"),
    ]
    (found,) = explanation(
        [in_section("三、支出情况")("支出", "0.01", measure="total")],
        open_book(figures(*lines), YEAR, "budget", None),
        "budget",
    )
    assert isinstance(found, Equation)
    assert [cell.line for cell in found.right] == ["total"]


@pytest.mark.parametrize(("amount", "outcome"), [("5.00", "unknown"), ("1.00", "pass")])
def test_what_all_spend_on_training_is_not_what_the_basic_expenditure_has_of_it(amount, outcome):
    tell = in_section("6.一般公共预算其他公务支出")
    training = line("basic_expenditure", "1.00", scheme="economic", code="30216", name="培训费", measure="basic")
    assert outcomes([tell("各单位培训费", amount)], training) == [outcome]
    assert outcomes([tell("各单位培训费", "5.00", measure="basic")], training) == ["fail"]


@pytest.mark.parametrize(("said_amount", "outcome"), [("8.00", "pass"), ("3.00", "pass"), ("9.00", "fail")])
def test_the_printed_total_of_purchases_may_be_meant_whatever_its_items_add_up_to(said_amount, outcome):
    item = {"function_code": "2010801", "amount_yuan": Decimal(30_000), "printed_unit": "万元", "source_text": "3.00"}
    place = {"page": 1, "table_no": 1, "column": 1}
    (figure,) = list_figures({"procurement": [{**item, **place, "row": 2}]}, YEAR, "budget")
    total = replace(figure, amount=Decimal(80_000), line="total", name="合计")
    book = open_book([figure], YEAR, "budget", None)
    tell = in_section("三、政府采购情况")
    (found,) = explanation(
        [tell("政府采购预算", said_amount)], book, "budget", [Equation("list_total", (total,), (figure,))]
    )
    assert isinstance(found, Equation)
    assert found.verdict.status.value == outcome


@pytest.mark.parametrize(("amount", "outcome"), [("5.00", "unknown"), ("1.00", "pass")])
def test_what_all_spend_on_an_item_is_not_what_the_basic_expenditure_has_of_it(amount, outcome):
    travel = line("basic_expenditure", "1.00", scheme="economic", code="30211", name="差旅费", measure="operating")
    assert outcomes([in_section("6.其他公务支出")("各单位差旅费预算", amount)], travel) == [outcome]
    assert outcomes([in_section("七、一般公共预算基本支出")("差旅费", "5.00")], travel) == ["fail"]


def purchases_told(subject, amount, *kinds):
    bought = [
        {
            "amount_yuan": Decimal(5) * 10_000,
            "catalogue_code": code,
            "catalogue_name": name,
            "printed_unit": "万元",
            "source_text": "5.00",
            "page": 1,
            "table_no": 1,
            "row": row,
            "column": 1,
        }
        for row, (code, name) in enumerate(kinds)
    ]
    book = open_book(list_figures({"procurement": bought}, YEAR, "budget"), YEAR, "budget", None)
    (found,) = explanation([in_section("三、政府采购预算")(subject, amount)], book, "budget")
    return found


@pytest.mark.parametrize("name", ["政府采购预算总额", "新城工程办政府采购预算总额", "服务中心政府采购预算总额"])
def test_a_department_of_works_buys_more_than_works(name):
    found = purchases_told(name, "5.00", ("C", "服务"))
    assert isinstance(found, Equation)
    assert found.verdict.status.value == "pass"
    assert row_name(found.right[0]) == "服务"


@pytest.mark.parametrize(("amount", "outcome"), [("0.00", Equation), ("5.00", Unevaluated)])
def test_a_class_that_the_table_does_not_list_is_no_certain_zero(amount, outcome):
    assert isinstance(purchases_told("政府采购工程预算", amount, ("C", "服务")), outcome)
