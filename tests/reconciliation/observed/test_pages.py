"""What the reading doubts is a finding with its place, and never the document's own error."""

from __future__ import annotations

import pytest

from pipelines.extraction.grid import Box, Cell, Grid, Page
from pipelines.reconciliation.findings.findings import observation_finding
from pipelines.reconciliation.observed.pages import check_columns, check_groups, check_pages, document_columns

BOX = Box(10, 20, 30, 40)


def page(doubt: str = "", faults: tuple[str, ...] = (), accounted: int = 3, text: str = "1.00") -> Page:
    grid = Grid(2, BOX, 1, 1, (Cell(0, 0, 1, 1, BOX, text, 0.0, doubt),), "ruling")
    return Page(2, 600, 800, (), (grid,), faults=faults, numbers_seen=3, numbers_accounted=accounted)


def test_a_page_that_is_read_whole_says_nothing() -> None:
    assert not list(check_pages([page()]))


DOUBTED = [
    *((page(doubt), "figures_shown") for doubt in ("shape", "overprint", "stamp", "cut", "raised", "drawn")),
    *(
        (page(faults=(fault,)), "page_whole")
        for fault in ("content", "operator", "font", "too_long", "error:IndexError")
    ),
    (page(accounted=1), "numbers_accounted"),
]
"""A page each of which something is doubted, and the check that says so."""


@pytest.mark.parametrize(("read", "check"), DOUBTED)
def test_a_doubt_is_a_finding_of_ours(read: Page, check: str) -> None:
    (finding,) = map(observation_finding, check_pages([read]))
    assert (finding["check_id"], finding["status"], finding["page"]) == (check, "fail", 2)
    assert finding["likelier_cause"] == "reading"


@pytest.mark.parametrize(
    ("text", "disposition", "says"),
    [
        ("1.00", "unparsed", "cut"),
        ("1.00", "published", "cut_in_text"),
        ("地铁6号线", "published", "cut_in_text"),
        ("地铁6号线", "structural", "cut_in_text"),
        ("地铁6号线", "unknown_table", "cut"),
    ],
)
def test_a_text_whose_figures_are_in_doubt_is_told_to_be_read(text: str, disposition: str, says: str) -> None:
    cell = {"page": 2, "x0": BOX.x0, "y1": BOX.y1, "disposition": disposition}
    (observation,) = check_pages([page("cut", text=text)], [cell])
    assert observation.says == says
    assert text in str(observation_finding(observation)["message"])


@pytest.mark.parametrize(("disposition", "is_told"), [("published", False), ("unparsed", True)])
def test_a_line_of_which_two_pages_show_a_half_each_is_in_no_doubt_where_it_is_read(
    disposition: str, is_told: bool
) -> None:
    upper = Cell(0, 0, 1, 1, BOX, "1.00", doubt="cut", goes_on=True, torn_foot="1.00")
    lower = Cell(0, 0, 1, 1, BOX, "1.00", doubt="cut", torn_head="1.00")
    pages = [
        Page(number, 600, 800, (), (Grid(number, BOX, 1, 1, (cell,), "ruling"),))
        for number, cell in ((2, upper), (3, lower))
    ]
    joined = {"page": 2, "x0": BOX.x0, "y1": BOX.y1, "disposition": disposition}
    assert bool(list(check_pages(pages, [joined]))) == is_told


def test_a_document_counts_its_damaged_pages_and_its_numbers() -> None:
    pages = [page(), page(faults=("content", "font"), accounted=2)]
    assert document_columns(pages) == {"damaged_pages": 1, "numbers_seen": 6, "numbers_accounted": 5}


@pytest.mark.parametrize(("width", "outcome"), [(0, "narrow"), (20, "whole")])
def test_a_page_with_fewer_columns_is_told(width: int, outcome: str) -> None:
    cells = [{"table_no": 1, "page": page, "x0": 10.0, "x1": x1} for page, x1 in ((1, 30.0), (2, 10.0 + width))]
    (observation,) = check_columns(cells)
    assert (observation.check, observation.says) == ("columns_on_every_page", outcome)


@pytest.mark.parametrize(
    ("text", "disposition", "is_told"),
    [("125360,898", "unparsed", True), ("125360,898", "published", False), ("125,360,898", "unparsed", False)],
)
def test_a_number_whose_commas_part_no_thousands_is_told_unless_it_is_read(
    text: str, disposition: str, is_told: bool
) -> None:
    cell = {"table_no": 1, "page": 2, "source_text": text, "disposition": disposition}
    assert [each.says for each in check_groups([cell])] == (["grouping"] if is_told else [])
