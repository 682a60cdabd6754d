"""Codes, counts and answers as lists print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.interpretation.declared.lists import Field
from pipelines.interpretation.lists.values import Coded, Count, read_coded, read_count, read_field
from pipelines.interpretation.words.codes import CATALOGUE


@pytest.mark.parametrize(
    ("texts", "scheme", "coded"),
    [
        (["[2010399]其他支出"], "function", Coded("function", "2010399", "其他支出")),
        (["2010399-其他支出"], "function", Coded("function", "2010399", "其他支出")),
        (["201", "03", "99"], "function", Coded("function", "2010399", None)),
        (["2010399", "其他支出"], "function", Coded("function", "2010399", "其他支出")),
        (["［３０２０１］办公费（定额）"], "economic", Coded("economic", "30201", "办公费（定额）")),
        (["30201办公费"], "function", Coded("economic", "30201", "办公费")),
        (["办公费"], "economic", Coded("economic", "30201", "办公费")),
        (["行政运行"], "function", Coded("function", None, "行政运行")),
        (["2026年专项"], "function", Coded("function", None, "2026年专项")),
        (["03"], "function", Coded("function", None, None)),
        (["A02020400多功能一体机"], CATALOGUE, Coded(CATALOGUE, "A02020400", "多功能一体机")),
        (["C0206运行维护服务"], CATALOGUE, Coded(CATALOGUE, "C0206", "运行维护服务")),
        (["A4黑白打印机"], CATALOGUE, Coded(CATALOGUE, None, "A4黑白打印机")),
        (["A0201080399另一种软件"], CATALOGUE, Coded(CATALOGUE, "A0201080399", "另一种软件")),
        (["A 货物"], CATALOGUE, Coded(CATALOGUE, "A", "货物")),
        (["PC服务器"], CATALOGUE, Coded(CATALOGUE, None, "PC服务器")),
        (["复印纸"], CATALOGUE, Coded(CATALOGUE, None, "复印纸")),
    ],
)
def test_codes_beside_inside_and_without_names(texts: list[str], scheme: str, coded: Coded):
    assert read_coded(texts, scheme, 2025) == coded


@given(st.text(max_size=12), st.sampled_from(["function", "economic", CATALOGUE]))
def test_a_code_has_the_form_of_its_scheme_or_is_none(text: str, scheme: str):
    coded = read_coded([text], scheme, 2025)
    assert (
        coded is None
        or coded.code is None
        or coded.code[0] in {"function": "2", "economic": "3"}.get(coded.scheme, "ABC5")
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1,200", Count(1200.0)),
        ("2台", Count(2.0, "台")),
        ("0.5", Count(0.5)),
        ("-3", None),
        ("若干", None),
        ("12%", None),
    ],
)
def test_counts(text: str, count: Count | None):
    assert read_count(text) == count


def test_a_flag_that_is_neither_yes_nor_no_is_null():
    field = Field("includes_procurement", "flag")
    flags = {"是": True, "否": False}
    said = [read_field(field, [text], flags, 2025)["includes_procurement"] for text in ("是", "否", "待定")]
    assert said == [True, False, None]
