"""The real corpus as the survey sees it: tables found, numbers read, sums held, oddities set aside."""

import contextlib
import io
import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml

from pipelines.datasets.catalogue import MODELS, columns
from pipelines.datasets.editions import CODED, Coded
from pipelines.foundation.record import Record
from pipelines.run.accounts import Account
from pipelines.run.all_rows import rows_of
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


@pytest.fixture(scope="module")
def release(accounts, work, tmp_path_factory) -> Path:
    """The corpus as it is published, from what was read already."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(told):
        patch.delenv("DAGSTER_HOME", raising=False)
        published = publish(CORPUS, tmp_path_factory.mktemp("published"), work)
    assert f"PDFs read 0, unchanged {len(accounts)}" in told.getvalue()
    return published


PRINTED_IN = {
    "expenditure_total": ("revenue_and_expenditure", "expenditure"),
    "revenue_total": ("revenue_and_expenditure", "revenue"),
    "three_public": ("three_public",),
}
"""The amounts of a department's sheet, and the tables of which each that is printed prints it."""


def own_years(release: Path) -> dict[str, Record]:
    """The sheet of each document's own year and phase, by the document's file: one filter of `department_budgets`."""
    sheets = pq.read_table(release / "department_budgets.parquet").to_pylist()
    found: dict[str, Record] = {}
    for document in pq.read_table(release / "documents.parquet").to_pylist():
        if document["document_id"] is None:
            continue
        (found[document["source_file"]],) = (
            row
            for row in sheets
            if row["department_key"] == document["department_key"] and row["scope"] == document["scope"]
            if (row["amount_year"], row["phase"]) == (document["fiscal_year"], "budget")
        )
    return found


@pytest.mark.parametrize("amount", PRINTED_IN)
def test_every_total_that_is_printed_comes_from_one_filter(release, accounts, amount):
    coverage = rows("coverage", accounts, "document_id", "table", "presence")
    of_document = {account.document_id: account.job.source.file for account in published(accounts)}
    printed = {
        of_document[str(row["document_id"])]
        for row in coverage
        if row["table"] in PRINTED_IN[amount] and row["presence"] == "present"
    }
    sheets = own_years(release)
    assert len(printed) == len(sheets) == 26
    assert [file for file in sorted(printed) if sheets[file][f"{amount}_yuan"] is None] == []


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.truth.json")), ids=lambda path: path.name.split(".")[0])
def test_totals_are_as_transcribed(release, path):
    truth = json.loads(path.read_text("utf-8"))
    sheet = own_years(release)[truth["file"]]
    for amount in PRINTED_IN:
        assert {sheet[f"{amount}_yuan"]} == transcribed(truth, amount)


def transcribed(truth: dict, amount: str) -> set[Decimal]:
    """What is transcribed of a total of the document's own year, of all its units together."""
    of = {
        "expenditure_total": {"table": "revenue_and_expenditure", "flow": "expenditure", "line": "grand_total"},
        "revenue_total": {"table": "revenue_and_expenditure", "flow": "revenue", "line": "grand_total"},
        "three_public": {"table": "three_public", "code": "total", "fund": "general_public"},
    }[amount]
    whole = {**of, "measure": "total", "period": None, "amount_year": truth["fiscal_year"]}
    found = [row for row in truth["datasets"]["budget_lines"] if all(row[name] == whole[name] for name in whole)]
    together = [row for row in found if row["unit_name"] is None]
    return {Decimal(str(row["amount_yuan"])) for row in together or found}


JOINED = {
    **CODED,
    "spending_by_function": (Coded("code", "edition", "function"),),
    "spending_by_economic_class": (Coded("code", "edition", "economic"),),
    "procurement_by_catalogue": (Coded("catalogue_code", "edition", "procurement_catalogue"),),
}
"""The codes of all datasets that have their edition."""


def test_a_join_with_the_classifications_multiplies_no_row(release):
    with_editions = {dataset for dataset in MODELS if any("edition" in each.name for each in columns(dataset))}
    assert with_editions == {*JOINED, "classifications"}
    classifications, named = release / "classifications.parquet", 0
    for dataset, codes in JOINED.items():
        for coded in codes:
            scheme = f"'{coded.scheme}'" if coded.scheme else "r.scheme"
            query = f"""SELECT count(*), count(c.code)
                FROM '{release / dataset}.parquet' r LEFT JOIN '{classifications}' c
                ON c.scheme = {scheme} AND c.code = r.{coded.code} AND c.edition = r.{coded.edition}"""
            (found,) = duckdb.connect().execute(query).fetchall()
            assert found[0] == pq.read_metadata(release / f"{dataset}.parquet").num_rows, (dataset, coded)
            named += found[1]
    assert named > 10_000


def test_documents_are_published_as_they_were_transcribed(release, capsys):
    scores = f1_of(CORPUS, release, capsys)
    assert scores.keys() == {"budget_lines", "projects", "procurement", "performance_targets"}
    assert {dataset: f1 for dataset, f1 in scores.items() if f1 < 0.99} == {}


def within_tables() -> set[str]:
    """The checks that are declared for single tables."""
    declared = resources.files("pipelines.reconciliation.findings") / "checks" / "within.yaml"
    return {check["id"] for check in yaml.safe_load(declared.read_text("utf-8"))}


def published(accounts: Sequence[Account]) -> list[Account]:
    return [account for account in accounts if account.refusal is None]
