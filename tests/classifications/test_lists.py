"""The lists as data, and look-up by code and by name."""

import csv
import json
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.classifications import classification, government_economic_codes, rows, scheme_names
from pipelines.classifications.codes import CodeForm
from pipelines.classifications.names import name_key, normalize_name

FUNCTION = classification("function")
ECONOMIC = classification("economic")
DATA = files("pipelines.classifications") / "data"
TRUTHS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


class TestData:
    @pytest.mark.parametrize("scheme", scheme_names())
    def test_entries_are_well_formed(self, scheme):
        lists = classification(scheme)
        codes = {entry.code for entry in lists.entries}
        assert codes
        for entry in lists.entries:
            assert entry.level == lists.level_of(entry.code), entry
            assert entry.parent_code is None or entry.parent_code in codes, entry
            assert entry.name and entry.source, entry
            assert entry.edition <= (entry.edition_to or entry.edition), entry

    @pytest.mark.parametrize("scheme", scheme_names())
    def test_each_row_says_how_sure_it_is(self, scheme):
        printed = csv.DictReader((DATA / f"{scheme}.csv").read_text(encoding="utf-8").splitlines())
        told = {row["confidence"] for row in printed}
        assert told and told <= {"high", "medium", "low"}

    @pytest.mark.parametrize("scheme", scheme_names())
    def test_parents_follow_from_the_code(self, scheme):
        lists = classification(scheme)
        assert any(entry.parent_code for entry in lists.entries)
        for entry in lists.entries:
            assert lists.form.parent_of(entry.code) == entry.parent_code, entry

    @pytest.mark.parametrize("scheme", scheme_names())
    def test_a_code_has_one_entry_a_year(self, scheme):
        spans: dict[str, list[tuple[int, int]]] = {}
        for entry in classification(scheme).entries:
            spans.setdefault(entry.code, []).append((entry.edition_from or 0, entry.edition_to or 9999))
        assert spans
        for code, found in spans.items():
            found.sort()
            assert all(to < start for (_, to), (start, _) in pairwise(found)), code

    @pytest.mark.parametrize("scheme", scheme_names())
    def test_variants_are_of_known_codes_and_no_one_elses_name(self, scheme):
        lists = classification(scheme)
        for code, name in lists.variants:
            assert lists.known_names(code) - {name}
            level = lists.level_of(code)
            found = lists.find(name, lists.edition, within=lists.parent_code(code), level=level)
            assert found and found.code == code, name

    def test_published_rows_have_a_key(self):
        published = list(rows())
        keys = [(row["scheme"], row["code"], row["edition"]) for row in published]
        assert len(keys) == len(set(keys)) > 9000
        assert published == list(rows())

    def test_a_scheme_without_lists(self):
        with pytest.raises(KeyError):
            classification("three_public")


class TestByCode:
    def test_the_name_depends_on_the_year(self):
        assert FUNCTION.name_of("210", 2018) == "医疗卫生与计划生育支出"
        assert FUNCTION.name_of("210", 2019) == "卫生健康支出"
        assert ECONOMIC.name_of("30311", 2017) == "住房公积金"
        assert ECONOMIC.name_of("30311", 2025) == "代缴社会保险费"

    def test_a_code_that_has_gone_or_not_come_yet(self):
        assert FUNCTION.entry("20140", 2023) is None
        assert FUNCTION.entry("20110", 2025) is None
        assert FUNCTION.entry("2999999", 2025) is None

    def test_known_names_span_editions_and_wordings(self):
        assert {"文化体育与传媒支出", "文化旅游体育与传媒支出"} <= FUNCTION.known_names("207")
        assert "对个人和家庭补助" in ECONOMIC.known_names("303")
        assert FUNCTION.known_names("999") == frozenset()

    def test_code_against_name(self):
        assert FUNCTION.confirms("2010350", "事业运行") is True
        assert FUNCTION.confirms("206", "科学技术管理事务") is False  # a row read with the next one's name
        assert FUNCTION.confirms("210", "医疗卫生与计划生育支出（类）") is True
        assert FUNCTION.confirms("2999999", "其他支出") is None

    def test_budget_a_functional_code_belongs_to(self):
        entry = FUNCTION.entry("2120801", 2025)
        assert entry and entry.book == "政府性基金"

    def test_crosswalk_depends_on_the_payer(self):
        assert government_economic_codes("30101", "agency") == {"50101"}
        assert government_economic_codes("30101", "institution") == {"50501"}
        assert government_economic_codes("30101") == {"50101", "50501"}
        assert government_economic_codes("99999") == frozenset()


