"""A coded row joins to one row of the code lists, by scheme, code and edition, whatever was renamed or moved."""

from collections import Counter

import pytest

from pipelines import classifications
from pipelines.classifications.lists import classification
from pipelines.datasets.catalogue import columns
from pipelines.datasets.editions import CODED, edition_of, editions

ROWS = list(classifications.rows())
KEYS = Counter((row["scheme"], row["code"], row["edition"]) for row in ROWS)
RENAMED = [each for each, number in Counter((row["scheme"], row["code"]) for row in ROWS).items() if number > 1]
YEARS = range(2014, 2027)


def joined(scheme, code, year):
    """The rows that a plain join gives a row of a year."""
    edition = edition_of(scheme, code, year)
    return [row for row in ROWS if (row["scheme"], row["code"], row["edition"]) == (scheme, code, edition)]


def test_scheme_code_and_edition_name_one_row():
    assert set(KEYS.values()) == {1}


def test_a_renamed_code_joins_to_the_name_of_its_year_alone():
    assert RENAMED
    for scheme, code in RENAMED:
        by_code_alone = [row for row in ROWS if (row["scheme"], row["code"]) == (scheme, code)]
        assert len(by_code_alone) > 1  # what a join without the edition gives
        for year in YEARS:
            found = joined(scheme, code, year)
            assert len(found) <= 1
            entry = classification(scheme).entry(code, year)
            assert entry is None or [row["name"] for row in found] == [entry.name]


def test_a_code_that_has_gone_keeps_its_last_edition():
    lists = classification("function")
    gone = next(row for row in ROWS if row["scheme"] == "function" and lists.entry(row["code"], 2026) is None)
    assert [row["code"] for row in joined("function", gone["code"], 2026)] == [gone["code"]]
    assert edition_of("function", "2999999", 2026) is None


@pytest.mark.parametrize(
    ("scheme", "code", "year"), [("unit", "101", 2026), ("function", None, 2026), ("function", "201", None)]
)
def test_what_is_of_no_list_or_no_year_has_no_edition(scheme, code, year):
    assert edition_of(scheme, code, year) is None


def test_the_columns_are_declared():
    for dataset, coded in CODED.items():
        names = {column.name for column in columns(dataset)}
        assert {each.code for each in coded} | {each.edition for each in coded} <= names


def test_each_code_of_a_row_has_its_own_edition():
    row = {"scheme": "function", "code": "2010301", "economic_code": "30201", "government_economic_code": None}
    assert dict(editions("budget_lines", row, 2026)) == {
        "edition": 2026,
        "economic_edition": 2026,
        "government_economic_edition": None,
    }
