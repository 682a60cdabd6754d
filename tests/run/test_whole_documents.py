"""A whole document through the main job: the project's own."""

import re
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.publishing import publish, texts, unread

ROOT = Path(__file__).parents[2]
# What stands in the seed for persons' names and telephone numbers.
PERSON = re.compile("姓名〕|〔联系电话")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_history(monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


def test_the_seed_is_published_to_its_last_number_and_without_a_person(tmp_path, capsys):
    published = publish(ROOT / "data" / "raw", tmp_path / "processed", tmp_path / "work", "--serial")
    assert "documents: 1; published 1, quarantined 0;" in capsys.readouterr().out
    document = pq.read_table(published / "documents.parquet").to_pylist()[0]
    assert document["document_id"] == "420107-143-2025-budget"
    assert unread(published) == []
    assert [text for text in texts(published) if PERSON.search(text)] == []
    assert is_told(published, (ROOT / "docs" / "architecture.md").read_text("utf-8"))


def is_told(published: Path, told: str) -> bool:
    """Whether the cell that the architecture's text follows has the place and the amount that are told there."""
    followed = (pc.field("table") == "expenditure") & (pc.field("code") == "2010350") & (pc.field("measure") == "basic")
    row = pq.read_table(published / "budget_lines.parquet", filters=followed).to_pylist()[0]
    place = [str(row["page"]), *(f"{row[edge]:.1f}" for edge in ("x0", "y0", "x1", "y1"))]
    return f"| {', '.join(place)} |" in told and str(row["amount_yuan"]) in told
