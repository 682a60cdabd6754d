"""List tables: which rows are items, what they say, and where every cell goes."""

from __future__ import annotations

from dataclasses import replace

from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.lists import ListField
from pipelines.interpretation.lists.reader import read_list
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.reading import Disposition, Role
from pipelines.interpretation.sheets.sheet import Caption
from pipelines.interpretation.sheets.units import unit_key
from tests.interpretation.lists.readings import CONTEXT, declared, read, rows_of, where
from tests.printed import WAN_YUAN, sheet

BUREAU, OFFICE, CENTRE = "某市统计局", "某市统计局(本级)", "某市普查中心"

CODED = [
    ["项目编码", "项目名称", "项目单位", "合计", "本年拨款", "<", "财政拨款结转结余", "单位资金"],
    ["^", "^", "^", "^", "一般公共预算", "政府性基金预算", "一般公共预算", "^"],
    ["", "", "", "30.00", "25.00", "0.00", "5.00", "0.00"],
    ["143", BUREAU, "", "30.00", "25.00", "0.00", "5.00", "0.00"],
    ["143001", OFFICE, "", "30.00", "25.00", "0.00", "5.00", "0.00"],
    ["31", "本级支出项目", "", "30.00", "25.00", "0.00", "5.00", "0.00"],
    ["42010725143T000000100", "经济普查", OFFICE, "30.00", "25.00", "0.00", "5.00", "0.00"],
]


def test_a_project_gives_a_row_for_each_fund():
    reading = read("projects", sheet(*CODED, caption=WAN_YUAN), BUREAU)
    assert rows_of(reading, "project_code", "project_name", "unit_code", "project_class") == 5 * [
        ("42010725143T000000100", "经济普查", "143001", "本级支出项目")
    ]
    assert rows_of(reading, "fund", "period", "amount_yuan", "column") == [
        ("all", None, 300000, 3),
        ("general_public", "current_year", 250000, 4),
        ("government_fund", "current_year", 0, 5),
        ("general_public", "carryover", 50000, 6),
        ("unit_funds", None, 0, 7),
    ]


def test_what_is_carried_over_of_appropriations_is_no_sum():
    header = [["项目名称", "合计", "上年结转结余", "<", "<"], ["^", "^", "小计", "财政拨款结转", "非财政拨款结转结余"]]
    reading = read("projects", sheet(*header, ["普查", "9.00", "3.00", "2.00", "1.00"], caption=WAN_YUAN), BUREAU)
    assert rows_of(reading, "fund", "period", "amount_yuan") == [
        ("all", None, 90000),
        ("all", "carryover", 30000),
        ("fiscal_appropriation", "carryover", 20000),
        ("non_fiscal_balance", "carryover", 10000),
    ]


def test_a_list_tells_the_goals_of_its_projects():
    rows = [
        ["支出项目类别（资金使用单位）", "总计", "绩效目标"],
        ["合计", "5.00", ""],
        [BUREAU, "5.00", ""],
        ["普查", "3.00", "查清人口"],
        ["调查", "2.00", ""],
    ]
    reading = read("projects", sheet(*rows, caption=WAN_YUAN), BUREAU)
    (profile,) = reading.records["project_profiles"]
    said = ("project_name", "unit_name", "goal", "source_text")
    assert tuple(profile[name] for name in said) == ("普查", BUREAU, "查清人口", "查清人口")
    assert len(reading.records["projects"]) == 2
    assert (3, 2) in where(reading, Disposition.PUBLISHED)


def test_a_heading_over_the_funds_says_nothing_of_them():
    header = [["项目名称", "资金来源", "<", "<"], ["^", "总计", "一般公共预算", "单位资金"]]
    reading = read("projects", sheet(*header, ["普查", "3.00", "2.00", "1.00"], caption=WAN_YUAN))
    assert rows_of(reading, "fund", "amount_yuan") == [("all", 30000), ("general_public", 20000), ("unit_funds", 10000)]


def test_totals_units_and_classes_are_reconciled_and_every_cell_is_accounted_for():
    printed = sheet(*CODED, caption=WAN_YUAN)
    reading = read("projects", printed, BUREAU)
    assert set(reading.uses) == {(cell.row, cell.column) for cell in printed.cells}
    assert where(reading, Disposition.RECONCILED) == {(row, column) for row in range(2, 6) for column in range(3, 8)}
    assert {(6, column) for column in range(8)} == where(reading, Disposition.PUBLISHED)


def test_codes_tell_units_where_no_other_table_names_them():
    assert rows_of(read("projects", sheet(*CODED, caption=WAN_YUAN)), "unit_code", "unit_name")[0] == ("143001", OFFICE)


