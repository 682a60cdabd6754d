from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.layout import edges
from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation.record import Record
from pipelines.interpretation.prose.narrative import read_narrative
from pipelines.interpretation.prose.paragraphs import read_prose
from tests.printed import page

PROJECT = Path(__file__).parents[3]
CORPUS = PROJECT.parent / "shared" / "corpus"
SEED = PROJECT / "data" / "raw" / "青山区城市运行管理中心2025年部门预算公开.pdf"
NAME = "青山区信访局"


def _rows(*lines: str) -> tuple[Record, ...]:
    """The rows of the lines, each a paragraph of its own."""
    return read_narrative(list(read_prose([page(1, [f"　　{line}" for line in lines])])), NAME)


def _said(*lines: str) -> list[tuple[object, ...]]:
    return [(row["source_text"], row["subject"], row["change"]) for row in _rows(*lines)]


def test_a_row_tells_what_and_where():
    prose = page(1, ["三、支出预算安排情况", "　　2025年支出预算806.77万元，占100%。"])
    amount, share = read_narrative(list(read_prose([prose])), NAME)
    line = prose.lines[1]
    assert amount == {
        "section": "三、支出预算安排情况",
        "subject": "支出预算",
        "measure": "total",
        "fund": "all",
        "amount_yuan": Decimal("8067700.00"),
        "printed_unit": "万元",
        "share": None,
        "change": None,
        "sentence": "2025年支出预算806.77万元，占100%。",
        "page": 1,
        **edges(line.box),
        "source_text": "806.77万元",
    }
    assert (share["amount_yuan"], share["share"], share["subject"]) == (None, 1.0, "支出预算")


@pytest.mark.parametrize(
    ("printed", "yuan"),
    [
        ("806.77 万元", "8067700.00"),
        ("1,073,605.5元", "1073605.50"),
        ("1，073.60万元", "10736000.00"),
        ("3.2亿元", "320000000.00"),
        ("0万元", "0.00"),
        ("-12.5万元", "-125000.00"),
        ("８０万元", "800000.00"),
    ],
)
def test_amounts_are_exact_in_yuan(printed: str, yuan: str):
    (row,) = _rows(f"基本支出为{printed}。")
    assert str(row["amount_yuan"]) == yuan


