"""What `make lonely` goes by, on documents of a page."""

from __future__ import annotations

import pytest

from pipelines.extraction.grid import Page
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context
from tests.lonely import branches, rules, words
from tests.printed import page

TOTAL = ["收入总计", "9.00", "支出总计", "9.00"]
SIDES = [["收入", "预算数", "支出", "预算数"], ["事业收入", "9.00", "一般公共服务支出", "9.00"]]


def sides(*rows: list[str]) -> Page:
    return page(1, ["收支总表", "单位：万元"], [*SIDES, *rows])


def test_a_rule_counts_for_the_documents_in_which_it_decides():
    decisions = rules.Decisions()
    for name, printed in (("with", sides(TOTAL)), ("without", sides())):
        with decisions.listening(name):
            interpret([printed], Context(2026))
    interpret([sides(TOTAL)], Context(2026))
    assert decisions.by_rule["budget.row_lines.LINE_RULES", "a grand total"] == {"with"}
    assert decisions.by_rule["budget.row_lines.LINE_RULES", "an item"] == {"with", "without"}
    assert {*decisions.by_rule} < {*decisions.all()}


@pytest.mark.parametrize(("word", "printed"), [("收入总计", True), ("收支总表", True), ("本年收入", False)])
def test_a_word_is_printed_in_a_cell_or_a_title(word: str, printed: bool):
    assert words.PrintedTexts([sides(TOTAL)]).print(word) is printed


def test_words_are_found_with_their_place():
    declared = {*words.declared()}
    assert ("vocabulary.yaml line/grand_total", "收入总计") in declared
    assert ("header.yaml counts_columns", "栏次") in declared


def test_branches_are_named_by_file_and_line():
    first = next(branch for branch in branches.possible() if branch[0] == "budget/blocks.py")
    assert branches.shown(first).startswith(f"budget/blocks.py:{first[1]} → ")