def test_a_unit_s_code_may_stand_before_its_name():
    rows = [
        ["类型", "项目名称", "项目单位", "合计"],
        ["", "合计", "", "9.00"],
        ["", f"143001 {OFFICE}", "", "9.00"],
        ["特定目标类", "经济普查", OFFICE, "9.00"],
    ]
    reading = read("projects", sheet(*rows, caption=WAN_YUAN), unit_key(BUREAU))
    assert rows_of(reading, "project_name", "unit_code", "unit_name", "amount_yuan") == [
        ("经济普查", "143001", OFFICE, 90000)
    ]


def test_a_project_s_name_over_its_rows_with_codes_is_their_heading():
    rows = [
        ["项目分类", "项目代码", "项目名称", "项目单位", "经济科目编码", "合计"],
        ["", "", "经济普查", "", "", "9.00"],
        ["专项业务类", "532622241100000000001", "经济普查", OFFICE, "30201", "5.00"],
        ["专项业务类", "532622241100000000001", "经济普查", OFFICE, "30227", "4.00"],
        ["合计", "", "", "", "", "9.00"],
    ]
    assert rows_of(read("projects", sheet(*rows, caption=WAN_YUAN)), "project_code", "amount_yuan") == [
        ("532622241100000000001", 50000),
        ("532622241100000000001", 40000),
    ]


def test_an_empty_amount_is_a_row_only_of_a_project_with_a_code_under_its_class():
    coded = [*CODED[:6], [*CODED[6][:4], "30.00", "", "", ""]]
    assert rows_of(read("projects", sheet(*coded, caption=WAN_YUAN)), "fund", "amount_yuan") == [
        ("all", 300000),
        ("general_public", 300000),
        ("government_fund", None),
        ("general_public", None),
        ("unit_funds", None),
    ]
    without_class, plain = [*coded[:2], coded[6]], [row[1:] for row in (*coded[:2], coded[6])]
    for rows in (without_class, plain):
        assert rows_of(read("projects", sheet(*rows, caption=WAN_YUAN)), "fund", "amount_yuan") == [
            ("all", 300000),
            ("general_public", 300000),
        ]


def test_a_class_in_the_items_place_is_none_where_items_stand_under_it():
    rows = [
        ["品目编码", "采购品目名称", "项目名称", "数量", "采购金额"],
        ["A", "货物", "", "", "6.00"],
        ["A05040101", "复印纸", "普查", "8", "6.00"],
        ["C", "服务", "", "", "9.00"],
    ]
    reading = read("procurement", sheet(*rows, caption=WAN_YUAN))
    assert rows_of(reading, "catalogue_code", "catalogue_name", "amount_yuan") == [
        ("A05040101", "复印纸", 60000),
        ("C", "服务", 90000),
    ]
    assert (1, 4) in where(reading, Disposition.RECONCILED)


def test_a_unit_that_its_row_names_has_the_code_printed_elsewhere():
    printed = sheet(["项目名称", "单位名称", "金额"], ["普查", OFFICE, "7.00"], caption=WAN_YUAN)
    context = replace(CONTEXT, unit_codes={fold_text(OFFICE): "143001"})
    reading = read_list(printed, read_header(printed), declared("projects"), context)
    assert rows_of(reading, "unit_code", "unit_name") == [("143001", OFFICE)]


def test_funds_of_the_fiscal_budget_are_told_from_their_sum():
    printed = sheet(
        ["项目名称", "项目类别", "合计", "财政拨款", "<", "使用非财政拨款结余", "上年结转"],
        ["^", "^", "^", "小计", "一般公共预算", "^", "^"],
        ["合 计", "", "31.00", "20.00", "20.00", "1.00", "10.00"],
        ["审计业务", "其他运转类", "31.00", "20.00", "20.00", "1.00", "10.00"],
        caption=WAN_YUAN,
    )
    reading = read("projects", printed)
    assert rows_of(reading, "fund", "period", "amount_yuan", "project_class") == [
        ("all", None, 310000, "其他运转类"),
        ("fiscal_appropriation", None, 200000, "其他运转类"),
        ("general_public", None, 200000, "其他运转类"),
        ("non_fiscal_balance", None, 10000, "其他运转类"),
        ("all", "carryover", 100000, "其他运转类"),
    ]


def _outline(*rows: tuple[str, str, str]) -> list[list[str]]:
    return [["单位编码", "单位（项目）名称", "项目金额"], *map(list, rows)]


