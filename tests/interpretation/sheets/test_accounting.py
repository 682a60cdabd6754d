from __future__ import annotations

import pytest

from pipelines.interpretation.sheets.accounting import cell_records, unused
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Reading, Role
from tests.printed import sheet


@pytest.mark.parametrize(
    ("text", "table", "role", "disposition"),
    [
        ("", None, Role.EMPTY, Disposition.STRUCTURAL),
        ("1,234.50", None, Role.AMOUNT, Disposition.UNKNOWN_TABLE),
        ("85%", "projects", Role.AMOUNT, Disposition.UNPARSED),
        ("说明", "projects", Role.TEXT, Disposition.STRUCTURAL),
        ("说明", None, Role.TEXT, Disposition.UNKNOWN_TABLE),
    ],
)
def test_what_nobody_read_is_said_to_be_unread(
    text: str, table: str | None, role: Role, disposition: Disposition
) -> None:
    printed = sheet([text])
    assert unused(printed.cells[0], table) == CellUse(role, disposition)


def test_every_cell_is_a_record_in_printed_order() -> None:
    printed = sheet(["科目", ("合计", 1, 2)], ["x", "1.00", "2.00"])
    uses = {(1, 1): CellUse(Role.AMOUNT, Disposition.PUBLISHED)}
    records = list(cell_records(printed, read_header(printed), "expenditure", Reading({}, uses)))
    assert [(cell["row"], cell["column"], cell["disposition"]) for cell in records] == [
        (0, 0, "structural"),
        (0, 1, "structural"),
        (1, 0, "structural"),
        (1, 1, "published"),
        (1, 2, "unparsed"),
    ]
    assert records[1]["column_span"] == 2


def test_what_counts_the_rows_and_columns_of_an_unknown_table_is_numbering() -> None:
    printed = sheet(
        ["序号", "会议名称", "人数"], ["1", "2", "3"], ["1", "决算会", "125"], ["合计", "", "125"], ["", "年度会", "3"]
    )
    cells = list(cell_records(printed, read_header(printed), None, Reading()))
    structural = {(c["row"], c["column"]) for c in cells if c["disposition"] == "structural"}
    assert structural == {(1, 0), (1, 1), (1, 2), (2, 0), (3, 1), (4, 0)}
    unread = [cell["source_text"] for cell in cells if cell["role"] == "amount"]
    assert unread == ["125", "125", "3"]


def test_the_text_of_a_withheld_cell_is_not_published() -> None:
    printed, uses = sheet(["填报人：某某"]), {(0, 0): CellUse(Role.TEXT, Disposition.WITHHELD)}
    (record,) = cell_records(printed, read_header(printed), "project_performance", Reading({}, uses))
    assert record["source_text"] is None
