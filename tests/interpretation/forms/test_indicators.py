"""Targets: what is a number with a comparator and a unit, and what is not certain to be one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.interpretation.forms.indicators import Target, compose_target, parse_target, split_statement


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("≥30 条", "≥", "30", "条"),
        ("≥2项（决策咨询研究、城市经济社会发展研究）", "≥", "2", "项"),
        ("100%", "=", "100", "%"),
        ("=100％", "=", "100", "%"),
        ("12期", "=", "12", "期"),
        ("19.75", "=", "19.75", None),
        ("≤12380", "≤", "12380", None),
        ("＞98%", ">", "98", "%"),
        ("<3%", "<", "3", "%"),
        (">=5个", "≥", "5", "个"),
        ("≧90%", "≥", "90", "%"),
        ("≥1,000人", "≥", "1000", "人"),
        ("≥450万人", "≥", "450", "万人"),
        ("≥1.07亿元", "≥", "1.07", "亿元"),
        ("≤4.5万", "≤", "4.5", "万"),
        ("≤362\n元/人·天", "≤", "362", "元/人·天"),
        ("37台\n（套）", "=", "37", "台（套）"),
        ("≥100.00(人数)", "≥", "100", "人数"),
        ("90.00(度)", "=", "90", "度"),
        ("=100.00(%)", "=", "100", "%"),
        ("大于80亿元人民币", ">", "80", "亿元人民币"),
        ("2026.12万元", "=", "2026.12", "万元"),
        ("12026.12", "=", "12026.12", None),
        ("2次/年", "=", "2", "次/年"),
        ("≥1篇次", "≥", "1", "篇次"),
        ("≤4500元/人月", "≤", "4500", "元/人月"),
        ("12个月", "=", "12", "个月"),
        ("≤1月", "≤", "1", "月"),
        ("-5%", "=", "-5", "%"),
        ("51 .33万千瓦时", "=", "51.33", "万千瓦时"),
    ],
)
def test_reads_comparator_number_and_unit(text: str, comparator: str, value: str, unit: str | None) -> None:
    assert parse_target(text) == Target(comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("不少于3次", "≥"),
        ("不低于3次", "≥"),
        ("至少3次", "≥"),
        ("3次以上", "≥"),
        ("3次及以上", "≥"),
        ("3次（含）以上", "≥"),
        ("≥3次以上", "≥"),
        ("不超过3次", "≤"),
        ("小于等于3次", "≤"),
        ("3次以内", "≤"),
        ("3次以下", "≤"),
        ("大于3次", ">"),
        ("低于3次", "<"),
        ("等于3次", "="),
    ],
)
def test_reads_comparators_in_words(text: str, comparator: str) -> None:
    assert parse_target(text) == Target(comparator, Decimal(3), "次")


def test_within_closes_a_length_of_time_only() -> None:
    assert parse_target("3个工作日内") == Target("≤", Decimal(3), "个工作日")
    assert parse_target("3次内") == Target()


@pytest.mark.parametrize(
    "text",
    [
        "有所提升",
        "无",
        "-",
        "",
        "一年",
        "两次",
        "10-15项",
        "3～5个",
        "10余次",
        "约6类",
        "≥10余次",
        "12月底前完成",
        "5月31日前",
        "12月22日",
        "12月",
        "2025年11月30日前",
        "2026年",
        "≥2026年",
        "7×24小时",
        "1:1",
        "≥90%，≤100%",
        "≥95%以下",
        "±5%",
        "≤万分之三",
        "≥100%%",
        "不低于上年",
        "同比提高合格率5%",
        "完成率100%左右",
        "2026.12",
        "2026 .12",
        "=按计划开展100%",
        "市本级人民代表大会批准20日内",
        "≥10⁴吨",
        "≤2.5×10⁻³mg/L",
        "≥5½个",
        "1,234¹",
    ],
)
def test_a_doubt_is_no_number(text: str) -> None:
    assert parse_target(text) == Target()


def test_a_sentence_is_read_where_it_closes_with_a_sign_and_a_number() -> None:
    assert parse_target("效率提升≥1%") == Target("≥", Decimal(1), "%")
    assert parse_target("2026年满意度≥95%。") == Target("≥", Decimal(95), "%")
    assert parse_target("满意度≥95%，投诉率≤5%。") == Target()
    assert parse_target("满意度≥95%的群众") == Target()


@pytest.mark.parametrize(
    ("text", "comparator"),
    [("完成率100%", "="), ("居民参与率不低于100%", "≥"), ("完善率 100%以上。", "≥"), ("年离职率低于100%", "<")],
)
def test_a_share_that_is_named_before_its_percentage_is_one(text: str, comparator: str) -> None:
    assert parse_target(text) == Target(comparator, Decimal(100), "%")


def test_an_unknown_unit_is_believed_behind_a_sign_only() -> None:
    assert parse_target("≥5个村级组织") == Target("≥", Decimal(5), "个村级组织")
    assert parse_target("5个村级组织") == Target()


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "text", "target"),
    [
        ("≥", "27", "座", "≥27座", Target("≥", Decimal(27), "座")),
        ("=", "100", "%", "=100%", Target("=", Decimal(100), "%")),
        ("大于等于", "5", None, "≥5", Target("≥", Decimal(5), None)),
        ("=", "2026.12", "万元", "=2026.12万元", Target("=", Decimal("2026.12"), "万元")),
        ("≥", "3", "(次)", "≥3(次)", Target("≥", Decimal(3), "次")),
        (None, "150", "万人次", "150万人次", Target("=", Decimal(150), "万人次")),
        ("≤", "90%", "%", "≤90%", Target("≤", Decimal(90), "%")),
        ("≥", "27", "无", "≥27", Target("≥", Decimal(27), None)),
        ("≥", "27", "标准化水库", "≥27标准化水库", Target("≥", Decimal(27), "标准化水库")),
        ("定性", "优", "", "优", Target()),
        ("正向", "95", "%", "95%", Target("=", Decimal(95), "%")),
    ],
)
def test_reads_targets_in_columns_of_their_own(
    comparator: str | None, value: str, unit: str | None, text: str, target: Target
) -> None:
    assert compose_target(comparator, value, unit) == (text, target)


_NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@given(st.sampled_from("≥≤><="), _NUMBERS, st.sampled_from(["%", "次", "万元", "人次", "元/人·天", "台（套）", ""]))
def test_reads_back_what_is_printed(sign: str, value: Decimal, unit: str) -> None:
    # A year and its month are no number without a unit.
    assume(unit or not 1900 <= value < 2100)
    assert parse_target(f"{sign}{value}{unit}") == Target(sign, value, unit or None)


@given(_NUMBERS, st.sampled_from(["%", "次", "万元", "人次"]))
def test_a_bare_number_is_equal(value: Decimal, unit: str) -> None:
    assert parse_target(f"{value:,}{unit}") == Target("=", value, unit)


@given(st.text(max_size=30))
def test_a_number_comes_with_a_comparator_and_nothing_else_does(text: str) -> None:
    target = parse_target(text)
    assert (target.value is None) == (target.comparator is None)
    assert target.unit is None or target.value is not None


@given(st.integers(0, 10**6), st.sampled_from("-~～—至到/:：、×"), st.integers(0, 10**6), st.sampled_from("≥≤= "))
def test_never_reads_one_of_two_numbers(one: int, joint: str, other: int, sign: str) -> None:
    assert parse_target(f"{sign}{one}{joint}{other}次") == Target()


@pytest.mark.parametrize(
    ("sentence", "indicator", "target"),
    [
        ("验收合格率≥96%", "验收合格率", "≥96%"),
        ("人均培训成本≤439元/人·天", "人均培训成本", "≤439元/人·天"),
        ("重大安全事故起数=0起", "重大安全事故起数", "=0起"),
        ("PM2.5浓度：≤35微克", "PM2.5浓度", "≤35微克"),
        ("正确率100%", "正确率", "100%"),
        ("培训次数不少于5次", "培训次数", "不少于5次"),
        ("2026年底前完成", "2026年底前完成", ""),
        ("每年3月和9月各检查1次", "每年3月和9月各检查1次", ""),
        ("服务水平显著提高", "服务水平显著提高", ""),
    ],
)
def test_an_indicator_is_told_from_its_target(sentence: str, indicator: str, target: str) -> None:
    assert split_statement(sentence) == (indicator, target)
