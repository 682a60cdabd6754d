"""Codes before names: one grammar for every table, and numbers that are no codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.interpretation.words.codes import CodedName, CodeKind, code_and_name, is_code, printed_code

CLASSIFICATION, CATALOGUE, UNIT, PROJECT, DIRECTORY = CodeKind


@pytest.mark.parametrize(
    ("text", "kind", "code", "name"),
    [
        *(
            (before, UNIT, "301001", "某局")
            for before in (
                "[301001]某局",
                "301001 某局",
                "（301001）某局",
                "301001-某局",
                "301001某局",
                "【301001】 某局",
            )
        ),
        ("[375]某局（本级）", UNIT, "375", "某局（本级）"),
        ("375—某局", UNIT, "375", "某局"),
        ("375某某市财政局", UNIT, "375", "某某市财政局"),
        ("301001\n某局", UNIT, "301001", "某局"),
        ("2010399-其他支出", CLASSIFICATION, "2010399", "其他支出"),
        ("［３０２０１］办公费（定额）", CLASSIFICATION, "30201", "办公费（定额）"),
        ("201一般公共服务支出", CLASSIFICATION, "201", "一般公共服务支出"),
        ("201 01 99人大事务", CLASSIFICATION, "2010199", "人大事务"),
        ("1030102 某收入", CLASSIFICATION, "1030102", "某收入"),
        ("A02010105 台式计算机", CATALOGUE, "A02010105", "台式计算机"),
        ("A02 01 01 05台式计算机", CATALOGUE, "A02010105", "台式计算机"),
        ("C 服务", CATALOGUE, "C", "服务"),
        ("A0201080399另一种软件", CATALOGUE, "A0201080399", "另一种软件"),
        ("42010025Y000000001234-某项目", PROJECT, "42010025Y000000001234", "某项目"),
        ("42010025Y0000000\n01234-某项目", PROJECT, "42010025Y000000001234", "某项目"),
        ("42010025Y000000001234-12345热线服务", PROJECT, "42010025Y000000001234", "12345热线服务"),
        ("42010025Y000000001234-2025年运维", PROJECT, "42010025Y000000001234", "2025年运维"),
        ("42010025Y000000001234-2025-2026年运维", PROJECT, "42010025Y000000001234", "2025-2026年运维"),
        ("［42010025Y000000001234］某项目", PROJECT, "42010025Y000000001234", "某项目"),
    ],
)
def test_a_code_and_its_name(text: str, kind: CodeKind, code: str, name: str):
    assert code_and_name(text, kind) == CodedName(name, code)


@pytest.mark.parametrize("kind", [kind for kind in CodeKind if kind is not DIRECTORY])
@pytest.mark.parametrize(
    "text",
    [
        "357.84",
        "357.84万元",
        "301万元以上设备",
        "1.人员经费",
        "12、某项",
        "（一）某项",
        "（1）某项",
        "2025年预算数",
        "2024-2025年某项",
        "（2025）某项目",
        "120急救中心",
        "12345热线服务中心",
        "101中学",
        "A4黑白打印机",
        "B超",
        "PC服务器",
        "301001",
        "合计",
        "",
    ],
)
def test_a_number_that_is_no_code(text: str, kind: CodeKind):
    assert code_and_name(text, kind) == CodedName(text)


@given(st.text(max_size=15), st.sampled_from(CodeKind))
def test_what_is_split_stands_in_the_text(text: str, kind: CodeKind):
    coded = code_and_name(text, kind)
    assert coded == CodedName(text) or (coded.code and is_code(coded.code, kind) and not coded.name[0].isdecimal())


def test_codes_that_stand_alone():
    assert [printed_code(text) for text in ("１１６００１", "[375]", "A-1", "-", "合计")] == [
        "116001",
        "375",
        "A-1",
        None,
        None,
    ]
