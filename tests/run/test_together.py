"""A disclosure in two files: the explanation is held against the tables of the other, completeness counts both."""

from __future__ import annotations

import pytest

from pipelines.datasets.frames import frame
from pipelines.datasets.validation import validate
from pipelines.extraction.grid import Page
from pipelines.interpretation.identity.identity import Identity
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from pipelines.run.proof import prove
from pipelines.run.together import Sister, whole, with_tables
from tests.printed import page

NAME, DIGEST = "江城市水务局", "a" * 64
IDENTITY = Identity(NAME, None, "420107", False, 2025, "budget", "department", None, None, None, None, False, "b" * 64)
COLUMNS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
TABLES = [
    page(
        1,
        ["支出总表", f"部门：{NAME} 单位：万元"],
        [COLUMNS, ["213", "农林水支出", "30.00", "10.00", "20.00"], ["", "合计", "30.00", "10.00", "20.00"]],
    )
]


def words(amount: str, *tables) -> list[Page]:
    heading = [f"{NAME}2025年部门预算", "第三部分 部门预算情况说明", "一、支出预算总体情况"]
    return [page(1, [*heading, f"2025年支出预算{amount}万元。"]), *tables]


def read(pages):
    return interpret(pages, Context(2025, NAME))


def findings(proof, check="explanation_repeats_table"):
    return [row for row in proof.records["findings"] if row["check_id"] == check]


def proved(pages, sister=None):
    return prove(read(pages), IDENTITY, "a.pdf", pages, [Sister(DIGEST, read(sister))] if sister else [])


@pytest.mark.parametrize(("amount", "status"), [("30.00", "pass"), ("31.00", "fail")])
def test_an_explanation_is_held_against_the_tables_of_the_other_file(amount, status):
    (alone,) = findings(proved(words(amount)))
    assert alone["status"] == "not_applicable"
    (found,) = findings(proved(words(amount), TABLES))
    assert (found["status"], found["right_sha256"]) == (status, DIGEST)
    # The place of the right side is that in its own file.
    assert (found["page"], found["right_page"], found["right_table_no"], found["right_row"]) == (1, 1, 1, 2)
    assert "another file of the disclosure" in str(found["message_en"])
    of_document = IDENTITY.columns_of_every_row
    assert not validate("findings", frame("findings", [{**of_document, **found}])).failures


def test_the_tables_are_checked_in_their_own_file_alone():
    wrong = [page(1, ["支出总表", "单位：万元"], [COLUMNS, ["213", "农林水支出", "3.00", "1.00", "1.00"]])]
    of_words = proved(words("30.00"), wrong)
    failed = [row for row in of_words.records["findings"] if row["status"] == "fail"]
    assert [row for row in failed if row["table"] == "expenditure"] == []
    assert {row["presence"] for row in of_words.records["coverage"] if row["table"] == "expenditure"} == {"absent"}


def test_completeness_counts_both_and_says_where():
    def row(proof, item="table_expenditure"):
        return next(each for each in proof.records["completeness"] if each["item"] == item)

    alone, together, tables = proved(words("30.00")), proved(words("30.00"), TABLES), proved(TABLES, words("30.00"))
    assert row(alone)["points"] == 0
    assert row(together)["points"] == row(tables)["points"] == row(tables)["max_points"]
    assert (row(together)["page"], row(tables)["page"]) == (None, 1)
    assert str(row(together)["message_en"]).endswith("(in another file of the disclosure)")
    scores = [float(str(each.document_columns["completeness"])) for each in (alone, together)]
    assert scores[0] < scores[1]


def test_tables_of_two_files_keep_their_places_apart():
    own, other = read(words("30.00", *TABLES)), Sister(DIGEST, read(TABLES))
    places = [(row["table_no"], row["row"], row["column"]) for row in with_tables(own, [other]).rows("budget_lines")]
    assert len(places) == len(set(places)) == 2 * len(read(TABLES).rows("budget_lines"))
    assert len({sheet.table_no for sheet in whole(own, [other]).sheets}) == 2
    assert with_tables(own, [other]).rows("narrative_figures") == own.rows("narrative_figures")
    assert whole(read(TABLES), [Sister(DIGEST, own)]).rows("narrative_figures") != ()


def test_a_table_of_the_other_file_is_not_undisclosed():
    proof = prove(read(words("30.00")), IDENTITY, "b.pdf", sisters=[Sister(DIGEST, read(TABLES))])
    told = [row["message_en"] for row in findings(proof, "expenditure_total")]
    assert any("the table of expenditure is in another file" in str(each) for each in told), told