def test_units_by_name_in_a_list_of_both():
    printed = sheet(
        ["支出项目类别", "总计"],
        [BUREAU, "30.00"],
        [OFFICE, "20.00"],
        ["统计", "20.00"],
        [CENTRE, "10.00"],
        ["普查", "10.00"],
        caption=WAN_YUAN,
    )
    reading = read("projects", printed, BUREAU, CENTRE)
    assert rows_of(reading, "project_name", "unit_name") == [("统计", OFFICE), ("普查", CENTRE)]


def test_groups_of_projects_are_told_by_their_sums():
    printed = sheet(
        *_outline(
            ("", "合计", "450"),
            ("116", "某市财政局", "450"),
            ("116001", "某市财政局", "450"),
            ("", "通用项目", "150"),
            ("", "委托业务", "150"),
            ("", "财政检查", "100"),
            ("", "绩效管理", "50"),
            ("", "专用项目", "300"),
            ("-", "专用项目", "200"),
            ("", "储备补贴", "200"),
            ("", "财政事务", "100"),
            ("", "财政事务", "100"),
        ),
        caption=Caption(printed_unit="元"),
    )
    reading = read("projects", printed)
    assert rows_of(reading, "row", "project_name", "project_class", "unit_code") == [
        (6, "财政检查", "通用项目", "116001"),
        (7, "绩效管理", "通用项目", "116001"),
        (10, "储备补贴", "专用项目", "116001"),
        (12, "财政事务", "专用项目", "116001"),
    ]


def test_rows_that_sums_do_not_tell_are_not_guessed():
    unbalanced = sheet(
        *_outline(("116001", "某市财政局", "450"), ("", "检查", "100"), ("", "管理", "150")),
        caption=Caption(printed_unit="元"),
    )
    reading = read("projects", unbalanced)
    assert rows_of(reading, "project_name") == []
    assert {(2, 2), (3, 2)} <= where(reading, Disposition.UNPARSED)
    projects_only = sheet(
        ["项目名称", "金额"], ["合计", "450"], ["检查", "100"], ["管理", "150"], caption=Caption(printed_unit="元")
    )
    assert rows_of(read("projects", projects_only), "project_name") == [("检查",), ("管理",)]


def test_indents_tell_units_that_no_table_names():
    printed = sheet(
        ["支出项目类别（资金使用单位）", "总计"],
        ["合计", "30.00"],
        ["某市甲局", "20.00"],
        ["　　统计", "20.00"],
        ["某市乙局", "10.00"],
        ["　　普查", "4.00"],
        ["　　调查", "6.00"],
        caption=WAN_YUAN,
    )
    assert rows_of(read("projects", printed), "project_name") == [("统计",), ("普查",), ("调查",)]


PURCHASES = [
    [
        "单位代码",
        "单位名称",
        "项目",
        "政府采购品目",
        "功能科目",
        "部门支出经济分类",
        "采购数量",
        "单价\n(万元)",
        "计量单位",
        "采购金额",
        "<",
    ],
    ["^", "^", "^", "^", "^", "^", "^", "^", "^", "采购金额(合计)", "其中面向中小企业\n(元)"],
    ["", "合计", "", "", "", "", "4", "0.18", "", "0.72", "0.72"],
    ["03", "行政文教科", "", "", "", "", "4", "0.18", "", "0.72", "0.72"],
    ["143001", OFFICE, "", "", "", "", "4", "0.18", "", "0.72", "0.72"],
    [
        "143001",
        OFFICE,
        "普查",
        "[A02021\n000]打印机",
        "[20604⏎99]其他支出".replace("⏎", "\n"),
        "[31002]办公设备购置",
        "4",
        "0.18",
        "台",
        "0.72",
        "0.72",
    ],
]


def test_an_item_of_a_purchase_fills_what_only_items_fill():
    reading = read("procurement", sheet(*PURCHASES, caption=WAN_YUAN))
    assert rows_of(reading, "unit_code", "project_name", "catalogue_code", "catalogue_name") == [
        ("143001", "普查", "A02021000", "打印机")
    ]
    assert rows_of(reading, "function_code", "function_name", "economic_code", "quantity", "measure_unit") == [
        ("2060499", "其他支出", "31002", 4.0, "台")
    ]
    assert {(row, column) for row in (2, 3, 4) for column in (6, 7, 9, 10)} == where(reading, Disposition.RECONCILED)


def test_an_item_without_an_amount_is_one_all_the_same():
    printed = sheet(["采购项目", "采购目录", "数量", "预算金额"], ["考试系统", "操作系统", "1", ""], caption=WAN_YUAN)
    assert rows_of(read("procurement", printed), "catalogue_name", "quantity", "amount_yuan") == [
        ("操作系统", 1.0, None)
    ]


