"""Forms without a head: the form before, or the goal's text, tells whose they are."""

from __future__ import annotations

from pipelines.interpretation.forms.reader import FormReading
from pipelines.interpretation.links.forms import link_forms
from pipelines.interpretation.sheets.reading import Reading
from pipelines.interpretation.sheets.sheet import Sheet
from tests.interpretation.forms.readings import HEADER, read
from tests.printed import sheet

PROJECTS = Reading(
    {
        "projects": [
            {"project_name": "热线费用", "project_code": "T100"},
            {"project_name": "终端服务", "project_code": "T101"},
        ]
    }
)


def head(name: str = "热线费用", code: str = "T100") -> Sheet:
    return sheet(("项目名称", name, "项目编码", code), ("项目主要内容", ("保障运转。", 1, 3)))


def goals(text: str, *, horizon: str = "年度") -> Sheet:
    return sheet(
        (("项目绩效总目标", 1, 4),),
        ("名称", ("目标说明", 1, 3)),
        (f"{horizon}绩效目标", (text, 1, 3)),
        HEADER,
        ("产出指标", "数量指标", "次数", "3次"),
    )


def the_list(*rows: tuple[str, str]) -> FormReading:
    return read(sheet(("项目名称", "项目主要支出方向和用途"), *rows), "department_performance")


def links(*readings: Reading, explanation: str = "") -> list[tuple[object, object, object]]:
    return [
        (row["project_code"], row["project_name"], row["project_link"])
        for reading in link_forms(readings, explanation)
        for row in reading.records.get("performance_targets", ())
    ]


def test_goals_after_a_head_without_goals_are_its_own() -> None:
    assert links(read(head()), read(goals("保障运转。"))) == [("T100", "热线费用", "form")]


def test_a_second_form_without_a_head_is_known_by_the_list_of_projects() -> None:
    known = the_list(("热线费用", "主要用于保障运转。"), ("终端服务", "主要用于保障终端。"))
    found = links(PROJECTS, known, read(head()), read(goals("保障运转。")), read(goals("保障终端。")))
    assert found == [("T100", "热线费用", "form"), ("T101", "终端服务", "goal_text")]


def test_or_by_the_sentence_that_names_its_project() -> None:
    text = (
        "（一）热线费用3万元，主要用于保障运转。\n（二）终端服务8万元，\n主要用于保障终\n端。"
        "热线费用、终端服务都用于保障终端。"
    )
    assert links(PROJECTS, read(goals("保障终端。")), explanation=text) == [("T101", "终端服务", "goal_text")]


def test_a_goal_that_fits_no_project_or_two_stays_without() -> None:
    twice = the_list(("热线费用", "用于保障终端。"), ("终端服务", "用于保障终端。"))
    for known in (twice, the_list(("终端服务", "用于保障全区终端。"))):
        assert links(PROJECTS, known, read(goals("保障终端。"))) == [(None, None, None)]


def test_a_code_is_looked_up_only_where_the_name_has_one() -> None:
    twice = Reading({"projects": [{"project_name": "终端服务", "project_code": code} for code in ("T101", "T102")]})
    known = the_list(("终端服务", "用于保障终端。"))
    assert links(twice, known, read(goals("保障终端。"))) == [(None, "终端服务", "goal_text")]


def test_the_rest_of_a_form_takes_its_goal_from_the_first_part() -> None:
    first = sheet(
        ("项目名称", ("热线费用", 1, 3)),
        ("长期绩效目标", ("五年", 1, 3)),
        ("年度绩效目标", ("一年", 1, 3)),
        (("长期绩效目标表", 1, 4),),
        HEADER,
        ("产出指标", "数量指标", "次数", "15次"),
    )
    rest = sheet((("年度绩效目标表", 1, 4),), HEADER, ("产出指标", "数量指标", "次数", "3次"))
    rows = [
        (row["horizon"], row["goal"], row["project_name"])
        for reading in link_forms([read(first), read(rest)])
        for row in reading.records["performance_targets"]
    ]
    assert rows == [("long_term", "五年", "热线费用"), ("annual", "一年", "热线费用")]


def test_another_table_between_ends_a_form() -> None:
    assert links(read(head()), Reading(), read(goals("保障运转。"))) == [(None, None, None)]
