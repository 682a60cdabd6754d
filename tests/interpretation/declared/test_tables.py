"""What can't be meant in the declarations of tables, lists, forms and words raises, and says where."""

from __future__ import annotations

from importlib import resources

import pytest

from pipelines.foundation.declaration import DeclarationError, DeclarationFile
from pipelines.interpretation.declared.forms import FORMS
from pipelines.interpretation.declared.lists import LISTS, list_form
from pipelines.interpretation.declared.tables import TABLES, check
from pipelines.interpretation.declared.vocabulary import VOCABULARY


def text_of(name: str) -> str:
    return (resources.files("pipelines.interpretation.declared") / name).read_text("utf-8")


def load(file: DeclarationFile[object], name: str, right: str, wrong: str) -> None:
    """Load a file in which something is written wrongly."""
    text = text_of(name)
    assert right in text
    for declared in file.parse(text.replace(right, wrong, 1), name):
        if file is TABLES:
            check(declared)  # pyright: ignore[reportArgumentType]


BUDGET, PROCUREMENT = "tables/budget.yaml", "tables/procurement.yaml"
DEPARTMENT = "tables/department_performance.yaml"


@pytest.mark.parametrize(
    ("name", "right", "wrong", "told"),
    [
        # Keys.
        (BUDGET, "fund: all", "fnd: all", "revenue_and_expenditure / fnd: Extra"),
        (BUDGET, "measure: total", "mesure: total", "revenue_and_expenditure / mesure: Extra"),
        (BUDGET, "flow: expenditure", "flwo: expenditure", "general_budget_by_function / flwo: Extra"),
        (PROCUREMENT, "products:", "prodcts:", "procurement / prodcts: Extra"),
        (PROCUREMENT, "carry:", "cary:", "procurement / cary: Extra"),
        (DEPARTMENT, "required:", "requird:", r"blocks / entry 1 \(structure\) / requird: Extra"),
        (
            DEPARTMENT,
            "kind: money, phase: budget, texts",
            "kind: money, phse: budget, texts",
            r"columns / entry 2 \(amount\) / phse: Extra",
        ),
        # Values.
        (BUDGET, "table: revenue\n", "table: revenu\n", "revenu / table: Input should be"),
        (BUDGET, "reader: budget", "reader: bugdet", "revenue_and_expenditure: Input tag 'bugdet'"),
        (BUDGET, "fund: all", "fund: al", "fund: Input should be 'all'"),
        (BUDGET, "measure: total", "measure: totl", "measure: Input should be 'total'"),
        (BUDGET, "axis: function", "axis: functoin", "axis: Input should be 'function'"),
        (BUDGET, "general_budget_by_unit}", "general_budget_by_units}", "by_axis / unit: Input should be"),
        (BUDGET, "table: revenue\n", "table: revenue\nflow: revenue\n", "flow: the dataset says that revenue"),
        (PROCUREMENT, "dataset: procurement", "dataset: procurment", "dataset: Input should be"),
        (PROCUREMENT, "kind: outline", "kind: outlin", "fields / outline / kind: Input should be"),
        (PROCUREMENT, "scheme: procurement_catalogue", "scheme: catalog", "catalogue / scheme: Input should be"),
        (PROCUREMENT, "items: [catalogue", "items: [catalog", "procurement: items: no such field: catalog"),
        (PROCUREMENT, "[quantity, unit_price_yuan]", "[quantty, unit_price_yuan]", "products: no such field: quantty"),
        (PROCUREMENT, "stands_for: project_name", "stands_for: project", "purchase / stands_for: no such field"),
        (PROCUREMENT, "  measure_unit: {", "  measur_unit: {", "fields / measur_unit: no column of procurement"),
        (PROCUREMENT, "  quantity: {", "  quantities: {", "products: no such field: quantity"),
        (DEPARTMENT, "scope: department", "scope: departments", "scope: Input should be"),
        (DEPARTMENT, "kind: money, line: item", "line: item", "kind: budget_line has one"),
        (DEPARTMENT, "field: share", "field: shares", "columns / field: structure has no shares"),
        (DEPARTMENT, "[name, amount]", "[name, amounts]", "required: no column of the table: amounts"),
        # One label, two meanings.
        (PROCUREMENT, "[采购数量, 数量]", "[采购数量, 单价]", "label 单价 heads both quantity and unit_price_yuan"),
        (
            PROCUREMENT,
            "[采购数量, 数量]",
            "[采购数量, 项目名称]",
            "项目名称 of quantity heads project_name",
        ),
        (DEPARTMENT, "overrides:\n", "# overrides:\n", "年初预算数 of budget_line is current_budget_yuan in all forms"),
        (
            DEPARTMENT,
            "[资金总额, 年度资金总额]",
            "[资金总额, 某总额]",
            "某总额 of budget_line is nothing else",
        ),
        (DEPARTMENT, "texts: [基本支出]", "texts: [项目支出]", "texts: 项目支出 stands twice"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(name: str, right: str, wrong: str, told: str) -> None:
    with pytest.raises(DeclarationError, match=told):
        load(TABLES, name, right, wrong)


@pytest.mark.parametrize(
    ("file", "name", "right", "wrong", "told"),
    [
        (VOCABULARY, "vocabulary.yaml", "state_capital: [", "state_captal: [", "state_captal"),
        (
            VOCABULARY,
            "vocabulary.yaml",
            "[政府性基金预算,",
            "[一般公共预算,",
            "the word 一般公共预算 stands under",
        ),
        (VOCABULARY, "vocabulary.yaml", "[资金, 拨款,", "[资金, 合计,", r"neutral: the words \['合计'\] stand twice"),
        (
            VOCABULARY,
            "vocabulary.yaml",
            "basic: [personnel,",
            "basic: [personel,",
            "measure / basic / entry 1",
        ),
        (LISTS, "lists.yaml", "scheme: function", "scheme: functions", "function / scheme: Input should be"),
        (LISTS, "lists.yaml", "    scheme: economic\n", "", "fields / economic: Value error, scheme"),
        (
            LISTS,
            "lists.yaml",
            "[<serial>,",
            "[项目编码, <serial>,",
            "项目编码 heads both ordinal and project_code",
        ),
        (FORMS, "forms.yaml", "field: attribute", "field: atribute", "atribute is no column of project_profiles"),
        (FORMS, "forms.yaml", "kind: choice", "kind: choise", r"entry 6 \(attribute\) / kind: Input should be"),
        (FORMS, "forms.yaml", "horizon: annual", "horizon: anual", "horizon: Input should be"),
        (FORMS, "forms.yaml", "[项目属性, 项目性质]", "[项目类型]", "texts: 项目类型 stands twice"),
        (FORMS, "forms.yaml", "fund: unclassified, period: carryover, texts", "texts", "fund: funding needs it"),
        (FORMS, "forms.yaml", "field: funding, kind: money", "field: funding, kind: text", "kind: funding is money"),
        (FORMS, "forms.yaml", "dataset: project_funding", "dataset: projects_funding", "dataset: Input should be"),
        (FORMS, "forms.yaml", "name: goals", "name: gaols", "gaols has no dataset"),
    ],
)
def test_a_shared_declaration_that_cannot_be_meant_is_refused(
    file: DeclarationFile[object], name: str, right: str, wrong: str, told: str
) -> None:
    with pytest.raises(DeclarationError, match=told):
        load(file, name, right, wrong)


def test_what_a_family_shares_may_be_overridden_beside_it() -> None:
    own = "\noverrides:\n  quantity: {kind: count, labels: [项目名称]}\n"
    (declared,) = TABLES.parse(text_of(PROCUREMENT).replace("\nfields:", own + "fields:", 1), PROCUREMENT)
    check(declared)


def test_an_override_that_says_what_all_lists_say_is_refused() -> None:
    own = "\noverrides:\n  project_name: {kind: label, labels: [项目名称]}\n"
    (declared,) = TABLES.parse(text_of(PROCUREMENT).replace("\nfields:", own + "fields:", 1), PROCUREMENT)
    with pytest.raises(ValueError, match="项目名称 of project_name heads nothing else"):
        list_form(declared)  # pyright: ignore[reportArgumentType]
