"""What a list keys its amounts with beside their project: codes of classifications, of catalogues, of directories."""

from __future__ import annotations

from pipelines.interpretation.sheets.reading import Disposition
from tests.interpretation.lists.readings import read, rows_of, where
from tests.printed import WAN_YUAN, sheet


def test_a_project_s_row_tells_what_its_amount_is_classified_as():
    rows = [
        [
            "项目代码",
            "项目名称",
            "功能科目编码",
            "功能科目名称",
            "经济科目编码",
            "经济科目名称",
            "政府经济科目编码",
            "合计",
        ],
        ["532622241100000000001", "经济普查", "2010507", "专项普查活动", "30227", "委托业务费", "50205", "9.00"],
    ]
    names = ("function_code", "function_name", "economic_code", "economic_name", "government_economic_code")
    reading = read("projects", sheet(*rows, caption=WAN_YUAN))
    assert rows_of(reading, *names) == [("2010507", "专项普查活动", "30227", "委托业务费", "50205")]
    assert {(1, column) for column in range(8)} == where(reading, Disposition.PUBLISHED)


def test_an_asset_s_code_of_the_catalogue_may_stand_before_its_name() -> None:
    rows = [
        ["单位名称", "资产类别", "资产分类代码.名称", "资产名称", "数量", "金额"],
        ["某局", "设备", "A02010105 台式计算机", "台式机", "5", "2.50"],
    ]
    reading = read("asset_allocation", sheet(*rows, caption=WAN_YUAN))
    assert rows_of(reading, "asset_class", "catalogue_code", "catalogue_name", "asset_name") == [
        ("设备", "A02010105", "台式计算机", "台式机")
    ]
    assert (1, 2) in where(reading, Disposition.PUBLISHED)


def test_an_entry_of_the_directory_of_services_may_not_tell_its_level() -> None:
    rows = [
        ["预算项目", "政府购买服务目录", "购买内容简述", "金额"],
        ["河道保洁", "A1601 水利设施养护", "河道巡查", "5.00"],
    ]
    reading = read("purchased_services", sheet(*rows, caption=WAN_YUAN))
    assert rows_of(reading, "directory_code", "directory_name", "content") == [("A1601", "水利设施养护", "河道巡查")]
    assert (1, 1) in where(reading, Disposition.PUBLISHED)


def test_levels_of_the_directory_print_their_codes_in_columns_of_their_own() -> None:
    rows = [
        ["项目名称", "购买服务内容", "一级目录", "<", "二级目录", "<", "金额"],
        ["^", "^", "代码", "名称", "代码", "名称", "^"],
        ["河道保洁", "河道巡查", "A", "公共服务", "A16", "农业、水利", "5.00"],
    ]
    reading = read("purchased_services", sheet(*rows, caption=WAN_YUAN))
    columns = ("directory_code", "directory_level1", "directory_level2")
    assert rows_of(reading, *columns) == [("A16", "公共服务", "农业、水利")]
    assert {(2, column) for column in range(7)} == where(reading, Disposition.PUBLISHED)


def test_what_is_bought_says_nothing_of_the_funds_under_their_heading() -> None:
    rows = [
        ["预算项目", "采购目录", "数量", "政府采购资金来源", "<", "<"],
        ["^", "^", "^", "合计", "一般公共预算", "单位自筹"],
        ["公车运维费", "", "", "3.00", "2.00", "1.00"],
        ["", "C23120302 车辆加油服务", "1", "2.00", "2.00", ""],
        ["", "C18040102 财产保险服务", "1", "1.00", "", "1.00"],
    ]
    assert rows_of(
        read("procurement", sheet(*rows, caption=WAN_YUAN)),
        "project_name",
        "catalogue_code",
        "fund_source",
        "amount_yuan",
    ) == [
        ("公车运维费", "C23120302", "一般公共预算", 20000),
        ("公车运维费", "C18040102", "单位自筹", 10000),
    ]


def test_a_place_in_the_catalogue_is_its_code_and_other_channels_are_a_fund() -> None:
    rows = [
        ["项目名称", "采购物品名称", "政府采购目录序号", "数量", "政府采购金额", "<", "<", "<"],
        ["^", "^", "^", "^", "总计", "当年部门预算安排资金", "其他渠道资金", "中小企业预留金额"],
        ["惠民演出", "舞台设备", "A02091102", "2", "60.00", "50.00", "10.00", "40.00"],
    ]
    assert rows_of(
        read("procurement", sheet(*rows, caption=WAN_YUAN)),
        "catalogue_code",
        "catalogue_name",
        "amount_yuan",
        "sme_amount_yuan",
    ) == [("A02091102", "舞台设备", 600000, 400000)]
