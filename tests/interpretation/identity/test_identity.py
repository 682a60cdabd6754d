import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source, read_registry
from pipelines.extraction.formats import format_of
from pipelines.extraction.grid import Page
from pipelines.extraction.pdf.opening import open_for_reading
from pipelines.extraction.pdf.reader import read_opened
from pipelines.interpretation.identity.identity import Identity, distinct_ids, identify
from tests.printed import page

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
SOURCE = Source(Path("国家信访局_2031年部门决算.pdf"), "国家信访局_2031年部门决算.pdf", "0" * 64, 1, "pdf")
SUMMARY = [
    ["收入", "", "支出", ""],
    ["项目", "预算数", "项目", "预算数"],
    ["一、事业收入", "1", "一、教育", "1"],
]


def _revenue(*rows: tuple[str, str]) -> list[list[str]]:
    return [["部门代码", "部门（单位）名称", "合计"], ["", "合计", "8"], *[[*row, "8"] for row in rows]]


def _document(title: str = "青山区信访局2025年部门预算公开", *more: Page) -> list[Page]:
    return [page(1, title.split("/"), foot="1"), page(2, ["表1", "收支总表"], SUMMARY, foot="2"), *more]


def _prose(*lines: str) -> Page:
    return page(3, lines, foot="3")


def _identity(*more: Page, title: str = "青山区信访局2025年部门预算公开") -> Identity:
    beside = page(9, ["武汉市青山区信访局位于"])
    return identify([*_document(title, *more), beside], SOURCE)


def test_the_document_tells_who_and_when_and_the_file_name_does_not():
    identity = _identity(page(4, ["表2"], _revenue(("143", "武汉市青山区信访局"), ("143001", "机关本级"))))
    assert (identity.department_name, identity.department_code) == ("青山区信访局", "143")
    assert (identity.fiscal_year, identity.stage, identity.scope) == (2025, "budget", "department")
    assert identity.document_id == "420107-143-2025-budget"


def test_without_a_code_the_name_stands_in_the_id_and_a_unit_is_marked():
    identity = _identity(title="2026年深圳市财政局（本级）部门预算")
    assert identity.department_code is None
    assert identity.document_id == "440300-深圳市财政局（本级）-2026-budget-unit"


def test_a_body_of_the_centre_has_no_division():
    for name in ("国家信访局", "中华人民共和国财政部", "中国气象局", "水利部长江水利委员会"):
        identity = _identity(title=f"{name}/2026年部门预算")
        assert identity.division_code is None
        assert identity.document_id == f"cn-{name}-2026-budget"


@pytest.mark.parametrize("name", ["中共江苏省委办公厅", "中国共产党广州市委员会宣传部", "中国农工民主党西安市委员会"])
def test_local_organisations_with_the_centres_words_are_local(name: str):
    assert _identity(title=f"{name}/2026年部门预算").division_code is not None


def test_a_name_on_a_labelled_line_serves_where_the_title_has_none():
    identity = _identity(title="上海市2026年市级单位预算/预算单位：上海市数据局  单位：元")
    assert (identity.department_name, identity.scope) == ("上海市数据局", "unit")
    assert identity.division_code == "310000"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("143", "某局"), ("143001", "某局机关")], "143"),
        ([("143001", "青山区信访局")], None),
        ([("143", "某局"), ("144", "另一局")], None),
        ([("143", "某局"), ("144", "青山区信访局")], "144"),
        ([("1", "青山区信访局"), ("2", "机关")], None),
    ],
)
def test_the_departments_code_is_the_one_printed_for_it(rows: list[tuple[str, str]], code: str | None):
    assert _identity(page(4, ["表2"], _revenue(*rows))).department_code == code


@pytest.mark.parametrize("printed", ["231_青山区信访局", "[231]青山区信访局", "231-武汉市青山区信访局"])
def test_a_code_before_the_name_in_one_cell(printed: str):
    form = page(4, ["表14"], [["主管部门", printed], ["预算部门", "320_湖北省信访局"]])
    code = None if "武汉市" in printed else "231"
    assert _identity(form).department_code == code


def test_a_code_on_a_line_of_its_own():
    assert _identity(_prose("预算代码：143")).department_code == "143"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("231-信访局 单位：万元", "231"),
        ("部门名称：231-青山区信访局", "231"),
        ("[231]青山区信访局 金额单位：万元", "231"),
        ("231001-信访局 单位：万元", None),
        ("231-信访局机关 单位：万元", None),
        ("231 青山区信访局负责的事项", None),
        ("2025青山区信访局", None),
    ],
)
def test_a_code_before_the_name_at_the_head_of_a_table(head: str, code: str | None):
    assert _identity(page(4, ["表2", head], _revenue(("", "本级")))).department_code == code


