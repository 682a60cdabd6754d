"""All documents together: what became of each, and the rows that are kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from sys import intern
from typing import cast

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import arrow_schema, columns
from pipelines.datasets.frames import table_of
from pipelines.datasets.row_keys import with_row_keys
from pipelines.documents.registry import Source
from pipelines.extraction.formats import FORMATS
from pipelines.foundation.record import Record
from pipelines.interpretation.identity.identity import distinct_ids
from pipelines.personal_data.policy import policy
from pipelines.release.corrections import Correction, correct
from pipelines.run.containment import Links
from pipelines.run.datasets import FAILED_FINDINGS
from pipelines.run.departments import Tied, without_amounts
from pipelines.run.refusals import published_name, refusal_of
from pipelines.run.stage import Job, Refusal
from pipelines.run.stages import DOCUMENT_FILE, INTERPRET
from pipelines.run.ties import TIES_FILE, Ties, from_text

SOFTWARE = version("yusuan")


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one source: its place among the published documents, or why it has none."""

    job: Job
    facts: Mapping[str, object]
    """What is known of the document as a whole, by column of `documents`; empty for a refused one."""
    document_id: str | None
    refusal: Refusal | None


def take_accounts(jobs: Iterable[Job]) -> tuple[Account, ...]:
    """What became of each source: published documents by their id, then the others by their path."""
    found = [(job, refusal_of(job)) for job in jobs]
    published = [(job, _facts(job)) for job, refusal in found if refusal is None]
    ids = distinct_ids([str(facts["document_id"]) for _, facts in published])
    accounts = [Account(job, facts, name, None) for (job, facts), name in zip(published, ids, strict=True)]
    refused = [Account(job, {}, None, refusal) for job, refusal in found if refusal is not None]
    return (*sorted(accounts, key=lambda account: str(account.document_id)), *refused)


def kept_rows(dataset: str, account: Account, due: Sequence[Correction], added: Sequence[Record]) -> pa.Table | None:
    """The rows that were kept of a document, corrected, and those that are added to them; None where there are none."""
    name = str(account.document_id)
    kept = INTERPRET.read(account.job, f"{dataset}.parquet")
    if not (kept or added or due):
        return None
    rows = _named(_read(kept), name) if kept else arrow_schema(dataset).empty_table()
    if added:
        rows = pa.concat_tables([rows, table_of(dataset, [{**of_every_row(account), **row} for row in added])])
    return correct(dataset, with_row_keys(dataset, rows), due) if rows.num_rows or due else None


def _read(kept: bytes) -> pa.Table:
    # Of files as small as these, reading with threads or as a part of a data set takes two to three times as long.
    with pq.ParquetFile(pa.BufferReader(kept)) as file:
        return file.read(use_threads=False)


def of_every_row(account: Account) -> Record:
    """The columns that each row of a document has."""
    names = ("fiscal_year", "division_code", "department_code", "department_name", "department_key")
    return {"document_id": account.document_id, **{name: account.facts[name] for name in names}}


def tied_documents(accounts: Iterable[Account]) -> Sequence[Tied]:
    """The published documents with what ties them to each other."""
    return [_tie(account, account.document_id) for account in accounts if account.document_id is not None]


def _disclosure(source: Source) -> str | None:
    """What files have in common that were found, or recorded, to make one disclosure."""
    return source.disclosure or ("+".join(sorted((source.sha256, *source.sisters))) if source.sisters else None)


def _tie(account: Account, document_id: str) -> Tied:
    facts = account.facts
    return Tied(
        document_id,
        cast(int | None, facts["fiscal_year"]),
        str(facts["stage"]),
        str(facts["scope"]),
        cast(str | None, facts["division_code"]),
        _disclosure(account.job.source),
        without_amounts(_ties(account.job)),
        partial(_ties, account.job),
    )


def _ties(job: Job) -> Ties:
    return from_text(INTERPRET.read(job, TIES_FILE) or b"")


def _named(table: pa.Table, document_id: str) -> pa.Table:
    """A document's rows under the id it has among the others: a second one of an identity ends in `-2`."""
    index = table.schema.get_field_index("document_id")
    ids = pa.array([document_id] * table.num_rows, table.schema.field(index).type)
    return table.set_column(index, table.schema.field(index), ids)


def _facts(job: Job) -> Mapping[str, object]:
    # Read apart, each document would have the names of its columns for itself.
    kept = json.loads(INTERPRET.read(job, DOCUMENT_FILE) or b"{}")
    return {intern(name): value for name, value in kept.items()}


def document_row(account: Account, links: Links) -> Record:
    """The row of `documents` of a source."""
    source, refusal = account.job.source, account.refusal
    name = account.document_id or ""
    failed = {} if refusal else _failed(account, links)
    declared = {column.name for column in columns("documents")}
    return {
        **{name: value for name, value in account.facts.items() if name in declared},
        **failed,
        "document_id": account.document_id,
        "disclosure_id": links.disclosures.get(name),
        "contained_in": links.contained_in.get(name),
        "source_file": published_name(source),
        "source_url": source.url,
        "sha256": source.sha256 or None,
        "bytes": source.bytes,
        "retrieved_at": source.retrieved_at,
        "published_on": source.published_on,
        "text_layer": None if refusal else FORMATS[source.format].text_layer,
        "status": _status(account, any(failed.values())),
        "reason": policy().redact(refusal.reason) if refusal else None,
        "pipeline_version": _pipeline_version(),
    }


def _failed(account: Account, links: Links) -> Mapping[str, int]:
    """The columns of `documents` that count failed findings, of a published one."""
    kept, name = account.facts, str(account.document_id)
    return {
        column: int(str(kept[column])) + links.failed(name, severity) for column, severity in FAILED_FINDINGS.items()
    }


def _status(account: Account, has_failed: bool) -> str:
    if account.refusal:
        return "quarantined"
    return "published_with_findings" if has_failed else "published"


@cache
def _pipeline_version() -> str:
    """The release of the software, and the fingerprint of what turns a document into rows."""
    return f"{SOFTWARE}+{INTERPRET.made_by}"
