"""When two printed names are of one body, when they are not, and what kind of body it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.datasets.shared import DEPARTMENT_KEY
from pipelines.foundation.declaration import DeclarationError
from pipelines.interpretation.declared.bodies import BODIES, RENAMINGS
from pipelines.interpretation.identity.bodies import Body, body, without_own_level


@pytest.mark.parametrize(
    ("one", "other", "division"),
    [
        ("湖北省武汉市青山区统计局", "青山区统计局", "420107"),
        ("武汉青山区统计局", "武汉市青山区统计局（本级）", "420107"),
        ("统计局", "青山区统计局机关", "420107"),
        ("广州市统计局(局机关)", "广州市统计局", "440100"),
        ("中国共产党广州市委员会宣传部", "中共广州市委宣传部（本级）", "440100"),
        ("中共广州市委宣传部", "广州市委宣传部", "440100"),
        ("中国人民政治协商会议烟台市委员会", "政协烟台市委", "370600"),
        ("江苏省人民代表大会常务委员会办公厅", "江苏省人大常委会办公厅", "320000"),
        ("烟台市人民政府办公室", "烟台市政府办公室", "370600"),
        ("统计监测中心（广州市统计发展中心）", "广州市统计监测中心(广州市统计发展中心)", "440100"),
        ("恩施土家族苗族自治州财政局", "恩施州财政局", "422800"),
        ("澜溪市云栖区人大常委会办公室本级", "云栖区人大常委会办公室", "975302"),
        ("北屿市松岭县科学技术局", "松岭县科学技术局本级", None),
        ("松岭市民政局机关", "松岭市民政局", None),
        ("政协松岭市委员会办公室", "中国人民政治协商会议松岭市委员会办公室", None),
        ("广西壮族自治区扶贫开发办公室", "广西壮族自治区乡村振兴局", "450000"),
    ],
)
def test_one_body(one, other, division):
    assert body(one, division) == body(other, division) or body(one, division).key == body(other, division).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("青山区统计局", "420107"), ("青山区财政局", "420107")),
        (("武汉市统计局", "420100"), ("武汉市青山区统计局", "420107")),
        (("信息中心", "420107"), ("信息中心", "420106")),
        # What only looks alike: a shortened name, a name with the city in short.
        (("无锡市发展和改革委员会", "320200"), ("无锡市发改委", "320200")),
        (("无锡学院", "320200"), ("无锡市学院", "320200")),
        (("西安市安全生产监督管理局", "610100"), ("西安市应急管理局", "610100")),
        (("中共广州市委宣传部", "440100"), ("广州市宣传部", "440100")),
        (("广州市委托管理中心", "440100"), ("中共广州市委管理中心", "440100")),
        (("机关事务管理局", "420107"), ("事务管理局", "420107")),
    ],
)
def test_two_bodies(one, other):
    assert body(*one).key != body(*other).key


def test_the_place_that_a_name_begins_with_goes_before_that_of_its_document():
    assert body("江苏省梅村高级中学", "320200").place == "320000"
    assert body("普陀区司法局", "310107") == Body("310107", "司法局")


@pytest.mark.parametrize("name", ["鼓楼区财政局", "财政局", "城市管理局", "经济开发区管理委员会", "某某市民中心"])
def test_a_body_whose_place_is_not_told_is_one_of_its_own(name):
    # There are several districts of the name 鼓楼区; the others name no place.
    here, there = body(name, None, within="a"), body(name, None, within="b")
    assert here.place is None
    assert here.key != there.key
    assert here.key == body(name, None, within="a").key


def test_bodies_of_the_centre_have_no_place_to_lose():
    assert body("国家统计局", None, central=True).name == "国家统计局"
    before = body("国务院扶贫开发领导小组办公室", None, central=True)
    assert before.key == body("国家乡村振兴局", None, central=True).key
    # A renaming is of one body in one place.
    assert before.key != body("国家乡村振兴局", "420100").key


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中共重庆市委宣传部", "party"),
        ("重庆市水利局", "government"),
        ("深圳市人民政府口岸办公室", "government"),
        ("江苏省高级人民法院", "court"),
        ("江苏省人民检察院", "procuratorate"),
        ("江苏省人大常委会办公厅", "congress"),
        ("政协武汉市青山区委员会", "cppcc"),
        ("民盟广州市委员会", "democratic_party"),
        ("共青团广州市委员会", "mass_organisation"),
        ("广州市总工会", "mass_organisation"),
        ("青山区城市运行管理中心", "public_institution"),
        ("无锡市妇联实验托幼中心", "public_institution"),
        ("杭州技师学院（杭州交通高级技工学校）", "public_institution"),
        ("泉州市看守所", None),
        ("武汉市青山区综合执法大队", None),
    ],
)
def test_what_kind_of_body_it_is(name, kind):
    assert body(name, None).kind == kind


def test_a_name_keeps_its_signs_when_it_loses_its_level():
    assert without_own_level("杭州技师学院（杭州交通高级技工学校）（本级）") == "杭州技师学院（杭州交通高级技工学校）"
    assert without_own_level("青山区机关") == "青山区"
    assert without_own_level("本级") == "本级"


@given(st.text("市区县省局委中共本级机关（）()统计 武汉青山", max_size=12), st.sampled_from(["420107", "975302", None]))
def test_any_name_has_a_key_that_a_program_takes_for_a_text(name, division):
    key = body(name, division, within="x").key
    assert re.fullmatch(DEPARTMENT_KEY, key)
    # The own level changes nothing, whatever it stands behind.
    assert body(f"{name}（本级）", division, within="x").key == key or not name.strip()


def test_a_renaming_without_a_source_is_an_error():
    with pytest.raises(DeclarationError, match="source"):
        RENAMINGS.validate([{"division": "cn", "before": "甲", "after": "乙", "year": 2020}], "renamings.yaml")
    with pytest.raises(DeclarationError, match="kinds"):
        BODIES.validate({**dict(BODIES.load()), "kinds": [["club", "x"]]}, "bodies.yaml")
