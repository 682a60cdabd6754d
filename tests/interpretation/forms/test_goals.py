"""Goals of forms and lists: where they stand, what is none, and which dataset has them."""

from __future__ import annotations

from pipelines.interpretation.forms.reading import FormReading
from pipelines.interpretation.sheets.reading import Disposition
from tests.interpretation.forms.readings import HEADER, dispositions, read
from tests.printed import sheet

INDICATOR = ("产出指标", "数量指标", "场次", "30场")


def goals(reading: FormReading) -> tuple[list[object], list[object]]:
    """The goals of the profiles, and those of the targets."""
    profiles, targets = (reading.records.get(name, ()) for name in ("project_profiles", "performance_targets"))
    return [row.get("goal") for row in profiles], [row["goal"] for row in targets]


def test_a_head_over_a_text_is_no_goal() -> None:
    printed = sheet(
        ("项目名称", ("普法", 1, 3)),
        (("年度总体目标完成情况", 2, 1), "预期目标（年初设定）", ("目标实际完成情况", 1, 2)),
        ("办好讲座", ("办了三十场", 1, 2)),
        HEADER,
        INDICATOR,
    )
    reading = read(printed)
    assert goals(reading) == (["办好讲座"], ["办好讲座"])
    assert dispositions(reading, printed)["目标实际完成情况"] is Disposition.STRUCTURAL


def test_a_head_that_nobody_knows_is_no_goal_and_is_told() -> None:
    printed = sheet(
        ("项目名称", ("普法", 1, 3)),
        (("项目绩效目标", 2, 1), "本项目远景目标", ("年度总体目标", 1, 2)),
        ("人人知法", ("办三十场", 1, 2)),
        HEADER,
        INDICATOR,
    )
    reading = read(printed)
    assert goals(reading) == (["办三十场"], ["办三十场"])
    assert dispositions(reading, printed)["人人知法"] is Disposition.UNPARSED


def test_a_short_goal_beside_its_label_is_one() -> None:
    printed = sheet(
        ("项目名称", ("普法", 1, 3)),
        ("年度目标", ("完成年度目标", 1, 3)),
        ("长期目标", ("人人知法", 1, 3)),
        HEADER,
        INDICATOR,
    )
    assert goals(read(printed)) == (["完成年度目标"], ["完成年度目标"])


def test_the_goal_of_several_years_under_its_head_is_the_profile_s() -> None:
    printed = sheet(
        ("项目名称", ("普法", 1, 3)),
        (("总体目标", 2, 1), "实施期总目标", ("年度目标", 1, 2)),
        ("人人知法", ("办三十场", 1, 2)),
        HEADER,
        INDICATOR,
    )
    reading = read(printed)
    assert goals(reading) == (["人人知法"], ["办三十场"])
    said = dispositions(reading, printed)
    assert {said["人人知法"], said["办三十场"]} == {Disposition.PUBLISHED}


def test_a_goal_in_several_boxes_ends_where_the_indicators_begin() -> None:
    printed = sheet(
        ("项目名称", ("普法", 1, 4)),
        (("年度总体目标", 4, 1), ("目标1：办讲座", 1, 4)),
        (("目标2：印手册", 1, 4),),
        HEADER,
        INDICATOR,
    )
    whole = "目标1：办讲座目标2：印手册"
    assert goals(read(printed)) == ([whole], [whole])


def test_a_list_tells_the_goal_of_each_project() -> None:
    reading = read(
        sheet(
            ("项目名称", "当年绩效目标", *HEADER),
            (("普法", 2, 1), ("办讲座", 2, 1), *INDICATOR),
            ("满意度指标", "满意度", "满意", "≥90%"),
            ("巡河", "常巡", *INDICATOR),
        )
    )
    assert goals(reading) == (["办讲座", "常巡"], ["办讲座", "办讲座", "常巡"])


def test_a_goal_is_published_where_a_row_has_it() -> None:
    printed = sheet(
        ("部门名称", ("某局", 1, 3)),
        ("长期目标", ("人人知法", 1, 3)),
        ("年度目标", ("办讲座", 1, 3)),
        HEADER,
        INDICATOR,
    )
    said = dispositions(read(printed, "department_performance"), printed)
    assert (said["办讲座"], said["人人知法"]) == (Disposition.PUBLISHED, Disposition.UNPARSED)


def test_a_goal_that_stands_with_its_number_in_a_summary_is_the_one_that_has_indicators() -> None:
    printed = sheet(
        ("单位名称", ("司法局", 1, 3)),
        (("整体绩效总目标", 2, 1), "长期目标", ("年度目标", 1, 2)),
        ("目标1：人人知法", ("目标1：办好讲座", 1, 2)),
        ("长期目标1：", ("人人知法", 1, 3)),
        HEADER,
        INDICATOR,
        ("年度目标1：", ("办好讲座", 1, 3)),
        HEADER,
        INDICATOR,
    )
    reading = read(printed, "department_performance")
    assert [row["goal"] for row in reading.records["performance_targets"]] == ["人人知法", "办好讲座"]
    said = dispositions(reading, printed)
    assert Disposition.UNPARSED not in (said["目标1：人人知法"], said["目标1：办好讲座"])