def test_the_recorded_division_serves_where_the_name_leaves_a_doubt():
    pages = _document("青山区信访局2025年部门预算公开")
    identity = identify(pages, SOURCE)
    assert identity.division_code is None
    assert identity.document_id.startswith("unknown-")
    assert identify(pages, replace(SOURCE, division_code="150204")).division_code == "150204"


def test_the_code_of_a_project_tells_the_division_where_no_name_does():
    project = page(4, ["表10"], [["项目编码", "项目名称"], ["42010725143T000000100", "平台"]])
    assert _identity(project, title="信访局2025年部门预算").division_code == "420107"


def test_a_zone_named_for_its_city_in_short_belongs_to_the_city():
    zone = "2026年珠海高新技术产业开发区管理委员会部门预算"
    assert _identity(_prose("按照珠海市的要求"), title=zone).division_code == "440400"


def test_a_body_whose_name_only_borrows_a_place_belongs_to_no_city():
    title = "2026年珠海大学部门预算"
    assert _identity(_prose("按照珠海市的要求"), title=title).division_code is None


@pytest.mark.parametrize(
    ("text", "staff"),
    [
        (
            "总编制人数 44 人，其中：事业编制 8 人。在职实有人数 43 人。离退休人员 26 人，其中退休 6 人。",
            (44, 43, 26),
        ),
        (
            "本部门人员编制142人，其中行政编制32人、事业编制110人；实有人员102人，其中行政40人。单位管理的离退休人员1人。",
            (142, 102, 1),
        ),
        ("编制人数小计5人，其中：行政编制0人。实有人数8人。离休人数小计0人，退休人数小计2人。", (5, 8, 2)),
        ("“本年预算数”的实有人员72人，其中：在职人员46人，离退休人员26人。", (None, 46, 26)),
        ("行政编制12人，离退休干部用车0辆，在职人员经费8,009.83万元。", (None, None, None)),
        ("甲中心人员编制12人。乙中心人员编制15人。", (None, None, None)),
    ],
)
def test_staff_is_read_from_the_explanation(text: str, staff: tuple[int | None, ...]):
    lines = [text[start : start + 20] for start in range(0, len(text), 20)]
    identity = _identity(_prose("三、部门人员构成", *lines))
    assert (identity.staff_quota, identity.staff_actual, identity.staff_retired) == staff


@pytest.mark.parametrize(
    ("text", "newly"),
    [
        ("本部门为新组建单位，无上年对比情况。", True),
        ("我单位系2025年新成立。", True),
        ("上年新成立的市医疗保险基金管理中心支出预算增加，本部门支出增加。", False),
    ],
)
def test_a_department_without_a_year_before(text: str, newly: bool):
    assert _identity(_prose(text)).newly_established is newly


def test_a_title_silent_on_stage_and_scope_leaves_them_to_the_text():
    unit = _prose("第一部分 单位概况", "单位决算", "收入支出决算总表", "单位决算")
    identity = _identity(unit, title="武汉市青山区某小学/2024年度部门（单位）预决算")
    assert (identity.stage, identity.scope) == ("final_accounts", "unit")


def test_what_is_no_budget_is_refused():
    letter = [page(1, ["关于印发消防安全实施办法的通知", "各区人民政府："])]
    statistics = [page(1, ["2026年1—2月泉州市国民经济主要指标"], [["指标", "数值"], ["一般公共预算支出", "1"]])]
    no_table = _document()[:1]
    for pages in (letter, statistics, no_table, [page(1)]):
        with pytest.raises(QuarantineError) as caught:
            identify(pages, SOURCE)
        assert caught.value.reason == "not_a_budget"


def test_tables_that_no_rules_tell_are_too_complex():
    title = "武汉市青山区信访局2025年部门预算公开"
    amounts = [f"第{number}款支出 {number}.50" for number in range(1, 6)]
    reasons = []
    for lines in (["收支总表", *amounts], ["收支总表"], amounts):
        with pytest.raises(QuarantineError) as caught:
            identify([page(1, [title]), page(2, lines)], SOURCE)
        reasons.append(caught.value.reason)
    assert reasons == ["too_complex", "not_a_budget", "not_a_budget"]


