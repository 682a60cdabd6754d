"""Sums within a table: each kind holds on a sound table, and fails where one amount is wrong."""

import pytest

from pipelines.reconciliation.within.columns import column_sums
from pipelines.reconciliation.within.items import item_sums
from pipelines.reconciliation.within.rows import row_sums
from tests.reconciliation.books import figures, functions, line, statuses

SOUND = {
    "合计": "9.00",
    "201": "6.00",
    "20103": "6.00",
    "2010301": "2.00",
    "2010350": "4.00",
    "208": "3.00",
    "20805": "3.00",
}


def outcomes(check, *records, department=None):
    return statuses(row_sums(figures(*records), department), check)


def test_classes_groups_and_items_add_up():
    assert outcomes("rows_by_code", functions("expenditure", SOUND)) == ["pass"] * 4


@pytest.mark.parametrize(("code", "failures"), [("合计", 1), ("201", 2), ("20103", 2), ("2010301", 1), ("20805", 1)])
def test_one_wrong_amount_fails_the_sums_it_is_in(code, failures):
    wrong = functions("expenditure", {**SOUND, code: "7.77"})
    assert outcomes("rows_by_code", wrong).count("fail") == failures


def test_a_level_that_is_not_printed_is_skipped():
    assert (
        outcomes("rows_by_code", functions("expenditure", {"合计": "3.00", "201": "3.00", "2010301": "3.00"}))
        == ["pass"] * 2
    )


def test_a_class_may_stand_below_its_items():
    assert (
        outcomes("rows_by_code", functions("expenditure", {"2010301": "3.00", "201": "3.00", "合计": "3.00"}))
        == ["pass"] * 2
    )


@pytest.mark.parametrize(("item", "statuses"), [("5.02", ["pass", "pass"]), ("1.00", ["fail"])])
def test_a_group_that_stands_in_the_place_of_its_item_too_counts_once(item, statuses):
    rows = [
        line("expenditure", amount, scheme="function", code=code, level=level, name=name, row=row)
        for row, (code, level, name, amount) in enumerate(
            [("219", 1, "援助", "5.02"), ("21999", 2, "其他", "5.02"), ("21999", 2, "其他", item)]
        )
    ]
    assert outcomes("rows_by_code", rows) == statuses


def test_a_place_s_own_level_counts_under_its_group():
    own = line("basic_expenditure", "1.00", scheme="economic", name="津补贴", row_path="3010201 / 津补贴")
    rows = [
        line("basic_expenditure", "1.00", line="total", scheme="economic", level=0),
        line("basic_expenditure", "1.00", scheme="economic", code="301", name="工资"),
        line("basic_expenditure", "1.00", scheme="economic", code="30102", name="津贴"),
        own,
    ]
    assert outcomes("rows_by_code", rows) == ["pass"] * 3


def economic(code, government, amount):
    return line(
        "basic_expenditure", amount, scheme="economic", code=code, government_economic_code=government, name=code
    )


def test_a_class_printed_for_each_government_class_has_its_own_groups():
    rows = [
        line("basic_expenditure", "9.00", line="total", scheme="economic", level=0),
        *(economic("301", "501", "5.00"), economic("30101", "50101", "5.00")),
        *(economic("301", "505", "4.00"), economic("30101", "50501", "4.00")),
    ]
    assert outcomes("rows_by_code", rows) == ["pass"] * 3


def test_a_row_without_a_place_leaves_the_sum_in_doubt():
    unknown = line("expenditure", "1.00", scheme="function", name="某某支出")
    equations = row_sums(figures(functions("expenditure", {"合计": "3.00", "201": "3.00"}), unknown), None)
    assert [each.doubt for each in equations] == ["unplaced_row"]


@pytest.mark.parametrize(("other", "status"), [("5.00", "pass"), ("4.00", "fail")])
def test_a_total_of_a_part_closes_the_blocks_beside_it_that_print_none(other, status):
    def of(amount, column, **columns):
        return line("basic_expenditure", amount, scheme="economic", measure="basic", column=column, **columns)

    rows = [
        of("7.00", 1, code="301"),
        line("basic_expenditure", "7.00", line="total", scheme="economic", measure="personnel", column=1),
        of(other, 2, code="302"),
        of("1.00", 3, code="310"),
        line("basic_expenditure", "6.00", line="total", scheme="economic", measure="operating", column=3),
    ]
    assert outcomes("rows_by_code", rows) == ["pass", status]


