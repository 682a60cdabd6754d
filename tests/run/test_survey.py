"""The survey of a folder: counts of small real documents, places to look at, exit codes, aligned columns."""

import re

import pytest

from pipelines.run.survey import BAD_USAGE, SURVEYED, main, width
from pipelines.run.survey_counts import main as compared
from pipelines.run.survey_counts import read_counts
from tests.assets.small import ROWS, budget
from tests.typesetting import Paragraph, Table, typeset

pytestmark = pytest.mark.slow


@pytest.fixture
def survey(tmp_path, capsys):
    def survey(*options: str) -> tuple[int, list[str]]:
        folders = [str(tmp_path / "raw"), "--work", str(tmp_path / "work")]
        code = main([*folders, "--workers", "1", *options])
        return code, capsys.readouterr().out.splitlines()

    (tmp_path / "raw" / "below").mkdir(parents=True)
    return survey


def cells(line: str) -> list[str]:
    return re.split(r" {2,}", line)


def table(lines: list[str]) -> list[dict[str, str]]:
    end = lines.index("") if "" in lines else len(lines)
    heading, _, *rows, _, total = lines[:end]
    return [dict(zip(cells(heading), cells(row), strict=False)) for row in (*rows, total)]


def test_a_row_for_each_document_and_one_for_all(survey, tmp_path):
    budget(tmp_path / "raw" / "civil.pdf", "武汉市青山区民政局")
    budget(tmp_path / "raw" / "below" / "education.pdf", "武汉市青山区教育局")
    code, lines = survey()
    assert code == SURVEYED
    rows = table(lines)
    assert [(row["file"], row["numbers"], row["published"], row["unread"]) for row in rows] == [
        ("below/education.pdf", "13", "100.0%", "0"),
        ("civil.pdf", "13", "100.0%", "0"),
        ("total", "26", "100.0%", "0"),
    ]
    assert rows[1]["document"] == "420107-武汉市青山区民政局-2025-budget"


def test_a_number_of_workers_that_can_not_be_is_bad_usage(survey, capsys):
    with pytest.raises(SystemExit) as ended:
        survey("--workers", "-3")
    assert ended.value.code == BAD_USAGE
    assert "a number from 1 on is expected, not -3" in capsys.readouterr().err


def test_says_where_a_number_was_not_read(survey, tmp_path):
    table_with_an_unknown_column = Table(
        caption=("支出总表", "部门名称：武汉市青山区民政局    单位：万元"),
        header=[["科目编码", "科目名称", "合计", "基本支出", "项目支出", "雨量"]],
        body=[[*row, rain] for row, rain in zip(ROWS, ["12.50", "3.00", "8.00"], strict=False)],
        widths=(2, 5, 2, 2, 2, 2),
    )
    typeset(
        tmp_path / "raw" / "civil.pdf", [Paragraph("武汉市青山区民政局2025年部门预算"), table_with_an_unknown_column]
    )
    _, lines = survey("--places", "2")
    assert table(lines)[0]["unread"] == "3"
    start = lines.index("civil.pdf: unread")
    assert re.fullmatch(r"  page \d, expenditure, row 1, column 5: 12.50: unknown_column", lines[start + 1])
    assert lines[start + 3] == "  and 1 more"


def test_tells_why_a_file_is_set_aside(survey, tmp_path):
    budget(tmp_path / "raw" / "civil.pdf", "武汉市青山区民政局")
    (tmp_path / "raw" / "letter.pdf").write_text("no PDF")
    code, lines = survey()
    assert code == SURVEYED
    assert lines[lines.index("quarantined") + 1].startswith("  letter.pdf: not_a_pdf: ")


def test_an_empty_folder_is_surveyed(survey):
    code, lines = survey()
    assert code == SURVEYED
    assert table(lines) == [{"file": "total", **table(lines)[0]}]


def test_a_folder_that_does_not_exist_is_bad_usage(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere"), "--work", str(tmp_path / "work")]) == BAD_USAGE
    assert capsys.readouterr().err == f"survey: {tmp_path / 'nowhere'}: there is no such folder\n"


def test_columns_stand_under_each_other_where_names_are_chinese(survey, tmp_path):
    budget(tmp_path / "raw" / "民政局.pdf", "武汉市青山区民政局")
    budget(tmp_path / "raw" / "civil.pdf", "武汉市青山区教育局")
    _, lines = survey()
    ends = {width(line[: line.index("-2025-budget")]) for line in lines if "民政局-2025" in line}
    starts = {width(line[: line.index("420107-")]) for line in lines if "420107-" in line}
    assert len(starts) == len(ends) == 1


def test_counts_are_written_and_say_of_a_later_survey_what_was_gained_and_lost(survey, tmp_path, capsys):
    budget(tmp_path / "raw" / "civil.pdf", "武汉市青山区民政局")
    (tmp_path / "raw" / "letter.pdf").write_text("no PDF")
    survey("--csv", str(tmp_path / "before.csv"))
    before = read_counts(tmp_path / "before.csv")
    assert (before["civil.pdf"].counts["published"], before["letter.pdf"].refused) == (13, "not_a_pdf")
    assert compared([str(tmp_path / "before.csv")] * 2) == 0
    assert capsys.readouterr().out == "2 the same\n"