def test_standard_tables_make_a_budget_of_a_document_without_a_title():
    names = ["收支总表", "收入总表", "支出总表", "财政拨款收支总表"]
    tables = [
        page(number, [f"2025年{name}", "部门：武汉市青山区信访局", "单位：万元"], SUMMARY)
        for number, name in enumerate(names, 1)
    ]
    identity = identify(tables, SOURCE)
    assert identity.document_id == "420107-武汉市青山区信访局-2025-budget"
    assert identity.title is None


def test_a_second_document_of_one_identity_gets_a_number():
    assert distinct_ids(["a", "b", "a", "a"]) == ("a", "b", "a-2", "a-3")


NAMES = {
    "chongqing-1": ("中共重庆市委宣传部", "500000", 2026),
    "chongqing-2": ("重庆市水利局", "500000", 2026),
    "chongqing-3": ("重庆市商务委员会", "500000", 2026),
    "fuzhou-2": ("福州市商务局", "350100", 2026),
    "guangzhou-1": ("中国共产党广州市委员会宣传部", "440100", 2026),
    "guangzhou-2": ("广州市统计局", "440100", 2026),
    "jiangsu-1": ("江苏省人民检察院", "320000", 2017),
    "jiangsu-2": ("中共江苏省委办公厅", "320000", 2018),
    "jiangsu-3": ("江苏省高级人民法院", "320000", 2019),
    "quanzhou-1": ("泉州市公安局", "350500", 2026),
    "shanghai-2": ("上海市数据局", "310000", 2026),
    "shanghai-3": ("上海市财务会计综合管理事务中心（上海市财政科学研究所）", "310000", 2026),
    "shenzhen-2": ("深圳市司法局（本级）", "440300", 2026),
    "shenzhen-3": ("深圳市建筑工务署", "440300", 2026),
    "wuxi-1": ("无锡市信访局", "320200", 2025),
    "wuxi-3": ("无锡市教育局", "320200", 2026),
    "xian-1": ("西安市医疗保障局", "610100", 2022),
    "xian-3": ("西安市安全生产监督管理局", "610100", 2019),
    "yantai-2": ("烟台市民政局", "370600", 2026),
    "yantai-3": ("烟台市教育局", "370600", 2026),
    "odd-image-only-1": "no_text_layer",
    "odd-not-a-budget-1": "not_a_budget",
    "odd-official-letter-1": "not_a_budget",
    "odd-html-named-pdf-1": "not_a_pdf",
}


def _read(source: Source) -> Identity | str:
    try:
        with open_for_reading(source) as pdf:
            return identify(list(read_opened(pdf.path, pdf.contents)), source)
    except QuarantineError as error:
        return error.reason


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpora are not here")
def test_every_document_of_the_corpora_is_known():
    wrong: list[object] = []
    sources = read_registry(CORPUS, format_of).sources
    assert sources
    for source in sources:
        read = _read(source)
        truth = source.path.with_suffix(".truth.json")
        if truth.exists():
            facts = json.loads(truth.read_text("utf-8"))
            expected = [facts[key] for key in ("department", "department_code", "division_code", "fiscal_year")]
            got = (
                read
                if isinstance(read, str)
                else [read.department_name, read.department_code, read.division_code, read.fiscal_year]
            )
        else:
            expected = NAMES[source.path.stem]
            got = read if isinstance(read, str) else (read.department_name, read.division_code, read.fiscal_year)
        if got != expected:
            wrong.append((source.file, got, expected))
    assert wrong == []


EXPLANATION = [
    page(1, ["青山区信访局", "2026年度部门预算信息公开"], foot="1"),
    page(2, ["二、收入预算情况说明", "2026年度收入预算1063371.78万元，比2025年年初预算数减少。"], foot="2"),
]


def _bare_tables(*more: Page) -> list[Page]:
    """The tables of a budget with their titles inside the frames, without cover, department and year."""
    titles = ("预算01表 收支总表", "预算02表 收入总表", "预算03表 支出总表")
    return [
        *(page(number, ["金额单位：万元"], [[title, ""], ["合计", "1.00"]]) for number, title in enumerate(titles)),
        *more,
    ]


def test_an_explanation_without_a_table_is_a_disclosure():
    identity = identify(EXPLANATION, SOURCE)
    assert (identity.department_name, identity.fiscal_year) == ("青山区信访局", 2026)


def test_a_title_without_table_and_amounts_is_none():
    with pytest.raises(QuarantineError, match="it has no table"):
        identify([EXPLANATION[0], page(2, ["请于2月底前公开。"])], SOURCE)


