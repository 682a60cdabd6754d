"""Amounts of other years than the document's, which sentences compare its own with."""

import pytest

from pipelines.interpretation.prose.narrative import read_narrative
from pipelines.interpretation.prose.paragraphs import read_prose
from tests.printed import page


def _said(year: int | None, *lines: str) -> list[tuple[object, ...]]:
    """What the lines, each a paragraph of its own, say in a document of a year."""
    prose = list(read_prose([page(1, [f"　　{line}" for line in lines])]))
    rows = read_narrative(prose, "青山区信访局", year)
    return [(row["source_text"], row["subject"], row["change"]) for row in rows]


def test_an_amount_that_this_year_is_compared_with_is_of_that_year() -> None:
    assert _said(None, "2024年收入预算1,560.00万元，比2023年1,480.00万元增加80.00万元，增长5.41%。") == [
        ("1,560.00万元", "收入预算", None),
        ("1,480.00万元", "2023年收入预算", None),
        ("80.00万元", "收入预算", "increase"),
        ("5.41%", "收入预算", "increase"),
    ]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "2025年“三公”经费预算数为7万元，2024年预算数为9万元，和2024年相比预算减少2万元。",
            [
                ("7万元", "“三公”经费预算数", None),
                ("9万元", "2024年“三公”经费预算数", None),
                ("2万元", "“三公”经费预算数", "decrease"),
            ],
        ),
        (
            "司法救助（05项）6万元。2024年当年预算执行数为5万元，2025年预算安排6万元，比2024年预算执行数增加20%。",
            [
                ("6万元", "司法救助（05项）", None),
                ("5万元", "2024年司法救助（05项）当年预算执行数", None),
                ("6万元", "司法救助（05项）", None),
                ("20%", "司法救助（05项）", "increase"),
            ],
        ),
        (
            "公务接待费2024年预算3万元，2025年预算2万元，减少1万元。",
            [
                ("3万元", "2024年公务接待费预算", None),
                ("2万元", "公务接待费预算", None),
                ("1万元", "公务接待费预算", "decrease"),
            ],
        ),
        (
            "2025年初预算数9万元，2024年初预算数8万元，增加1万元。",
            [("9万元", "年初预算数", None), ("8万元", "2024年初预算数", None), ("1万元", "年初预算数", "increase")],
        ),
        (
            "“三公”经费2024年决算数9万元，2025年决算数8万元。",
            [("9万元", "2024年“三公”经费决算数", None), ("8万元", "“三公”经费决算数", None)],
        ),
        (
            "机关运行经费预算安排6万元，较上年的5万元，增加1万元。",
            [
                ("6万元", "机关运行经费预算安排", None),
                ("5万元", "上年机关运行经费预算安排", None),
                ("1万元", "机关运行经费预算安排", "increase"),
            ],
        ),
        (
            "财政拨款收入6万元，比2024年（上一年度，下同）预算增加1万元。",
            [("6万元", "财政拨款收入", None), ("1万元", "财政拨款收入", "increase")],
        ),
        (
            "养老资金由2024年5万元增加至6万元。",
            [("5万元", "2024年养老资金", None), ("6万元", "养老资金", None)],
        ),
        (
            "2024年收入预算8万元，比2023年增加1万元。",
            [("8万元", "2024年收入预算", None), ("1万元", "2024年收入预算", "increase")],
        ),
        ("上年结转资金5万元。", [("5万元", "上年结转资金", None)]),
        ("住房改造（2023年补助）项目5万元。", [("5万元", "住房改造（2023年补助）项目", None)]),
    ],
)
def test_another_year_stays_with_its_amount(sentence: str, said: list[tuple[object, ...]]):
    assert _said(2025, sentence) == said


def test_what_was_spent_is_of_what_the_sentence_or_the_heading_tells():
    lines = ["十、机关运行经费支出情况说明", "2025年度预算6万元，支出决算5万元。支出决算比上年增加1万元。"]
    assert [row[1] for row in _said(2025, *lines)] == [
        "机关运行经费预算",
        "机关运行经费支出决算",
        "机关运行经费支出决算",
    ]
