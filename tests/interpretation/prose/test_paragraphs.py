from pipelines.extraction.grid import Page
from pipelines.interpretation.prose.paragraphs import Paragraph, read_prose
from tests.printed import page

FULL = 37
"""Characters on a full line of a printed page."""


def _wrapped(text: str, indent: str = "　　") -> list[str]:
    text = indent + text
    return [text[start : start + FULL] for start in range(0, len(text), FULL)]


def _filler(count: int = 6) -> list[str]:
    return [line for _ in range(count) for line in _wrapped("按" * (2 * FULL - 3) + "。")]


def _paragraphs(*pages: Page) -> list[Paragraph]:
    return [paragraph for paragraph in read_prose(pages) if "按按" not in paragraph.text]


def test_wrapped_lines_are_one_paragraph_and_short_ones_end_it():
    text = "二〇二五年收支总预算的安排体现过紧日子的要求，" * 3 + "共计八百万元。"
    first, second = _paragraphs(page(1, [*_wrapped(text), "　　其他事项没有变化。", *_filler()]))
    assert first.text == text
    assert second.text == "其他事项没有变化。"


def test_a_paragraph_goes_on_over_the_page_break_past_page_numbers():
    text = "收入预算安排情况与上年相比没有变化，" * 6
    lines = _wrapped(text)
    pages = (page(1, [*_filler(), *lines[:2]], foot="- 1 -"), page(2, [*lines[2:], *_filler()], foot="- 2 -"))
    assert [paragraph.text for paragraph in _paragraphs(*pages)] == [text]


def test_a_number_that_did_not_fit_leaves_a_short_line():
    lines = ["　　" + "本部门预算安排的支出" * 3, "12,345,678.90万元。"]
    assert [paragraph.text[-13:] for paragraph in _paragraphs(page(1, [*lines, *_filler()]))] == [
        "12,345,678.90万元。"[-13:]
    ]


def test_an_amount_is_not_cut_from_its_unit():
    paragraphs = _paragraphs(page(1, ["　　公务接待费0", "　　万元。", *_filler()]))
    assert [paragraph.text for paragraph in paragraphs] == ["公务接待费0万元。"]


def test_a_table_ends_a_paragraph():
    line = "　　" + "支" * (FULL - 2)
    pages = page(1, [*_filler(), line], [["项目", "金额"]]), page(2, ["出，共计五元。", *_filler()])
    assert len(_paragraphs(*pages)) == 2


def test_running_heads_are_no_text():
    pages = [page(number, ["某局2025年部门预算公开", *_filler()]) for number in range(1, 7)]
    assert _paragraphs(*pages) == []


def test_headings_nest_by_their_numbers():
    lines = [
        "第三部分 预算情况说明",
        "五、一般公共预算支出安排情况",
        "　　（一）基本支出",
        "　　人员经费没有变化。",
        "　　（二）政府采购预算情况。采购没有变化。",
        "六、其他",
        "　　没有其他事项。",
    ]
    paragraphs = _paragraphs(page(1, [*lines, *_filler()]))
    found = [(paragraph.text, paragraph.headings) for paragraph in paragraphs]
    assert {paragraph.part for paragraph in paragraphs} == {"第三部分预算情况说明"}
    assert found == [
        ("人员经费没有变化。", ("五、一般公共预算支出安排情况", "（一）基本支出")),
        (
            "（二）政府采购预算情况。采购没有变化。",
            ("五、一般公共预算支出安排情况", "（二）政府采购预算情况"),
        ),
        ("没有其他事项。", ("六、其他",)),
    ]


def test_a_numbered_sentence_with_an_amount_is_no_heading():
    (paragraph,) = _paragraphs(page(1, ["一、支出安排", "（一）基本支出5万元。", *_filler()]))
    assert paragraph.headings == ("一、支出安排",)


def test_a_heading_may_end_like_a_sentence():
    lines = ["（七）“三公”经费情况说明", "3.公务用车费", "2.政府性基金预算结构情况。", "城乡社区支出5万元。"]
    *_, last = read_prose([page(1, [f"　　{line}" for line in lines])])
    assert last.headings == ("（七）“三公”经费情况说明", "2.政府性基金预算结构情况")