def unit(amount, code=None, name=None, kind="item"):
    return line("revenue", amount, line=kind, scheme="unit", code=code, unit_code=code, unit_name=name, name=name)


@pytest.mark.parametrize("last", ["4.00", "4.01"])
def test_units_add_up_by_code_and_by_name(last):
    coded = [
        unit("9.00", kind="total"),
        unit("9.00", "116", "财政局"),
        unit("5.00", "116001", "本级"),
        unit(last, "116002", "中心"),
    ]
    named = [unit("9.00", kind="total"), unit("5.00", None, "局"), unit(last, None, "中心")]
    expected = "pass" if last == "4.00" else "rounding"
    assert expected in outcomes("rows_by_unit", coded)
    assert outcomes("rows_by_unit", named) == [expected]


def test_the_department_s_own_row_is_the_whole_of_its_units():
    rows = [unit("9.00", None, "某局"), unit("5.00", None, "某局（本级）"), unit("3.00", None, "中心")]
    assert outcomes("rows_by_unit", rows, department="某局") == ["fail"]


def test_each_unit_s_section_adds_up_by_itself():
    sections = [
        line("expenditure", "9.00", line="total", scheme="function", unit_name="某局"),
        *functions("expenditure", {"合计": "5.00", "201": "5.00"}, unit_name="某局（本级）"),
        *functions("expenditure", {"合计": "4.00", "205": "4.00"}, unit_name="中心"),
    ]
    assert outcomes("rows_by_code", sections, department="某局") == ["pass", "pass"]
    assert outcomes("rows_by_unit", sections, department="某局") == ["pass"]


def side(*rows):
    """A revenue side: (line, fund, period, amount) from top to bottom."""
    return [
        line(
            "revenue_and_expenditure",
            amount,
            line=kind,
            scheme="revenue" if kind == "item" else None,
            flow="revenue",
            fund=fund,
            period=period,
        )
        for kind, fund, period, amount in rows
    ]


def test_a_department_s_section_is_the_whole_of_its_units_sections():
    rows = [
        line("expenditure", "9.00", line="total", scheme="function"),
        line("expenditure", "9.00", line="total", scheme="function", unit_code="301", unit_name="某局"),
        *functions("expenditure", {"合计": "5.00", "201": "5.00"}, unit_code="301001", unit_name="某局机关"),
        *functions("expenditure", {"合计": "4.00", "205": "4.00"}, unit_code="301002", unit_name="中心"),
    ]
    assert outcomes("rows_by_unit", rows) == ["pass", "pass"]


def labelled(label, amount, fund="general_public", **columns):
    columns = {"scheme": "revenue", "flow": "revenue", "period": "current_year", "row_path": label, **columns}
    return line("revenue_and_expenditure", amount, fund=fund, **columns)


def closing(amount):
    return [
        labelled("本年收入合计", amount, "all", line="total", scheme=None),
        labelled("收入总计", amount, "all", line="grand_total", scheme=None, period=None),
    ]


@pytest.mark.parametrize("part", ["经费拨款", "其中：经费拨款"])
def test_a_part_of_a_fund_under_it_counts_once(part):
    for amount, outcome in (("8.00", "pass"), ("9.50", "fail")):
        rows = [
            labelled("一、一般公共预算拨款", "9.00"),
            labelled(part, amount),
            labelled("二、基金", "1.00", "government_fund"),
        ]
        assert outcomes("rows_of_side", rows, closing("10.00")) == [outcome, "pass"]


def test_rows_numbered_under_a_numbered_row_are_its_parts():
    kind = {"flow": "expenditure", "scheme": None, "period": None}
    rows = [
        labelled("一、基本支出", "9.00", "all", measure="basic", **kind),
        labelled("1、工资福利支出", "5.00", "all", measure="unclassified", **kind),
        labelled("2、商品和服务支出", "4.00", "all", measure="unclassified", **kind),
        labelled("二、项目支出", "1.00", "all", measure="project", **kind),
        labelled("本年支出合计", "10.00", "all", line="total", **kind),
        labelled("支出总计", "10.00", "all", line="grand_total", **kind),
    ]
    assert outcomes("rows_of_side", rows) == ["pass", "pass"]