BY_CLASS = [
    ["采购品目大类", "专项名称", "经济科目", "采购品目名称", "采购组织形式", "资金来源", "<", "总计"],
    ["^", "^", "^", "^", "^", "一般公共预算资金", "上年结转和结余资金", "^"],
    ["合计", "", "", "", "", "5.00", "3.00", "8.00"],
    ["货物", "", "", "", "", "5.00", "3.00", "8.00"],
    [BUREAU, "", "", "", "", "5.00", "", "5.00"],
    ["", "定额", "办公费", "A4黑白打印机", "分散采购", "5.00", "", "5.00"],
    ["某市新设的所", "", "", "", "", "", "3.00", "3.00"],
    ["", "定额", "办公费", "复印纸", "分散采购", "", "3.00", "3.00"],
]


def test_an_item_s_whole_is_its_row_s_amount_where_one_fund_pays_it_and_a_sum_where_two_do():
    of_two = ["", "定额", "办公费", "台式计算机", "分散采购", "1.00", "1.00", "2.00"]
    reading = read("procurement", sheet(*BY_CLASS, of_two, caption=WAN_YUAN), BUREAU)
    assert {(5, 7), (7, 7)} <= where(reading, Disposition.PUBLISHED)
    assert (8, 7) in where(reading, Disposition.RECONCILED)


def test_amounts_by_fund_are_rows_and_their_sum_is_none():
    reading = read("procurement", sheet(*BY_CLASS, caption=WAN_YUAN), BUREAU)
    assert rows_of(reading, "catalogue_name", "fund_source", "amount_yuan") == [
        ("A4黑白打印机", "一般公共预算资金", 50000),
        ("复印纸", "上年结转和结余资金", 30000),
    ]
    assert {(2, 7), (4, 5), (4, 7)} <= where(reading, Disposition.RECONCILED)


def test_amounts_of_which_only_some_are_told_by_fund_are_one():
    header = [["采购品目", "预算金额", "其中：财政拨款"]]
    memo = read("procurement", sheet(*header, ["复印纸", "9.00", "5.00"], caption=WAN_YUAN))
    assert rows_of(memo, "fund_source", "amount_yuan") == [(None, 90000)]
    assert (1, 2) in where(memo, Disposition.RECONCILED)
    whole = read("procurement", sheet(*header, ["复印纸", "9.00", "9.00"], caption=WAN_YUAN))
    assert rows_of(whole, "fund_source", "amount_yuan") == [("财政拨款", 90000)]


def test_parts_that_say_no_other_fund_than_their_sum_are_no_rows():
    printed = sheet(
        ["项目名称", "合计", "一般公共预算拨款", "<", "政府性基金"],
        ["^", "^", "小计", "经费拨款", "^"],
        ["普查", "4.00", "3.00", "3.00", "1.00"],
        caption=WAN_YUAN,
    )
    reading = read("projects", printed)
    assert rows_of(reading, "fund", "amount_yuan") == [
        ("all", 40000),
        ("general_public", 30000),
        ("government_fund", 10000),
    ]
    assert where(reading, Disposition.RECONCILED) == {(2, 3)}


def test_a_heading_that_is_no_known_unit_ends_the_unit_above():
    assert rows_of(read("procurement", sheet(*BY_CLASS, caption=WAN_YUAN), BUREAU), "unit_name") == [(BUREAU,), (None,)]


def test_a_name_without_code_is_looked_up_and_a_letter_is_no_code():
    reading = read("procurement", sheet(*BY_CLASS, caption=WAN_YUAN), BUREAU)
    assert rows_of(reading, "economic_code", "economic_name", "catalogue_code")[0] == ("30201", "办公费", None)


def test_heads_say_what_the_items_under_them_leave_out():
    printed = sheet(
        ["采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"],
        ["一、货物A", "", "", "", "", "12.00"],
        ["", "设备购置费", "办公设备购置", "", "", "9.00"],
        ["", "", "", "复印机", "集中采购", "4.00"],
        ["", "", "", "", "分散采购", "5.00"],
        ["", "", "专用设备购置", "", "", "3.00"],
        ["", "", "", "防火墙", "分散采购", "3.00"],
        ["三、服务C", "", "", "", "", "2.00"],
        ["", "", "", "会议服务", "分散采购", "2.00"],
        caption=WAN_YUAN,
    )
    assert rows_of(read("procurement", printed), "project_name", "economic_name", "catalogue_name", "amount_yuan") == [
        ("设备购置费", "办公设备购置", "复印机", 40000),
        ("设备购置费", "办公设备购置", "复印机", 50000),
        ("设备购置费", "专用设备购置", "防火墙", 30000),
        (None, None, "会议服务", 20000),
    ]
    # The list of the year has both names twice.
    assert {row.get("economic_code") for row in read("procurement", printed).records["procurement"]} == {None}


