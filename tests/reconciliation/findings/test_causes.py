"""Whether a failure is rather ours or the document's."""

from decimal import Decimal

from pipelines.reconciliation.findings.causes import Evidence
from pipelines.reconciliation.within.rows import row_sums
from tests.reconciliation.books import figures, functions


def failure(found):
    return next(each for each in row_sums(found, None) if each.verdict.status.value == "fail")


def cell(text, disposition="unknown_table", **columns):
    return {"source_text": text, "disposition": disposition, "page": 2, "table_no": 2, "row": 0, "column": 1, **columns}


def broken(table_no=1):
    return functions("expenditure", {"合计": "9.00", "201": "6.00"}, table_no=table_no)


def test_an_unread_number_of_the_missing_amount_is_the_likelier_cause():
    found = figures(broken())
    cause = Evidence([cell("3.00")], found).cause(failure(found))
    assert (cause.likelier, "3.00" in cause.zh, "page 2" in cause.en) == ("reading", True, True)


def test_an_unread_number_far_away_tells_nothing():
    found = figures(broken())
    assert Evidence([cell("3.00", page=9, table_no=7)], found).cause(failure(found)).likelier == "document"


def test_an_unread_number_in_the_same_column_is_a_suspicion_against_the_reading():
    found = figures(broken())
    unread = cell("4.4.4", "unparsed", table_no=1, page=1)
    number = cell("0.70", "unparsed", table_no=1, page=1)
    assert Evidence([unread], found).cause(failure(found)).likelier == "document"
    assert Evidence([number], found).cause(failure(found)).likelier == "reading"


def test_rows_whose_code_and_name_do_not_fit_are_a_suspicion_against_the_reading():
    found = figures(broken())
    place = (found[1].table_no, found[1].row)
    assert Evidence([], found, {place}).cause(failure(found)).likelier == "reading"


def test_a_row_read_under_another_code_than_it_prints_is_a_suspicion_against_the_reading():
    rows = broken()
    found = figures([rows[0], {**rows[1], "row_path": "3010201 / 津贴补贴"}])
    assert Evidence([], found).cause(failure(found)).likelier == "reading"


def test_an_amount_that_another_table_repeats_was_read_as_printed():
    found = figures(broken(1), broken(2))
    cause = Evidence([], found).cause(failure(found))
    assert cause.likelier == "document" and "另一张表" in cause.zh


def test_of_several_tables_that_repeat_an_amount_the_first_printed_is_told():
    found = figures(broken(1), *({**row, "page": page} for page in (7, 3, 5) for row in broken(page)))
    assert "第7页" in Evidence([], found).cause(failure(found)).zh


def test_numbers_are_on_the_page_as_read():
    found = figures(broken())
    cause = Evidence([], found).cause(failure(found))
    assert cause.likelier == "document" and failure(found).verdict.difference == Decimal(30_000)
