"""The numbers of groups, persons, vehicles and receptions that explanations tell in sentences."""

import pytest

from pipelines.interpretation.prose.counts import read_stated_counts
from pipelines.interpretation.prose.paragraphs import read_prose
from pipelines.interpretation.sheets.reading import Context
from tests.printed import page

HEADING = "（二）“三公”经费支出决算具体情况说明"


def stated(*lines: str, stage: str = "final_accounts", heading: str = HEADING):
    prose = list(read_prose([page(1, [heading, *(f"　　{line}" for line in lines)])]))
    return read_stated_counts(prose, Context(2024, stage=stage))


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("全年安排因公出国（境）团组2个，累计5人次。", [("overseas_groups", 2), ("overseas_persons", 5)]),
        ("因公出国(境)团组数为0个，因公出国(境)人次数为0人。", [("overseas_groups", 0), ("overseas_persons", 0)]),
        ("公务用车购置数为1辆，公务用车保有量为12辆。", [("vehicles_purchased", 1), ("vehicles_held", 12)]),
        ("财政拨款安排为急救站购置公务用车5辆，预算136.48万元。", [("vehicles_purchased", 5)]),
        ("主要用于经批准购置的23辆公务用车。", [("vehicles_purchased", 23)]),
        ("本单位共有公务用车9辆，其中其他公务用车2辆。", [("vehicles_held", 9)]),
        ("拟新增配置公务用车0辆。", [("vehicles_purchased", 0)]),
        (
            "共接待国内来访团组3个，来宾15人次。",
            [("domestic_reception_visits", 3), ("domestic_reception_persons", 15)],
        ),
        (
            "国内公务接待1,024批次、3,100人次，其中外事接待2批次，8人次。",
            [
                ("domestic_reception_visits", 1024),
                ("domestic_reception_persons", 3100),
                ("foreign_guest_visits", 2),
                ("foreign_guest_persons", 8),
            ],
        ),
        ("公务接待12批次，96人次。", [("reception_visits", 12), ("reception_persons", 96)]),
        (
            "国内接待费支出2万元，主要用于接待检查，共接待20批次、150人次；国（境）外接待费支出0万元，接待0批次、0人次。",
            [
                ("domestic_reception_visits", 20),
                ("domestic_reception_persons", 150),
                ("reception_abroad_visits", 0),
                ("reception_abroad_persons", 0),
            ],
        ),
        ("公务接待费支出决算为2万元，接待20批次。", [("reception_visits", 20)]),
        ("公务接待费2万元，接待费按人均100元标准，接待对象5人。", []),
        (
            "公务用车购置费支出0万元，购置0辆；公务用车保有量5辆。",
            [("vehicles_purchased", 0), ("vehicles_held", 5)],
        ),
        ("因公出国（境）2批次，累计5人次。", [("overseas_groups", 2), ("overseas_persons", 5)]),
        ("公务用车保有量比上年增加2辆。", []),
        ("公务接待费1.20万元，接待用餐3.5人均。", []),
        ("新建公务用车停车场2个。", []),
    ],
)
def test_sentences_tell_numbers(sentence, counted):
    assert [(row["item"], row["number"]) for row in stated(sentence)] == counted


def test_a_row_tells_year_phase_and_place():
    (row,) = stated("2024年公务用车购置费3.00万元，购置公务用车1辆。")
    assert (row["amount_year"], row["phase"], row["printed_in"]) == (2024, "final", "explanation")
    assert (row["source_text"], row["page"]) == ("购置公务用车1辆", 1)
    assert row["sentence"] == "2024年公务用车购置费3.00万元，购置公务用车1辆。"


@pytest.mark.parametrize(
    ("sentence", "year", "phase"),
    [
        ("截至2023年底，公务用车保有量为7辆。", 2023, None),
        ("上年公务用车保有量7辆。", 2023, None),
        ("公务用车保有量7辆。", 2024, "budget"),
        ("2024年公务用车运行费3万元，比2023年减少1万元，公务用车保有量7辆。", 2024, "budget"),
        ("2024年公务用车运行费3万元，与上年持平，截至2023年底公务用车保有量7辆。", 2023, None),
    ],
)
def test_numbers_of_another_year_are_of_no_phase(sentence, year, phase):
    (row,) = stated(sentence, stage="budget")
    assert (row["amount_year"], row["phase"]) == (year, phase)


def test_what_a_department_does_is_no_expense():
    assert stated("安排因公出国（境）团组2个。", heading="二、主要工作任务") == ()


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("共接待国内来访团组3个，来宾15人次。", ["接待国内来访团组", "来宾"]),
        ("国内公务接待12批次，接待人数96人。", ["国内公务接待", "接待人数"]),
        ("国内公务接待12批次、96人次。", ["国内公务接待", "国内公务接待"]),
        ("安排因公出国（境）团组2个，累计5人次。", ["因公出国（境）团组", "因公出国（境）团组"]),
        ("公务用车购置数为1辆，公务用车保有量：12辆。", ["公务用车购置数", "公务用车保有量"]),
        ("主要用于经批准购置的23辆公务用车。", ["公务用车"]),
        ("共有公务用车9辆。", ["公务用车"]),
        ("国内接待费支出2万元，共接待20批次、150人次。", ["接待", "接待"]),
    ],
)
def test_a_number_is_called_what_the_words_of_its_own_call_it(sentence, names):
    assert [row["name"] for row in stated(sentence)] == names
