"""Which sheets are forms: by title, by their first rows, by the head of their indicators."""

from __future__ import annotations

import pytest

from pipelines.interpretation.sheets.recognition import recognise
from pipelines.interpretation.sheets.sheet import Caption, Sheet
from tests.interpretation.forms.readings import HEADER
from tests.printed import sheet


def table(printed: Sheet) -> str | None:
    found = recognise(printed)
    return found.table if found else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("部门整体支出绩效目标申报表", "department_performance"),
        ("2026年部门整体绩效目标表", "department_performance"),
        ("表14.城运中心2025年整体支出绩效目标表", "department_performance"),
        ("部门项目支出绩效目标申报表", "project_performance"),
        ("2022年部门预算专项业务经费绩效目标表", "project_performance"),
        ("2019年专项资金整体支出绩效目标表", "project_performance"),
        ("政策和项目预算绩效目标表", "project_performance"),
        ("2026年市级一般性项目绩效目标表(一级项目)", "project_performance"),
        ("公务用车购置项目绩效目标表", "project_performance"),
        ("2025年度项目支出绩效自评表", "project_performance"),
        ("2025年度项目支出绩效评价表", None),
    ],
)
def test_a_title_tells(title: str, expected: str | None) -> None:
    assert table(sheet(HEADER, ("", "", "", ""), caption=Caption(title=title))) == expected


def test_without_a_title_the_first_rows_tell() -> None:
    form = sheet(("项目名称", "甲", "项目编码", "1"), ("项目主管部门", "乙", "项目执行单位", "丙"))
    projects = sheet(("项目编码", "项目名称", "项目单位", "合计"), ("1", "甲", "丙", "3.00"))
    department = sheet(("部门名称", ("甲", 1, 3)), ("填报人", "乙", "联系电话", "1"))
    assert table(form) == "project_performance"
    assert table(projects) != "project_performance"
    assert table(department) == "department_performance"
    assert table(sheet((("项目绩效总目标", 1, 2),), ("名称", "目标说明"))) == "project_performance"


def test_or_the_head_of_the_indicators_tells() -> None:
    assert table(sheet(("某某", ("", 1, 3)), HEADER, ("", "", "", ""))) == "project_performance"
    assert table(sheet(("部门名称", ("", 1, 3)), HEADER, ("", "", "", ""))) == "department_performance"
    assert table(sheet(("指标", "单位", "1—2月"), ("", "", ""))) is None
