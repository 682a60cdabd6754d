"""A release as a whole: what it is called, what it says of itself, what stops it, what it keeps."""

import json
import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.release.documents import Withdrawal
from pipelines.release.gate import GateError
from pipelines.release.manifest import ChecksumError
from pipelines.release.personal_data import PersonalDataError
from pipelines.release.place import Place
from pipelines.release.publish import Outcome, publish
from tests.release.orders import Document, order, record

A, B, C = Document("143"), Document("144"), Document("145", year=2024)

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "processed")


def state(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """Every file and link below a folder with its time of change."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mtime_ns,
            str(path.readlink()) if path.is_symlink() else path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def rows(outcome: Outcome, dataset: str) -> list[dict[str, object]]:
    return pq.read_table(outcome.folder / f"{dataset}.parquet").to_pylist()


def manifest(outcome: Outcome) -> dict:
    return json.loads((outcome.folder / "release.json").read_text())


def test_a_release_is_called_after_its_newest_input(place):
    assert str(publish(place, order(A)).version) == "2025.03.01"
    assert str(publish(place, order(A, B)).version) == "2025.03.01.2"
    assert str(publish(place, order(A, B, C, corrected=(date(2025, 4, 2),))).version) == "2025.04.02"
    assert str(publish(place, order(A, B, C, Document("146"))).version) == "2025.04.02.2"


def test_the_newest_file_tells_where_nothing_is_recorded(place, tmp_path):
    (tmp_path / "a.pdf").write_text("")
    os.utime(tmp_path / "a.pdf", (1740787200, 1740787200))
    given = order(A)
    documents = next(iter(given.datasets["documents"]()))
    index = documents.schema.get_field_index("retrieved_at")
    bare = documents.set_column(index, documents.schema.field(index), pa.array([None], pa.string()))
    files = {A.sha256: tmp_path / "a.pdf"}
    datasets = {**given.datasets, "documents": lambda: iter([bare])}
    assert str(publish(place, replace(given, datasets=datasets, files=files)).version) == "2025.03.01"


def test_a_run_over_the_same_inputs_makes_no_release_and_touches_nothing(place):
    first = publish(place, order(A, B))
    before = state(place.folder)
    again = publish(place, order(A, B))
    assert (again.version, again.publications) == (first.version, ())
    assert state(place.folder) == before


def test_the_manifest_says_what_the_release_is_made_of(place):
    publish(place, order(A))
    told = manifest(publish(place, order(A, C)))
    assert (told["version"], told["previous"], told["schema_version"]) == ("2025.03.01.2", "2025.03.01", "1.0.0")
    assert told["datasets"]["budget_lines"] == {"rows": 4, "by_year": {"2024": 2, "2025": 2}}
    assert told["findings"] == {"failed": {}, "all": {"pass": 2}} or told["findings"]["all"]
    assert [each["sha256"] for each in told["documents"]] == [A.sha256, C.sha256]
    assert told["documents"][0]["retrieved_at"] == "2025-03-01"
    assert told["checks"]["same_rows"] == told["checks"]["descriptor"] == "passed"
    assert told["licence"]["name"] == "CC-BY-4.0"
    assert len(told["code"]["lock"]) == 64
    assert told["accepted"] == []


def test_the_checksums_cover_every_file(place):
    folder = publish(place, order(A)).folder
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert listed == there - {"SHA256SUMS"}
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)


GONE = [
    pytest.param(order(), "no documents in data/raw: nothing to publish", id="no documents"),
    pytest.param(order(A), r"145-2024\.pdf was published and is gone", id="a document gone"),
    pytest.param(
        order(A, Document("145", *["1.00"] * 2, year=2024, content="2"), lines=()),
        None,
        id="a document replaced",
    ),
    pytest.param(
        order(A, Document("145", "1.00", year=2024)), "budget_lines has 3 rows, 4 in the last", id="rows gone"
    ),
]


@pytest.mark.parametrize(("given", "told"), GONE)
def test_what_vanishes_stops_the_release(place, given, told):
    publish(place, order(A, C))
    before = state(place.folder)
    if told is None:
        publish(place, given)
        return
    with pytest.raises(GateError, match=told) as caught:
        publish(place, given)
    assert "\n" not in str(caught.value)
    assert state(place.folder) == before


def test_no_documents_stop_the_first_release_too(place):
    with pytest.raises(GateError, match="no documents"):
        publish(place, order())
    assert place.latest is None


def test_a_loss_that_is_accepted_is_written_into_the_release(place):
    publish(place, order(A, C))
    told = manifest(publish(place, order(A, accepted="部门已合并")))
    assert {each["why"] for each in told["accepted"]} == {"部门已合并"}
    assert any("145-2024.pdf" in each["what"] for each in told["accepted"])


def test_a_document_that_is_withdrawn_by_name_may_be_gone_with_its_rows(place):
    publish(place, order(A, C))
    withdrawal = Withdrawal(file="145-2024.pdf", reason="公开单位撤回", date=date(2025, 3, 2))
    outcome = publish(place, order(A, withdrawals=(withdrawal,)))
    assert manifest(outcome)["accepted"] == []
    assert [row["source_file"] for row in rows(outcome, "documents")] == ["143-2025.pdf"]
    changes = rows(outcome, "changes")
    assert {(row["change"], row["reason"], row["detail"]) for row in changes} == {
        ("removed", "withdrawn_document", "公开单位撤回")
    }
    assert len({row["key"] for row in changes if row["dataset"] == "budget_lines"}) == 2


def test_a_changed_file_of_the_last_release_stops_the_next(place):
    path = publish(place, order(A)).folder / "budget_lines.csv"
    path.chmod(0o644)
    path.write_text("edited")
    with pytest.raises(ChecksumError, match=r"budget_lines\.csv: differs"):
        publish(place, order(A, B))
    assert str(place.version) == "2025.03.01"


def test_personal_data_stops_the_release(place):
    publish(place, order(A))
    before = state(place.folder)
    line = record("budget_lines", **B.identity, name="联系电话：13800138000", row=9)
    with pytest.raises(PersonalDataError, match="mobile"):
        publish(place, order(A, B, lines=[line]))
    assert state(place.folder) == before


def test_a_replaced_document_stays_known(place):
    publish(place, order(A, B))
    revised = Document("143", "1.00", "3.00", content="2")
    outcome = publish(place, order(revised, B))
    documents = {row["sha256"]: row for row in rows(outcome, "documents")}
    earlier = documents[A.sha256]
    assert (earlier["status"], earlier["superseded_by"]) == ("superseded", revised.sha256)
    assert (earlier["document_id"], earlier["reason"]) == (None, "last_in 2025.03.01")
    assert earlier["source_file"] == f"143-2025.pdf ({A.sha256[:8]})"
    assert documents[revised.sha256]["status"] == "published"
    later = publish(place, order(revised, B, C))
    assert {row["sha256"] for row in rows(later, "documents")} == {A.sha256, B.sha256, C.sha256, revised.sha256}
    changed = [row for row in rows(outcome, "changes") if row["dataset"] == "budget_lines"]
    assert [(row["change"], row["columns"], row["old"], row["new"], row["reason"]) for row in changed] == [
        ("changed", "amount_yuan", '{"amount_yuan": "2.00"}', '{"amount_yuan": "3.00"}', "replaced_document")
    ]


def test_rows_of_documents_that_change_ids_with_each_other_are_told_apart(place):
    one, other = Document("143", "1.00", "2.00", "9.00"), Document("144", "1.00", "2.00")
    publish(place, order(one, other))
    now_one, now_other = Document("144", "1.00", "2.00", file=one.file), Document("143", "1.00", "2.00", "7.00")
    now_one.sha256, now_other.sha256, now_other.file = one.sha256, other.sha256, other.file
    changes = rows(publish(place, order(now_one, now_other)), "changes")
    came_or_went = [row for row in changes if row["dataset"] == "budget_lines" and row["change"] != "changed"]
    assert [(row["document_id"], row["change"]) for row in came_or_went] == [
        ("420107-143-2025-budget", "added"),
        ("420107-143-2025-budget", "removed"),
    ]
    assert len({row["locator"] for row in came_or_went}) == 1
    assert len({row["row_key"] for row in changes}) == len(changes)


def test_a_release_that_was_killed_before_it_took_its_place_is_taken(place):
    publish(place, order(A))
    publish(place, order(A, B))
    (place.folder / "latest").unlink()
    (place.folder / "latest").symlink_to("releases/2025.03.01")
    outcome = publish(place, order(A, B))
    assert str(outcome.version) == "2025.03.01.2"
    assert place.version == outcome.version
    assert len(place.versions()) == 2