def test_an_item_with_a_project_of_its_own_is_no_ditto():
    printed = sheet(
        ["采购项目", "采购品目", "采购方式", "金额"],
        ["甲", "复印纸", "集中", "1.00"],
        ["乙", "", "集中", "2.00"],
        caption=WAN_YUAN,
    )
    assert rows_of(read("procurement", printed), "project_name", "catalogue_name") == [("甲", "复印纸"), ("乙", None)]


def test_a_class_that_nothing_stands_under_is_an_item():
    printed = sheet(
        ["项目编号", "项 目", "总 计", "一般公共预算拨款收入", "事业收入"],
        ["合 计", "<", "9.00", "6.00", "3.00"],
        ["A", "货物", "9.00", "6.00", "3.00"],
        caption=WAN_YUAN,
    )
    reading = read("procurement", printed)
    assert rows_of(reading, "catalogue_code", "catalogue_name", "project_name", "fund_source", "amount_yuan") == [
        ("A", "货物", None, "一般公共预算拨款收入", 60000),
        ("A", "货物", None, "事业收入", 30000),
    ]


BY_FUNCTION = (
    ["科目编码", "<", "<", "科目名称", "合计", "一般公共预算", "单位资金"],
    ["类", "款", "项", "^", "^", "^", "^"],
    ["", "", "", "合  计", "9.80", "4.00", "5.80"],
    ["201", "", "", "一般公共服务支出", "9.80", "4.00", "5.80"],
    ["", "08", "", "审计事务", "5.80", "", "5.80"],
    ["", "", "04", "审计业务", "5.80", "", "5.80"],
    ["", "11", "", "纪检监察事务", "4.00", "4.00", ""],
)


def test_the_deepest_functions_are_the_items_of_purchases_by_function():
    reading = read("procurement", sheet(*BY_FUNCTION, caption=WAN_YUAN))
    assert rows_of(reading, "function_code", "function_name", "fund_source", "amount_yuan") == [
        ("2010804", "审计业务", "单位资金", 58_000),
        ("20111", "纪检监察事务", "一般公共预算", 40_000),
    ]
    assert where(reading, Disposition.RECONCILED) == {(row, at) for row in (2, 3) for at in (4, 5, 6)} | {
        (4, 4),
        (4, 6),
    }


def test_purchases_beside_a_function_are_told_by_what_is_bought():
    head = ["功能科目编码", "采购品目", "合计"]
    printed = sheet(head, ["201", "复印纸", "1.00"], ["2010801", "", "1.00"], caption=WAN_YUAN)
    assert rows_of(read("procurement", printed), "function_code", "catalogue_name") == [("201", "复印纸")]


def test_a_sum_without_any_item_is_not_read():
    printed = sheet(["科目名称", "合计"], ["合计", "9.80"], ["审计业务", "0.00"], caption=WAN_YUAN)
    reading = read("procurement", printed)
    assert rows_of(reading, "amount_yuan") == []
    assert where(reading, Disposition.UNPARSED) == {(1, 1)}
    assert where(reading, Disposition.RECONCILED) == {(2, 1)}


def test_codes_in_columns_of_their_own_are_joined():
    printed = sheet(
        [
            "科目编码",
            "<",
            "<",
            "单位编码",
            "采购项目",
            "采购目录",
            "规格型号",
            "数量",
            "部门预算支出经济科目编码",
            "<",
            "预算金额",
        ],
        ["类", "款", "项", "^", "^", "^", "^", "^", "类", "款", "^"],
        ["合计", "<", "<", "<", "<", "<", "<", "3", "", "", "7,000.00"],
        ["201", "06", "02", "1", "全额", "", "", "3", "", "", "7,000.00"],
        ["201", "06", "02", "116001", "某市财政局", "", "", "3", "", "", "7,000.00"],
        ["201", "06", "02", "", "财政管理", "A02020400多功能一体机", "780", "3", "310", "02", "7,000.00"],
        caption=Caption(printed_unit="元"),
    )
    reading = read("procurement", printed)
    assert rows_of(reading, "function_code", "economic_code", "unit_code", "unit_name", "catalogue_code") == [
        ("2010602", "31002", "116001", "某市财政局", "A02020400")
    ]
    assert reading.uses[(5, 6)].role is Role.TEXT


