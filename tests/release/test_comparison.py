"""Two releases side by side: what differs is told row by row, what is the same is not."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.release.comparison import compare, main

DOCUMENTS = [
    {"document_id": "a", "source_file": "a.pdf", "pipeline_version": "1"},
    {"document_id": "b", "source_file": "b.pdf", "pipeline_version": "1"},
]
LINES = [
    {"document_id": "a", "table_no": 1, "row": 2, "column": 3, "page": 4, "amount": 100},
    {"document_id": "a", "table_no": 1, "row": 3, "column": 3, "page": 4, "amount": 200},
    {"document_id": "b", "table_no": 1, "row": 2, "column": 3, "page": 1, "amount": 300},
]


def release(folder: Path, documents: Sequence[Mapping[str, object]], lines: Sequence[Mapping[str, object]]) -> Path:
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in documents]), folder / "documents.parquet")
    pq.write_table(pa.Table.from_pylist([dict(row) for row in lines]), folder / "budget_lines.parquet")
    return folder


CASES = [
    pytest.param(DOCUMENTS, LINES, [], id="the same"),
    pytest.param(DOCUMENTS, [LINES[2], LINES[0], LINES[1]], [], id="a row moved in the file"),
    pytest.param([{**row, "pipeline_version": "2"} for row in DOCUMENTS], LINES, [], id="another version"),
    pytest.param(
        DOCUMENTS,
        [{**LINES[0], "row": 9}, *LINES[1:]],
        [("budget_lines", "a.pdf", "removed", ()), ("budget_lines", "a.pdf", "added", ())],
        id="a row moved on the page",
    ),
    pytest.param(
        DOCUMENTS,
        [{**LINES[0], "amount": 101}, *LINES[1:]],
        [("budget_lines", "a.pdf", "changed", ("amount",))],
        id="an amount changed",
    ),
    pytest.param(
        DOCUMENTS,
        [{**row, "unit": "元"} for row in LINES],
        [("budget_lines", "", "column added", ("unit",))],
        id="a column added",
    ),
    pytest.param(
        DOCUMENTS[:1],
        LINES[:2],
        [("budget_lines", "b.pdf", "removed", ()), ("documents", "b.pdf", "removed", ())],
        id="a document removed",
    ),
]


@pytest.mark.parametrize(("documents", "lines", "expected"), CASES)
def test_every_difference_is_told_once(tmp_path: Path, documents, lines, expected):
    before, after = release(tmp_path / "before", DOCUMENTS, LINES), release(tmp_path / "after", documents, lines)
    found = [(each.dataset, each.file, each.kind, each.columns) for each in compare(before, after)]
    assert found == expected


@pytest.mark.parametrize(("lines", "code", "last"), [(LINES, 0, "0 differences"), (LINES[:2], 1, "1 differences")])
def test_the_exit_code_says_whether_there_is_one(tmp_path: Path, capsys, lines, code: int, last: str):
    before, after = release(tmp_path / "before", DOCUMENTS, LINES), release(tmp_path / "after", DOCUMENTS, lines)
    assert main([str(before), str(after)]) == code
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_a_changed_amount_is_printed_with_both_values_and_its_place(tmp_path: Path, capsys):
    changed = [{**LINES[0], "amount": 101}, *LINES[1:]]
    before, after = release(tmp_path / "before", DOCUMENTS, LINES), release(tmp_path / "after", DOCUMENTS, changed)
    main([str(before), str(after)])
    assert capsys.readouterr().out.splitlines()[0] == (
        "budget_lines: a.pdf changed table_no 1 row 2 column 3 page 4: amount=100 -> 101"
    )