@given(st.decimals(0, 10**9, places=2, allow_nan=False))
def test_any_amount_is_read_as_it_is_printed(value: Decimal):
    (row,) = _rows(f"其中：基本支出{value:,}万元。")
    assert row["amount_yuan"] == value * 10_000
    assert row["source_text"] == f"{value:,}万元"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "2025年支出预算9万元，其中：基本支出3万元，占33.3%；项目支出6万元，占66.7%。",
            [
                ("9万元", "支出预算", None),
                ("3万元", "基本支出", None),
                ("33.3%", "基本支出", None),
                ("6万元", "项目支出", None),
                ("66.7%", "项目支出", None),
            ],
        ),
        (
            "青山区信访局2025年收支总预算9万元，比2024年预算增加2万元，增长28.6%，主要是人员经费增加3万元。",
            [
                ("9万元", "收支总预算", None),
                ("2万元", "收支总预算", "increase"),
                ("28.6%", "收支总预算", "increase"),
                ("3万元", "人员经费", "increase"),
            ],
        ),
        (
            "（三）“三公”经费较上年预算减少1.2万元（下降8%），公务接待费由3万元减少至2万元。",
            [
                ("1.2万元", "“三公”经费", "decrease"),
                ("8%", "“三公”经费", "decrease"),
                ("3万元", "公务接待费", None),
                ("2万元", "公务接待费", None),
            ],
        ),
        (
            "(2)公务用车购置及运行维护费5万元（公务用车购置费0万元，公务用车运行维护费5万元），比上年减少1万元。",
            [
                ("5万元", "公务用车购置及运行维护费", None),
                ("0万元", "公务用车购置费", None),
                ("5万元", "公务用车运行维护费", None),
                ("1万元", "公务用车购置及运行维护费", "decrease"),
            ],
        ),
        (
            "会议费、培训费支出3万元、因公出国（境）费用2万元和其他交通费1万元。",
            [
                ("3万元", "会议费、培训费支出", None),
                ("2万元", "因公出国（境）费用", None),
                ("1万元", "其他交通费", None),
            ],
        ),
        (
            "2023年度“三公”经费支出预算为5万元，支出决算为4万元，完成预算的80%。",
            [
                ("5万元", "“三公”经费支出预算", None),
                ("4万元", "“三公”经费支出决算", None),
                ("80%", "“三公”经费支出决算", None),
            ],
        ),
        ("1.行政运行（2010601）5万元。", [("5万元", "行政运行（2010601）", None)]),
        (
            "（五）公务接待费预算支出5万元，本年数小于上年预算数2万元。",
            [("5万元", "公务接待费预算支出", None), ("2万元", "公务接待费预算支出", "decrease")],
        ),
        (
            "培训费3万元，较上年增加1万元（50%）。",
            [("3万元", "培训费", None), ("1万元", "培训费", "increase"), ("50%", "培训费", "increase")],
        ),
        (
            "培训费3万元，比上年减少1万元，比上年下降（增长）25%。",
            [("3万元", "培训费", None), ("1万元", "培训费", "decrease"), ("25%", "培训费", "decrease")],
        ),
        ("培训费3万元，比上年增长（下降）25%。", [("3万元", "培训费", None)]),
        (
            "培训费预算5万元，比2024年培训费年初预算减少1万元，下降20%。",
            [("5万元", "培训费预算", None), ("1万元", "培训费预算", "decrease"), ("20%", "培训费预算", "decrease")],
        ),
        (
            "培训费预算5万元，比2024年会议费减少1万元。",
            [("5万元", "培训费预算", None), ("1万元", "会议费", "decrease")],
        ),
        (
            "培训费预算5万元，培训费决算比上年减少1万元。",
            [("5万元", "培训费预算", None), ("1万元", "培训费决算", "decrease")],
        ),
        (
            "机关运行经费5万元，其中主要支出为办公费3万元。",
            [("5万元", "机关运行经费", None), ("3万元", "办公费", None)],
        ),
        # What can't be a number is not read, and what follows is said of its subject.
        (
            "其他民政支出5万元，其中：人员经费1,541.50.00万元，较上年增加2万元。",
            [("5万元", "其他民政支出", None), ("2万元", "人员经费", "increase")],
        ),
        ("2024年支出5万元，完成年初预算的98.5%。", [("5万元", "支出", None), ("98.5%", "支出", None)]),
        ("检察（款）：2018年预算支出合计5万元。", [("5万元", "检察（款）", None)]),
        ("其中：2018年预算支出合计5万元。", [("5万元", "预算支出合计", None)]),
    ],
)
def test_the_words_before_a_number_say_what_it_is_of(sentence: str, said: list[tuple[object, ...]]):
    assert _said(sentence) == said


def test_a_heading_names_what_the_sentence_does_not():
    lines = ("六、一般公共预算“三公”经费支出情况", "（二）公务接待费", "2026年预算安排5.00万元，与上年持平。")
    (row,) = _rows(*lines)
    assert (row["subject"], row["fund"]) == ("公务接待费", "general_public")
    assert row["section"] == "六、一般公共预算“三公”经费支出情况 / （二）公务接待费"


def test_a_heading_names_the_class_that_is_spent_for():
    headings = ["五、财政拨款支出预算情况说明", "（三）住房保障支出（类）", "1.住房公积金（项）：支出5万元。"]
    assert [row["subject"] for row in _rows(*headings)] == ["住房公积金（项）"]
    assert [row["subject"] for row in _rows(headings[0], "支出5万元。")] == ["支出"]


def test_a_new_sentence_goes_back_to_the_paragraphs_subject():
    said = _said("支出预算：年初预算数9万元。按功能分类，教育支出9万元。比上年增加2万元。")
    assert said[-1] == ("2万元", "支出预算", "increase")


