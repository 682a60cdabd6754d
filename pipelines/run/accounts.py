"""All documents together: what became of each, and the rows they give to each dataset, in published order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import classifications
from pipelines.datasets.catalogue import MODELS, arrow_schema, columns
from pipelines.datasets.frames import frame, to_table
from pipelines.datasets.row_keys import with_row_keys
from pipelines.documents.quarantine import Reason
from pipelines.documents.registry import Source
from pipelines.extraction.formats import PRODUCERS
from pipelines.foundation.record import Record
from pipelines.interpretation.identity.identity import distinct_ids
from pipelines.personal_data.policy import policy
from pipelines.release.corrections import Correction, correct, correction_records, of_document
from pipelines.run.stage import Job, Refusal
from pipelines.run.stages import DOCUMENT_FILE, INTERPRET, STAGES

_DIGITS_OF_A_HASH = 8
SOFTWARE = version("yusuan")
DATASETS = tuple(name for name in MODELS if name != "changes")
"""The datasets that are read from documents or declared, in the order of the catalogue; the release adds `changes`."""

PROOF = frozenset({"findings", "coverage", "completeness"})
"""The datasets that are about the others: what was checked, what is there, what is missing."""


@dataclass(frozen=True)
class Account:
    """What became of one source: its place among the published documents, or why it has none."""

    job: Job
    facts: Mapping[str, object]
    """What is known of the document as a whole, by column of `documents`; empty for a refused one."""
    document_id: str | None
    refusal: Refusal | None


def take_accounts(jobs: Iterable[Job]) -> tuple[Account, ...]:
    """What became of each source: published documents by their id, then the others by their path."""
    found = [(job, _refusal(job)) for job in jobs]
    published = [(job, _facts(job)) for job, refusal in found if refusal is None]
    ids = distinct_ids([str(facts["document_id"]) for _, facts in published])
    accounts = [Account(job, facts, name, None) for (job, facts), name in zip(published, ids, strict=True)]
    refused = [Account(job, {}, None, refusal) for job, refusal in found if refusal is not None]
    return (*sorted(accounts, key=lambda account: str(account.document_id)), *refused)


def rows_of(dataset: str, accounts: Sequence[Account], corrections: Sequence[Correction] = ()) -> Iterator[pa.Table]:
    """The rows of a dataset, a table for each document that has any; accepted corrections are applied.

    Raises CorrectionError where a correction does not fit what a document gives.
    """
    if dataset == "documents":
        return _tables(dataset, (_document(account) for account in accounts))
    if dataset == "classifications":
        return _tables(dataset, classifications.rows())
    if dataset == "corrections":
        return _tables(dataset, correction_records(corrections))
    return _rows_of_documents(dataset, accounts, corrections)


def _rows_of_documents(
    dataset: str, accounts: Sequence[Account], corrections: Sequence[Correction]
) -> Iterator[pa.Table]:
    for account in accounts:
        if account.document_id is None:
            continue
        kept = INTERPRET.read(account.job, f"{dataset}.parquet")
        rows = pq.read_table(pa.BufferReader(kept)) if kept else arrow_schema(dataset).empty_table()
        due = of_document(corrections, account.document_id, account.job.source.sha256)
        yield correct(dataset, with_row_keys(dataset, _named(rows, account.document_id)), due)


def _named(table: pa.Table, document_id: str) -> pa.Table:
    """A document's rows under the id it has among the others: a second one of an identity ends in `-2`."""
    index = table.schema.get_field_index("document_id")
    ids = pa.array([document_id] * table.num_rows, table.schema.field(index).type)
    return table.set_column(index, table.schema.field(index), ids)


def _tables(dataset: str, records: Iterable[Record]) -> Iterator[pa.Table]:
    yield with_row_keys(dataset, to_table(dataset, frame(dataset, records)))


def _refusal(job: Job) -> Refusal | None:
    if fault := job.source.set_aside:
        return Refusal(fault.reason, fault.message)
    for stage in STAGES:
        if refusal := stage.refusal(job):
            return refusal
        if not stage.is_done(job):
            failure = stage.failure(job)
            return failure.refusal if failure else Refusal(Reason.FAILED, f"{stage.name}: not done")
    return None


def published_name(source: Source) -> str:
    """A source's path as it may be published: a telephone number in it gives way to the digits of the file's hash."""
    name = policy().redact(source.file)
    return source.file if name == source.file else f"{name} ({source.sha256[:_DIGITS_OF_A_HASH]})"


def _facts(job: Job) -> Mapping[str, object]:
    return json.loads(INTERPRET.read(job, DOCUMENT_FILE) or b"{}")


def _document(account: Account) -> Record:
    source, refusal = account.job.source, account.refusal
    declared = {column.name for column in columns("documents")}
    return {
        **{name: value for name, value in account.facts.items() if name in declared},
        "document_id": account.document_id,
        "source_file": published_name(source),
        "source_url": source.url,
        "sha256": source.sha256 or None,
        "bytes": source.bytes,
        "retrieved_at": source.retrieved_at,
        "published_on": source.published_on,
        "text_layer": None if refusal else PRODUCERS[source.format].text_layer,
        "status": _status(account),
        "reason": policy().redact(refusal.reason) if refusal else None,
        "pipeline_version": _pipeline_version(),
    }


def _status(account: Account) -> str:
    if account.refusal:
        return "quarantined"
    failed = account.facts["findings_errors"] or account.facts["findings_warnings"]
    return "published_with_findings" if failed else "published"


@cache
def _pipeline_version() -> str:
    """The release of the software, and the fingerprint of what turns a document into rows."""
    return f"{SOFTWARE}+{INTERPRET.made_by}"
