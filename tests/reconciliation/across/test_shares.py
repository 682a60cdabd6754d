"""Shares of the explanation, read from its own words and checked against what they name."""

from decimal import Decimal

import pytest

from pipelines.interpretation.prose.narrative import read_narrative
from pipelines.interpretation.prose.paragraphs import read_prose
from pipelines.reconciliation.across.shares import stated_shares
from tests.printed import page


def _checked(*lines: str) -> list[tuple[str, str | None, Decimal]]:
    """The outcome for each share that is checked, with the subject and the amount of what it is taken of."""
    prose = list(read_prose([page(1, [f"　　{line}" for line in lines])]))
    equations = stated_shares(read_narrative(prose), ())
    return [(each.verdict.status.value, each.right[0].subject, each.verdict.right) for each in equations]


def test_what_is_completed_is_the_plan_of_its_own_sentence():
    named = "（类）普通教育（款）学前教育（项）。"
    lines = [
        "五、支出决算情况说明",
        "公用经费50万元。",
        f"1.教育支出{named}年初预算10万元，支出决算12万元，完成年初预算的120%。",
        f"2.教育支出{named}年初预算10万元，支出决算12万元，完成年初预算的130%。",
        f"3.教育支出{named}支出决算12万元，完成年初预算的24%。",
    ]
    assert [(status, amount) for status, _, amount in _checked(*lines)] == [
        ("pass", Decimal(120_000)),
        ("fail", Decimal(130_000)),
    ]


def test_of_several_plans_the_named_one_is_completed():
    sentence = "年初预算8万元，调整预算10万元，支出决算12万元，完成{}预算的120%。"
    assert [status for status, *_ in _checked(sentence.format("调整"))] == ["pass"]
    (checked,) = _checked("年初预算8万元，调整预算10万元，支出决算12万元，完成调整预算的110%。")
    assert (checked[0], checked[2]) == ("fail", Decimal(110_000))


def test_a_share_is_of_what_the_words_name_not_of_the_nearest_amount():
    lines = [
        "“三公”经费支出100万元，其中：因公出国（境）费20万元，公务用车购置及运行费70万元，占“三公”经费的{}%。",
        "公务用车购置及运行费70万元，其他费用10万元，占“三公”经费的5.31%。",
    ]
    assert [each[:2] for each in _checked(lines[0].format(70))] == [("pass", "“三公”经费支出")]
    assert [each[:2] for each in _checked(lines[0].format(71))] == [("fail", "“三公”经费支出")]
    assert _checked(lines[1]) == []


@pytest.mark.parametrize(
    ("share", "outcome"),
    [("33.3", ["rounding", "rounding"]), ("33.9", ["fail", "rounding"])],
)
def test_parts_are_of_the_amount_that_is_divided(share, outcome):
    lines = [
        "三、支出情况说明",
        "支出预算900万元，比上年增加2万元，其中：",
        f"基本支出300万元，占{share}%；项目支出600万元，占66.7%。",
    ]
    assert [status for status, *_ in _checked(*lines)] == outcome


def test_a_share_of_nothing_certain_that_fits_nothing_is_not_told():
    assert _checked("三、支出情况说明", "资产9万元，车辆3万元，占50%。") == []