SERVICES = [
    [
        "单位代码",
        "单位名称",
        "是否包含政府采购",
        "项目",
        "政府购买服务内容",
        "购买数量",
        "购买金额",
        "支出功能分类科目",
        "政府购买服务指导目录",
        "<",
        "<",
    ],
    ["^", "^", "^", "^", "^", "^", "^", "^", "一级目录", "二级目录", "三级目录"],
    [
        "437002",
        CENTRE,
        "否",
        "普查",
        "审计服务",
        "3",
        "50.00",
        "[2230105]支出",
        "政府履职辅助性服务",
        "会计审计服务",
        "审计服务",
    ],
]


def test_services_say_whether_they_are_procured():
    columns = (
        "unit_code",
        "includes_procurement",
        "content",
        "quantity",
        "amount_yuan",
        "function_code",
        "directory_level3",
    )
    assert rows_of(read("purchased_services", sheet(*SERVICES, caption=WAN_YUAN)), *columns) == [
        ("437002", False, "审计服务", 3.0, 500000, "2230105", "审计服务")
    ]


def test_what_is_approved_is_told_from_what_is_asked_for():
    printed = sheet(
        ["单位代码", "资产名称", "资产数量", "资产申请数量", "单价(万元)", "总金额(万元)", "财政审核数", "<", "<"],
        ["^", "^", "^", "^", "^", "^", "单价(元)", "数量", "资金来源"],
        ["437002", "监测设备", "11", "4", "8.6", "34.4", "86000", "3", "预算安排"],
        caption=WAN_YUAN,
    )
    columns = (
        "quantity_held",
        "requested_quantity",
        "unit_price_yuan",
        "amount_yuan",
        "approved_unit_price_yuan",
        "approved_quantity",
    )
    assert rows_of(read("asset_allocation", printed), *columns) == [(11.0, 4.0, 86000, 344000, 86000, 3.0)]


def test_what_is_not_understood_is_told():
    printed = sheet(
        ["项目名称", "金额", "热度", "上年预算数", "增减额", "联系人"],
        ["普查", "1.00", "7", "2.00", "-1.00", "张三"],
        ["调查", "约5", "", "", "", ""],
        caption=WAN_YUAN,
    )
    reading = read("projects", printed)
    assert rows_of(reading, "project_name", "amount_yuan") == [("普查", 10000)]
    assert where(reading, Disposition.UNKNOWN_COLUMN) == {(1, 2), (1, 3)}
    assert where(reading, Disposition.DERIVED) == {(1, 4)}
    assert where(reading, Disposition.WITHHELD) == {(1, 5)}
    assert (2, 1) in where(reading, Disposition.UNPARSED)


def test_a_field_that_two_columns_claim_is_neither_s():
    printed = sheet(["项目名称", "金额", "预算数"], ["普查", "1.00", "2.00"], caption=WAN_YUAN)
    reading = read("projects", printed)
    assert rows_of(reading, "amount_yuan") == []
    assert where(reading, Disposition.UNKNOWN_COLUMN) >= {(1, 1), (1, 2)}


def test_amounts_without_a_unit_are_not_read():
    reading = read("projects", sheet(["项目名称", "金额"], ["普查", "1.00"]))
    assert rows_of(reading, "amount_yuan") == []
    assert (1, 1) in where(reading, Disposition.UNPARSED)


def test_repeated_headers_and_numbers_of_columns_are_no_items():
    printed = sheet(
        ["项目名称", "金额"], ["1", "2"], ["普查", "1.00"], ["项目名称", "金额"], ["调查", "2.00"], caption=WAN_YUAN
    )
    object.__setattr__(printed, "repeated_header_rows", frozenset({3}))
    assert rows_of(read("projects", printed), "project_name") == [("普查",), ("调查",)]


def test_a_row_of_labels_is_a_header_wherever_it_stands():
    printed = sheet(
        ["项目名称", "金额"], ["普查", "1.00"], ["项目名称", "金额(万元)"], ["调查", "2.00"], caption=WAN_YUAN
    )
    assert rows_of(read("projects", printed), "project_name") == [("普查",), ("调查",)]


def test_a_class_keeps_the_unit_it_is_printed_for():
    printed = sheet(["单位编码", "单位名称", "采购类别", "金额"], ["101001", BUREAU, "A货物", "1.00"], caption=WAN_YUAN)
    columns = ("unit_code", "unit_name", "catalogue_code", "catalogue_name", "amount_yuan")
    assert rows_of(read("procurement", printed), *columns) == [("101001", BUREAU, "A", "货物", 10000)]


