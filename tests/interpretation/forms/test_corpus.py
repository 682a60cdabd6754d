"""The forms of whole documents against what was transcribed from them by hand, or printed into them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from pipelines.extraction.pdf.reader import read_pages
from pipelines.foundation.text import fold_text
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.sheets.reading import Context, Disposition

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
TRUTHS = [path for path in sorted(CORPUS.glob("*/*.truth.json")) if "performance_targets" in path.read_text("utf-8")]
COMPARED = {
    "performance_targets": (
        *("scope", "project_code", "project_name", "horizon", "goal", "level1", "level2", "indicator"),
        *("comparator", "target_value", "target_unit", "target_text"),
    ),
    "project_profiles": (
        *("project_code", "project_name", "unit_name", "attribute", "type", "start_year", "end_year"),
        *("total_budget_yuan", "current_budget_yuan"),
    ),
    "project_funding": ("project_code", "fund", "amount_yuan"),
    "project_activities": ("project_code", "activity", "description", "economic_code", "amount_yuan"),
}
FORMS = frozenset({"department_performance", "project_performance"})
NOT_READ = frozenset({Disposition.UNKNOWN_COLUMN, Disposition.UNPARSED, Disposition.UNKNOWN_TABLE})

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpora are not here"),
]


def compared(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> Counter[tuple[object, ...]]:
    return Counter(tuple(plain(row.get(column)) for column in columns) for row in rows)


def plain(value: object) -> object:
    if value is None or isinstance(value, str):
        return fold_text(value or "").rstrip("。.") or None
    return round(float(str(value)), 4)


def test_every_dataset_of_forms_is_transcribed() -> None:
    transcribed = {dataset for path in TRUTHS for dataset in json.loads(path.read_text("utf-8"))["datasets"]}
    assert transcribed >= COMPARED.keys()


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.split(".")[0])
def test_reads_every_form(path: Path) -> None:
    truth = json.loads(path.read_text("utf-8"))
    pdf = path.with_name(path.name.replace(".truth.json", ".pdf"))
    found = interpret(list(read_pages(pdf)), Context(truth["fiscal_year"], truth["department"])).records
    for dataset, columns in COMPARED.items():
        if dataset in truth["datasets"]:
            assert compared(found[dataset], columns) == compared(truth["datasets"][dataset], columns), dataset
    cells = [cell for cell in found["cells"] if cell["table"] in FORMS]
    assert cells
    assert [cell for cell in cells if cell["disposition"] in NOT_READ] == []
    withheld = [cell for cell in cells if cell["disposition"] == Disposition.WITHHELD]
    # The synthetic forms name whom to ask, the real ones nobody.
    assert bool(withheld) == (path.parent.name == "synthetic")
    assert all(cell["source_text"] is None for cell in withheld)