YEAR_FIRST = [
    ("total", "fiscal_appropriation", "current_year", "8.00"),
    ("item", "general_public", "current_year", "8.00"),
    ("item", "government_fund", "current_year", "0.00"),
    ("carryover_in", "fiscal_appropriation", "carryover", "1.00"),
    ("item", "general_public", "carryover", "1.00"),
    ("grand_total", "fiscal_appropriation", None, "9.00"),
]
YEAR_LAST = [
    ("item", "fiscal_appropriation", "current_year", "6.00"),
    ("item", "general_public", "current_year", "6.00"),
    ("item", "unit_funds", "current_year", "2.00"),
    ("item", "business", "current_year", "2.00"),
    ("total", "all", "current_year", "8.00"),
    ("item", "non_fiscal_balance", None, "1.00"),
    ("carryover_in", "all", "carryover", "1.00"),
    ("grand_total", "all", None, "10.00"),
]


@pytest.mark.parametrize("rows", [YEAR_FIRST, YEAR_LAST], ids=["total first", "total last"])
def test_a_side_closes_with_the_year_and_what_is_carried_over(rows):
    found = [each for check in ("rows_of_side", "closing_row") for each in outcomes(check, side(*rows))]
    assert found and set(found) == {"pass"}


@pytest.mark.parametrize("rows", [YEAR_FIRST, YEAR_LAST], ids=["total first", "total last"])
@pytest.mark.parametrize("place", [0, -1])
def test_a_side_that_does_not_close_fails(rows, place):
    wrong = list(rows)
    wrong[place] = (*wrong[place][:3], "7.00")
    assert "fail" in [each for check in ("rows_of_side", "closing_row") for each in outcomes(check, side(*wrong))]


@pytest.mark.parametrize("details", [("（一）经费拨款", "（二）专项收入"), ("其中：经费拨款", "非税收入")])
def test_what_makes_up_one_fund_is_numbered_below_it(details):
    rows = side(
        ("item", "general_public", "current_year", "6.00"),
        ("item", "general_public", "current_year", "4.00"),
        ("item", "general_public", "current_year", "2.00"),
        ("item", "other", "current_year", "1.00"),
        ("total", "all", "current_year", "7.00"),
        ("grand_total", "all", None, "7.00"),
    )
    labels = ("一、一般公共预算", *details, "二、其他收入", "本年收入合计", "收入总计")
    rows = [{**row, "row_path": label} for row, label in zip(rows, labels, strict=True)]
    assert outcomes("rows_of_side", rows) == ["pass", "pass"]
    assert outcomes("closing_row", rows) == ["pass"]


@pytest.mark.parametrize("measures", [("personnel", "operating"), ("unclassified", "unclassified")])
def test_what_makes_up_the_basic_expenditure_stands_below_it(measures):
    rows = [
        line("revenue_and_expenditure", "6.00", measure="basic", row_path="一、基本支出"),
        line("revenue_and_expenditure", "4.00", measure=measures[0], row_path="工资福利支出"),
        line("revenue_and_expenditure", "2.00", measure=measures[1], row_path="日常公用支出"),
        line("revenue_and_expenditure", "1.00", measure="project", row_path="二、项目支出"),
        line("revenue_and_expenditure", "7.00", line="grand_total", row_path="支出总计"),
    ]
    assert outcomes("rows_of_side", rows) == ["pass"]
    assert outcomes("closing_row", rows) == ["pass"]


def test_a_source_that_no_fund_names_leaves_the_side_in_doubt():
    rows = side(
        ("item", "general_public", "current_year", "6.00"),
        ("item", "unclassified", "current_year", "1.00"),
        ("total", "all", "current_year", "7.00"),
        ("grand_total", "all", None, "7.00"),
    )
    assert {each.doubt for each in row_sums(figures(rows), None)} == {"unplaced_source"}


def test_a_memo_row_is_no_part():
    memo = line(
        "revenue_and_expenditure",
        "5.00",
        scheme="revenue",
        flow="revenue",
        fund="unclassified",
        period="current_year",
        row_path="其中：专项资金",
    )
    assert set(outcomes("rows_of_side", side(*YEAR_LAST)[:2], memo, side(*YEAR_LAST)[2:])) == {"pass"}


def row_of(*columns):
    """One row: (fund, period, measure, amount) from left to right."""
    return [
        line(
            "revenue", amount, row=5, column=place, fund=fund, period=period, measure=measure, column_path=str(measure)
        )
        for place, (fund, period, measure, amount) in enumerate(columns)
    ]