def test_a_unit_s_name_cut_by_a_page_break_is_made_whole():
    rows = [*BY_CLASS[:4], ["某市统", "", "", "", "", "5.00", "", "5.00"], ["计局", *[""] * 7], BY_CLASS[5]]
    assert rows_of(read("procurement", sheet(*rows, caption=WAN_YUAN, page_starts=(0, 5)), BUREAU), "unit_name") == [
        (BUREAU,)
    ]


def test_a_new_publisher_takes_declarations_only():
    printed = sheet(["行动", "花费(元)", "牵头部门"], ["普查", "7.00", CENTRE], caption=WAN_YUAN)
    fields = {
        "project_name": ListField(kind="label", labels=("行动",)),
        "amount_yuan": ListField(kind="money", labels=("花费",)),
        "unit_name": ListField(kind="label", labels=("牵头部门",)),
        "project_class": ListField(kind="text", labels=("类别",)),
    }
    invented = declared("projects").model_copy(update={"titles": ("行动一览",), "fields": fields})
    reading = read_list(printed, read_header(printed), invented, CONTEXT)
    assert rows_of(reading, "project_name", "unit_name", "amount_yuan", "fund") == [("普查", CENTRE, 7, "all")]


WITH_CLASS_SUMS = [
    ["类型", "项目单位", "项目名称", "合计", "一般公共预算", "单位资金"],
    ["合计", "", "", "30.00", "28.00", "2.00"],
    ["22-其他运转类", "", "", "10.00", "10.00", ""],
    ["22-其他运转类", "041001-档案馆（本级）", "11010922Y000000412345-库房", "10.00", "10.00", ""],
    ["", "", "", "20.00", "18.00", "2.00"],
]


def test_a_row_that_names_no_project_is_none():
    printed = sheet(*WITH_CLASS_SUMS, caption=WAN_YUAN)
    reading = read("projects", printed)
    assert rows_of(reading, "project_name", "fund", "amount_yuan") == [
        ("库房", "all", 100000),
        ("库房", "general_public", 100000),
    ]
    assert {(2, 3), (2, 4)} <= where(reading, Disposition.RECONCILED)


def test_codes_before_the_names_of_projects_and_units_are_told_from_them():
    reading = read("projects", sheet(*WITH_CLASS_SUMS, caption=WAN_YUAN))
    assert rows_of(reading, "project_code", "project_name", "unit_code", "unit_name")[0] == (
        "11010922Y000000412345",
        "库房",
        "041001",
        "档案馆（本级）",
    )


def test_a_project_s_sum_over_its_rows_by_purpose_is_no_project():
    printed = sheet(
        ["项目分类", "项目代码", "项目名称", "项目单位", "经济科目编码", "合计"],
        ["", "", "河长制", "", "", "80.00"],
        ["专项业务类", "530121210000000012345", "河长制", "水务局", "30201", "30.00"],
        ["专项业务类", "530121210000000012345", "河长制", "水务局", "30227", "50.00"],
        ["合计", "", "", "", "", "80.00"],
        caption=WAN_YUAN,
    )
    assert rows_of(read("projects", printed), "project_name", "amount_yuan") == [("河长制", 300000), ("河长制", 500000)]


def test_a_purchase_of_a_project_that_another_column_names_is_not_the_project():
    header = ["预算项目", "采购项目", "采购品目", "数量", "面向中小企业预留资金", "金额"]
    printed = sheet(
        header,
        ["河长制", "", "", "", "2.50", "4.50"],
        ["", "复印纸采购", "A05040101 复印纸", "150", "2.50", "2.50"],
        ["", "车险", "C18040102 财产保险服务", "2", "", "2.00"],
        caption=WAN_YUAN,
    )
    assert rows_of(read("procurement", printed), "project_name", "catalogue_name", "sme_amount_yuan") == [
        ("河长制", "复印纸", 25000),
        ("河长制", "财产保险服务", None),
    ]
    alone = sheet(header[1:], ["复印纸采购", "A05040101 复印纸", "150", "", "2.50"], caption=WAN_YUAN)
    assert rows_of(read("procurement", alone), "project_name") == [("复印纸采购",)]