def test_the_contents_leave_no_heading_behind():
    contents = page(1, ["目 录", "第三部分 预算情况说明", "第四部分 名词解释"])
    (paragraph,) = _paragraphs(contents, page(2, ["　　收入没有变化。", *_filler()]))
    assert (paragraph.part, paragraph.headings) == (None, ())


def test_a_position_is_found_on_its_line():
    lines = _wrapped("支" * 60 + "5万元。")
    (paragraph,) = _paragraphs(page(1, [*_filler(), *lines]))
    assert paragraph.line_at(paragraph.text.index("5")).text == lines[1]
    assert paragraph.line_at(0).text == lines[0].strip("　")


def test_a_class_named_with_those_above_it_heads_its_text_however_long():
    named = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
    lines = ["五、支出决算情况说明", "5.教育支出（类）。没有变化。", f"6.{named}。年初预算5万元。"]
    *_, last = read_prose([page(1, [f"　　{line}" for line in lines])])
    assert last.headings == ("五、支出决算情况说明", f"6.{named}")


def test_an_item_that_is_no_heading_is_not_under_the_one_before_it():
    lines = ["三、支出预算", "（一）基本支出", "1.人员经费", "没有变化。", "（二）项目支出5万元。", "其他没有变化。"]
    first, *others = read_prose([page(1, [f"　　{line}" for line in lines])])
    assert first.headings == ("三、支出预算", "（一）基本支出", "1.人员经费")
    assert {each.headings for each in others} == {("三、支出预算",)}


def test_a_list_that_begins_anew_stays_under_its_heading():
    lines = ["1.基本支出", "1.工资支出5万元。", "2.津贴支出6万元。", "2.项目支出", "没有变化。"]
    *listed, last = read_prose([page(1, [f"　　{line}" for line in lines])])
    assert {each.headings for each in listed} == {("1.基本支出",)}
    assert last.headings == ("2.项目支出",)


def test_numbers_in_chinese_digits_count():
    lines = ["十九、公务接待", "没有变化。", "二十、采购支出5万元。"]
    first, last = read_prose([page(1, [f"　　{line}" for line in lines])])
    assert (first.headings, last.headings) == (("十九、公务接待",), ())


def test_an_amount_far_back_in_a_numbered_line_is_no_part_of_a_heading():
    line = "1." + "支" * 45 + "预算5万元的有关情况说明"
    (paragraph,) = read_prose([page(1, [line])])
    assert paragraph.text == line


def test_a_remark_after_a_heading_belongs_to_it():
    lines = ["（四）" + "收" * 20 + "预算总体说明（详见表4）", "2025年收支没有变化。", *_filler()]
    assert [each.headings for each in _paragraphs(page(1, lines))] == [(lines[0],)]


def test_list_numbers_of_one_character_make_headings():
    lines = ["三、支出预算", "㈠基本支出", "⒈人员经费", "⑴工资", "①津贴", "没有变化。"]
    *_, last = read_prose([page(1, [f"　　{line}" for line in lines])])
    assert last.headings == ("三、支出预算", "㈠基本支出", "⒈人员经费", "⑴工资", "①津贴")


def test_a_line_that_ends_within_a_sentence_goes_on_at_a_ragged_edge():
    lines = [
        "　　截至2024年末，共有各类机动车辆3辆。本单位固定资产总量按用途分，房",
        "屋和构筑物没有变化。",
        *_filler(),
    ]
    assert [each.text for each in _paragraphs(page(1, lines))] == [lines[0].strip("　") + lines[1]]


def test_a_line_without_a_sentence_or_before_an_item_does_not_go_on():
    lines = ["　　附件，本单位固定资产情况的有关材料和各种附表的目录以及补充说", "（一）车辆没有变化。", *_filler()]
    assert len(_paragraphs(page(1, lines))) == 2


def test_a_list_of_classes_is_a_text_however_long_its_first_name_is():
    named = "医疗卫生与计划生育支出（类）医疗保障（款）行政单位医疗、事业单位医疗、公务员医疗补助（项）"
    wide = ["按" * 60] * 6
    listed = [*read_prose([page(1, ["　　（四）支出科目", "　　1、教育（类）", f"　　2、{named}", *wide])])]
    assert [each.text for each in listed[:2]] == ["1、教育（类）", f"2、{named}"]
    assert {each.headings for each in listed[:2]} == {("（四）支出科目",)}
