"""Folding of printed text."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipelines
from pipelines.foundation.text import (
    fold_characters,
    fold_space,
    fold_text,
    fold_width,
    is_part,
    is_year,
    list_number_form,
    printed_year,
    strip_list_number,
    year_of_label,
)

LIBRARY = Path(pipelines.__file__).parent
# What PDF fonts of budget documents are known to emit in place of the simplified characters.
LOOK_ALIKES = {
    **dict(zip("⻔⻚⻋⻅⻉⻓⻛⻜⻢⻥⻦⻩⻬⻰", "门页车见贝长风飞马鱼鸟黄齐龙", strict=True)),
    **dict(zip("⺠⺟⻆⻄⻘⻝⻣⻤⻨⻮⻳", "民母角西青食骨鬼麦齿龟", strict=True)),
    **dict(zip("⼀⼈⼊⼤⼯⽀⽅⽇⽔⽤⽣⽂⾏⾦⾯⽼⼾", "一人入大工支方日水用生文行金面老户", strict=True)),
}


@pytest.mark.parametrize(("radical", "character"), LOOK_ALIKES.items())
def test_radicals_become_the_characters_they_look_like(radical, character):
    assert fold_characters(radical) == character


def test_no_radical_of_the_supplement_that_names_a_simplified_character_is_left():
    left = [chr(code) for code in range(0x2EC4, 0x2EF4) if 0x2E80 <= ord(fold_characters(chr(code))) < 0x2FE0]
    assert left == list("⻇⻊⻕⻞⻡")  # no code point of the basic plane stands for these


def test_nfkc_alone_would_not_do():
    assert unicodedata.normalize("NFKC", "部⻔") != "部门" == fold_characters("部⻔")


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("合　计", "合计"),
        (" 收 入 总 计 ", "收入总计"),
        ("机关事业单位基本养老保险缴费支\n出", "机关事业单位基本养老保险缴费支出"),
        ("因公出国（境）费用", "因公出国(境)费用"),
        ("“三公”经费：１２３．５０％", '"三公"经费:123.50%'),
        ("表5－1", "表5-1"),
        ("表5—1", "表5-1"),
        ("部\u200b门\ufeff", "部门"),
    ],
)
def test_fold_text(printed, folded):
    assert fold_text(printed) == folded


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("机关事业单位基本养老保险缴费支\n出", "机关事业单位基本养老保险缴费支出"),
        ("合　计", "合 计"),
        ("  A  B\r\nC ", "A B C"),
        ("１２３，\n（元）", "１２３，（元）"),
        ("12\n34", "12 34"),
    ],
)
def test_fold_space_keeps_the_characters(printed, folded):
    assert fold_space(printed) == folded


def test_fold_width_leaves_footnotes_alone():
    assert fold_width("－１２．５０％（①）￥") == "-12.50%(①)¥"


@given(st.text())
def test_folding_is_idempotent(text):
    for fold in (fold_space, fold_width, fold_characters, fold_text):
        assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_text_leaves_no_white_space(text):
    assert not any(character.isspace() for character in fold_text(text))


@given(st.text(alphabet="预算支出部门一二（）()、 　\n12", max_size=20))
def test_fold_space_changes_white_space_only(text):
    assert "".join(fold_space(text).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("label", "number", "name"),
    [
        ("一、一般公共服务支出", "一", "一般公共服务支出"),
        ("二十一、国有资本经营预算支出", "二十一", "国有资本经营预算支出"),
        ("廿一、国有资本经营预算支出", "廿一", "国有资本经营预算支出"),
        ("（一）一般公共预算拨款", "一", "一般公共预算拨款"),
        ("(一) 一般公共预算拨款", "一", "一般公共预算拨款"),
        ("（十二）、卫生健康支出", "十二", "卫生健康支出"),
        ("1.事业收入", "1", "事业收入"),
        ("１．事业收入", "1", "事业收入"),
        ("1、事业收入", "1", "事业收入"),
        ("（1）事业收入", "1", "事业收入"),
        ("2) 其他", "2", "其他"),
        ("①因公出国", "1", "因公出国"),
        ("⑴因公出国", "1", "因公出国"),
        ("　　一、 一般公共服务支出", "一", "一般公共服务支出"),
        ("其中：政府采购", "其中", "政府采购"),
        ("其中:（1）公务用车购置费", "1", "公务用车购置费"),
        ("（一）", "一", ""),
        ("一般公共服务支出", "", "一般公共服务支出"),
        ("一 般 公 共", "", "一 般 公 共"),
        ("三公经费", "", "三公经费"),
        ("1.5万元", "", "1.5万元"),
        ("2010301 行政运行", "", "2010301 行政运行"),
        ("2010301.行政运行", "", "2010301.行政运行"),
        ("十四五规划编制", "", "十四五规划编制"),
        ("", "", ""),
    ],
)
def test_strip_list_number(label, number, name):
    assert strip_list_number(label) == (number, name)


@given(st.text())
def test_strip_list_number_loses_only_the_front(text):
    _, rest = strip_list_number(text)
    assert text.strip().endswith(rest)


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("二十五、上缴上级支出", "一、"),
        ("（十二）培训费", "(一)"),
        ("（12）培训费", "(1)"),
        ("3.会议费", "1."),
        ("会议费", ""),
        ("其中：财政拨款", ""),
    ],
)
def test_list_numbers_of_one_level_have_one_form(label, form):
    assert list_number_form(label) == form


@pytest.mark.parametrize(("label", "part"), [("其中：财政拨款", True), ("其 中：财政拨款", True), ("财政拨款", False)])
def test_what_says_that_it_is_a_part(label, part):
    assert is_part(label) is part


@pytest.mark.parametrize(
    ("text", "alone", "of_label", "of_text"),
    [
        ("2025年度", True, 2025, 2025),
        ("2025", True, 2025, None),
        ("2025预算数", False, 2025, None),
        ("比2024年增长", False, 2024, 2024),
        ("上年预算数", False, None, None),
    ],
)
def test_years(text, alone, of_label, of_text):
    assert (is_year(text), year_of_label(text), printed_year(text)) == (alone, of_label, of_text)


def test_no_reader_has_years_of_its_own():
    modules = [path for path in (LIBRARY / "interpretation").rglob("*.py") if r"20\d\d" in path.read_text("utf-8")]
    assert modules == []