def test_tables_without_identity_are_told_by_their_hash():
    identity = identify(_bare_tables(), SOURCE)
    assert (identity.department_name, identity.fiscal_year, identity.stage) == (None, None, "budget")
    assert identity.document_id == "unidentified-000000000000"


def test_tables_without_identity_take_it_from_their_source():
    source = replace(SOURCE, department_name="首都绿化委员会办公室", fiscal_year=2026, stage="budget")
    assert identify(_bare_tables(), source).document_id == "110000-首都绿化委员会办公室-2026-budget"


def test_the_form_of_performance_targets_names_the_department_and_the_year():
    form = page(
        9, ["预算13表 部门整体支出绩效目标表", "（2026年度）"], [["部门名称", "北京市退役军人事务局"], ["目标", "无"]]
    )
    assert identify(_bare_tables(form), SOURCE).document_id == "110000-北京市退役军人事务局-2026-budget"


def test_what_a_document_says_goes_before_what_its_source_says():
    source = replace(SOURCE, department_name="别的局", fiscal_year=2020, stage="final_accounts", scope="unit")
    identity = identify(EXPLANATION, source)
    assert (identity.department_name, identity.fiscal_year) == ("青山区信访局", 2026)
    assert (identity.stage, identity.scope) == ("budget", "department")


def test_a_volume_of_performance_targets_is_a_disclosure():
    volume = page(
        1, ["部门整体预算绩效目标申报表"], [["部门名称", "广州市数据局"], ["内容", "2026年度项目"], ["", "2026年度"]]
    )
    identity = identify([volume], SOURCE)
    assert identity.document_id == "440100-广州市数据局-2026-budget"


def test_years_that_disagree_tell_none():
    volume = page(1, ["部门整体绩效目标表"], [["部门名称", "广州市数据局"], ["内容", "2026年度和2025年度项目"]])
    assert identify([volume], SOURCE).fiscal_year is None


def test_an_empty_template_is_refused_as_one():
    template = [
        page(1, ["上海市XX局", "2024年度部门决算"]),
        page(2, ["收入支出总计XXX万元，其中收入XXX万元，支出XX万元。"], [["项目", "决算数"], ["205", "教育支出"]]),
    ]
    with pytest.raises(QuarantineError) as refusal:
        identify(template, SOURCE)
    assert refusal.value.reason == "template"


def test_an_explanation_tells_of_whom_its_totals_are():
    pages = [
        page(1, ["- 1 -"]),
        page(2, ["第二部分2019年度部门预算表", "江苏省政协办公厅2019年度收入、支出预算总计13,377.11万元，"]),
    ]
    assert identify(pages, SOURCE).department_name == "江苏省政协办公厅"


def test_a_place_in_short_is_told_by_the_cells_too():
    cell = page(4, ["表7"], [["合计", "长沙市教育局"]])
    pages = [*_document("长沙职业教育基地办公室2025年部门预算"), cell]
    assert identify(pages, SOURCE).division_code == "430100"


def test_titles_inside_the_frames_of_tables_tell_whose_and_which_year() -> None:
    def framed(number: int, title: str) -> Page:
        caption = [f"2025年青山区信访局{title}", "<"], ["编报单位：青山区信访局 单位：万元", "<"]
        return page(number, [], [*caption, ["项目", "合计"], ["教育支出", "1.00"]])

    found = identify([framed(1, "收支总表"), framed(2, "收入总表"), framed(3, "支出总表")], SOURCE)
    assert (found.department_name, found.fiscal_year, found.stage) == ("青山区信访局", 2025, "budget")


def test_serial_numbers_under_codes_of_units_are_no_codes():
    assert _identity(page(4, ["表2"], _revenue(("1", "某局"), ("2", "某局机关")))).department_code is None


@pytest.mark.parametrize("serials", [("1", "2"), ("101", "102")])
def test_serial_numbers_beside_names_of_units_are_no_codes(serials: tuple[str, str]) -> None:
    rows = [
        ["序号", "单位名称"],
        *([serial, name] for serial, name in zip(serials, ("青山区信访局", "机关"), strict=True)),
    ]
    title = "青山区信访局2025年单位预算公开"
    assert _identity(page(4, ["单位构成"], rows), title=title).department_code is None


def test_a_code_after_its_serial_number_is_one() -> None:
    rows = [["序号", "单位编码", "单位名称"], ["1", "143", "青山区信访局"]]
    assert _identity(page(4, ["单位构成"], rows)).department_code == "143"