WIDE = [
    ("all", None, "total", "9.00"),
    ("all", "current_year", "total", "8.00"),
    ("general_public", "current_year", "total", "7.00"),
    ("other", "current_year", "total", "1.00"),
    ("all", "carryover", "total", "1.00"),
    ("general_public", "carryover", "total", "1.00"),
]
NARROW = [
    ("all", None, "total", "9.00"),
    ("general_public", None, "total", "8.00"),
    ("all", "carryover", "total", "1.00"),
]
MEASURES = [
    ("general_public", None, "total", "9.00"),
    ("general_public", None, "basic", "6.00"),
    ("general_public", None, "personnel", "4.00"),
    ("general_public", None, "operating", "2.00"),
    ("general_public", None, "project", "3.00"),
]


@pytest.mark.parametrize(
    ("columns", "check", "sums"),
    [(WIDE, "columns_by_source", 3), (NARROW, "columns_by_source", 1), (MEASURES, "columns_by_measure", 2)],
)
def test_columns_of_a_row_add_up(columns, check, sums):
    assert statuses(column_sums(figures(row_of(*columns))), check) == ["pass"] * sums
    for place, column in enumerate(columns):
        wrong = [*columns[:place], (*column[:3], "5.55"), *columns[place + 1 :]]
        assert "fail" in statuses(column_sums(figures(row_of(*wrong))), check)


def test_a_column_of_which_is_no_part_and_one_of_no_fund_leaves_the_sum_in_doubt():
    def row(*columns):
        return [
            line("expenditure", amount, row=1, column=number, column_path=path, **facets)
            for number, (path, amount, facets) in enumerate(columns)
        ]

    whole = ("合计", "9.00", {"measure": "unclassified"})
    subtotal = ("一般公共预算 / 小计", "9.00", {"measure": "unclassified", "fund": "general_public"})
    memo = ("一般公共预算 / 其中：财政拨款", "8.00", {"measure": "unclassified", "fund": "general_public"})
    assert statuses(column_sums(figures(row(whole, subtotal, memo))), "columns_by_source") == ["pass"]

    given = ("当年财政拨款安排", "8.00", {"period": "current_year"})
    transfer = ("上级提前通知专项转移支付", "1.00", {"fund": "unclassified"})
    (equation,) = column_sums(figures(row(("合计", "9.00", {}), given, transfer)))
    assert equation.doubt == "unplaced_column"


def test_basic_expenditure_that_is_not_printed_is_its_parts():
    columns = [column for column in MEASURES if column[2] != "basic"]
    assert statuses(column_sums(figures(row_of(*columns))), "columns_by_measure") == ["pass"]


def test_reserve_is_a_part_and_procurement_is_none():
    columns = row_of(("all", None, "total", "9.00"), ("all", None, "basic", "8.00"))
    reserve = line("expenditure", "1.00", row=5, column=7, measure="unclassified", column_path="单位预留机动经费")
    memo = line("expenditure", "4.00", row=5, column=8, measure="unclassified", column_path="其中：政府采购")
    assert statuses(column_sums(figures(columns, reserve, memo)), "columns_by_measure") == ["pass"]


BALANCE = ("unclassified", "carryover", "上年结转 / 上年实户资金余额", "1.00")
CARRIED = ("general_public", "carryover", "上年结转 / 一般公共预算", "5.00")
OF_ALL = [("all", None, "总计", "9.00"), ("general_public", "current_year", "一般公共预算", "3.00")]


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        ([("all", "carryover", "上年结转", "5.00"), BALANCE], ["pass"]),
        ([("all", "carryover", "上年结转 / 小计", "6.00"), BALANCE, CARRIED], ["pass", "pass"]),
    ],
)
def test_the_balance_of_the_accounts_is_carried_over_beside_the_rest(carried, expected):
    columns = [
        line("revenue", amount, row=5, column=place, fund=fund, period=period, column_path=label)
        for place, (fund, period, label, amount) in enumerate([*OF_ALL, *carried])
    ]
    assert statuses(column_sums(figures(columns)), "columns_by_source") == expected


SIDE_BY_SIDE = [
    line("revenue_and_expenditure", amount, row=9, column=place, line="grand_total")
    for place, amount in ((3, "8.00"), (5, "8.01"))
]


def test_totals_side_by_side_are_the_same():
    assert statuses(column_sums(figures(SIDE_BY_SIDE)), "same_in_row") == ["fail"]


