"""Places in names and titles."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.classifications import classification, division_candidates, division_of

TRUTHS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("武汉市青山区城市运行管理中心", "420107"),
        ("湖北省武汉市青山区城市运行管理中心", "420107"),
        ("武汉青山区城市运行管理中心", "420107"),
        ("江汉区生态环境分局", "420103"),
        ("江苏省人民检察院", "320000"),
        ("2026 年度\n福州市商务局\n部门预算", "350100"),
        ("上海市普陀区石泉路街道办事处", "310107"),
        ("重庆市万州区财政局", "500101"),
        ("中国共产党广州市委员会宣传部", "440100"),
        ("中国人民政治协商会议烟台市委员会", "370600"),
        ("烟台市审计局长岛海洋生态文明综合试验区分局", "370600"),
        ("深圳市人民政府驻北京办事处", "440300"),
        ("广西壮族自治区财政厅", "450000"),
        ("恩施土家族苗族自治州财政局", "422800"),
        ("恩施州财政局", "422800"),
        ("长阳县财政局", "420528"),
        ("内江市中区财政局", "511002"),
        ("枣庄市市中区财政局", "370402"),
        ("嘉峪关市教育局", "620200"),
        ("东莞市教育局", "441900"),
        ("吉林省吉林市船营区", "220204"),
        ("苏州工业园区管理委员会", "320576"),
        ("中山市市场监督管理局", "442000"),
    ],
)
def test_names_that_leave_no_doubt(text, code):
    assert division_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "市",
        "国家信访局",
        "财政部",
        "县财政局",
        "矿区管理处",
        "城区供水公司",
        "市辖区",
        "青山区域规划",
        "青山区",
    ],
)
def test_no_place_or_a_doubt(text):
    assert division_of(text) is None


def test_districts_of_one_name_are_told_apart_by_what_else_the_document_names():
    name = "青山区应急管理局"
    assert division_candidates(name) == ("150204", "420107")
    assert division_of(name, ["按照武汉市财政局的要求"]) == "420107"
    assert division_of(name, ["内蒙古自治区"]) == "150204"
    assert division_of(name, ["武汉市", "包头市"]) is None
    assert division_of(name, ["宜昌市"]) is None
    assert division_of(name, ["青山区"]) is None


def test_hints_don_t_overrule_a_name():
    assert division_of("武昌区财政局", ["包头市"]) == "420106"


@given(st.sampled_from(classification("admin_division").entries))
def test_a_division_below_its_parents_is_found(entry):
    lists = classification("admin_division")
    above = [lists.name_of(code, 2023) or "" for code in reversed(lists.ancestors(entry.code))]
    if any("直辖" in name or name in {"市辖区", "县"} for name in [*above, entry.name]):
        return
    found = division_of("".join([*above, entry.name]) + "财政局")
    assert found == entry.code or (found is not None and lists.name_of(found, 2023) == entry.name)


@given(st.text(alphabet="武汉青山区市省县城中朝阳北京包头内蒙古 \n一", max_size=30))
def test_any_text_may_be_asked(text):
    code = division_of(text)
    assert code is None or classification("admin_division").entry(code, 2023)


@pytest.mark.skipif(not TRUTHS.is_dir(), reason="needs the shared corpus beside the project")
def test_departments_of_documents():
    truths = sorted(TRUTHS.glob("*/*.truth.json"))
    assert truths
    for path in truths:
        truth = json.loads(path.read_text(encoding="utf-8"))
        candidates = division_candidates(truth["department"])
        assert truth["division_code"] in candidates, path.name
        assert len(candidates) == 1 or division_of(truth["department"], ["武汉市"]) == truth["division_code"]
