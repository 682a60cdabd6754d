"""What a release may not have lost, counted."""

from collections import Counter

import pytest

from pipelines.foundation.declaration import DeclarationError
from pipelines.release.documents import Histories, Withdrawal, read_withdrawals
from pipelines.release.gate import GateError, losses, require_no_losses
from tests.release.orders import Document

A, B = Document("143"), Document("144", year=2024)
KEPT = Histories([A.row(), B.row()], [A.row(), B.row()], (), None)
WAS = {"budget_lines": Counter({2025: 100, 2024: 100}), "classifications": Counter[int | None]({None: 40})}


def now(**changes: int):
    return {
        "budget_lines": Counter({2025: changes.get("a", 100), 2024: changes.get("b", 100)}),
        "classifications": Counter[int | None]({None: changes.get("codes", 40)}),
    }


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (now(), ()),
        (now(a=95, b=95), ()),
        (now(a=80, b=109), ("budget_lines has 189 rows, 200 in the last release",)),
        (now(a=94, b=106), ("budget_lines has 94 rows of 2025, 100 in the last release",)),
        (
            now(a=200) | {"budget_lines": Counter({2025: 200})},
            ("budget_lines has no rows of 2024, 100 in the last release",),
        ),
        (now(codes=37), ("classifications has 37 rows, 40 in the last release",)),
        ({"budget_lines": WAS["budget_lines"]}, ("classifications is gone",)),
    ],
)
def test_rows_and_years(after, told):
    assert losses(WAS, after, KEPT) == told


def test_a_document_that_is_set_aside_now_counts_as_lost():
    refused = {**A.row(), "document_id": None, "status": "quarantined", "reason": "damaged"}
    histories = Histories([A.row()], [refused], (), None)
    assert losses({}, {}, histories) == ("143-2025.pdf was published and is set aside now",)


def test_a_moved_file_is_not_lost():
    moved = {**A.row(), "source_file": "2025/143.pdf"}
    assert losses({}, {}, Histories([A.row()], [moved], (), None)) == ()


def test_the_error_is_one_line_that_says_what_can_be_done():
    with pytest.raises(GateError, match=r'a; b; c; and 1 more \(if this is meant: --accept-shrink "reason"\)'):
        require_no_losses(["a", "b", "c", "d"], None)
    require_no_losses(["a"], "merged")


def test_withdrawals_are_read_from_a_file(tmp_path):
    path = tmp_path / "withdrawals.yaml"
    assert read_withdrawals(path) == ()
    path.write_text("# none yet\n")
    assert read_withdrawals(path) == ()
    path.write_text("- file: a.pdf\n  reason: 撤回\n  date: 2025-03-02\n")
    assert [(each.file, each.reason) for each in read_withdrawals(path)] == [("a.pdf", "撤回")]
    path.write_text("- file: a.pdf\n")
    with pytest.raises(DeclarationError, match=r"withdrawals\.yaml"):
        read_withdrawals(path)
    assert Withdrawal(file="a", reason="b", date="2025-03-02")  # pyright: ignore[reportArgumentType]