def test_what_is_left_at_the_end_is_no_part_of_the_year_s_expenditure_beside_it():
    paths = {"total": "本年支出 / 小计", "project": "本年支出 / 项目支出", "carryover_out": "年末结转和结余"}
    amounts = {"total": "8.00", "project": "8.00", "carryover_out": "2.00"}
    row = [
        line("government_fund", amounts[measure], row=5, column=place, measure=measure, column_path=path)
        for place, (measure, path) in enumerate(paths.items())
    ]
    assert statuses(column_sums(figures(row)), "columns_by_measure") == ["pass"]


def test_the_budget_at_first_and_the_budget_of_the_whole_year_are_two():
    row = [
        line("three_public", amount, row=5, column=place, column_path=path)
        for place, (amount, path) in enumerate([("3.00", "年初预算数"), ("2.00", "全年预算数")])
    ]
    assert statuses(column_sums(figures(row)), "same_in_row") == []


@pytest.mark.parametrize(("total", "status"), [("5.00", "pass"), ("2.00", "fail")])
def test_a_total_closes_the_block_beside_it_that_prints_none(total, status):
    def block(code, amount, column):
        return line("basic_expenditure", amount, scheme="economic", code=code, measure="operating", column=column)

    closing = line("basic_expenditure", total, line="total", scheme="economic", measure="operating", column=9)
    assert outcomes("rows_by_code", [block("302", "3.00", 6), block("310", "2.00", 9), closing]) == [status]


def three_public(*items, by_row):
    place = (lambda n: {"row": n, "column": 2}) if by_row else (lambda n: {"row": 2, "column": n})
    return [
        line(
            "three_public",
            amount,
            scheme="three_public",
            code=code,
            line="total" if code in (None, "total") and n < 2 else "item",
            **place(n),
        )
        for n, (code, amount) in enumerate(items)
    ]


ITEMS = [
    (None, "9.00"),
    ("total", "7.00"),
    ("overseas_travel", "1.00"),
    ("vehicles", "5.00"),
    ("vehicle_purchase", "3.00"),
    ("vehicle_operation", "2.00"),
    ("official_reception", "1.00"),
    (None, "2.00"),
]


@pytest.mark.parametrize("by_row", [True, False])
def test_the_three_public_expenses_add_up_in_rows_and_in_columns(by_row):
    sums = list(item_sums(figures(three_public(*ITEMS, by_row=by_row))))
    assert statuses(sums, "three_public_items") == ["pass", "pass"]
    assert statuses(sums, "three_public_and_others") == ["pass"]
    for place, check in ((0, "three_public_and_others"), (1, "three_public_items"), (4, "three_public_items")):
        wrong = [*ITEMS[:place], (ITEMS[place][0], "8.88"), *ITEMS[place + 1 :]]
        assert "fail" in statuses(item_sums(figures(three_public(*wrong, by_row=by_row))), check)


def test_the_items_of_this_year_and_those_carried_over_add_up_apart_in_one_row():
    row = [
        line("three_public", amount, scheme="three_public", code=code, period=period, row=2, column=10 * at + column)
        for at, (period, amounts) in enumerate(
            {"current_year": "7.00 5.00 2.00", "carryover": "1.00 0.00 1.00"}.items()
        )
        for column, (code, amount) in enumerate(
            zip(("vehicles", "vehicle_purchase", "vehicle_operation"), amounts.split(), strict=True)
        )
    ]
    assert statuses(item_sums(figures(row)), "three_public_items") == ["pass", "pass"]


def test_a_form_s_total_is_made_by_its_funds_and_again_by_its_kinds_of_expenditure():
    rows = [
        line("department_performance", "9.00", line="total", level=0, fund="all"),
        line("department_performance", "7.00", name="财政资金", fund="fiscal_appropriation", measure="unclassified"),
        line("department_performance", "2.00", name="单位资金", fund="unit_funds", measure="unclassified"),
        line("department_performance", "5.00", name="基本支出", fund="all", measure="basic"),
        line("department_performance", "4.00", name="项目支出", fund="all", measure="project"),
    ]
    assert outcomes("rows_by_code", rows) == ["pass", "pass"]


def test_one_source_beside_the_kinds_of_expenditure_is_a_part_with_them():
    rows = [
        line("department_performance", "9.00", line="total", level=0, fund="all"),
        line("department_performance", "5.00", name="基本支出", fund="all", measure="basic"),
        line("department_performance", "4.00", name="项目支出", fund="all", measure="project"),
        line("department_performance", "0.00", name="其他资金", fund="other", measure="unclassified"),
    ]
    assert outcomes("rows_by_code", rows) == ["pass"]