def test_a_class_without_a_code_has_no_unit_beside_it():
    printed = sheet(
        ["项目名称", "项目单位", "合计", "一般公共预算"],
        ["合计", "", "30.00", "30.00"],
        ["　特定目标类", "", "20.00", "20.00"],
        ["　　学前教育", "机关幼儿园", "20.00", "20.00"],
        ["　其他运转类", "", "10.00", "10.00"],
        ["　　校车", "教育局本级", "10.00", "10.00"],
        caption=WAN_YUAN,
    )
    assert rows_of(read("projects", printed), "project_name", "project_class", "fund", "amount_yuan") == [
        ("学前教育", "特定目标类", "all", 200000),
        ("学前教育", "特定目标类", "general_public", 200000),
        ("校车", "其他运转类", "all", 100000),
        ("校车", "其他运转类", "general_public", 100000),
    ]


def test_a_heading_of_amounts_adds_nothing_to_the_funds_under_it_and_a_person_s_column_is_withheld():
    printed = sheet(
        ["采购目录", "采购预算金额（万元）", "<", "<", "采购联系人"],
        ["^", "小计", "一般公共预算资金", "其他资金", "^"],
        ["A02010105 台式计算机", "20.60", "20.60", "", "张三"],
        caption=WAN_YUAN,
    )
    reading = read("procurement", printed)
    assert rows_of(reading, "catalogue_code", "fund_source", "amount_yuan") == [
        ("A02010105", "一般公共预算资金", 206000)
    ]
    assert where(reading, Disposition.WITHHELD) == {(2, 4)}


def test_what_is_reserved_for_small_enterprises_is_a_part_of_the_amount():
    rows = [
        ["采购项目", "采购目录", "数量", "面向中小企业预留资金", "合计"],
        ["复印纸采购", "复印纸", "20", "0.20", "0.50"],
    ]
    assert rows_of(read("procurement", sheet(*rows, caption=WAN_YUAN)), "sme_amount_yuan", "amount_yuan") == [
        (2000, 5000)
    ]


def test_a_list_without_a_column_of_money_gives_no_amounts():
    reading = read("projects", sheet(["项目名称", "备注"], ["普查", "跨年"], caption=WAN_YUAN))
    assert not any(reading.records.values())
    assert set(reading.uses) == {(row, column) for row in (0, 1) for column in (0, 1)}


def test_an_amount_of_last_year_is_not_this_year_s():
    rows = [["项目名称", "2024年预算金额", "2025年预算金额"], ["普查", "1.00", "2.00"]]
    assert rows_of(read("projects", sheet(*rows, caption=WAN_YUAN)), "fund", "amount_yuan") == [("all", 20000)]


def test_words_where_a_count_should_stand_are_text():
    header = ["采购项目", "采购目录", "采购数量", "金额"]
    reading = read("procurement", sheet(header, ["电脑", "台式计算机", "若干", "1.00"], caption=WAN_YUAN))
    assert (reading.uses[1, 2].role, reading.uses[1, 2].disposition) == (Role.TEXT, Disposition.STRUCTURAL)


def test_levels_of_the_directory_stand_without_their_codes():
    header = [["指导性目录", "<", "<", "预算金额"], ["一级", "二级", "三级", "^"]]
    rows = [["合 计", "", "", "2.50"], ["01-公共服务", "0117-技术性公共服务", "测绘测量服务", "1.50"]]
    more = ["02-政府履职辅助性服务", "0201-法律服务", "", "1.00"]
    reading = read("purchased_services", sheet(*header, *rows, more, caption=WAN_YUAN))
    columns = ("directory_code", "directory_level1", "directory_level2", "directory_level3", "amount_yuan")
    assert rows_of(reading, *columns)[0] == ("0117", "公共服务", "技术性公共服务", "测绘测量服务", 15000)


def test_classes_of_purchases_alone_are_the_items():
    printed = sheet(["采购类别", "金额"], ["A-货物", "2.00"], ["C-服务", "5.00"], ["合 计", "7.00"], caption=WAN_YUAN)
    reading = read("procurement", printed)
    assert rows_of(reading, "catalogue_code", "catalogue_name", "amount_yuan") == [
        ("A", "货物", 20000),
        ("C", "服务", 50000),
    ]


def test_the_first_of_two_levels_of_projects_sums_the_second():
    header = [["类型", "项目名称", "<", "项目单位", "合计"], ["^", "一级项目", "二级项目", "^", "^"]]
    rows = [
        ["部门特定目标类项目", "", "", "", "5.00"],
        ["", "综合管理", "", "", "5.00"],
        ["", "", "信访经费", CENTRE, "3.00"],
        ["", "", "驻京经费", CENTRE, "2.00"],
    ]
    reading = read("projects", sheet(*header, *rows, caption=WAN_YUAN), CENTRE)
    assert rows_of(reading, "project_name", "unit_name", "amount_yuan") == [
        ("信访经费", CENTRE, 30000),
        ("驻京经费", CENTRE, 20000),
    ]