def test_what_the_first_subject_has_told_already_is_of_the_last_one():
    said = _said(
        "公务用车费预算5万元，比上年预算数下降20%。其中，购置支出0万元；运行费支出5万元。比上年预算数减少10%。"
    )
    assert said[1] == ("20%", "公务用车费预算", "decrease")
    assert said[-1] == ("10%", "运行费支出", "decrease")
    other_year = _said("支出预算5万元，比上年下降20%。其中，基本支出5万元。比2020年增加1万元，比2020年增长10%。")
    assert {subject for _, subject, change in other_year if change} == {"支出预算"}


def test_the_parts_that_an_amount_announces_are_of_its_fund():
    rows = _rows(
        "采购预算9万元：货物预算8万元、服务预算1万元；其中一般公共预算拨款采购6万元：货物预算5万元、服务预算1万元；另有2万元。"
    )
    assert [row["fund"] for row in rows] == [None] * 3 + ["general_public"] * 3 + [None]
    heading = "三、财政拨款情况说明"
    within = _rows(heading, "一般公共预算支出9万元，比上年减少1万元。其中：基本支出8万元；项目支出1万元。培训费1万元。")
    assert [row["fund"] for row in within] == ["general_public"] * 4 + ["fiscal_appropriation"]


@pytest.mark.parametrize(
    "sentence",
    [
        "单价100万元以上设备16台（套），单位价值50万元（含）以上的大型设备2台。",
        "按时办结率100%；群众满意率≥85%。",
        "每人每月500元，培训费标准为325元/人·天。",
        "共有车辆3辆，绩效目标8项。",
        "部门人员编制18人，2025年1月1日。",
    ],
)
def test_bounds_rates_counts_and_indicators_are_left_out(sentence: str):
    assert _rows(sentence) == ()


@pytest.mark.parametrize(
    "sentence", ["基本支出1.2345678万元。", "2025年支出预算0.0000001万元，比2024年预算0.0000002万元减少。"]
)
def test_an_amount_finer_than_a_fen_is_left_out(sentence: str):
    assert _rows(sentence) == ()


@pytest.mark.parametrize(
    "heading", ["第一部分 部门概况", "第四部分 名词解释", "一、单位基本情况", "三、2026年部门主要工作任务及目标"]
)
def test_duties_tasks_and_terms_are_no_explanation(heading: str):
    assert _rows(heading, "投资5000万元的项目。") == ()
    assert len(_rows(heading, "投资5000万元的项目。", "第五部分 预算情况说明", "支出5万元。")) == 1


@pytest.mark.parametrize(
    ("subject", "measure", "fund"),
    [
        ("基本支出", "basic", None),
        ("人员经费", "personnel", None),
        ("公用经费", "operating", None),
        ("项目支出", "project", None),
        ("事业单位经营支出", "business_operating", None),
        ("上缴上级支出", "remittance_up", None),
        ("对附属单位补助支出", "subsidy_down", None),
        ("年终结转结余", "carryover_out", None),
        ("收入预算总计", "total", "all"),
        ("本年支出合计", "total", "all"),
        ("一般公共预算财政拨款收入", "total", "general_public"),
        ("政府性基金预算支出", "total", "government_fund"),
        ("国有资本经营收入", "total", "state_capital"),
        ("事业单位经营收入", "total", "business_operating"),
        ("事业收入", "total", "business"),
        ("财政专户管理事业收入", "total", "fiscal_account"),
        ("事业单位经营服务收入", None, "business_operating"),
        ("专项业务经费", "project", None),
        ("财政拨款支出", "total", "fiscal_appropriation"),
        ("一般公共预算和政府性基金预算安排的基本支出", "basic", None),
        ("卫生健康支出", None, None),
    ],
)
def test_measure_and_fund_are_what_the_words_say(subject: str, measure: str | None, fund: str | None):
    (row,) = _rows(f"其中：{subject}5万元。")
    assert (row["measure"], row["fund"]) == (measure, fund)