CLASSES = {
    "201": ["一般公共服务支出", "一般公共服务", "一般公共服务支出（类）", "一般公共服务类"],
    "202": ["外交支出"],
    "203": ["国防"],
    "207": ["文化旅游体育与传媒支出", "文化体育与传媒支出", "文化旅游体育与传媒"],
    "208": ["社会保障和就业支出", "社会保障与就业支出"],
    "209": ["社会保险基金支出"],
    "210": ["卫生健康支出", "医疗卫生与计划生育支出", "医疗卫生支出"],
    "213": ["农林水支出", "农林水事务"],
    "215": ["资源勘探工业信息等支出", "资源勘探信息等支出", "资源勘探工业信息等"],
    "220": ["自然资源海洋气象等支出", "国土海洋气象等支出"],
    "223": ["国有资本经营预算支出"],
    "224": ["灾害防治及应急管理支出", "灾害防治及应急\n管理支出"],
    "227": ["预备费"],
    "229": ["其他支出"],
    "230": ["转移性支出"],
    "233": ["债务发行费用支出"],
    "234": ["抗疫特别国债安排的支出"],
}


class TestByName:
    @pytest.mark.parametrize(("code", "name"), [(code, name) for code in CLASSES for name in CLASSES[code]])
    @pytest.mark.parametrize("year", [2017, 2020, 2026])
    def test_classes_in_the_wordings_of_documents(self, code, name, year):
        found = FUNCTION.find(name, year, level=1)
        assert found and found.code == code

    def test_the_context_decides(self):
        assert FUNCTION.find("行政运行", 2025) is None
        found = FUNCTION.find("行政运行", 2025, within="20103")
        assert found and found.code == "2010301"
        assert FUNCTION.find("行政运行", 2025, within="201") is None

    def test_a_name_of_two_levels_needs_the_level(self):
        assert FUNCTION.find("其他支出", 2025, within="229") is None
        found = FUNCTION.find("其他支出", 2025, within="229", level=2)
        assert found and found.code == "22999"

    def test_a_name_that_only_differs_in_its_ending_is_a_doubt_without_context(self):
        assert FUNCTION.find("一般公共服务", 2025) is None  # 201 …支出, and 21901
        found = FUNCTION.find("一般公共服务", 2025, within="219")
        assert found and found.code == "21901"

    def test_never_fuzzy(self):
        assert FUNCTION.find("卫生健康支", 2025) is None
        assert FUNCTION.find("", 2025) is None
        assert ECONOMIC.find("办公", 2025) is None

    def test_names_of_the_year_go_before_those_of_other_years(self):
        found = ECONOMIC.find("住房公积金", 2025)
        assert found and found.code == "30113"
        found = ECONOMIC.find("医疗费", 2017)
        assert found and found.code == "30307"
        found = ECONOMIC.find("医疗费", 2025)
        assert found and found.code == "30114"

    def test_an_old_name_gives_the_code_with_the_entry_of_the_year(self):
        found = FUNCTION.find("行政事业单位离退休", 2026, within="208")
        assert found and (found.code, found.name) == ("20805", "行政事业单位养老支出")

    def test_a_name_that_has_gone_with_its_code_gives_the_last_entry(self):
        found = FUNCTION.find("食品和药品监督管理事务", 2026)
        assert found and found.code == "21010" and not found.holds_in(2026)

    def test_capital_construction_only_where_it_is_said(self):
        assert ECONOMIC.find("办公设备购置", 2025) is None
        found = ECONOMIC.find("办公设备购置", 2025, usual=True)
        assert found and found.code == "31002"
        found = ECONOMIC.find("资本性支出", 2025, level=1)
        assert found and found.code == "310"
        found = ECONOMIC.find("办公设备购置", 2025, within="309")
        assert found and found.code == "30902"

    def test_look_alike_characters(self):
        found = FUNCTION.find("⻋辆通⾏费安排的支出", 2025)
        assert found and found.code == "21462"

    def test_two_items_of_one_name_are_a_doubt(self):
        assert classification("procurement_catalogue").find("车辆维修和保养服务", 2025) is None

    @given(st.sampled_from(FUNCTION.entries))
    def test_every_current_entry_is_found_in_its_place(self, entry):
        found = FUNCTION.find(entry.name, entry.edition, within=entry.parent_code, level=entry.level)
        assert found is None or found.code == entry.code

    @given(st.text())
    def test_any_text_may_be_asked(self, text):
        found = FUNCTION.find(text, 2025)
        assert found is None or name_key(text) in map(name_key, FUNCTION.known_names(found.code))


