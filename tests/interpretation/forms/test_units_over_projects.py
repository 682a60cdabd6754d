"""Lists of indicators that print units over their projects, in the column of projects' names."""

from __future__ import annotations

from pipelines.interpretation.forms.reader import read_form
from pipelines.interpretation.sheets.reading import Context
from pipelines.interpretation.sheets.units import unit_key
from tests.interpretation.forms.readings import HEADER, YEAR, declared
from tests.printed import WAN_YUAN, sheet


def test_a_project_is_of_the_unit_that_stands_over_it() -> None:
    printed = sheet(
        ("单位编码", "单位（项目）名称", "资金总额", "绩效目标", *HEADER),
        ("合计", "", "9.00"),
        ("201001", "某市职业学校", "5.00"),
        ("201001", ("　宣传", 2, 1), ("3.00", 2, 1), ("办展览", 2, 1), "产出指标", "数量指标", "场次", "3场"),
        ("201001", "产出指标", "质量指标", "", ""),
        ("201001", "　培训", "2.00", "办讲座", "产出指标", "数量指标", "讲座", "5场"),
        ("201002", "某处", "4.00"),
        ("201002", "　印刷", "4.00", "印手册", "产出指标", "数量指标", "册数", "500册"),
        caption=WAN_YUAN,
    )
    units = frozenset({unit_key("某市职业学校")})
    reading = read_form(printed, declared("project_performance"), Context(YEAR, units=units))
    for dataset in ("project_profiles", "performance_targets", "project_funding"):
        assert [(row["project_name"], row["unit_name"]) for row in reading.records[dataset]] == [
            ("宣传", "某市职业学校"),
            ("培训", "某市职业学校"),
            ("印刷", None),
        ]
