from __future__ import annotations

import pytest

from pipelines.extraction.grid import Box
from pipelines.extraction.pdf.lines import cell_text, group_lines, text_runs
from tests.extraction.pdf.glyphs import SIZE, glyphs


def test_baselines_make_lines_from_the_top_down() -> None:
    lines = group_lines([*glyphs("下行", 0, 50), *glyphs("上行", 0, 80), *glyphs("右", 60, 80.5)])
    assert [line.text for line in lines] == ["上行 右", "下行"]


def test_a_gap_wider_than_the_letters_own_is_a_space() -> None:
    assert group_lines(glyphs("合计", 0, 0, gap=4))[0].text == "合计"
    assert group_lines(glyphs("合计", 0, 0, gap=14))[0].text == "合 计"
    assert group_lines(glyphs("12", 0, 0, gap=1))[0].text == "12"
    assert group_lines(glyphs("12", 0, 0, gap=5))[0].text == "1 2"


def test_a_glyph_printed_twice_on_one_spot_counts_once() -> None:
    bold = [*glyphs("11.00", 0, 0), *glyphs("11.00", 0.3, 0)]
    assert group_lines(bold)[0].text == "11.00"


def test_runs_are_ideographs_that_touch() -> None:
    printed = [*glyphs("支出", 0, 0), *glyphs("表", 40, 0), *glyphs("12", 50, 0), *glyphs("项目名", 90, 0)]
    assert ["".join(glyph.char for glyph in printed[run]) for run in text_runs(printed)] == ["支出", "项目名"]
    assert list(text_runs([])) == list(text_runs(printed[:1])) == []


def cell(*texts: str, width: float, right: bool = False) -> str:
    """The text of a cell of a width with these lines in it, set to its left or to its right."""
    box = Box(0, 0, width, 100)
    printed = []
    for number, text in enumerate(texts):
        length = sum(SIZE if ord(char) >= 0x2E80 else SIZE / 2 for char in text)
        printed.extend(glyphs(text, width - 2 - length if right else 2, 80 - 12 * number))
    return cell_text(group_lines(printed), box)


def test_a_line_that_fills_its_cell_goes_on_without_a_break() -> None:
    assert cell("机关事业单位基本养老保险缴费支", "出", width=156) == "机关事业单位基本养老保险缴费支出"


def test_a_line_that_leaves_room_ends_where_its_author_ended_it() -> None:
    assert cell("小计", "项目", width=156) == "小计\n项目"


@pytest.mark.parametrize("parts", [("0.0", "0"), ("1,073.", "60"), ("12345", ".67")])
def test_a_number_broken_by_a_narrow_cell_is_whole(parts: tuple[str, str]) -> None:
    assert cell(*parts, width=len(parts[0]) * SIZE / 2 + 4, right=True) == "".join(parts)


def test_two_amounts_under_each_other_stay_two() -> None:
    assert cell("1.00", "2.00", width=100, right=True) == "1.00\n2.00"


def test_a_list_number_opens_a_line_of_its_own() -> None:
    assert cell("第一项工作内容", "2、第二项", width=76) == "第一项工作内容\n2、第二项"


def test_a_cell_without_glyphs_has_no_text() -> None:
    assert cell(width=10) == ""
