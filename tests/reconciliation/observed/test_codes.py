"""Codes against names: what a row prints, what its cell cut, and what may have been misread."""

import pytest

from pipelines.reconciliation.observed.codes import check_codes, misnamed, printed_keys
from tests.reconciliation.books import YEAR, line


def keys(*rows):
    records = [
        line("basic_expenditure", "1.00", scheme="economic", code=code, name=name, row=row, **more)
        for row, (code, name, more) in enumerate(rows)
    ]
    return printed_keys({"budget_lines": records})


@pytest.mark.parametrize(
    ("name", "statuses"),
    [("机关事业单位基本养老保险缴", ["pass"]), ("机关事业单位", ["fail"]), ("机关事业单位基本医疗保险缴费", ["fail"])],
)
def test_a_name_that_its_cell_cut_is_no_other_name(name, statuses):
    rows = keys(("30108", name, {}))
    found = check_codes(rows, misnamed(rows), YEAR)
    assert [each.status.value for each in found] == statuses


@pytest.mark.parametrize(("beside", "misread"), [("取暖费", False), ("印刷费", True)])
def test_a_code_that_stands_under_its_own_name_too_was_not_misread(beside, misread):
    rows = keys(("30208", beside, {}), ("30208", "物业管理费", {}))
    assert ((1, 1) in misnamed(rows)) is misread
    assert "fail" in [each.status.value for each in check_codes(rows, misnamed(rows), YEAR)]


def test_a_code_under_its_own_name_in_another_section_tells_nothing_of_the_reading():
    rows = keys(("30208", "取暖费", {"unit_code": "101001"}), ("30208", "物业管理费", {"unit_code": "101002"}))
    assert misnamed(rows) == {(1, 1)}