def test_a_bracket_that_a_printing_leaves_open_is_closed():
    entry = ECONOMIC.find("资本性支出（基本建设", 2026, level=1)
    assert entry is not None and entry.code == "309"


def _printed_pairs() -> set[tuple[str, str, str, int]]:
    """Scheme, code, name, year as documents print them together."""
    columns = {
        "budget_lines": [("", "code", "name")],
        "procurement": [("procurement_catalogue", "catalogue_code", "catalogue_name")],
    }
    pairs = set()
    for path in TRUTHS.glob("*/*.truth.json"):
        truth = json.loads(path.read_text(encoding="utf-8"))
        for dataset, keys in columns.items():
            for record in truth["datasets"].get(dataset, ()):
                for scheme, code, name in keys:
                    scheme = scheme or record.get("scheme")
                    if scheme in scheme_names() and record.get(code) and record.get(name):
                        pairs.add((scheme, record[code], record[name], truth["fiscal_year"]))
    return pairs


@pytest.mark.skipif(not TRUTHS.is_dir(), reason="needs the shared corpus beside the project")
def test_every_name_that_documents_print_with_its_code_is_known_and_found():
    pairs = _printed_pairs()
    assert len(pairs) > 200
    for scheme, code, name, year in pairs:
        lists = classification(scheme)
        assert lists.confirms(code, name), (code, name)
        assert lists.entry(code, year), (code, year)
        found = lists.find(name, year, within=lists.parent_code(code), level=lists.level_of(code))
        assert found and found.code == code, (code, name)


class TestNames:
    @pytest.mark.parametrize(
        ("printed", "normal"),
        [
            ("因公出国（境）费用", "因公出国(境)费用"),
            ("因公出国〔境〕费用", "因公出国(境)费用"),
            ("“三公”经费", '"三公"经费'),
            ("「三公」经费", '"三公"经费'),
            ("机关事业单位\n基本养老", "机关事业单位基本养老"),
            ("部⻔", "部门"),
        ],
    )
    def test_normalize_name(self, printed, normal):
        assert normalize_name(printed) == normal

    @pytest.mark.parametrize(
        ("printed", "key"),
        [("教育支出（类）", "教育"), ("教育支出", "教育"), ("行政运行（项）", "行政运行"), ("支出", "支出")],
    )
    def test_name_key(self, printed, key):
        assert name_key(printed) == key

    @given(st.text())
    def test_normalize_name_is_idempotent(self, text):
        assert normalize_name(normalize_name(text)) == normalize_name(text)


class TestCodeForm:
    PLAIN = CodeForm(widths=(3, 5, 7))
    PADDED = CodeForm(widths=(1, 3, 5, 7, 9), padded=True, first_level=0)

    @pytest.mark.parametrize(
        ("code", "level", "parent"),
        [
            ("201", 1, None),
            ("20103", 2, "201"),
            ("2010350", 3, "20103"),
            ("2010", None, None),
            ("", None, None),
        ],
    )
    def test_plain(self, code, level, parent):
        assert (self.PLAIN.level_of(code), self.PLAIN.parent_of(code)) == (level, parent)

    @pytest.mark.parametrize(
        ("code", "level", "parent"),
        [
            ("A", 0, None),
            ("A01000000", 1, "A"),
            ("A10000000", 1, "A"),
            ("C17010100", 3, "C17010000"),
            ("A02010104", 4, "A02010100"),
            ("A0201", 2, "A02000000"),  # the 2013 edition leaves the zeros out
            ("服务", None, None),
            ("A020101040", None, None),
        ],
    )
    def test_padded(self, code, level, parent):
        assert (self.PADDED.level_of(code), self.PADDED.parent_of(code)) == (level, parent)

    def test_codes_that_no_list_has_still_have_a_place(self):
        assert FUNCTION.parent_code("2010377") == "20103"
        assert FUNCTION.ancestors("2010377") == ("20103", "201")
        assert classification("admin_division").ancestors("420107") == ("420100", "420000")
