"""Each check fails where one figure of a sound document is changed, and holds before the change."""

from decimal import Decimal

import pytest

from tests.reconciliation.books import changed

pytestmark = pytest.mark.slow
WRONG = {"amount_yuan": Decimal("123400.00"), "source_text": "12.34"}
GENERAL = "general_budget_by_function"
PHONE, TERMINALS = "42010725143T000000100", "42010725143T000000101"


def of(table, **where):
    return {"table": table, **where}


BUDGET = [
    ("sides_of_summary", of("revenue_and_expenditure", line="grand_total", flow="revenue")),
    ("sides_of_appropriation", of("fiscal_appropriation", line="grand_total", flow="revenue")),
    ("revenue_total", of("revenue", line="total", fund="all", period=None)),
    ("revenue_by_fund", of("revenue", line="total", fund="general_public", period="current_year")),
    ("expenditure_total", of("expenditure", line="total", measure="total")),
    ("expenditure_by_class", of("expenditure", code="208", measure="total")),
    ("appropriation_of_summary", of("fiscal_appropriation", fund="general_public", flow="revenue")),
    ("appropriation_total", of(GENERAL, line="total", measure="total")),
    ("appropriation_by_class", of("fiscal_appropriation", code="221")),
    ("general_budget_of_expenditure", of("expenditure", code="2210202", measure="basic")),
    ("general_budget_by_unit", of("general_budget_by_unit", line="total", measure="operating")),
    ("basic_expenditure_total", of("basic_expenditure", line="total", measure="personnel")),
    ("performance_revenue", of("department_performance", line="total", flow="revenue")),
    ("performance_expenditure", of("department_performance", line="total", flow="expenditure")),
    ("performance_projects", of("department_performance", code="T")),
    ("share_of_total", of("department_performance", code="T", phase="budget")),
    ("rows_by_code", of("basic_expenditure", code="30307", measure="basic")),
    ("rows_by_unit", of("revenue", code="143001", fund="all", period=None)),
    ("explanation_repeats_table", of("basic_expenditure", code="303")),
    ("pension_by_function", of(GENERAL, code="2080505", measure="basic")),
    ("housing_by_function", of("basic_expenditure", code="30113", measure="basic")),
]
LISTS = [
    ("list_total", "projects", {"project_code": PHONE, "fund": "all"}, WRONG),
    ("columns_by_source", "projects", {"project_code": PHONE, "fund": "all"}, WRONG),
    ("projects_total", "projects", {"project_code": PHONE, "fund": "all"}, WRONG),
    (
        "projects_of_general_budget",
        "projects",
        {"project_code": PHONE, "fund": "general_public", "period": "current_year"},
        WRONG,
    ),
    ("form_of_project", "project_profiles", {}, {"current_budget_yuan": Decimal("100.00")}),
    ("year_within_project", "project_profiles", {}, {"total_budget_yuan": Decimal("100.00")}),
    ("purchases_within_project", "procurement", {"catalogue_code": "C17010100"}, {"amount_yuan": Decimal("838100.00")}),
    ("quantity_times_price", "procurement", {"catalogue_code": "C17010100"}, {"quantity": 2.0}),
    (
        "reserved_within_purchase",
        "procurement",
        {"catalogue_code": "C17010100"},
        {"sme_amount_yuan": Decimal("900000.00")},
    ),
    ("purchase_repeated", "procurement", {"catalogue_code": "A05040101"}, WRONG),
    ("project_repeated", "projects", {"project_code": TERMINALS, "fund": "all"}, WRONG),
    ("funding_total", "project_funding", {"fund": "all"}, WRONG),
    ("funding_of_project", "project_funding", {"fund": "general_public"}, WRONG),
    ("activities_of_project", "project_activities", {"economic_code": "30226"}, WRONG),
    (
        "indicators_of_projects",
        "performance_targets",
        {"scope": "project", "target_text": "≥30条"},
        {"target_text": "≥3条"},
    ),
    (
        "explanation_counts_indicators",
        "performance_targets",
        {"scope": "department", "target_text": "≥30条"},
        {"horizon": "long_term"},
    ),
    ("explanation_repeats_table", "narrative_figures", {"source_text": "9.34万元"}, WRONG),
    ("explanation_share", "narrative_figures", {"source_text": "389.77万元"}, {"amount_yuan": Decimal("3000000.00")}),
    ("explanation_purchases", "narrative_figures", {"subject": "服务类"}, WRONG),
    ("code_has_name", "budget_lines", {"code": "2210201"}, {"name": "购房补贴"}),
    ("code_is_known", "budget_lines", {"code": "2210202"}, {"code": "2217777"}),
    ("name_is_current", "budget_lines", {"code": "210"}, {"name": "医疗卫生与计划生育支出"}),
    ("rows_have_own_labels", "budget_lines", {"code": "2210202"}, {"code": "2210201", "name": "住房公积金"}),
]


def outcomes(findings, check):
    return {finding["status"] for finding in findings if finding["check_id"] == check}


def failures(findings, check):
    return sum(finding["check_id"] == check and finding["status"] == "fail" for finding in findings)


@pytest.mark.parametrize(("check", "where"), BUDGET, ids=[f"{check}-{where['table']}" for check, where in BUDGET])
def test_a_changed_amount_of_the_budget_tables_is_found(seed, seed_findings, check, where):
    assert outcomes(seed_findings, check) & {"pass", "rounding"}
    broken = seed.findings(changed(seed.records, "budget_lines", where, **WRONG))
    assert failures(broken, check) > failures(seed_findings, check)


@pytest.mark.parametrize(
    ("check", "dataset", "where", "change"), LISTS, ids=[f"{check}-{dataset}" for check, dataset, _, _ in LISTS]
)
def test_a_change_in_lists_forms_and_explanation_is_found(seed, seed_findings, check, dataset, where, change):
    broken = seed.findings(changed(seed.records, dataset, where, **change))
    assert failures(broken, check) > failures(seed_findings, check)


SOUND = [
    (check, dataset, where, change)
    for check, dataset, where, change in [
        (
            "classes_not_swapped",
            "budget_lines",
            {"code": "R", "phase": "budget"},
            {"amount_yuan": Decimal("3660300.00")},
        ),
        (
            "performance_personnel",
            "budget_lines",
            {"code": "R", "phase": "budget"},
            {"amount_yuan": Decimal("3660300.00")},
        ),
        (
            "performance_operating",
            "budget_lines",
            {"code": "Y", "phase": "budget"},
            {"amount_yuan": Decimal("237400.00")},
        ),
        ("purchase_has_activity", "project_activities", {"economic_code": "30226"}, {"economic_code": "30201"}),
        ("attributes_agree", "project_profiles", {}, {"end_year": 2027, "prior_years_note": "2024年预算300万元"}),
        ("labels_fit_section", "cells", {"source_text": "长期绩效指标"}, {"source_text": "绩效指标"}),
        (
            "project_has_form",
            "projects",
            {"project_code": TERMINALS},
            {"project_code": PHONE, "project_name": "网上群众工作部年度费用"},
        ),
        ("years_in_one_order", "cells", {"source_text": "2023年"}, {"source_text": "前年"}),
    ]
]


@pytest.mark.parametrize(("check", "dataset", "where", "change"), SOUND, ids=[case[0] for case in SOUND])
def test_an_error_that_is_put_right_is_found_no_more(seed, seed_findings, check, dataset, where, change):
    put_right = seed.findings(changed(seed.records, dataset, where, **change))
    assert failures(put_right, check) < failures(seed_findings, check)
