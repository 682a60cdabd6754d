"""What stops a release: nothing is published, and what was stays as it is."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.__main__ import FAILED
from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.foundation.store import FolderStore
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET
from tests.assets.runs import contents

pytestmark = pytest.mark.slow


def test_an_empty_folder_publishes_nothing(run, raw, tmp_path, capsys):
    for path in (raw / "civil.pdf", raw / "below" / "education.PDF"):
        path.unlink()
    assert run() == FAILED
    assert capsys.readouterr().err.splitlines() == [
        "yusuan: the run failed, nothing was published",
        f"yusuan: release: no documents in {raw}: nothing to publish",
    ]
    assert not (tmp_path / "processed" / "latest").exists()


def test_documents_of_which_none_can_be_opened_publish_nothing(run, raw, tmp_path, capsys):
    for number, path in enumerate(sorted(raw.rglob("*.[pP][dD][fF]"))):
        path.rename(tmp_path / f"{number}.pdf")
        path.symlink_to(tmp_path / f"{number}.pdf")
    assert run() == FAILED
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"yusuan: release: none of the documents in {raw} can be opened (2): nothing to publish"
    )
    assert not (tmp_path / "processed" / "latest").exists()


def tamper(tmp_path: Path, raw: Path, column: str, value: object) -> None:
    """Put a value into the kept result of a document, where only a fault of ours could put it."""
    source = next(source for source in read_registry(raw, format_of).sources if source.file == "civil.pdf")
    store = FolderStore(tmp_path / "work")
    path = store.path(INTERPRET.key(Job(source, store))) / "budget_lines.parquet"
    table = pq.read_table(path)
    index = table.schema.get_field_index(column)
    field = table.schema.field(index)
    values = [value, *table.column(index).to_pylist()[1:]]
    pq.write_table(table.set_column(index, field, pa.array(values, field.type)), path)
    # A kept result never changes, so nobody looks at it again: what was gathered of it has to be forgotten.
    for mark in (tmp_path / "work" / "runs").glob("*/*.made_of"):
        mark.unlink()


@pytest.fixture
def stopped_by(run, raw, tmp_path, capsys, released) -> Callable[[str, object], tuple[str, str]]:
    """What a run prints that a value stops, and that leaves all as it was published before."""

    def told(column: str, value: object) -> tuple[str, str]:
        before = contents(tmp_path / "processed")
        tamper(tmp_path, raw, column, value)
        capsys.readouterr()
        assert run() == FAILED
        assert contents(tmp_path / "processed") == before
        return capsys.readouterr()

    return told


def test_a_bad_row_stops_the_release(stopped_by):
    out, err = stopped_by("fund", "petty_cash")
    assert out == ""
    assert "nothing was published" in err
    assert "schema budget_lines.fund: isin (petty_cash)" in err
    assert "Traceback" not in err


def test_a_telephone_number_stops_the_release(stopped_by):
    _, err = stopped_by("name", "联系电话：13800138000")
    assert "release:" in err
    assert "13800138000" not in err