def test_a_heading_of_two_funds_names_none():
    (row,) = _rows("一、一般公共预算和政府性基金预算支出情况", "基本支出5万元。")
    assert row["fund"] is None


@pytest.mark.parametrize(
    "contact",
    ["联系人：王某某", "联系电话：027-86868686", "电话86868686", "13900001111", "someone@example.org"],
)
def test_nobody_is_named_in_a_sentence(contact: str):
    (row,) = _rows(f"基本支出5万元，{contact}。")
    assert row["sentence"] == "基本支出5万元，…。"


def test_the_place_is_the_line_on_which_the_number_starts():
    lines = ["　　" + "支" * 35, "出预算5万元。", *["按" * 37] * 6]
    prose = page(1, lines)
    (row,) = read_narrative(list(read_prose([prose])), NAME)
    box = prose.lines[1].box
    assert box is not None
    assert (row["y0"], row["y1"]) == (box.y0, box.y1)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("file", "amounts", "shares", "named"),
    [
        (SEED, 37, 3, ("网上群众工作部年度费用", "3332000.00", None)),
        (CORPUS / "synthetic/d02-carryover-funds.pdf", 13, 3, ("公益设施建设补助经费", "5476900.00", None)),
        (CORPUS / "real/chongqing-1.pdf", 53, 0, ("其他收入资金", "5130000.00", "increase")),
        (CORPUS / "real/guangzhou-2.pdf", 26, 8, ("公务用车购置及运行维护费", "23000.00", "decrease")),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_whole_documents(file: Path, amounts: int, shares: int, named: tuple[str, str, str | None]):
    if not file.exists():
        pytest.skip(f"{file.name} is not here")
    rows = read_narrative(list(read_prose(list(read_pages(file)))))
    assert sum(row["amount_yuan"] is not None for row in rows) == amounts
    assert sum(row["share"] is not None for row in rows) == shares
    assert named in {(row["subject"], str(row["amount_yuan"]), row["change"]) for row in rows}


def test_what_was_planned_and_spent_for_a_class_says_so():
    named = "卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）"
    rows = _rows("五、一般公共预算支出决算情况说明", f"6.{named}。年初预算5万元，支出决算6万元，完成年初预算的120%。")
    assert [row["subject"] for row in rows] == [f"{named}年初预算", *[f"{named}支出决算"] * 2]
    assert {(row["measure"], row["fund"]) for row in rows} == {(None, "general_public")}


def test_all_that_is_spent_is_of_the_fund_its_heading_names():
    (row,) = _rows("七、政府性基金预算支出决算情况说明", "支出决算5万元。")
    assert (row["measure"], row["fund"]) == ("total", "government_fund")


def test_a_review_names_its_project():
    named = "某中心采供血业务经费（非政府采购部分）项目"
    rows = _rows(f"7.{named}绩效自评综述：全年预算数6万元，执行数5万元，完成预算的83%。")
    assert [row["subject"] for row in rows] == [f"{named}全年预算数", *[f"{named}执行数"] * 2]
    assert {row["section"] for row in rows} == {f"7.{named}绩效自评综述"}


@pytest.mark.parametrize(
    "sentence", ["满意度大于90%，年离职率低于2%。", "占公用经费的比例不低于30%。", "支出不超过5万元。"]
)
def test_a_bound_is_no_change_and_no_share(sentence: str):
    assert _rows(sentence) == ()


@pytest.mark.parametrize("number", ["①", "⑩", "⒈", "⑴", "㈠"])
def test_a_list_number_of_one_character_is_no_digit_of_an_amount(number: str):
    (amount,) = _rows(f"{number}2,860.00万元。")
    assert (amount["source_text"], amount["sentence"]) == ("2,860.00万元", f"{number}2,860.00万元。")
    (named,) = _rows(f"{number}社会救助（2082001）5万元。")
    assert named["subject"] == "社会救助（2082001）"
