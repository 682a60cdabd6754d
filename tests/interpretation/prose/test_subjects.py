"""What an amount is of, as its sentence says it: no words of a page's title, of a list or of a comparison."""

import pytest

from pipelines.interpretation.prose.narrative import read_narrative
from pipelines.interpretation.prose.paragraphs import read_prose
from tests.printed import page


def _said(*lines: str, heading: str = "二、支出情况说明") -> list[tuple[object, ...]]:
    """What the lines, each a paragraph of its own, say under a heading in a document of 2024."""
    prose = list(read_prose([page(1, [heading, *(f"　　{line}" for line in lines)])]))
    rows = read_narrative(prose, "青山区信访局", 2024)
    return [(row["source_text"], row["subject"], row["change"]) for row in rows]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "2024年公务接待费预算5万元，支出决算4万元，完成预算的80%，决算数较预算数减少1万元。",
            [
                ("5万元", "公务接待费预算", None),
                ("4万元", "公务接待费支出决算", None),
                ("80%", "公务接待费支出决算", None),
                ("1万元", "公务接待费决算数", "decrease"),
            ],
        ),
        ("培训费支出决算与全年预算数相比增加2万元。", [("2万元", "培训费支出决算", "increase")]),
    ],
)
def test_what_was_spent_is_compared_with_what_was_planned(sentence: str, said: list[tuple[object, ...]]) -> None:
    assert _said(sentence) == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("培训费1.20万元，较上年增加了师资培训费0.20万元。", ("0.20万元", "师资培训费", "increase")),
        ("保险改由社保中心发放，这一因素较上年减少部门支出6万元。", ("6万元", "部门支出", "decrease")),
        ("项目支出6万元，主要原因是增加设备购置经费5万元。", ("5万元", "设备购置经费", "increase")),
        ("养老金下达给部门，增加部门预算6万元。", ("6万元", "部门预算", "increase")),
        ("培训费3万元，比上年减少5万元。", ("5万元", "培训费", "decrease")),
        ("增加的主要原因是项目支出5万元。", ("5万元", "项目支出", None)),
    ],
)
def test_what_has_changed_may_stand_after_the_word(sentence: str, said: tuple[object, ...]) -> None:
    assert _said(sentence)[-1] == said


def test_a_rate_of_change_is_told_in_several_words() -> None:
    rates = [f"培训费3万元，较上年{word}2%。" for word in ("减幅", "下滑", "升幅")]
    assert [_said(rate)[-1] for rate in rates] == [
        ("2%", "培训费", "decrease"),
        ("2%", "培训费", "decrease"),
        ("2%", "培训费", "increase"),
    ]


def test_the_same_period_of_another_year_is_no_subject() -> None:
    assert _said("培训费5万元，比上年同期减少1万元，下降17%。")[1:] == [
        ("1万元", "培训费", "decrease"),
        ("17%", "培训费", "decrease"),
    ]


def test_the_rate_at_which_a_count_has_changed_is_of_no_amount() -> None:
    sentence = "采集全血20吨，比去年增加2%;采集血小板51个治疗量，比去年同期增加6%。"
    assert _said(f"培训费5万元。{sentence}", heading="二、培训费")[1:] == [
        ("2%", None, "increase"),
        ("6%", None, "increase"),
    ]
    assert _said("培训费5万元，主要用于3个班次，比上年增加2%。")[1:] == [("2%", "培训费", "increase")]


def test_this_year_stays_with_the_whole_year_of_a_budget() -> None:
    assert _said("本年度预算较上年度减少12%。") == [("12%", "本年度预算", "decrease")]


@pytest.mark.parametrize("heading", ["第二部分部门预算收支总体情况", "2024年部门预算情况说明"])
def test_a_title_that_names_no_amount_is_no_subject(heading: str) -> None:
    assert _said("人才经费纳入预算，增加6万元。", heading=heading) == [("6万元", None, "increase")]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("增加的原因：一是人员经费支出", "人员经费支出"),
        ("机关运行经费9万元，其中主要支出为办公费", "办公费"),
        ("因此今年培训费用", "培训费用"),
        ("2024年初预算数", "年初预算数"),
        ("培训费2024年初预算数为", "培训费年初预算数"),
        ("2024年青山区信访局（部门）下属1家机关的机关运行经费预算为", "下属1家机关的机关运行经费预算"),
    ],
)
def test_words_that_lead_to_a_subject_are_no_part_of_it(words: str, subject: str) -> None:
    assert _said(f"{words}6万元。")[-1] == ("6万元", subject, None)


def test_nothing_is_an_amount_without_a_unit() -> None:
    said = _said("2024年收入预算6万元，其中：财政拨款收入6万元；事业收入为0；公务用车保有量为0；其他收入为0。")
    assert said[2:] == [("0", "事业收入", None), ("0", "其他收入", None)]


def test_how_much_of_a_plan_was_carried_out_is_a_share() -> None:
    assert _said("全年预算数6万元，执行数3万元，预算执行率为50%。")[-1] == ("50%", "预算执行率", None)
    assert _said("设备验收合格率为50%。") == []
