"""The real corpus as the survey sees it: tables found, numbers read, sums held, oddities set aside."""

import json
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pytest
import yaml

from pipelines.foundation.record import Record
from pipelines.run.accounts import Account, rows_of
from pipelines.run.engine import Processes
from pipelines.run.survey import examine, read_folder
from tests.publishing import SHARED, f1_of, publish

CORPUS = SHARED / "corpus" / "real"
CORE = frozenset(
    {
        *("revenue_and_expenditure", "revenue", "expenditure", "fiscal_appropriation", "general_budget_by_function"),
        *("general_budget_by_unit", "basic_expenditure", "three_public", "government_fund", "state_capital"),
    }
)
# What the documents themselves do not list among their tables.
NOT_PRINTED = {
    *((f"chongqing-{number}.pdf", "state_capital") for number in (1, 2, 3)),
    *((f"shenzhen-{number}.pdf", "basic_expenditure") for number in (1, 2, 3)),
    *((f"xian-{number}.pdf", "state_capital") for number in (1, 2)),
}
ODDITIES = {
    "odd-html-named-pdf-1.pdf": "not_a_pdf",
    "odd-image-only-1.pdf": "no_text_layer",
    "odd-not-a-budget-1.pdf": "not_a_budget",
    "odd-official-letter-1.pdf": "not_a_budget",
}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no {CORPUS}"),
]


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """What is read of each document is kept here: the corpus is read once."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def accounts(work) -> tuple[Account, ...]:
    return read_folder(CORPUS, work, Processes())


def rows(dataset: str, accounts: Sequence[Account], *columns: str) -> list[Record]:
    return [row for table in rows_of(dataset, accounts) for row in table.select(columns).to_pylist()]


def share(counts: Counter[str], *counted: str) -> float:
    return sum(counts[each] for each in counted) / counts.total()


def test_what_is_no_budget_is_set_aside_with_what_it_is(accounts):
    reasons = {each.job.source.file: each.refusal.reason for each in accounts if each.refusal}
    assert reasons == ODDITIES
    assert len(accounts) - len(reasons) == 26


def test_every_core_table_that_is_printed_is_found(accounts):
    missing = {(each.name, table) for each in map(examine, published(accounts)) for table in each.missing}
    assert missing == NOT_PRINTED


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.truth.json")), ids=lambda path: path.name.split(".")[0])
def test_tables_are_found_and_empty_as_transcribed(accounts, path):
    truth = json.loads(path.read_text("utf-8"))
    account = next(each for each in accounts if each.job.source.file == truth["file"])
    presence = {row["table"]: row["presence"] for row in rows("coverage", [account], "table", "presence")}
    assert [table for table in truth["tables_present"] if presence[table] != "present"] == []
    assert [table for table in truth["tables_declared_empty"] if presence[table] != "empty_with_note"] == []


def test_the_numbers_of_tables_are_read(accounts):
    cells = [cell for cell in rows("cells", accounts, "role", "table", "disposition") if cell["role"] == "amount"]
    core = Counter(str(cell["disposition"]) for cell in cells if cell["table"] in CORE)
    assert share(core, "published", "derived") >= 0.995
    # The totals of lists are for checks only: of a list only the items are rows of its dataset.
    every = Counter(str(cell["disposition"]) for cell in cells)
    assert share(every, "published", "derived", "reconciled") >= 0.97


def test_the_sums_within_tables_hold(accounts):
    within = within_tables()
    findings = rows("findings", accounts, "check_id", "status", "likelier_cause", "message")
    sums = [row for row in findings if row["check_id"] in within]
    outcomes = Counter(str(row["status"]) for row in sums if row["status"] != "not_applicable")
    assert share(outcomes, "pass", "rounding") >= 0.985
    assert [row["message"] for row in sums if row["status"] == "fail" and row["likelier_cause"] != "document"] == []


def test_documents_are_published_as_they_were_transcribed(accounts, work, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    published = publish(CORPUS, tmp_path, work)
    assert f"PDFs read 0, unchanged {len(accounts)}" in capsys.readouterr().out
    scores = f1_of(CORPUS, published, capsys)
    assert scores.keys() == {"budget_lines", "projects", "procurement", "performance_targets"}
    assert {dataset: f1 for dataset, f1 in scores.items() if f1 < 0.99} == {}


def within_tables() -> set[str]:
    """The checks that are declared for single tables."""
    declared = resources.files("pipelines.reconciliation.findings") / "checks" / "within.yaml"
    return {check["id"] for check in yaml.safe_load(declared.read_text("utf-8"))}


def published(accounts: Sequence[Account]) -> list[Account]:
    return [account for account in accounts if account.refusal is None]
