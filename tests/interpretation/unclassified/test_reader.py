from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.foundation.record import Record
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.reading import Reading
from pipelines.interpretation.sheets.sheet import Caption
from pipelines.interpretation.unclassified.reader import DATASET, read_unclassified
from tests.printed import Printed, sheet


def read(*rows: list[Printed], unit: str | None = "万元", title: str = "会议情况表") -> Reading:
    printed = sheet(*rows, caption=Caption(title=title, printed_unit=unit))
    return read_unclassified(printed, read_header(printed))


def figures(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    rows: list[Record] = list(reading.records.get(DATASET, ()))
    return [tuple(row[column] for column in columns) for row in rows]


MEETINGS: list[list[Printed]] = [["序号", "会议名称", "参会人数", "经费预算"], ["1", "年度工作会", "125", "3.20"]]


def test_each_number_is_a_row_with_its_labels() -> None:
    assert figures(read(*MEETINGS), "table_title", "row_path", "column_path", "value") == [
        ("会议情况表", "年度工作会", "参会人数", 125.0),
        ("会议情况表", "年度工作会", "经费预算", 3.2),
    ]


def test_only_what_is_said_to_be_money_is_an_amount() -> None:
    assert figures(read(*MEETINGS), "printed_unit", "amount_yuan") == [(None, None), ("万元", 32000)]
    assert figures(read(*MEETINGS, unit=None), "amount_yuan") == [(None,), (None,)]
    in_cell = read(["会议名称", "说明", "其他"], ["年度工作会", "约", "3.2万元"])
    assert figures(in_cell, "printed_unit", "amount_yuan") == [("万元", 32000)]


def test_sums_and_economic_classes_are_what_the_title_says() -> None:
    rows: list[list[Printed]] = [["单位", "总计", "住房公积金", "人数"], ["某局", "5.00", "3.00", "2"]]
    reading = read(*rows, title="一般公共预算基本支出表")
    assert figures(reading, "column_path", "amount_yuan") == [
        ("总计", 50000),
        ("住房公积金", 30000),
        ("人数", None),
    ]
    assert figures(read(*rows), "amount_yuan") == [(None,), (None,), (None,)]


def test_a_share_is_a_fraction_and_no_money() -> None:
    assert figures(read(["会议名称", "经费增幅"], ["年度工作会", "12.5%"]), "value", "amount_yuan") == [(0.125, None)]


def test_numbers_are_published_and_counted_columns_are_not() -> None:
    reading = read(["会议名称", "参会人数", "经费预算"], ["栏次", "1", "2"], ["年度工作会", "125", "3.20"])
    assert figures(reading, "row", "column") == [(2, 1), (2, 2)]
    assert {place: use.disposition.value for place, use in reading.uses.items()} == {
        **{(0, column): "structural" for column in range(3)},
        **{(2, column): "published" for column in range(3)},
    }


def test_codes_are_no_figures() -> None:
    reading = read(["项目", "数"], ["一般公共服务", "201"], ["统计事务", "20105"], ["行政运行", "2010501"])
    assert figures(reading, "value") == []
    assert {use.disposition.value for use in reading.uses.values()} == {"unknown_column"}


def test_codes_beside_a_figure_are_labels_of_it() -> None:
    reading = read(["项目代码", "项目名称", "科目编码", "金额"], ["5301", "防汛", "2130314", "7.00"])
    assert figures(reading, "row_path", "value") == [("5301 / 防汛 / 2130314", 7)]
    assert {use.disposition.value for (row, _), use in reading.uses.items() if row} == {"published"}


def test_a_doubted_figure_is_not_published() -> None:
    printed = sheet(*MEETINGS, caption=Caption(title="会议情况表"))
    doubted = replace(printed, cells=tuple(replace(cell, proven=cell.text != "125") for cell in printed.cells))
    reading = read_unclassified(doubted, read_header(doubted))
    assert figures(reading, "value") == [(3.2,)]
    assert reading.uses[1, 2].disposition.value == "unparsed"


@pytest.mark.parametrize("words", [[["会议名称", "地点"], ["年度工作会", "北京"]]])
def test_a_table_of_words_has_no_figures(words: list[list[Printed]]) -> None:
    assert read(*words) == Reading()
