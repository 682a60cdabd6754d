from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.interpretation.declared.values import twice
from pipelines.interpretation.declared.vocabulary import FACETS, read_label, read_path, refine, segments, words

WORDS = st.sampled_from(
    [
        "一般公共预算",
        "政府性基金预算",
        "事业收入",
        "上年结转",
        "基本支出",
        "人员经费",
        "预算数",
        "决算数",
        "合计",
        "小计",
        "拨款",
    ]
)


@pytest.mark.parametrize(
    ("label", "facets"),
    [
        ("一、一般公共预算拨款收入", {"fund": "general_public", "flow": "revenue"}),
        ("（二）政府性基金预算财政拨款", {"fund": "government_fund"}),
        ("财政专户管理资金", {"fund": "fiscal_account"}),
        ("使用非财政拨款结余（含专用结余）", {"fund": "non_fiscal_balance"}),
        ("用事业基金弥补收支差额", {"fund": "non_fiscal_balance"}),
        ("其中：人员经费", {"measure": "personnel"}),
        ("日常公用经费", {"measure": "operating"}),
        ("对附属单位补助支出", {"measure": "subsidy_down"}),
        ("增减额（扣除中央基建投资后）", {"kind": "derived", "measure": "unclassified"}),
        ("增减%", {"kind": "derived"}),
        ("增长率（%）", {"kind": "derived"}),
        ("比上年增减比例（%）", {"kind": "derived"}),
        ("占总支出比例", {"kind": "share"}),
        ("增减变动原因", {"column": "note"}),
        ("上年完成数", {"phase": "execution", "year_word": "last"}),
        ("专户资金", {"fund": "fiscal_account"}),
        ("附属单位上解收入", {"fund": "affiliated"}),
        ("非财政拨款收入", {"fund": "unclassified"}),
        ("非财政拨款资金结余", {"fund": "non_fiscal_balance"}),
        ("非财政拨款", {"fund": "unclassified"}),
        ("非财政拨款结转结余", {"fund": "non_fiscal_balance", "period": "carryover"}),
        ("2.非财政拨款结余、结转", {"fund": "non_fiscal_balance", "period": "carryover"}),
        ("财政拨款结转", {"fund": "fiscal_appropriation", "period": "carryover"}),
        ("捐赠收入", {"fund": "unclassified"}),
        ("上年指标结转", {"period": "carryover", "line": "carryover_in"}),
        ("期末结转结余", {"measure": "carryover_out", "line": "carryover_out"}),
        ("公车运行维护费", {"item": "vehicle_operation"}),
        ("因公临时出国（境）费", {"item": "overseas_travel"}),
        ("功能分类科目编码", {"scheme": "function", "column": "code"}),
        ("项目（按部门预算经济分类）", {"scheme": "economic", "column": "name"}),
        ("行次", {"column": "number"}),
        ("国内公务接待批次（个）", {"count": "domestic_reception_visits"}),
        ("因公出国（境）费", {"item": "overseas_travel"}),
        ("收 入 总 计", {"line": "grand_total"}),
        ("⻋辆", None),
        ("扶贫专题", None),
    ],
)
def test_labels_are_read_word_by_word(label: str, facets: dict[str, str] | None) -> None:
    meaning = read_label(label)
    assert meaning.known == (facets is not None)
    if facets is not None:
        assert facets.items() <= meaning.facets.items()


def test_a_year_and_a_unit_are_read_from_a_label() -> None:
    meaning = read_label("2025年执行数（万元）")
    assert (meaning.year, meaning.get("phase"), meaning.unit) == (2025, "execution", "万元")


def test_quotes_brackets_and_widths_say_nothing() -> None:
    plain = read_label("三公经费合计")
    assert (
        read_label("“三公”经费合计").facets
        == read_label("｢三公｣经费（合计）".replace("｢", "「").replace("｣", "」")).facets
    )
    assert plain.facets == read_label("　三公经费 合 计").facets


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_known_words_make_a_known_label(words: list[str]) -> None:
    meaning = read_label("".join(words))
    assert meaning.known
    assert set(meaning.facets) <= set(FACETS)


@given(st.text(max_size=12))
def test_any_text_is_read_and_what_is_unknown_is_told(text: str) -> None:
    meaning = read_label(text)
    assert meaning.known == (meaning.unknown == "")


@given(st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(["㐀㐁", "驴马", "xyz"]))
def test_a_foreign_word_makes_a_label_unknown(words: list[str], foreign: str) -> None:
    assert not read_label("".join([*words, foreign])).known


def test_a_path_says_what_its_labels_say_together() -> None:
    path = read_path(["本年收入", "一般公共预算", "小计"])
    assert (path.get("period"), path.get("fund"), path.get("line")) == ("current_year", "general_public", "total")


def test_a_deeper_label_may_be_more_exact() -> None:
    assert read_path(["财政拨款收入", "政府性基金预算"]).get("fund") == "government_fund"
    assert read_path(["基本支出", "公用经费"]).get("measure") == "operating"


def test_labels_that_quarrel_leave_the_path_unknown() -> None:
    assert not read_path(["政府性基金预算", "事业收入"]).known
    assert not read_path(["项目支出", "人员经费"]).known


@given(st.sampled_from(["fund", "measure", "period"]), WORDS, WORDS)
def test_refining_is_symmetric(facet: str, one: str, other: str) -> None:
    a, b = read_label(one).get(facet), read_label(other).get(facet)
    assert refine(facet, a, b) == refine(facet, b, a)
    assert refine(facet, a, a) == a


def test_no_word_is_read_so_anyway() -> None:
    known = words()
    longest = max(map(len, known))
    redundant: list[str] = []
    for word, facets in known.items():
        parts, rest = segments(word, known.keys() - {word}, longest)
        spoken: dict[str, str] = {}
        for part in parts:
            for facet, value in known[part].items():
                spoken[facet] = refine(facet, spoken.get(facet), value) or value
        if not rest and spoken == facets:
            redundant.append(word)
    assert redundant == []


def test_texts_that_stand_twice_are_told_once() -> None:
    assert twice(["a", "b", "a", "a"]) == ("a",)
